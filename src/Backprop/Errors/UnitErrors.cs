namespace Backprop;

/// <summary>The distance e between a state and its target, which gives the error ½ e² and the derivative e (equation 4).</summary>
internal interface IDistance
{
    /// <summary>The signed distance of the state from the nearest state without error.</summary>
    TLanes Of<TLanes, T>(TLanes y, TLanes d)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>½ e².</summary>
internal readonly struct SquaredError<TDistance>(TDistance distance) : IUnitError
    where TDistance : struct, IDistance
{
    public static bool DerivesTotalInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Error<TLanes, T>(TLanes x, TLanes y, TLanes d)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var e = distance.Of<TLanes, T>(y, d);
        return TLanes.Constant(0.5) * e * e;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Derivative<TLanes, T>(TLanes x, TLanes y, TLanes d)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => distance.Of<TLanes, T>(y, d);
}

/// <summary>y − d.</summary>
internal readonly struct PlainDistance : IDistance
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Of<TLanes, T>(TLanes y, TLanes d)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => y - d;
}

/// <summary>0 within the band, y − d outside it.</summary>
internal readonly struct DeadDistance(double band) : IDistance
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Of<TLanes, T>(TLanes y, TLanes d)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Select(Band.Within<TLanes, T>(y, d, band), TLanes.Zero, y - d);
}

/// <summary>0 within the band, outside it the distance from its edge.</summary>
internal readonly struct EdgeDistance(double band) : IDistance
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Of<TLanes, T>(TLanes y, TLanes d)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var width = TLanes.Constant(band);
        // Where y is below d the edge is d − band, above it d + band.
        var edge = TLanes.Select(TLanes.LessThan(y, d), d - width, d + width);
        return TLanes.Select(Band.Within<TLanes, T>(y, d, band), TLanes.Zero, y - edge);
    }
}

/// <summary>E = softplus(x) − d·x, which is −d ln y − (1 − d) ln(1 − y); ∂E/∂x = y − d.</summary>
internal readonly struct LogisticCrossEntropy : IUnitError
{
    public static bool DerivesTotalInput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Error<TLanes, T>(TLanes x, TLanes y, TLanes d)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.MultiplyAdd(-d, x, Elementary.Softplus<TLanes, T>(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Derivative<TLanes, T>(TLanes x, TLanes y, TLanes d)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => y - d;
}

/// <summary>The band of the tolerance, exactly as point 8 words it: y &gt; 1 − band, y &lt; band, strict.</summary>
internal static class Band
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Within<TLanes, T>(TLanes y, TLanes d, double band)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var width = TLanes.Constant(band);
        var near = TLanes.LessThan(TLanes.Abs(y - d), width);
        var on = TLanes.LessThan(TLanes.Constant(1 - band), y);
        var off = TLanes.LessThan(y, width);
        return TLanes.Select(TLanes.Equal(d, TLanes.One), on, TLanes.Select(TLanes.Equal(d, TLanes.Zero), off, near));
    }
}
