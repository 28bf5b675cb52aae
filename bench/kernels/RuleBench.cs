using BenchmarkDotNet.Attributes;

namespace Backprop.Bench;

/// <summary>One change of all weights by each learning rule: of a symmetry net, a family-tree net and 784-128-10.</summary>
public class RuleBench
{
    private long changes;
    private float[] weights = [];
    private float[] gradient = [];
    private RuleState<float> state = null!;

    [Params(17, 1_404, 101_770)]
    public int Weights { get; set; }

    [Params("gradient descent", "iRPROP+", "Adam")]
    public string Rule { get; set; } = "gradient descent";

    [GlobalSetup]
    public void Fill()
    {
        var random = new RandomSource(1);
        weights = [.. Enumerable.Range(0, Weights).Select(_ => (float)random.NextSigned())];
        gradient = [.. Enumerable.Range(0, Weights).Select(_ => (float)random.NextSigned())];
        LearningRule rule = Rule switch { "Adam" => new Adam(), "iRPROP+" => new Rprop(), _ => new GradientDescent { LearningRate = 1e-6 } };
        state = rule.Start<float>(Weights);
    }

    [Benchmark]
    public void Change()
    {
        state.Change(new WeightChange<float>
        {
            Weights = weights,
            Gradient = gradient,
            Offset = 0,
            IsBias = false,
            Number = ++changes,
            Sweep = 1,
            Error = 1,
            PreviousError = 2,
        });
    }
}
