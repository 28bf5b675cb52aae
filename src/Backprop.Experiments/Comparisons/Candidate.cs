namespace Backprop.Experiments;

/// <summary>One way to train that is compared: a learning rule, or a way to get the gradient, with every setting that is tried.</summary>
/// <param name="Name">A short name: "rprop".</param>
/// <param name="Settings">The published defaults first, then the others that the search tries.</param>
internal sealed record Candidate(string Name, params IReadOnlyList<CandidateSetting> Settings)
{
    /// <summary>The published defaults.</summary>
    public CandidateSetting Default => Settings[0];

    /// <summary>Whether it is defined for the net and the error measure of a task.</summary>
    public bool Fits(ComparisonTask task)
    {
        try
        {
            _ = new Trainer<double>(new Network<double>(task.Net), task.Cases(1), Default.Rule, task.Error, Default.Options(1));
            return true;
        }
        catch (TopologyException)
        {
            return false;
        }
    }
}

/// <summary>One setting of a candidate.</summary>
/// <param name="Text">The settings in words: "ε 0.1, α 0.9".</param>
/// <param name="Rule">The learning rule.</param>
internal sealed record CandidateSetting(string Text, LearningRule Rule)
{
    /// <summary>How the trainer of a seed goes through its cases; all defaults if it is not given. The batch must be all cases.</summary>
    public Func<ulong, TrainerOptions> Options { get; init; } = static _ => new TrainerOptions();

    /// <summary>What a sweep costs; a gradient by default. Of a rule that searches, and of a gradient method that takes other passes, the trainer counts instead.</summary>
    public Cost SweepCost { get; init; } = Cost.Gradient;
}
