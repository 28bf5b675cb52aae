namespace Backprop;

/// <summary>What functions whose factor x may be infinite have in common: 0 · ∞ is NaN, where the limit of the product is a number.</summary>
internal static class Bounded
{
    /// <summary>x, and ±bound beyond it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes, T>(TLanes x, double bound)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Min(TLanes.Constant(bound), TLanes.Max(TLanes.Constant(-bound), x));

    /// <summary>s = 1/(1 + e^−(x + low)) and 1 − s, both accurate relative to themselves; low is small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Chances<TLanes, T>(TLanes x, TLanes low, out TLanes other)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // e^−|x + low| is e^−|x| (1 ∓ low).
        var isBelow = TLanes.LessThan(x, TLanes.Zero);
        var e = Elementary.ExpOfNonPositive<TLanes, T>(-TLanes.Abs(x));
        e = TLanes.MultiplyAdd(e, TLanes.Select(isBelow, low, -low), e);
        var near = TLanes.One / (TLanes.One + e);
        var far = e * near;
        other = TLanes.Select(isBelow, near, far);
        return TLanes.Select(isBelow, far, near);
    }
}
