namespace Backprop;

/// <summary>A unit function as the kernels compute it: a struct that holds the parameters of the function, if it has any.</summary>
internal interface IUnitFormula
{
    /// <inheritdoc cref="IUnitFunction.UsesTotalInput"/>
    static abstract bool UsesTotalInput { get; }

    /// <inheritdoc cref="IUnitFunction.Value"/>
    TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <inheritdoc cref="IUnitFunction.Derivative"/>
    TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>A function without parameters.</summary>
internal readonly struct Plain<TFunction> : IUnitFormula
    where TFunction : struct, IUnitFunction
{
    public static bool UsesTotalInput
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TFunction.UsesTotalInput;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TFunction.Value<TLanes, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TFunction.Derivative<TLanes, T>(x, y);
}

/// <summary>Creates objects whose code is compiled for one unit function, for <see cref="UnitFunction.Create"/>.</summary>
internal interface IFormulaFactory<out TProduct>
    where TProduct : class
{
    /// <summary>Creates the object; null where there is none for this function.</summary>
    TProduct? Create<TFormula>(TFormula formula)
        where TFormula : struct, IUnitFormula;
}
