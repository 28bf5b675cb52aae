namespace Backprop.WebAssembly;

/// <summary>What no module does.</summary>
internal static class Limits
{
    /// <summary>Maximum number of bytes of a module's memory: what a page may ask for on a telephone.</summary>
    public const long MemoryBytes = 256L << 20;

    /// <summary>Maximum number of runs of weights between frozen ones: each has code of its own.</summary>
    public const int MostStretches = 256;

    /// <summary>Why there is no module; null if nothing is against it.</summary>
    public static string? Problem(Topology topology, Cases cases, LearningRule rule, TrainerOptions options)
    {
        if (rule.Searches)
            return "the rule searches: it runs the cases several times for one change";
        if (!RuleWriter<float>.Knows(rule))
            return $"the rule '{DisplayText.Name(rule.Name)}' is not known to modules";
        if (rule.Schedule is { } schedule && schedule.RunCount > ScheduleTable.MostRuns)
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the schedule of the rate has more than {ScheduleTable.MostRuns} steps");
        if (options.Gradient is not Backpropagation)
            return "derivatives do not come from back-propagation";
        if (options.Shares > 0)
            return "the cases of a change are cut into shares, whose sums are joined by a tree";
        if (WeightStretch.Of(topology, joined: true).Length > MostStretches)
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"frozen weights leave more than {MostStretches} runs of weights between them");
        if (options.Gradient is not Backpropagation)
            return $"the gradient comes from {options.Gradient.Name}, which is not known to modules";
        if (cases.Sequences is not null && options.Shuffle)
            return "sequences longer than the net is unrolled are taken in another order in each sweep";
        return null;
    }
}
