namespace Backprop.Figures;

/// <summary>Quantiles by linear interpolation between order statistics (type 7, the common default).</summary>
internal static class Quantile
{
    /// <summary>The value below which a share of the sorted values lies.</summary>
    /// <param name="sorted">At least one value, in rising order.</param>
    /// <param name="share">From 0 (the least) to 1 (the greatest).</param>
    public static double Of(ReadOnlySpan<double> sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        // At infinities, interpolation would give NaN: no step is needed between equal neighbors.
        return sorted[below] == sorted[above] ? sorted[below] : sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
