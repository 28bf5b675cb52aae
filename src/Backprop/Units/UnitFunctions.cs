namespace Backprop;

/// <summary>y = 1/(1 + e^−x), dy/dx = y(1 − y). Equations (2) and (5).</summary>
internal readonly struct LogisticFunction : IUnitFunction
{
    public static string Name => "logistic";

    public static bool UsesTotalInput => false;

    public static double Least => 0;

    public static double Greatest => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementary.Logistic<TLanes, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.NegatedMultiplyAdd(y, y, y);
}

/// <summary>y = tanh x, dy/dx = 1 − y².</summary>
internal readonly struct TanhFunction : IUnitFunction
{
    public static string Name => "tanh";

    public static bool UsesTotalInput => false;

    public static double Least => -1;

    public static double Greatest => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementary.Tanh<TLanes, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.NegatedMultiplyAdd(y, y, TLanes.One);
}

/// <summary>y = x, dy/dx = 1.</summary>
internal readonly struct IdentityFunction : IUnitFunction
{
    public static string Name => "identity";

    public static bool UsesTotalInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.One;
}

/// <summary>y = x above 0, else 0; dy/dx = 1 above 0, else 0. NaN stays NaN.</summary>
internal readonly struct RectifiedLinearFunction : IUnitFunction
{
    public static string Name => "rectified linear";

    public static bool UsesTotalInput => false;

    public static double Least => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Max(TLanes.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.And(TLanes.LessThan(TLanes.Zero, y), TLanes.One);
}

/// <summary>y = log(1 + e^x), dy/dx = 1/(1 + e^−x).</summary>
internal readonly struct SoftplusFunction : IUnitFunction
{
    public static string Name => "softplus";

    public static bool UsesTotalInput => true;

    public static double Least => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementary.Softplus<TLanes, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementary.Logistic<TLanes, T>(x);
}
