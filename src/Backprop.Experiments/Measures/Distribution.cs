namespace Backprop.Experiments;

/// <summary>
/// Quantiles of a measure over runs, some of which may not have a value. The p-quantile is the least value that at least
/// the share p of <em>all</em> runs did not exceed (the inverse of the empirical distribution function: type 1 of Hyndman and
/// Fan 1996), so it is always a value that occurred, and it is null if fewer than that share have a value. The same quantiles over only
/// the runs that have a value are given beside them.
/// </summary>
internal sealed record Distribution
{
    private Distribution(double[] reached, int runs)
    {
        Reached = new Share(reached.Length, runs);
        Least = Quantile(reached, runs, 0);
        Low = Quantile(reached, runs, 0.05);
        Median = Quantile(reached, runs, 0.5);
        High = Quantile(reached, runs, 0.95);
        Greatest = reached.Length == runs && runs > 0 ? reached[^1] : null;
        LowOfReached = Quantile(reached, reached.Length, 0.05);
        MedianOfReached = Quantile(reached, reached.Length, 0.5);
        HighOfReached = Quantile(reached, reached.Length, 0.95);
    }

    /// <summary>Runs that have a value, of all runs.</summary>
    public Share Reached { get; }

    /// <summary>The least value; null if no run has one.</summary>
    public double? Least { get; }

    /// <summary>The 5 % quantile.</summary>
    public double? Low { get; }

    /// <summary>The 50 % quantile.</summary>
    public double? Median { get; }

    /// <summary>The 95 % quantile.</summary>
    public double? High { get; }

    /// <summary>The greatest value; null if some run has none.</summary>
    public double? Greatest { get; }

    /// <summary>The 5 % quantile of the runs that have a value, without the others.</summary>
    public double? LowOfReached { get; }

    /// <summary>The median of the runs that have a value.</summary>
    public double? MedianOfReached { get; }

    /// <summary>The 95 % quantile of the runs that have a value.</summary>
    public double? HighOfReached { get; }

    /// <summary>The distribution of values that every run has.</summary>
    public static Distribution Of(IEnumerable<double> values) => Of(values.Select(value => (double?)value));

    /// <summary>The distribution of values some of which may be missing (null); a missing value counts as greater than all others.</summary>
    public static Distribution Of(IEnumerable<double?> values)
    {
        var all = values.ToArray();
        var reached = all.OfType<double>().ToArray();
        Array.Sort(reached);
        return new Distribution(reached, all.Length);
    }

    private static double? Quantile(double[] sorted, int runs, double share) =>
        runs > 0 && Backprop.Quantile.Index(runs, share) is var index && index < sorted.Length ? sorted[index] : null;
}
