namespace Backprop.Tests;

/// <summary>What holds for every rule that asks for E at other weights before it changes them.</summary>
public sealed class SearchRulesTests
{
    public static TheoryData<LearningRule> All => [new Lbfgs(), new Lbfgs { Memory = 2 }, new ConjugateGradients(), new ScaledConjugateGradients(), new LevenbergMarquardt()];

    public static TheoryData<LearningRule> OfAnyError => [new Lbfgs(), new ConjugateGradients(), new ScaledConjugateGradients()];

    [Theory, MemberData(nameof(All))]
    public void E_never_rises(LearningRule rule) => NetPlan.Check(15, plan =>
    {
        var net = plan.Network();
        var trainer = new Trainer<double>(net, plan.Cases(net.Topology), rule);
        trainer.Run(StopWhen.Sweeps(8));
        var errors = trainer.History.Errors.Append(trainer.Evaluate().Error).ToArray();
        for (var k = 1; k < errors.Length; k++)
            Assert.True(errors[k] <= errors[k - 1] * (1 + 1e-14), $"sweep {k}: {errors[k - 1]:R} → {errors[k]:R}");
    });

    [Theory, MemberData(nameof(OfAnyError))]
    public void E_never_rises_with_any_error_measure(LearningRule rule) => NetPlan.Check(15, plan =>
    {
        var net = plan.Network();
        var trainer = new Trainer<double>(net, plan.Cases(net.Topology), rule, plan.Error(net.Topology));
        trainer.Run(StopWhen.Sweeps(8));
        var errors = trainer.History.Errors.Append(trainer.Evaluate().Error).ToArray();
        Assert.All(errors.Zip(errors.Skip(1)), static pair => Assert.True(pair.Second <= pair.First * (1 + 1e-14), $"{pair.First:R} → {pair.Second:R}"));
    });

