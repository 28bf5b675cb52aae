using System.Text.Json.Serialization;

namespace Backprop.Experiments;

/// <summary>The net of one seed on one task, trained by one candidate.</summary>
/// <param name="Default">With the published defaults.</param>
/// <param name="Best">With the setting that the search has chosen for this task.</param>
internal sealed record CandidateRun(Outcome Default, Outcome Best);

/// <summary>The results of all nets of one seed.</summary>
/// <param name="Seed">Fixes the starting weights on every task.</param>
/// <param name="Tasks">By the names of task and candidate.</param>
internal sealed record ComparisonRun(ulong Seed, IReadOnlyDictionary<string, IReadOnlyDictionary<string, CandidateRun>> Tasks);

/// <summary>One setting of a candidate on one task, over all seeds of the report.</summary>
internal sealed record SettingSummary
{
    /// <summary>The settings in words.</summary>
    public required string Setting { get; init; }

    /// <summary>Gradient evaluations until the criterion was met.</summary>
    public required Distribution Evaluations { get; init; }

    /// <summary>Sweeps until the criterion was met.</summary>
    public required Distribution Sweeps { get; init; }

    /// <summary>Runs whose rule found no lower E before the criterion was met.</summary>
    public required int NoLowerError { get; init; }

    /// <summary>Runs in which a number was no longer finite.</summary>
    public required int NotFinite { get; init; }

    /// <summary>Medians over the runs that made a sweep, by sweeps.</summary>
    public required IReadOnlyList<Direction> Directions { get; init; }

    /// <summary>The median time to the criterion on this machine; null if fewer than half of the runs met it.</summary>
    [JsonIgnore]
    public double? Seconds { get; init; }

    /// <summary>The runs that learned, of all runs.</summary>
    [JsonIgnore]
    public Share Learned => Evaluations.Reached;

    /// <summary>Summarizes runs.</summary>
    public static SettingSummary Of(string setting, IReadOnlyCollection<Outcome> runs) => new()
    {
        Setting = setting,
        Evaluations = Distribution.Of(runs.Select(static run => run.Evaluations)),
        Sweeps = Distribution.Of(runs.Select(static run => run.IsLearned ? (double?)run.Sweeps : null)),
        NoLowerError = runs.Count(static run => run.Ending == Ending.NoLowerError),
        NotFinite = runs.Count(static run => run.Ending == Ending.NotFinite),
        Directions =
        [
            .. from direction in runs.SelectMany(static run => run.Directions)
               group direction by direction.Sweep into sweep
               orderby sweep.Key
               select new Direction(sweep.Key, Median(sweep.Select(static d => d.Change)), Median(sweep.Select(static d => d.Gradient))),
        ],
        Seconds = Distribution.Of(runs.Select(static run => run.IsLearned ? (double?)run.Time.TotalSeconds : null)).Median,
    };

    private static double? Median(IEnumerable<double?> cosines)
    {
        double[] all = [.. cosines.OfType<double>().Order()];
        return all.Length == 0 ? null : Quantile.Of(all, 0.5);
    }
}

/// <summary>A candidate on one task.</summary>
/// <param name="Default">With the published defaults.</param>
/// <param name="Best">With the setting of the least score in the search.</param>
/// <param name="Tried">What the search has tried, on other seeds.</param>
internal sealed record CandidateSummary(SettingSummary Default, SettingSummary Best, IReadOnlyList<TriedSetting> Tried);

/// <summary>All candidates on one task.</summary>
/// <param name="Budget">The most gradient evaluations of a run.</param>
/// <param name="Criterion">When a net has learned, in words.</param>
/// <param name="Candidates">By name, in the order of the comparison.</param>
internal sealed record TaskSummary(int Budget, string Criterion, IReadOnlyDictionary<string, CandidateSummary> Candidates);

/// <summary>All candidates on all tasks.</summary>
/// <param name="Tasks">By name, in the order of the comparison.</param>
internal sealed record ComparisonSummary(IReadOnlyDictionary<string, TaskSummary> Tasks);
