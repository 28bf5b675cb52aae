namespace Backprop.Lab.Tests;

/// <summary>Labs that tests begin with.</summary>
internal static class TestLabs
{
    /// <summary>XOR through two hidden units, which most seeds learn in some hundred sweeps.</summary>
    public static Opening Xor { get; } = new()
    {
        Name = "xor",
        Net = Topology.Layered(2, 2, 1),
        Cases = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]),
        Training = new CaseTraining { Rule = new GradientDescent { LearningRate = 0.5, Momentum = 0.9 } },
    };
}
