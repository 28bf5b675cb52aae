namespace Backprop.Experiments;

/// <summary>How much a comparison trains.</summary>
internal sealed record ComparisonSettings : ExperimentSettings
{
    /// <summary>Number of runs by which the search compares settings, from other seeds than those of the report: 5, or <see cref="ExperimentSettings.Seeds"/> if they are fewer.</summary>
    public int SearchSeeds => Math.Min(5, Seeds);

    /// <summary>The first of the seeds of the search, a million after the first of the report.</summary>
    public ulong FirstSearchSeed => unchecked(FirstSeed + 1_000_000);

    /// <inheritdoc/>
    public override string LimitUnit => "gradient evaluations";

    /// <summary>The most gradient evaluations of a run: what the task allows, and no more than <see cref="ExperimentSettings.Sweeps"/>.</summary>
    public int BudgetOf(ComparisonTask task) => Math.Min(task.Budget, Sweeps);
}
