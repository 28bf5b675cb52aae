using System.Text.Json;

namespace Backprop.Tests;

public sealed class WeightUpdateTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void The_change_comes_before_the_decay_which_spares_biases_unless_the_rule_asks(bool elementwise, bool decayBiases)
    {
        var network = Xor.Net<double>();
        var before = network.Weights.ToArray();
        var gradient = new BatchGradient<double>(network, new BoundCases(network.Topology, Xor.Cases), new SumOfSquares(), 4, team: null);
        var update = new WeightUpdate<double>(network, new Halving(elementwise) { WeightDecay = 0.25, DecayBiases = decayBiases }, gradient, team: null);
        gradient.OverAll(StopNeeds.None, out _, out _);

        update.Apply(inSweep: 1, batchError: 2.5);

        foreach (var block in network.Topology.Blocks)
        {
            for (var k = block.Offset; k < block.Offset + block.Length; k++)
                Assert.Equal((before[k] - (0.5 * gradient.Values[k])) * (block.IsBias && !decayBiases ? 1 : 0.75), network.Weights[k], 1e-15);
        }
        Assert.Equal((1L, 2.5), (update.Count, update.PreviousError));
    }

    [Theory]
    [InlineData(false, 0, false, 2)]
    [InlineData(false, 0.25, true, 2)]
    [InlineData(true, 0, false, 1)]
    [InlineData(true, 0, true, 1)]
    [InlineData(true, 0.25, true, 1)]
    [InlineData(true, 0.25, false, 2)] // the decay spares the biases
    public void Weights_and_biases_come_in_one_stretch_where_rule_and_decay_treat_them_alike(bool elementwise, double decay, bool decayBiases, int stretches)
    {
        var rule = new Halving(elementwise) { WeightDecay = decay, DecayBiases = decayBiases };

        new Trainer<double>(Xor.Net<double>(), Xor.Cases, rule).Step();

        Assert.Equal(stretches, rule.Stretches.Count);
    }

    /// <summary>A net whose weights are a stretch long enough to be shared.</summary>
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public void Threads_share_the_change_of_a_rule_that_says_it_is_elementwise_and_of_no_other(bool elementwise, int parts)
    {
        var topology = Topology.Build(static net => net.Output("out", 256, biases: false).From(net.Input("in", WeightUpdate<float>.WorthSharing / 256)));
        var cases = Cases.From([new double[topology["in"].Size]], [new double[256]]);
        var rule = new Halving(elementwise);
        var trainer = new Trainer<float>(new Network<float>(topology).Randomize(1), cases, rule, null, new TrainerOptions { Threads = 3 });

        trainer.Step();

        var stretches = rule.Stretches.OrderBy(static stretch => stretch.Offset).ToArray();
        Assert.Equal(parts, stretches.Length);
        Assert.Equal(0, stretches[0].Offset);
        Assert.All(stretches.Zip(stretches.Skip(1)), static pair => Assert.Equal(pair.Second.Offset, pair.First.Offset + pair.First.Length));
        Assert.Equal(topology.WeightCount, stretches.Sum(static stretch => stretch.Length));
        Assert.All(stretches, static stretch => Assert.Equal(0, stretch.Offset % 16));
    }

    /// <summary>Subtracts half of the gradient and records the stretches that it is given.</summary>
    private sealed record Halving(bool Elementwise) : LearningRule
    {
        public override string Name => "halving";

        public System.Collections.Concurrent.ConcurrentBag<(int Offset, int Length)> Stretches { get; } = [];

        public override RuleState<T> Start<T>(int weightCount) => new State<T>(this);

        protected internal override void WriteSettings(Utf8JsonWriter json) { }

        private sealed class State<T>(Halving rule) : RuleState<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public override IReadOnlyList<RuleVector<T>> Vectors => [];

            public override bool IsElementwise => rule.Elementwise;

            public override void Change(in WeightChange<T> change)
            {
                rule.Stretches.Add((change.Offset, change.Weights.Length));
                for (var k = 0; k < change.Weights.Length; k++)
                    change.Weights[k] -= change.Gradient[k] / T.CreateTruncating(2);
            }
        }
    }

    /// <summary>Of inputs that are laid out without their zeros only the columns of a batch are cleared for the next one; the penalty is in all of them.</summary>
    [Fact]
    public void A_penalty_is_not_summed_over_changes_in_columns_that_no_case_has()
    {
        var cases = new CasesBuilder(4).InputOneHot("input", [0, 1, 2, 3], size: 5000).Target("output", [1.0, 0, 1, 0], size: 1).ToCases();
        var net = new Network<double>(Topology.Layered(5000, 1)).Randomize(1);
        var start = net.Weights.ToArray();
        var trainer = new Trainer<double>(net, cases, new GradientDescent { LearningRate = 0.1, Momentum = 0, Penalty = 0.2 }, options: new TrainerOptions { Batch = Batch.Of(2) });

        for (var sweep = 0; sweep < 5; sweep++) trainer.Step();

        // ε λ = 0.02, in each of ten changes.
        for (var unit = 4; unit < 5000; unit++)
            Assert.Equal(start[unit] * Math.Pow(0.98, 10), net.Weights[unit], 1e-12);
    }
}
