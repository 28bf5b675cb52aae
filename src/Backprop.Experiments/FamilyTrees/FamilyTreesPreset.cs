using System.Text.Json.Serialization;

namespace Backprop.Experiments;

/// <summary>How the family trees net is trained: a learning rule, an error measure and a range of starting weights, under a name.</summary>
/// <param name="Name">"as printed" or "working".</param>
/// <param name="Rule">ε and α by phases, and decay.</param>
/// <param name="Error">The error measure with its tolerance.</param>
/// <param name="Range">Weights and biases start uniformly within ± this.</param>
internal sealed record FamilyTreesPreset(string Name, [property: JsonIgnore] GradientDescent Rule, [property: JsonIgnore] SumOfSquares Error, double Range)
{
    /// <summary>ε and α by sweeps, as reports print them.</summary>
    public IReadOnlyList<PresetPhase> Phases => [.. Rule.Phases.Select(phase =>
        new PresetPhase(phase.Sweeps == int.MaxValue ? null : phase.Sweeps, phase.LearningRate, phase.Momentum))];

    /// <summary>The share by which weights, but not biases, shrink after each change.</summary>
    public double WeightDecay => Rule.WeightDecay;

    /// <summary>The reading of the tolerance and its band, in words: "Dead 0.2".</summary>
    public string Tolerance => Error.Tolerance.ToString();

    /// <summary>
    /// What the paper prints: ε 0.005, α 0.5 for 20 sweeps, then ε 0.01, α 0.9; decay 0.2 %; outputs beyond 0.8 or below 0.2 count as
    /// right. The paper prints no range for the starting weights; the symmetry net's ±0.3 is taken. No run is known to learn so: docs/studies/family-trees.md.
    /// </summary>
    public static FamilyTreesPreset AsPrinted { get; } = new(
        "as printed",
        new GradientDescent { Phases = [new(0.005, 0.5, Sweeps: 20), new(0.01, 0.9)], WeightDecay = 0.002 },
        new SumOfSquares { Tolerance = Backprop.Tolerance.Dead(0.2) },
        0.3);

    /// <summary>The nearest settings that learn: five times the printed ε, the error measured from the tolerance's edge, and a range of ±1.5.</summary>
    public static FamilyTreesPreset Working { get; } = new(
        "working",
        new GradientDescent { Phases = [new(0.025, 0.5, Sweeps: 20), new(0.05, 0.9)], WeightDecay = 0.002 },
        new SumOfSquares { Tolerance = Backprop.Tolerance.Edge(0.2) },
        1.5);
}

/// <summary>One phase of a preset.</summary>
/// <param name="Sweeps">How long it lasts; null: to the end.</param>
/// <param name="LearningRate">ε.</param>
/// <param name="Momentum">α.</param>
internal sealed record PresetPhase(int? Sweeps, double LearningRate, double Momentum);
