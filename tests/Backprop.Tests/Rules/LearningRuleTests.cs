namespace Backprop.Tests;

/// <summary>Every rule is exercised by one list, and each by hand.</summary>
public sealed class LearningRuleTests
{
    public static TheoryData<LearningRule> All =>
    [
        new GradientDescent { LearningRate = 0.5, Momentum = 0.9 },
        new GradientDescent { LearningRate = 2, Momentum = 0 },
        new Rprop(),
        new Rprop { Backtracks = false },
        new Adam { LearningRate = 0.05 },
        new AdamW { LearningRate = 0.05, Decay = 0 },
        new Nesterov { LearningRate = 0.5 },
        new DougsMomentum(),
        new Quickprop { LearningRate = 0.5 },
        new DeltaBarDelta { InitialRate = 0.5, Momentum = 0.5 },
    ];

    [Theory, MemberData(nameof(All))]
    public void Every_rule_solves_exclusive_or(LearningRule rule)
    {
        var history = new Trainer<float>(Xor.Net<float>(3), Xor.Cases, rule).Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(5000));
        Assert.Equal("all within 0.2", history.Stopped!.Name);
    }

    /// <summary>The rules whose changes follow the size of the gradient, or take a change back: others step on against the decay.</summary>
    public static TheoryData<LearningRule> Decaying => [.. All.Select(static row => row.Data).Where(static rule => rule is not (AdamW or Quickprop or Rprop { Backtracks: false }))];

    [Theory, MemberData(nameof(Decaying))]
    public void More_decay_makes_smaller_weights(LearningRule rule)
    {
        var sizes = new[] { 0, 0.001, 0.01 }.Select(decay =>
        {
            var net = Xor.Net<double>(3);
            new Trainer<double>(net, Xor.Cases, rule with { WeightDecay = decay }).Run(StopWhen.Sweeps(800));
            return net["input->hidden"].ToArray().Sum(Math.Abs);
        }).ToList();
        Assert.True(sizes[0] > sizes[1] && sizes[1] > sizes[2], string.Join(" ", sizes));
    }

    [Theory, MemberData(nameof(All))]
    public void A_rule_goes_on_from_its_saved_vectors_as_if_it_had_never_stopped(LearningRule rule)
    {
        var one = rule.Start<double>(3);
        var whole = new double[] { 1, -2, 0.5 };
        for (var t = 1; t <= 6; t++)
            Apply(one, whole, t);

        var first = rule.Start<double>(3);
        var halved = new double[] { 1, -2, 0.5 };
        for (var t = 1; t <= 3; t++)
            Apply(first, halved, t);
        var second = rule.Start<double>(3);
        foreach (var ((_, from), (_, to)) in first.Vectors.Zip(second.Vectors))
            from.CopyTo(to);
        for (var t = 4; t <= 6; t++)
            Apply(second, halved, t);
        Assert.Equal(whole, halved);
    }

    [Theory, MemberData(nameof(All))]
    public void The_change_of_a_weight_depends_on_no_other_weight_so_that_threads_may_share_a_stretch(LearningRule rule)
    {
        var (whole, parts) = (rule.Start<double>(5), rule.Start<double>(5));
        Assert.True(whole.IsElementwise);
        var (together, apart) = (new double[] { 1, -2, 0.5, 3, 0 }, new double[] { 1, -2, 0.5, 3, 0 });
        for (var t = 1; t <= 4; t++)
        {
            double[] gradient = [.. Enumerable.Range(0, 5).Select(k => Math.Sin(t * (k + 1)))];
            Part(whole, together, gradient, 0, 5, t);
            Part(parts, apart, gradient, 3, 5, t);
            Part(parts, apart, gradient, 0, 3, t);
        }
        Assert.Equal(together, apart);

        static void Part(RuleState<double> state, double[] weights, double[] gradient, int first, int end, int number) => state.Change(new WeightChange<double>
        {
            Weights = weights.AsSpan(first..end),
            Gradient = gradient.AsSpan(first..end),
            Offset = first,
            IsBias = false,
            Number = number,
            Sweep = number,
            Error = 5 - number,
            PreviousError = number == 1 ? double.PositiveInfinity : 6 - number,
        });
    }

    [Fact]
    public void A_rule_of_ones_own_is_not_shared_among_threads_unless_it_says_so() => Assert.False(new StillRule().Start<float>(1).IsElementwise);

    /// <summary>Numbers below the least normal one cost a processor a hundred times as much, and 0.9 of the least of all is rounded to itself.</summary>
    [Theory, MemberData(nameof(All))]
    public void What_a_rule_remembers_of_a_gradient_dies_away_to_nothing_at_all(LearningRule rule)
    {
        var state = rule.Start<float>(20);
        var weights = new float[20];
        for (var t = 1; t <= 100_000; t++)
        {
            state.Change(new WeightChange<float>
            {
                Weights = weights,
                Gradient = t <= 2 ? [.. Enumerable.Range(1, 20).Select(static k => k * 0.1f)] : new float[20],
                Offset = 0,
                IsBias = false,
                Number = t,
                Sweep = t,
                Error = 1,
                PreviousError = 1,
            });
        }
        foreach (var (name, values) in state.Vectors)
            Assert.False(values.ToArray().Any(float.IsSubnormal), $"{rule.Name}'s {name}: {string.Join(" ", values.ToArray())}");
    }

    [Fact]
    public void Frozen_and_masked_weights_stay_as_they_are_whatever_the_rule()
    {
        var topology = Topology.Build(net =>
        {
            var input = net.Input("input", 2);
            var kept = net.Group("kept", 2, frozen: true).From(input);
            var free = net.Group("free", 2, frozenBiases: [false, true]).From(input, mask: new[,] { { true, false }, { false, true } });
            net.Output("output", 1).From(kept).From(free, frozenWeights: new[,] { { true, false } }).From(input, frozen: true);
        });
        foreach (var rule in All.Select(static row => row.Data is AdamW adam ? adam with { Decay = 0.01 } : row.Data with { WeightDecay = 0.01, DecayBiases = true }))
        {
            var net = new Network<double>(topology).Randomize(1);
            var before = net.Copy();
            new Trainer<double>(net, Xor.Cases, rule).Run(StopWhen.Sweeps(25));
            Assert.Equal(before["input->kept"].ToArray(), net["input->kept"].ToArray());
            Assert.Equal(before.GetBiases("kept").ToArray(), net.GetBiases("kept").ToArray());
            Assert.Equal(before["input->output"].ToArray(), net["input->output"].ToArray());
            Assert.Equal([0, 0], [net["input->free"][1], net["input->free"][2]]);
            Assert.NotEqual(before["input->free"][0], net["input->free"][0]);
            AssertOneFrozen(before["free->output"].ToArray(), net["free->output"].ToArray(), frozen: 0);
            AssertOneFrozen(before.GetBiases("free").ToArray(), net.GetBiases("free").ToArray(), frozen: 1);
            Assert.NotEqual(before["kept->output"].ToArray(), net["kept->output"].ToArray());
        }
    }

    private static void AssertOneFrozen(double[] before, double[] after, int frozen)
    {
        Assert.Equal(before[frozen], after[frozen]);
        Assert.NotEqual(before[1 - frozen], after[1 - frozen]);
    }

    /// <summary>Beside a weight that is frozen the others learn as if it were a constant of the net: the same bits as where a projection of its own holds it.</summary>
    [Fact]
    public void Weights_beside_a_frozen_one_learn_as_if_it_were_alone()
    {
        foreach (var rule in All.Select(static row => row.Data))
        {
            var parted = new Network<double>(Topology.Build(static net => net.Output("out", 1, UnitFunction.Tanh).From(net.Input("a", 1), frozen: true).From(net.Input("b", 1))));
            var whole = new Network<double>(Topology.Build(static net => net.Output("out", 1, UnitFunction.Tanh).From(net.Input("in", 2), frozenWeights: new[,] { { true, false } })));
            double[] start = [0.3, -0.2, 0.1];
            start.CopyTo(parted.Weights);
            start.CopyTo(whole.Weights);
            double[][] inputs = [[0.5, 1], [1, -0.25], [-1, 0.75]], targets = [[0.5], [-0.5], [0.25]];
            var split = new CasesBuilder(3).Input("a", [0.5, 1.0, -1.0], 1).Input("b", [1.0, -0.25, 0.75], 1).Target("out", [.. targets.SelectMany(static target => target)], 1).ToCases();

            new Trainer<double>(parted, split, rule).Run(StopWhen.Sweeps(20));
            new Trainer<double>(whole, Cases.From(inputs, targets), rule).Run(StopWhen.Sweeps(20));

            Assert.Equal(start[0], whole.Weights[0]);
            for (var k = 1; k < start.Length; k++)
                Assert.Equal(parted.Weights[k], whole.Weights[k], 1e-12);
        }
    }

    [Fact]
    public void A_change_of_phase_does_not_forget_the_last_change()
    {
        var state = new GradientDescent { Phases = [new(0.1, 0.5, Sweeps: 1), new(0.2, 0.9)] }.Start<double>(1);
        var weights = new double[] { 0 };
        state.Change(Change(weights, [1], 1));
        Assert.Equal(-0.1, weights[0], 1e-15);
        state.Change(Change(weights, [1], 2));
        Assert.Equal(-0.1 + (-0.2 + (0.9 * -0.1)), weights[0], 1e-15);
    }

    [Fact]
    public void Decay_follows_each_change_and_spares_biases_unless_asked()
    {
        foreach (var decayBiases in new[] { false, true })
        {
            var net = new Network<double>(Topology.Layered(1, 1));
            net.Weights[0] = 2;
            net.Weights[1] = 1;
            var plain = net.Copy();
            new Trainer<double>(net, Cases.From([[1]], [[0]]), new GradientDescent { WeightDecay = 0.5, DecayBiases = decayBiases }).Step();
            new Trainer<double>(plain, Cases.From([[1]], [[0]]), new GradientDescent()).Step();
            Assert.Equal(plain.Weights[0] * 0.5, net.Weights[0]);
            Assert.Equal(decayBiases ? plain.Weights[1] * 0.5 : plain.Weights[1], net.Weights[1]);
        }
    }

    [Fact]
    public void IRprop_grows_shrinks_and_takes_back()
    {
        var state = new Rprop { InitialStep = 0.1 }.Start<double>(1);
        var w = new double[] { 0 };
        state.Change(Change(w, [1], 1, error: 9));
        Assert.Equal(-0.1, w[0], 1e-15);
        state.Change(Change(w, [2], 2, error: 8));
        Assert.Equal(-0.1 - 0.12, w[0], 1e-15);
        // The sign turns and E has grown: the last change is taken back, the step halved, the gradient forgotten.
        state.Change(Change(w, [-1], 3, error: 10));
        Assert.Equal(-0.1, w[0], 1e-15);
        state.Change(Change(w, [-1], 4, error: 8));
        Assert.Equal(-0.1 + 0.06, w[0], 1e-15);
        // The sign turns but E has not grown: no change.
        state.Change(Change(w, [1], 5, error: 7));
        Assert.Equal(-0.04, w[0], 1e-15);
    }

    [Fact]
    public void Adam_moves_by_the_learning_rate_at_first_and_by_hand_thereafter()
    {
        var state = new Adam { LearningRate = 0.1, Epsilon = 1e-12 }.Start<double>(2);
        var w = new double[] { 0, 0 };
        state.Change(Change(w, [3, -0.01], 1));
        Assert.Equal(-0.1, w[0], 1e-9);
        Assert.Equal(0.1, w[1], 1e-9);
        state.Change(Change(w, [1, -0.01], 2));
        var m = ((0.9 * 0.1 * 3) + (0.1 * 1)) / (1 - 0.81);
        var v = ((0.999 * 0.001 * 9) + (0.001 * 1)) / (1 - (0.999 * 0.999));
        Assert.Equal(-0.1 - (0.1 * m / Math.Sqrt(v)), w[0], 1e-9);
    }

    private static void Apply(RuleState<double> state, double[] weights, int t) =>
        state.Change(Change(weights, [Math.Sin(t), Math.Cos(2 * t), 0.1 * t], t, error: 5 + Math.Sin(3 * t)));

    private static double lastError = double.PositiveInfinity;

    private static WeightChange<double> Change(double[] weights, double[] gradient, int number, double error = 1)
    {
        var previous = number == 1 ? double.PositiveInfinity : lastError;
        lastError = error;
        return new WeightChange<double> { Weights = weights, Gradient = gradient, Offset = 0, IsBias = false, Number = number, Sweep = number, Error = error, PreviousError = previous };
    }
}
