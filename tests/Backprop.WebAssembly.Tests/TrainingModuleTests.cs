namespace Backprop.WebAssembly.Tests;

public sealed class TrainingModuleTests
{
    private static readonly Cases Xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);

    private static readonly GradientDescent Descent = new() { LearningRate = 0.05 };

    [Fact]
    public void The_symmetry_net_learns_with_the_same_bits() => SameBits.Check(Topology.Layered(6, 2, 1), Symmetry(), new GradientDescent { LearningRate = 0.1, Momentum = 0.9 }, sweeps: 300, range: 0.3);

    public static TheoryData<LearningRule> Rules =>
    [
        new GradientDescent { LearningRate = 0.5, WeightDecay = 0.002 },
        new GradientDescent { Phases = [new Phase(0.1, 0.5, 5), new Phase(0.3, 0.9, 7), new Phase(0.2, 0)], WeightDecay = 0.01, DecayBiases = true },
        new Adam(),
        new Adam { LearningRate = 0.1, Beta1 = 0, Beta2 = 0.9, WeightDecay = 0.001 },
        new Rprop(),
        new Rprop { InitialStep = 2, MinimumStep = 0.1, WeightDecay = 0.01 },
        new Rprop { Backtracks = false, WeightDecay = 0.001, DecayBiases = true },
        new Nesterov { LearningRate = 0.3 },
        new Nesterov { LearningRate = 0.3, Momentum = 0, WeightDecay = 0.01 },
        new DougsMomentum { LearningRate = 2 },
        new Quickprop { LearningRate = 0.3, WeightDecay = 0.0001 },
        new DeltaBarDelta { InitialRate = 0.3, Momentum = 0.5 },
        new AdamW { LearningRate = 0.05 },
        new AdamW { LearningRate = 0.05, Decay = 0.1, DecayBiases = true },
        new AdamW { Decay = 0 },
    ];

    public static TheoryData<LearningRule> Settings =>
    [
        new GradientDescent { LearningRate = 0.5, Penalty = 0.01 },
        new Rprop { Penalty = 0.02, DecayBiases = true, WeightDecay = 0.001 },
        new Adam { LearningRate = 0.1, Schedule = RateSchedule.WarmUp(4).Then(RateSchedule.Cosine(20, end: 0.1)) },
        new AdamW { LearningRate = 0.1, Schedule = RateSchedule.Steps(every: 3, factor: 0.5) },
        new Nesterov { Schedule = RateSchedule.Phases(new RatePhase(1, 5), new RatePhase(0.5, 3), new RatePhase(2)), WeightDecay = 0.01 },
        new GradientDescent { LearningRate = 0.5, Schedule = RateSchedule.WarmUp(10) },
        new DeltaBarDelta { Schedule = RateSchedule.Cosine(8) },
        new DougsMomentum { LearningRate = 1.5, Schedule = RateSchedule.WarmUp(7), GradientLengthLimit = 0.5 },
        new Quickprop { DerivativeLimit = 0.02, Schedule = RateSchedule.Steps(5, 0.9) },
        new GradientDescent { LearningRate = 0.5, GradientLengthLimit = 0.1, DerivativeLimit = 0.06 },
        new Rprop { Bounds = new WeightBounds(-0.4, 0.5), WeightDecay = 0.01 },
        new Adam { LearningRate = 0.1, Bounds = new WeightBounds(0.1, double.PositiveInfinity), Penalty = 0.1, DerivativeLimit = 0.05, GradientLengthLimit = 0.1, Schedule = RateSchedule.Parse("warm-up:5,1:3,0.5") },
    ];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Penalty_schedule_limits_and_bounds_have_the_same_bits(LearningRule rule)
    {
        SameBits.Check(Topology.Layered(2, 2, 1), Xor, rule, sweeps: 40);
        SameBits.Check(Topology.Layered(2, 3, 1), Xor, rule, batch: Batch.EachCase, sweeps: 15);
        var topology = Nets.Topology("frozen weights among those of a block");
        SameBits.Check(topology, Random(topology, 7, seed: 3), rule, sweeps: 12);
    }

    /// <summary>Sums over more weights than one part of a sum has.</summary>
    [Fact]
    public void A_large_net_has_the_same_bits_with_a_penalty_and_a_limit_of_the_length()
    {
        var topology = Topology.Layered(130, 70, 3);
        SameBits.Check(topology, Random(topology, 3, seed: 4), new DougsMomentum { LearningRate = 0.3, Penalty = 0.001, GradientLengthLimit = 0.9 }, sweeps: 4);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_learns_with_the_same_bits(LearningRule rule)
    {
        SameBits.Check(Topology.Layered(2, 2, 1), Xor, rule, sweeps: 40);
        SameBits.Check(Topology.Layered(2, 3, 1), Xor, rule, batch: Batch.EachCase, sweeps: 15);
    }

    public static TheoryData<string> Functions => [.. UnitFunction.All.Select(static function => function.Name), "leaky rectified linear(-0.5)", "clip(-1, 1)"];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_unit_function_learns_with_the_same_bits(string name)
    {
        var function = UnitFunction.FromName(name);
        var topology = Topology.Build(net =>
        {
            var hidden = net.Group("hidden", 5, function.IsStep ? UnitFunction.Tanh : function).From(net.Input("in", 4));
            net.Output("out", 3, function, frozen: function.IsStep).From(hidden);
            net.Output("also", 2).From(hidden);
        });
        SameBits.Check(topology, Random(topology, 19, seed: 2), new GradientDescent { LearningRate = 0.01 }, sweeps: 8);
    }

    public static TheoryData<string> Measures => ["sum of squares", "dead", "edge", "cross-entropy", "by group"];

    [Theory]
    [MemberData(nameof(Measures))]
    public void Every_error_measure_with_weights_and_targets_left_out_learns_with_the_same_bits(string name)
    {
        ErrorMeasure error = name switch
        {
            "dead" => new SumOfSquares { Tolerance = Tolerance.Dead(0.2) },
            "edge" => new SumOfSquares { Tolerance = Tolerance.Edge(0.2) },
            "cross-entropy" => new CrossEntropy(),
            "by group" => ErrorMeasure.ByGroup(new SumOfSquares(), new Dictionary<string, ErrorMeasure>(StringComparer.Ordinal) { ["class"] = new CrossEntropy() }),
            _ => new SumOfSquares(),
        };
        var topology = Topology.Build(static net =>
        {
            var hidden = net.Group("hidden", 5, UnitFunction.Tanh).From(net.Input("in", 4));
            net.Output("class", 3, UnitFunction.Softmax).From(hidden);
            net.Output("yes", 2).From(hidden);
        });
        foreach (var (weighted, open) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
            SameBits.Check(topology, Random(topology, 21, seed: 4, weighted, open), Descent, error);
    }

    public static TheoryData<string> NetNames => [.. Nets.Names];

    [Theory]
    [MemberData(nameof(NetNames))]
    public void Every_kind_of_net_learns_with_the_same_bits(string name)
    {
        var topology = Nets.Topology(name);
        SameBits.Check(topology, Random(topology, 18, seed: 6), Descent, sweeps: 8);
        SameBits.Check(topology, Random(topology, 18, seed: 6, clamped: true), Descent, batch: Batch.Of(7), sweeps: 4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(100)]
    [InlineData(600)]
    public void Any_number_of_cases_is_learned_with_the_same_bits(int count)
    {
        var small = Topology.Layered(3, 4, 2);
        SameBits.Check(small, Random(small, count, seed: 8), Descent, sweeps: 5);
        // More than 256 weights: sums over cases are joined per projection, or are chains in case order.
        var larger = Topology.Layered(20, 15, 9, 3);
        SameBits.Check(larger, Random(larger, count, seed: 8), Descent, sweeps: 3);
        SameBits.Check(larger, Random(larger, count, seed: 8), Descent, batch: Batch.Of(Math.Max(1, count / 3)), sweeps: 3);
        SameBits.Check(larger, Random(larger, count, seed: 8, weighted: true, clamped: true), Descent, batch: Batch.Of(Math.Max(1, count - 3)), sweeps: 3, shuffle: true);
    }

    [Fact]
    public void Nets_with_few_states_that_are_not_0_learn_with_the_same_bits()
    {
        var topology = Topology.Build(static net => net.Output("out", 5).From(net.Group("hidden", 6).From(net.Input("one", 24), net.Input("few", 60))));
        foreach (var value in (double[])[1, 0.3])
        {
            var cases = new CasesBuilder(30)
                .Input("one", Numbers(24, (@case, unit) => unit == @case * 7 % 24 ? value : 0), 24)
                .Input("few", Numbers(60, (@case, unit) => unit == @case || (unit == 59 && @case % 3 == 0) ? -value : 0), 60)
                .Target("out", Numbers(5, static (@case, unit) => (@case >> unit) & 1), 5).ToCases();
            SameBits.Check(topology, cases, Descent, sweeps: 6);
            SameBits.Check(topology, cases, Descent, batch: Batch.Of(4), sweeps: 3);
            SameBits.Check(topology, cases, Descent, batch: Batch.Of(4), sweeps: 3, shuffle: true);
        }

        static double[] Numbers(int size, Func<int, int, double> value) => [.. Enumerable.Range(0, 30).SelectMany(@case => Enumerable.Range(0, size).Select(unit => value(@case, unit)))];
    }

    internal static Cases Symmetry()
    {
        var inputs = Enumerable.Range(0, 64).Select(static number => Enumerable.Range(0, 6).Select(bit => (double)((number >> bit) & 1)).ToArray()).ToArray();
        return Cases.From(inputs, [.. inputs.Select(static input => new[] { input.SequenceEqual(input.Reverse()) ? 1.0 : 0.0 })]);
    }

    /// <summary>Cases of any net: inputs from −1 to 1, desired states from 0 to 1, clamps of a part.</summary>
    internal static Cases Random(Topology topology, int count, ulong seed, bool weighted = false, bool open = false, bool clamped = false)
    {
        var random = new RandomSource(seed);
        var builder = new CasesBuilder(count);
        foreach (var group in topology.Inputs)
        {
            if (group.InitialState is null)
                builder.Input(group.Name, Values(group, random.NextSigned), group.Size);
        }
        foreach (var group in topology.Outputs)
            builder.Target(group.Name, Values(group, () => open && random.NextInt(4) == 0 ? Cases.DontCare : random.NextInt(3) == 0 ? random.NextInt(2) : random.NextDouble()), group.Size);
        foreach (var group in topology.Groups)
        {
            if (clamped && !group.IsInput && !group.UnitFunction.IsGroupWide && group.Index % 2 == 0)
                builder.Clamp(group.Name, Values(group, () => random.NextInt(3) == 0 ? random.NextDouble() : double.NaN), group.Size);
        }
        if (weighted)
            builder.Weights([.. Enumerable.Range(0, count).Select(_ => (double)random.NextInt(3))]);
        return builder.ToCases();

        double[] Values(Group group, Func<double> value) => [.. Enumerable.Range(0, count * group.Size).Select(_ => value())];
    }
}
