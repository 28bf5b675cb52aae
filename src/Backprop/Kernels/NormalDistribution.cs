namespace Backprop;

/// <summary>Random numbers of the normal distribution with mean 0 and deviation 1, by the polar method (Marsaglia and Bray 1964): the same on every machine, since the logarithm is the library's own.</summary>
internal sealed unsafe class NormalDistribution(RandomSource random)
{
    private double? spare;

    /// <summary>The next number.</summary>
    internal double Next()
    {
        if (spare is { } second)
        {
            spare = null;
            return second;
        }
        double u, v, square;
        do
        {
            (u, v) = (random.NextSigned(), random.NextSigned());
            square = Math.FusedMultiplyAdd(u, u, v * v);
        }
        while (square is 0 or >= 1);
        var factor = Math.Sqrt(-2 * Log<Lanes128<double>>(square) / square);
        spare = v * factor;
        return u * factor;
    }

    private static double Log<TLanes>(double x)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        var lanes = stackalloc double[TLanes.Count];
        TLanes.Store(lanes, Elementary.Log<TLanes, double>(TLanes.Broadcast(x)));
        return lanes[0];
    }
}
