namespace Backprop.Experiments;

/// <summary>The results of one point of a study over all its seeds.</summary>
/// <param name="Learned">Nets that reached the goal, of all nets.</param>
/// <param name="Sweeps">The sweeps of those.</param>
/// <param name="Limit">Nets that were stopped by the limit of sweeps.</param>
/// <param name="Otherwise">Nets that another rule stopped before they learned.</param>
/// <param name="NotFinite">Nets in which a number was no longer finite.</param>
/// <param name="Causes">What stops nets that have not learned.</param>
internal sealed record StudySummary(Share Learned, SweepQuantiles? Sweeps, int Limit, int Otherwise, int NotFinite, CauseCounts Causes)
{
    /// <summary>Summarizes the runs of a point.</summary>
    /// <param name="runs">The runs; at least one.</param>
    /// <param name="limit">The name of the rule that is the limit of sweeps.</param>
    /// <param name="causes">What was found of those that have not learned.</param>
    public static StudySummary Of(IReadOnlyCollection<StudyRun> runs, string limit, CauseCounts causes)
    {
        double[] learned = [.. runs.Where(static run => run.Learned).Select(static run => (double)run.Sweeps).Order()];
        return new(
            new Share(learned.Length, runs.Count),
            learned.Length == 0 ? null : SweepQuantiles.Of(learned),
            runs.Count(run => !run.Learned && run.Stopped == limit),
            runs.Count(run => !run.Learned && run.Stopped is not null && run.Stopped != limit),
            runs.Count(static run => run.Stopped is null),
            causes);
    }
}

/// <summary>Quantiles of the sweeps of nets that have learned (<see cref="Quantile"/>: always numbers that occurred).</summary>
/// <param name="Least">The least.</param>
/// <param name="Low">The 5 % quantile.</param>
/// <param name="LowerQuartile">The 25 % quantile.</param>
/// <param name="Median">The 50 % quantile.</param>
/// <param name="UpperQuartile">The 75 % quantile.</param>
/// <param name="High">The 95 % quantile.</param>
/// <param name="Greatest">The greatest.</param>
internal sealed record SweepQuantiles(double Least, double Low, double LowerQuartile, double Median, double UpperQuartile, double High, double Greatest)
{
    /// <param name="sorted">At least one number, in ascending order.</param>
    public static SweepQuantiles Of(ReadOnlySpan<double> sorted) => new(
        sorted[0], Quantile.Of(sorted, 0.05), Quantile.Of(sorted, 0.25), Quantile.Of(sorted, 0.5), Quantile.Of(sorted, 0.75), Quantile.Of(sorted, 0.95), sorted[^1]);
}

/// <summary>What stops nets that have not learned within the limit, of those that were looked at.</summary>
/// <param name="Later">They learn if they are trained on, to <see cref="Study{T}.Patience"/> times the limit: a plateau.</param>
/// <param name="Plateau">They still move, but have not learned even then.</param>
/// <param name="Saturation">Units sit in the tails of the logistic function.</param>
/// <param name="TrueMinimum">They are in a minimum at finite weights.</param>
internal readonly record struct CauseCounts(int Later, int Plateau, int Saturation, int TrueMinimum)
{
    /// <summary>Nets that were looked at.</summary>
    public int Count => Later + Plateau + Saturation + TrueMinimum;

    /// <summary>With those of others.</summary>
    public CauseCounts With(CauseCounts others) => new(Later + others.Later, Plateau + others.Plateau, Saturation + others.Saturation, TrueMinimum + others.TrueMinimum);

    /// <summary>With one more net.</summary>
    public CauseCounts With(Stop stop) => stop.Cause switch
    {
        StopCause.Plateau when stop.LearnedLater is not null => this with { Later = Later + 1 },
        StopCause.Plateau => this with { Plateau = Plateau + 1 },
        StopCause.Saturation => this with { Saturation = Saturation + 1 },
        _ => this with { TrueMinimum = TrueMinimum + 1 },
    };
}
