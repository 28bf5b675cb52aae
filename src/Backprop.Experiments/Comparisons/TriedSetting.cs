using System.Text.Json.Serialization;

namespace Backprop.Experiments;

/// <summary>One setting that the search has tried on one task.</summary>
/// <param name="Setting">The settings in words.</param>
/// <param name="Learned">The runs that learned.</param>
/// <param name="Score">
/// Mean gradient evaluations of the runs, of which one that has not learned counts as ten times the budget: the penalized average of algorithm configuration (PAR10; Hutter, Hoos, Leyton-Brown and Stützle 2009).
/// </param>
internal sealed record TriedSetting(string Setting, Share Learned, double Score)
{
    /// <summary>Its number among the settings of the candidate.</summary>
    [JsonIgnore]
    public int Index { get; init; }

    /// <summary>Judges a setting by its runs.</summary>
    public static TriedSetting Of(int index, string setting, IReadOnlyCollection<Outcome> runs, int budget) =>
        new(setting, Share.Where(runs, static run => run.IsLearned), runs.Average(run => run.Evaluations ?? 10.0 * budget)) { Index = index };

    /// <summary>The setting of the least score; the first of those that have it.</summary>
    public static TriedSetting BestOf(IReadOnlyCollection<TriedSetting> tried) => tried.MinBy(static setting => setting.Score)!;
}
