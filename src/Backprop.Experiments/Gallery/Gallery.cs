namespace Backprop.Experiments;

/// <summary>Ready-made studies, each a net and cases in files that a user can edit, with what was published beside what is measured.</summary>
internal static class Gallery
{
    /// <summary>The studies.</summary>
    public static IReadOnlyList<Experiment> Studies { get; } =
    [
        new NegationStudy(),
        new ShapesStudy(),
        new LivingThingsStudy(),
        new AdditionStudy(),
        new AttractorsStudy(),
        new WordsStudy(),
        new ReadingStudy(),
    ];

    /// <summary>The study of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is no study of that name.</exception>
    public static Experiment Find(string name) => Studies.FirstOrDefault(study => study.Name == name)
        ?? throw new KeyNotFoundException($"There is no study '{name}' in the gallery; the studies are {string.Join(", ", Studies.Select(study => study.Name))}.");
}