    [Theory, MemberData(nameof(All))]
    public void A_linear_net_reaches_the_least_squares(LearningRule rule)
    {
        var random = new Random(5);
        var inputs = Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 4).Select(_ => random.NextDouble() - 0.5).ToArray()).ToArray();
        var targets = inputs.Select(row => new[] { row[0] - (2 * row[1]) + (0.3 * random.NextDouble()), row[2] * row[3] }).ToArray();
        var topology = Topology.Build(static net => net.Output("out", 2, UnitFunction.Identity).From(net.Input("in", 4)));
        var trainer = new Trainer<double>(new Network<double>(topology).Randomize(1), Cases.From(inputs, targets), rule);

        trainer.Run(StopWhen.Sweeps(300));

        // At the least E no derivative is left.
        trainer.Evaluate();
        Assert.All(GradientCheck.Gradient(trainer.Network, trainer.Cases), static derivative => Assert.Equal(0, derivative, 1e-7));
    }

    [Theory, MemberData(nameof(All))]
    public void A_penalty_is_part_of_what_is_minimized(LearningRule rule)
    {
        const double penalty = 0.002;
        var and = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [0], [0], [1]]);
        var trainer = new Trainer<double>(Xor.Net<double>(2), and, rule with { Penalty = penalty });

        trainer.Run(StopWhen.Sweeps(2000));

        // Not where all weights are 0, which is the least E of exclusive or with a penalty.
        Assert.Contains(trainer.Network["input->hidden"].ToArray(), static weight => Math.Abs(weight) > 1);

        var gradient = GradientCheck.Gradient(trainer.Network, and);
        foreach (var block in trainer.Network.Topology.Blocks)
        {
            for (var k = block.Offset; k < block.Offset + block.Length; k++)
                Assert.Equal(block.IsBias ? 0 : -penalty * trainer.Network.Weights[k], gradient[k], 1e-6);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_training_goes_on_from_its_state_with_the_same_bits(LearningRule rule)
    {
        var whole = new Trainer<double>(Xor.Net<double>(2), Xor.Cases, rule);
        var first = new Trainer<double>(Xor.Net<double>(2), Xor.Cases, rule);
        for (var sweep = 0; sweep < 12; sweep++)
            whole.Step();
        for (var sweep = 0; sweep < 5; sweep++)
            first.Step();

        var second = new Trainer<double>(Xor.Net<double>(9), Xor.Cases, rule);
        second.Restore(first.Capture());
        for (var sweep = 5; sweep < 12; sweep++)
            second.Step();

        Assert.Equal(whole.Network.Weights.ToArray(), second.Network.Weights.ToArray());
        Assert.Equal(whole.History.Errors, second.History.Errors);
    }

    [Theory, MemberData(nameof(All))]
    public void A_checkpoint_keeps_all_that_the_rule_remembers(LearningRule rule)
    {
        using var folder = new TemporaryFolder();
        var path = folder["run.safetensors"];
        var first = new Trainer<double>(Xor.Net<double>(2), Xor.Cases, rule);
        for (var sweep = 0; sweep < 5; sweep++)
            first.Step();
        first.SaveCheckpoint(path);
        var second = new Trainer<double>(Xor.Net<double>(9), Xor.Cases, rule);
        second.Resume(path);
        for (var sweep = 0; sweep < 7; sweep++)
        {
            first.Step();
            second.Step();
        }

        Assert.Equal(first.Network.Weights.ToArray(), second.Network.Weights.ToArray());
    }

    [Theory, MemberData(nameof(All))]
    public void Stepping_gives_the_bits_of_running_whatever_stop_rules_look_at(LearningRule rule)
    {
        var run = new Trainer<double>(Xor.Net<double>(2), Xor.Cases, rule);
        run.Run(StopWhen.AllWithin(1e-300) | StopWhen.AllOnRightSide | StopWhen.Sweeps(6));
        var stepped = new Trainer<double>(Xor.Net<double>(2), Xor.Cases, rule);
        while (stepped.History.Sweeps < run.History.Sweeps)
            stepped.Step();

        Assert.Equal(run.Network.Weights.ToArray(), stepped.Network.Weights.ToArray());
    }

    [Theory, MemberData(nameof(All))]
    public void Weights_set_between_two_sweeps_count(LearningRule rule)
    {
        var trainer = new Trainer<double>(Xor.Net<double>(2), Xor.Cases, rule);
        trainer.Step();
        trainer.Network.Weights[0] = 3;
        var before = trainer.Network.Evaluate(Xor.Cases).Error;

        Assert.Equal(before, trainer.Step());
    }

    [Theory, MemberData(nameof(All))]
    public void Frozen_weights_and_links_that_are_not_there_stay_as_they_are(LearningRule rule)
    {
        var topology = Topology.Build(static net =>
        {
            var input = net.Input("in", 2);
            var hidden = net.Group("hidden", 3).From(input, mask: new[,] { { true, false }, { true, true }, { false, true } });
            net.Output("out", 1, frozenBiases: [false]).From(hidden, frozen: true).From(input, frozenWeights: new[,] { { false, true } });
        });
        var network = new Network<double>(topology).Randomize(3, 1);
        var before = network.Copy();

        new Trainer<double>(network, Xor.Cases, rule with { Penalty = 0.01 }).Run(StopWhen.Sweeps(10));

        Assert.Equal(before["hidden->out"].ToArray(), network["hidden->out"].ToArray());
        Assert.Equal(before["in->out"][1], network["in->out"][1]);
        Assert.NotEqual(before["in->out"][0], network["in->out"][0]);
        Assert.Equal(0, network["in->hidden"][1]);
        Assert.Equal(0, network["in->hidden"][4]);
        Assert.NotEqual(before["in->hidden"][0], network["in->hidden"][0]);
    }

    /// <summary>Directions and steps that a search remembers were made among other weights.</summary>
    [Theory, MemberData(nameof(All))]
    public void A_weight_that_is_frozen_on_the_way_stays_as_it_is(LearningRule rule)
    {
        static Topology Net(bool frozen) => Topology.Build(net =>
            net.Output("out", 1).From(net.Group("hidden", 3).From(net.Input("in", 2), frozenWeights: new[,] { { false, frozen }, { false, false }, { frozen, false } })));
        var first = new Trainer<double>(new Network<double>(Net(frozen: false)).Randomize(3, 1), Xor.Cases, rule with { Penalty = 0.001 });
        first.Run(StopWhen.Sweeps(3));
        var next = new Trainer<double>(new Network<double>(Net(frozen: true)), Xor.Cases, rule with { Penalty = 0.001 });

        next.ContinueFrom(first);
        var before = next.Network.Weights.ToArray();
        next.Run(StopWhen.Sweeps(6));

        Assert.Equal([before[1], before[4]], [next.Network.Weights[1], next.Network.Weights[4]]);
        Assert.NotEqual(before[0], next.Network.Weights[0]);
        Assert.Equal(6, next.History.Sweeps);
    }

    [Theory, MemberData(nameof(OfAnyError))]
    public void Threads_change_no_bit(LearningRule rule)
    {
        var topology = Topology.Layered(200, 180, 3);
        var random = new Random(1);
        var cases = Cases.From(
            [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 200).Select(_ => random.NextDouble()).ToArray())],
            [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 3).Select(_ => random.NextDouble()).ToArray())]);
        var weights = new[] { 1, 3 }.Select(threads =>
        {
            var trainer = new Trainer<float>(new Network<float>(topology).Randomize(1), cases, rule with { Penalty = 1e-3 }, null, new TrainerOptions { Threads = threads });
            trainer.Run(StopWhen.Sweeps(4));
            return trainer.Network.Weights.ToArray();
        }).ToArray();

        Assert.True(topology.WeightCount > 1 << 15);
        Assert.Equal(weights[0], weights[1]);
    }

    [Theory, MemberData(nameof(All))]
    public void A_rule_that_finds_no_lower_E_ends_the_training(LearningRule rule)
    {
        var trainer = new Trainer<double>(Xor.Net<double>(2), Xor.Cases, rule with { Penalty = 0.01 });

        var history = trainer.Run(StopWhen.Sweeps(20_000));

        Assert.Same(StopWhen.NoDescent, history.Stopped);
    }

    [Theory, MemberData(nameof(All))]
    public void A_training_that_has_ended_goes_on_from_other_weights(LearningRule rule)
    {
        var trainer = new Trainer<double>(Xor.Net<double>(2), Xor.Cases, rule with { Penalty = 0.01 });
        trainer.Run(StopWhen.Sweeps(20_000));
        var sweeps = trainer.History.Sweeps;
        trainer.Network.Randomize(7, 3);
        var other = trainer.Evaluate().Error;

        trainer.Run(StopWhen.Sweeps(20_000));

        Assert.True(trainer.History.Sweeps > sweeps + 1);
        Assert.True(trainer.Evaluate().Error < other);
        Assert.Same(StopWhen.NoDescent, trainer.History.Stopped);
    }

    [Theory, MemberData(nameof(All))]
    public void What_would_change_weights_besides_the_search_is_refused(LearningRule rule)
    {
        Refused(rule with { WeightDecay = 0.1 });
        Refused(rule with { DerivativeLimit = 1 });
        Refused(rule with { GradientLengthLimit = 1 });
        Refused(rule with { Bounds = new WeightBounds(-1, 1) });
        Assert.Contains("has no rate", Assert.Throws<ArgumentException>((rule with { Schedule = RateSchedule.Cosine(5) }).Validate).Message, StringComparison.Ordinal);

        static void Refused(LearningRule rule) => Assert.Contains("minimizes E itself", Assert.Throws<ArgumentException>(rule.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_gradient_where_a_line_search_ends_is_that_of_the_next_sweep()
    {
        var trainer = new Trainer<double>(Xor.Net<double>(2), Xor.Cases, new Lbfgs());
        trainer.Run(StopWhen.Sweeps(40));

        // One derivation begins the training; then a search rarely needs a second one.
        Assert.InRange(trainer.Objective!.Derivations, 40, 70);
        Assert.Equal(0, trainer.Objective.Measurements);
    }

    [Fact]
    public void Levenberg_Marquardt_counts_the_rows_of_its_Jacobians()
    {
        // One output, four cases: four rows a sweep, fewer where the tolerance leaves an output alone.
        var trainer = new Trainer<double>(Xor.Net<double>(2), Xor.Cases, new LevenbergMarquardt());
        trainer.Run(StopWhen.Sweeps(3));
        Assert.Equal(12, trainer.Objective!.JacobianRows);

        // States begin near 0.5: all outputs are within 0.9.
        var lenient = new Trainer<double>(Xor.Net<double>(2), Xor.Cases, new LevenbergMarquardt(), new SumOfSquares { Tolerance = Tolerance.Edge(0.9) });
        lenient.Step();
        Assert.Equal(0, lenient.Objective!.JacobianRows);
    }

    [Fact]
    public void Levenberg_Marquardt_takes_sums_of_squares_alone()
    {
        var topology = Topology.Layered(2, 2, 1);
        var refused = Assert.Throws<TopologyException>(() => new Trainer<double>(new Network<double>(topology), Xor.Cases, new LevenbergMarquardt(), new CrossEntropy()));
        Assert.Contains("is for sums of squares, but the error measure of group 'output' is cross-entropy", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Levenberg_Marquardt_takes_no_noise() =>
        Assert.Contains("without noise, but noise is given", Assert.Throws<CasesException>(() => new Trainer<double>(Xor.Net<double>(), Xor.Cases, new LevenbergMarquardt(), null, new TrainerOptions { Noise = new Noise { TotalInputs = new Dictionary<string, double> { ["hidden"] = 0.1 } } })).Message, StringComparison.Ordinal);

    [Theory, MemberData(nameof(OfAnyError))]
    public void A_search_sees_the_same_noise_wherever_it_measures_E(LearningRule rule)
    {
        var trainer = new Trainer<double>(Xor.Net<double>(2), Xor.Cases, rule, null, new TrainerOptions { Noise = new Noise { TotalInputs = new Dictionary<string, double> { ["hidden"] = 0.1 }, Seed = 3 } });
        for (var sweep = 0; sweep < 10; sweep++)
        {
            trainer.Step();
            // E with the noise of the sweep falls from its beginning to its end.
            Assert.True(trainer.Objective!.Error <= trainer.History.Errors[^1]);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void The_gradients_of_shared_copies_are_summed_even_where_the_net_asks_for_their_mean(LearningRule rule)
    {
        Assert.Equal(After(SharedGradient.Sum), After(SharedGradient.Mean));

        double[] After(SharedGradient shared)
        {
            var topology = Topology.Iterative(static net =>
            {
                var state = net.Group("state", 3).From(net.Input("in", 2));
                net.Output("out", 1).From(state.From(state, delay: 1));
            }).Unroll(3, shared);
            var builder = new SequencesBuilder(topology, 4);
            for (var k = 0; k < 4; k++)
                builder.Input(k, "in", [[k % 2, k / 2], [0, 1], [1, 0]]).Target(k, "out", [[Cases.DontCare], [Cases.DontCare], [k == 2 ? 1 : 0]]);
            var trainer = new Trainer<double>(new Network<double>(topology).Randomize(3, 0.8), builder.ToCases(), rule);
            for (var sweep = 0; sweep < 6; sweep++)
                trainer.Step();
            return trainer.Network.Weights.ToArray();
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_batch_that_cannot_be_run_again_is_refused(LearningRule rule)
    {
        var (topology, cases) = TwoSteps();
        Assert.Contains("begins where the last one ended", Assert.Throws<CasesException>(() => new Trainer<double>(new Network<double>(topology), cases, rule, null, new TrainerOptions { Batch = Batch.EachWindow })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sequences_are_searched_over_all_their_windows(bool eachSequence)
    {
        var (topology, cases) = TwoSteps();
        var network = new Network<double>(topology);
        network.Weights.Fill(0.5);
        var trainer = new Trainer<double>(network, cases, new Lbfgs(), null, new TrainerOptions { Batch = eachSequence ? Batch.EachSequence : Batch.All });

        trainer.Run(StopWhen.Sweeps(60));

        // s(1) = w and s(2) = 2w + v s(1), of which the carried state is held: w = 1, v = −1 gives both targets.
        Assert.Equal(0, trainer.Evaluate().Error, 1e-8);
    }

    /// <summary>One linear unit that keeps its state, s(t) = w i(t) + v s(t − 1), run in windows of one step: inputs 1, 2, targets 1, 1.</summary>
    private static (Topology Topology, Cases Cases) TwoSteps()
    {
        var topology = Topology.Iterative(static net =>
        {
            var unit = net.Output("s", 1, UnitFunction.Identity, biases: false).From(net.Input("i", 1));
            unit.From(unit, delay: 1);
        }).Unroll(1, SharedGradient.Sum);
        return (topology, new SequencesBuilder(topology, 1, 2).Input(0, "i", [[1], [2]]).Target(0, "s", [[1], [1]]).ToCases());
    }

    [Fact]
    public void Levenberg_Marquardt_refuses_nets_whose_matrix_is_too_large() =>
        Assert.Contains("up to 8192 weights, but this net has 10201", Assert.Throws<ArgumentException>(() => new Trainer<double>(new Network<double>(Topology.Layered(100, 100, 1)), Cases.From([new double[100]], [[0]]), new LevenbergMarquardt())).Message, StringComparison.Ordinal);
}
