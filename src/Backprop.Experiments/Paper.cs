namespace Backprop.Experiments;

/// <summary>Every experiment, in the order of the paper.</summary>
internal static class Paper
{
    /// <summary>The experiments.</summary>
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        new SymmetryExperiment(),
        new FamilyTreesExperiment(),
        new HiddenUnitsExperiment(),
        new StepSizeExperiment(),
        new LocalMinimaExperiment(),
        new ShiftRegisterExperiment(),
        new SequenceExperiment(),
        new NextLetterExperiment(),
        new SearchExperiment(),
    ];

    /// <summary>The experiment of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is no experiment of that name.</exception>
    public static Experiment Find(string name) => Experiments.FirstOrDefault(experiment => experiment.Name == name)
        ?? throw new KeyNotFoundException($"There is no experiment '{name}'; the experiments are {string.Join(", ", Experiments.Select(experiment => experiment.Name))}.");
}
