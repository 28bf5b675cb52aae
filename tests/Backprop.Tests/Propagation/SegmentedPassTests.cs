namespace Backprop.Tests;

/// <summary>Training whose backward pass recomputes states, beside training that keeps them.</summary>
public sealed class SegmentedPassTests
{
    private const int Sequences = 19;

    private static readonly Noise Everywhere = new()
    {
        TotalInputs = new Dictionary<string, double> { ["g1"] = 0.3 },
        States = new Dictionary<string, double> { ["g0"] = 0.2, ["g1"] = 0.15 },
        Seed = 5,
    };

    private static readonly GradientMethod[] Methods = [new Backpropagation(), new FeedbackAlignment(), new SignSymmetry { Magnitude = SignMagnitude.Redrawn }];

    public static TheoryData<string> Settings => ["all cases", "batches of 7", "threads", "noise", "each sequence", "windows", "stop rules"];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Random_iterative_nets_learn_with_the_same_bits_in_segments_of_any_length(string settings)
    {
        var differing = 0;
        IterativePlan.Check(40, plan =>
        {
            plan = plan with { Iterations = 1 + (int)(plan.Seed % 13), Leaky = plan.Seed % 3 != 0 };
            differing += Check<float>(plan, settings) ? 1 : 0;
            differing += Check<double>(plan, settings) ? 1 : 0;
        });
        Assert.True(differing > 40, $"only {differing} nets learned in several segments");
    }

    [Fact]
    public void A_layered_net_of_any_kind_learns_with_the_same_bits_in_segments_of_its_groups() => NetPlan.Check(60, static plan =>
    {
        var net = plan.Network();
        var (cases, error) = (plan.Cases(net.Topology), plan.Error(net.Topology));
        var options = new TrainerOptions { Batch = Batch.Of(5) };
        var (plain, cut) = (Train(net.Copy(), cases, error, options), Train(net.Copy(), cases, error, options with { Recompute = true, SegmentLength = 1 + (int)(plan.Seed % 3) }));
        AssertEqual(plain, cut);
    });

    [Fact]
    public void Direct_feedback_alignment_finds_the_derivatives_of_the_outputs_in_other_segments()
    {
        var topology = Topology.Layered(5, 4, 3, 4, 2);
        var net = new Network<double>(topology).Randomize(1);
        var random = new RandomSource(3);
        var cases = new CasesBuilder(9).Input(null!, [.. Enumerable.Range(0, 45).Select(_ => random.NextSigned())], 5).Target(null!, [.. Enumerable.Range(0, 18).Select(_ => random.NextDouble())], 2).ToCases();
        var options = new TrainerOptions { Gradient = new DirectFeedbackAlignment() };
        for (var length = 1; length <= 4; length++)
            AssertEqual(Train(net.Copy(), cases, null, options), Train(net.Copy(), cases, null, options with { Recompute = true, SegmentLength = length }));
    }

    [Fact]
    public void Rules_that_search_measure_E_in_passing()
    {
        var topology = Recurrent(12);
        var cases = RecurrentCases(topology, 6);
        foreach (LearningRule rule in new LearningRule[] { new Lbfgs(), new LevenbergMarquardt() })
        {
            var (plain, cut) = (New(rule, false), New(rule, true));
            for (var sweep = 0; sweep < 4; sweep++)
                Assert.Equal(plain.Step(), cut.Step());
            Assert.Equal(plain.Network.Weights, cut.Network.Weights);
        }

        Trainer<double> New(LearningRule rule, bool recompute) => new(new Network<double>(topology).Randomize(1), cases, rule, null, new TrainerOptions { Recompute = recompute });
    }

