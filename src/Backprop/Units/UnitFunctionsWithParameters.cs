namespace Backprop;

/// <summary>y = x above 0, slope · x below; dy/dx = 1 above 0, else the slope. NaN stays NaN.</summary>
internal readonly struct LeakyRectifiedLinearFunction(double slope) : IUnitFormula
{
    private readonly double slope = slope;

    public static bool UsesTotalInput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Select(TLanes.LessThan(x, TLanes.Zero), TLanes.Constant(slope) * x, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Select(TLanes.LessThan(TLanes.Zero, x), TLanes.One, TLanes.Constant(slope));
}

/// <summary>y = x above 0, α(e^x − 1) below (Clevert and others 2015); dy/dx = 1 above 0, else αe^x.</summary>
internal readonly struct EluFunction(double alpha) : IUnitFormula
{
    private readonly double alpha = alpha;

    public static bool UsesTotalInput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Select(TLanes.LessThan(x, TLanes.Zero), TLanes.Constant(alpha) * Elementary.Expm1<TLanes, T>(TLanes.Min(TLanes.Zero, x)), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Select(TLanes.LessThan(TLanes.Zero, x), TLanes.One, TLanes.Constant(alpha) * Elementary.ExpOfNonPositive<TLanes, T>(TLanes.Min(TLanes.Zero, x)));
}

/// <summary>y = αx + β between 0 and 1, and 0 or 1 beyond; dy/dx = α where y is between them, else 0. NaN stays NaN.</summary>
internal readonly struct HardSigmoidFunction(double alpha, double beta) : IUnitFormula
{
    private readonly double alpha = alpha;
    private readonly double beta = beta;

    public static bool UsesTotalInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Min(TLanes.One, TLanes.Max(TLanes.Zero, TLanes.MultiplyAdd(TLanes.Constant(alpha), x, TLanes.Constant(beta))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.And(TLanes.And(TLanes.LessThan(TLanes.Zero, y), TLanes.LessThan(y, TLanes.One)), TLanes.Constant(alpha));
}

/// <summary>y = x between two bounds, and the nearer bound beyond; dy/dx = 1 where y is between them, else 0. NaN stays NaN.</summary>
internal readonly struct ClipFunction(double least, double greatest) : IUnitFormula
{
    private readonly double least = least;
    private readonly double greatest = greatest;

    public static bool UsesTotalInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Min(TLanes.Constant(greatest), TLanes.Max(TLanes.Constant(least), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.And(TLanes.And(TLanes.LessThan(TLanes.Constant(least), y), TLanes.LessThan(y, TLanes.Constant(greatest))), TLanes.One);
}
