namespace Backprop.Experiments;

/// <summary>A net and its cases as an experiment trains them from one seed, to be written to files that a user can edit and train.</summary>
/// <param name="Name">Names the files: small letters, digits and hyphens, "xor-2-2-1".</param>
/// <param name="Net">The net.</param>
/// <param name="Cases">The cases that it is trained on.</param>
/// <param name="Trainings">How the experiment trains it; at least one way.</param>
internal sealed record ExampleNet(string Name, Topology Net, Cases Cases, params IReadOnlyList<ExampleTraining> Trainings)
{
    /// <summary>The description of the net as it is written; null, the default: made from <see cref="Net"/>.</summary>
    public string? NetText { get; init; }

    /// <summary>The case file as it is written; null, the default: made from <see cref="Cases"/>.</summary>
    public string? CasesText { get; init; }

    /// <summary>The name of the case file, which several nets can share; that of the net with .cases by default.</summary>
    public string CasesFile { get => field ?? Name + ".cases"; init; }

    /// <summary>Cases that the experiment tests the net on but does not train; null, the default: none.</summary>
    public Cases? HeldOut { get; init; }

    /// <summary>The file of <see cref="HeldOut"/> as it is written; null, the default: made from the cases.</summary>
    public string? HeldOutText { get; init; }

    /// <summary>A name for files from the name of a task: "XOR 2-2-1" is "xor-2-2-1".</summary>
    public static string FileName(string name) => name.ToLowerInvariant().Replace(' ', '-');
}

/// <summary>One way in which an experiment trains a net; weights change once per sweep.</summary>
/// <param name="Name">Names the model: "xor-2-2-1", "working".</param>
/// <param name="Rule">The learning rule.</param>
/// <param name="Range">Weights and biases start uniformly within ± this.</param>
/// <param name="Sweeps">The most sweeps.</param>
internal sealed record ExampleTraining(string Name, LearningRule Rule, double Range, int Sweeps)
{
    /// <summary>The error measure; <see cref="SumOfSquares"/> without a tolerance by default.</summary>
    public ErrorMeasure Error { get; init; } = new SumOfSquares();

    /// <summary>The training ends once every output is nearer to its target than this; null, the default: only at <see cref="Sweeps"/>.</summary>
    public double? Within { get; init; }
}
