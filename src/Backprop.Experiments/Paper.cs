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

    /// <summary>Comparisons of other procedures with the paper's, each run by its name alone: one takes longer than all <see cref="Experiments"/>.</summary>
    public static IReadOnlyList<ComparisonExperiment> Comparisons { get; } = [new SecondOrderExperiment(), new AlternativesExperiment()];

    /// <summary>The experiment or comparison of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is no experiment of that name.</exception>
    public static Experiment Find(string name) => Experiments.Concat(Comparisons).FirstOrDefault(experiment => experiment.Name == name)
        ?? throw new KeyNotFoundException($"There is no experiment '{name}'; the experiments are {string.Join(", ", Experiments.Concat(Comparisons).Select(experiment => experiment.Name))}.");
}
