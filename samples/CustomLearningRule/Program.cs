// A learning rule of your own: Nesterov's momentum, beside the one of the 1986 paper on the same net and cases.
using System.Numerics;
using System.Text.Json;
using Backprop;

// Symmetry of six bits, the first experiment of the paper: 64 cases, 8 of them symmetric.
double[][] inputs = [.. Enumerable.Range(0, 64).Select(k => Enumerable.Range(0, 6).Select(bit => (double)((k >> bit) & 1)).ToArray())];
double[][] targets = [.. inputs.Select(bits => new[] { bits[0] == bits[5] && bits[1] == bits[4] && bits[2] == bits[3] ? 1.0 : 0 })];
var symmetry = Cases.From(inputs, targets);

foreach (var rule in new LearningRule[] { new GradientDescent(), new Nesterov() })
{
    var net = new Network<float>(Topology.Layered(6, 2, 1)).Randomize(seed: 1, range: 0.3);
    var history = new Trainer<float>(net, symmetry, rule).Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(20_000));
    Console.WriteLine($"{rule.Name}: {history.Stopped} after {history.Sweeps} sweeps");
}

/// <summary>v ← αv − ε ∂E/∂w, Δw = αv − ε ∂E/∂w: the step looks ahead along the velocity (Sutskever et al. 2013).</summary>
internal sealed record Nesterov : LearningRule
{
    /// <summary>ε: finite, more than 0.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>α: at least 0, less than 1.</summary>
    public double Momentum { get; init; } = 0.9;

    public override string Name => "Nesterov momentum";

    public override RuleState<T> Start<T>(int weightCount) => new State<T>(this, weightCount);

    public override void Validate()
    {
        base.Validate();
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a finite number above 0");
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "at least 0 and less than 1");
    }

    // Kept in models and checkpoints: a checkpoint is resumed only with the same settings.
    protected override void WriteSettings(Utf8JsonWriter json)
    {
        json.WriteNumber("learningRate", LearningRate);
        json.WriteNumber("momentum", Momentum);
    }

    // Vectors named here are saved in checkpoints and restored from them.
    private sealed class State<T>(Nesterov rule, int weightCount) : RuleState<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T[] velocities = new T[weightCount];

        public override IReadOnlyList<RuleVector<T>> Vectors => [new("velocity", velocities)];

        // Each weight changes by its own numbers only, so that threads may share a long stretch.
        public override bool IsElementwise => true;

        public override void Change(in WeightChange<T> change)
        {
            var (rate, momentum) = (T.CreateTruncating(-rule.LearningRate), T.CreateTruncating(rule.Momentum));
            for (var k = 0; k < change.Weights.Length; k++)
            {
                var step = rate * change.Gradient[k];
                ref var velocity = ref velocities[change.Offset + k];
                velocity = T.FusedMultiplyAdd(momentum, velocity, step);
                change.Weights[k] += T.FusedMultiplyAdd(momentum, velocity, step);
            }
        }
    }
}