    [Fact]
    public void A_state_that_is_no_longer_finite_is_named_with_the_words_of_any_other_training()
    {
        var topology = Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 2, UnitFunction.Identity).From(net.Input("in", 1));
            hidden.From(hidden, delay: 1);
            net.Output("out", 1, UnitFunction.Identity).From(hidden);
        }).Unroll(30);
        var cases = new SequencesBuilder(topology, 1).Input(0, "in", [.. Enumerable.Range(0, 30).Select(static double[]? (_) => [1])]).Target(0, "out", [[1]], first: 30).ToCases();

        var (plain, cut) = (Message(false), Message(true));
        Assert.Matches("the state of unit 0 of group '(hidden|out)@[0-9]+' is no longer finite", plain);
        Assert.Equal(plain, cut);

        string Message(bool recompute)
        {
            var net = new Network<float>(topology);
            net.Weights.Fill(100);
            return Assert.Throws<TrainingException>(() => new Trainer<float>(net, cases, new GradientDescent(), null, new TrainerOptions { Recompute = recompute }).Step()).Message;
        }
    }

    [Fact]
    public void Methods_that_need_all_states_at_once_refuse()
    {
        var topology = Topology.Layered(2, 3, 1);
        var cases = Backprop.Cases.From([[0, 1]], [[1]]);
        foreach (GradientMethod method in new GradientMethod[] { new NodePerturbation(), new ContrastiveHebbian() })
        {
            var problem = Assert.Throws<TopologyException>(() => new Trainer<double>(new Network<double>(topology).Randomize(1), cases, new GradientDescent(), null, new TrainerOptions { Recompute = true, Gradient = method }));
            Assert.Contains($"'{method.Name}'", problem.Message, StringComparison.Ordinal);
            Assert.Contains("cannot be recomputed segment by segment; keep them, or take back-propagation", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void States_take_memory_for_about_twice_the_square_root_of_the_iterations()
    {
        const int iterations = 400;
        var topology = Recurrent(iterations);
        var bound = new BoundCases(topology, RecurrentCases(topology, 3));
        var kept = Buffers(StateUse.Derivatives(bound));
        var cut = Buffers(StateUse.Derivatives(bound).Recomputed(topology));
        var forward = Buffers(StateUse.ErrorAlone);

        // Hidden and output, states and derivatives; of 20 segments one has all of them, and of the others those of the hidden group at the border.
        Assert.Equal(4 * iterations, kept);
        Assert.Equal((4 * 20) + (2 * 19), cut);
        Assert.Equal(4, forward);

        unsafe int Buffers(StateUse use)
        {
            var propagation = new Propagation<float>(topology, 3, new SumOfSquares(), use);
            var places = new HashSet<nint>();
            foreach (var group in topology.Groups.Where(static group => !group.IsInput))
            {
                var states = propagation.StatesOf(group);
                places.UnionWith([(nint)states.Y, (nint)states.Dx]);
            }
            places.Remove(0);
            return places.Count;
        }
    }

    [Fact]
    public unsafe void Only_copies_on_which_E_depends_have_derivatives()
    {
        var topology = Recurrent(6);
        var cases = new SequencesBuilder(topology, 1).Input(0, "in", [[1], [0], [1], [0], [1], [0]]).Target(0, "out", [[1, 0]], first: 3).ToCases();
        var propagation = new Propagation<float>(topology, 1, new SumOfSquares(), StateUse.Derivatives(new BoundCases(topology, cases)));

        Assert.Equal(["hidden@1", "hidden@2", "hidden@3", "out@3"], topology.Groups.Where(group => !group.IsInput && propagation.Derivatives(group) != null).Select(static group => group.Name).Order(StringComparer.Ordinal));
        var derivatives = new Network<float>(topology).Randomize(1).Derive(cases);
        Assert.All(derivatives.ByTotalInput(topology["hidden@3"], 0).ToArray(), static value => Assert.NotEqual(0, value));
        Assert.Equal([0, 0, 0], derivatives.ByTotalInput(topology["hidden@4"], 0).ToArray());
        Assert.Equal([0, 0, 0], derivatives.ByState(topology["hidden@5"], 0).ToArray());
    }

    /// <summary>Whether the net was cut.</summary>
    private static bool Check<T>(IterativePlan plan, string settings)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var topology = plan.Build().Unroll(plan.Iterations, plan.Sharing);
        var whole = settings is not ("windows" or "each sequence");
        var cases = CasesOf(plan, topology, whole ? plan.Iterations : (2 * plan.Iterations) + 1);
        var options = settings switch
        {
            "batches of 7" => new TrainerOptions { Batch = Batch.Of(7), Shuffle = true },
            "threads" => new TrainerOptions { Threads = 3 },
            "noise" when !ErrorHasNoTotalInputs(topology) => new TrainerOptions(),
            "noise" => new TrainerOptions { Noise = Everywhere, Batch = Batch.Of(7) },
            "each sequence" => new TrainerOptions { Batch = Batch.OfSequences(4), Shuffle = true },
            _ => new TrainerOptions(),
        };
        options = options with { Gradient = Methods[plan.Seed % 3] };
        var net = new Network<T>(topology).Randomize(plan.Seed, 0.9);
        var length = 1 + (int)(plan.Seed / 7 % (ulong)(plan.Iterations + 1));
        var (plain, cut) = (Train(net.Copy(), cases, ErrorOf(topology, settings), options), Train(net.Copy(), cases, ErrorOf(topology, settings), options with { Recompute = true, SegmentLength = length }));
        AssertEqual(plain, cut);
        if (settings == "stop rules")
        {
            // Rules that look at the outputs, in the pass of the sweep itself.
            var stop = StopWhen.AllWithin(0.3) | StopWhen.AllOnRightSide | StopWhen.Sweeps(8);
            Assert.Equal(plain.Run(stop).Sweeps, cut.Run(stop).Sweeps);
            Assert.Equal(plain.History.Stopped, cut.History.Stopped);
            AssertEqual(plain, cut);
        }
        return length < plan.Iterations;
    }

    private static bool ErrorHasNoTotalInputs(Topology topology) => topology.Groups.Any(static group => group.Origin == "g1" && !group.IsOutput);

    private static ErrorMeasure? ErrorOf(Topology topology, string settings) =>
        settings != "noise" && topology.Outputs.All(static group => group.UnitFunction == UnitFunction.Logistic || group.UnitFunction == UnitFunction.Softmax) ? new CrossEntropy() : null;

    private static Trainer<T> Train<T>(Network<T> net, Cases cases, ErrorMeasure? error, TrainerOptions options)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var trainer = new Trainer<T>(net, cases, new GradientDescent { LearningRate = 0.05, Momentum = 0.5 }, error, options);
        for (var sweep = 0; sweep < 3; sweep++)
            trainer.Step();
        return trainer;
    }

    private static void AssertEqual<T>(Trainer<T> plain, Trainer<T> cut)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(plain.History.Errors, cut.History.Errors);
        Assert.Equal(plain.LastGradient, cut.LastGradient);
        Assert.Equal(plain.Network.Weights, cut.Network.Weights);
    }

    /// <summary>Targets in about half of the iterations, of which the last ones may have none; clamps in some, also in the first.</summary>
    private static Cases CasesOf(IterativePlan plan, Topology topology, int length)
    {
        var random = new RandomSource(plan.Seed + 3);
        var builder = new SequencesBuilder(topology, Sequences, length);
        var silent = new bool[length + 1];
        for (var t = 1; t <= length; t++)
            silent[t] = random.NextInt(2) == 0;
        silent[1 + random.NextInt(length)] = false;
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            for (var t = 1; t <= length; t++)
            {
                builder.Input(sequence, "g0", [Row(plan.Sizes[0], random.NextSigned)], first: t);
                if (!silent[t])
                    builder.Target(sequence, $"g{plan.Sizes.Length - 1}", [Row(plan.Sizes[^1], random.NextDouble)], first: t);
                if (plan.Sizes.Length > 2 && t % 3 == 1 && plan.Function(1) != UnitFunction.Softmax)
                    builder.Clamp(sequence, "g1", [Row(plan.Sizes[1], () => random.NextInt(2) == 0 ? Backprop.Cases.DontCare : random.NextDouble())], first: t);
            }
        }
        return builder.ToCases();

        static double[] Row(int size, Func<double> number) => [.. Enumerable.Range(0, size).Select(_ => number())];
    }

    private static Topology Recurrent(int iterations) => Topology.Iterative(static net =>
    {
        var hidden = net.Group("hidden", 3).From(net.Input("in", 1));
        hidden.From(hidden, delay: 1);
        net.Output("out", 2).From(hidden);
    }).Unroll(iterations);

    private static Cases RecurrentCases(Topology topology, int count)
    {
        var (random, iterations) = (new RandomSource(2), topology.Unrolling!.Iterations);
        var builder = new SequencesBuilder(topology, count);
        for (var sequence = 0; sequence < count; sequence++)
        {
            builder.Input(sequence, "in", [.. Enumerable.Range(0, iterations).Select(double[]? (_) => [random.NextSigned()])])
                .Target(sequence, "out", [.. Enumerable.Range(0, iterations).Select(double[]? (_) => [random.NextDouble(), random.NextDouble()])]);
        }
        return builder.ToCases();
    }
}
