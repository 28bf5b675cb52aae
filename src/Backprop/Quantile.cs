namespace Backprop;

/// <summary>
/// Quantiles of measurements: the least value that at least a share of them did not exceed (the inverse of the empirical
/// distribution function, type 1 of Hyndman and Fan 1996), so that a quantile is always a value that occurred.
/// </summary>
internal static class Quantile
{
    /// <summary>The quantile of sorted values.</summary>
    /// <param name="sorted">At least one value, in ascending order.</param>
    /// <param name="share">From 0 (the least) to 1 (the greatest).</param>
    internal static double Of(ReadOnlySpan<double> sorted, double share) => sorted[Index(sorted.Length, share)];

    /// <summary>The index of a quantile among sorted values, from 0.</summary>
    /// <param name="count">The number of values, at least 1.</param>
    /// <param name="share">From 0 to 1.</param>
    // share · count can exceed a whole number by rounding alone: 0.05 · 20 must be the first value, not the second.
    internal static int Index(int count, double share) => Math.Max(1, (int)Math.Ceiling((share * count) - 1e-9)) - 1;
}
