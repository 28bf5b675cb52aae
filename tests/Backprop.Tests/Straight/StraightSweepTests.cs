using System.Runtime.InteropServices;

namespace Backprop.Tests;

/// <summary>Code made for whole sweeps of small nets while the program runs, against the plain way.</summary>
public sealed class StraightSweepTests
{
    private static readonly GradientDescent Descent = new() { LearningRate = 0.05, Momentum = 0.9 };

    private static readonly UnitFunction[] Functions = [UnitFunction.Logistic, UnitFunction.Tanh, UnitFunction.Identity, UnitFunction.RectifiedLinear];

    private static bool IsPossible => SweepCode<float>.IsPossible;

    [Fact]
    public void Random_nets_have_the_bits_of_the_plain_way()
    {
        var straight = 0;
        for (var seed = 1UL; seed <= 60; seed++)
        {
            straight += Same<float>(seed) ? 1 : 0;
            straight += Same<double>(seed) ? 1 : 0;
        }
        Assert.True(straight >= (IsPossible ? 40 : 0), $"Only {straight} of 120 nets had straight code.");
    }

    [Fact]
    public void Random_nets_of_any_kind_have_the_bits_of_the_plain_way() => NetPlan.Check(60, static plan =>
    {
        var topology = plan.Build();
        Same<float>(topology, plan.Cases(topology), plan.Error(topology), plan.Seed, plan.ToString());
    });

    [Fact]
    public void The_nets_of_the_paper_have_the_bits_of_the_plain_way()
    {
        foreach (var (topology, count) in (IEnumerable<(Topology, int)>)[(Topology.Layered(2, 2, 1), 4), (Topology.Layered(6, 2, 1), 64), (Topology.Layered(4, 4, 1), 16), (Topology.Layered(4, 2, 4), 4), (Topology.Layered(8, 3, 8), 8)])
            Assert.Equal(IsPossible, Same<float>(topology, RandomCases(topology, count, new RandomSource(1)), new SumOfSquares(), 1, $"{topology}"));
    }

    [Fact]
    public void A_trainer_takes_code_on_the_way_without_a_change_of_a_bit_and_later_ones_of_the_shape_take_it_at_their_first_look()
    {
        if (!IsPossible)
            return;
        var topology = Topology.Layered(3, 3, 2);
        var cases = RandomCases(topology, 33, new RandomSource(2));
        var (plain, taking) = (Trainer(1), Trainer(1));
        long states = 0;
        // Made on another thread: until it is there the plain way goes on.
        for (; !taking.Straight!.HasCode; states += 48 * 5)
            taking.Step();
        Assert.True(states >= SweepCode<float>.Worth, $"The code was there after {states} states.");
        var sweeps = taking.History.Sweeps + 40;
        while (taking.History.Sweeps < sweeps)
            taking.Step();
        // A stop rule that looks at the states is served by the plain way.
        plain.Run(StopWhen.Sweeps(sweeps) | StopWhen.AllWithin(1e-9));
        Assert.False(plain.Straight!.HasCode);
        Assert.True(SameBits(plain.Network.Weights, taking.Network.Weights));
        Assert.Equal(plain.History.Errors, taking.History.Errors);

        var another = Trainer(2);
        for (var k = 1; !another.Straight!.HasCode; k++)
        {
            another.Step();
            Assert.InRange(k, 1, 32);
        }

        Trainer<float> Trainer(ulong seed) => new(new Network<float>(topology).Randomize(seed), cases, Descent);
    }

    [Fact]
    public void An_error_that_is_not_finite_is_refused_in_the_same_words()
    {
        if (!IsPossible)
            return;
        var topology = Topology.Build(static net => net.Output("out", 2, UnitFunction.Identity).From(net.Input("in", 3)));
        var cases = RandomCases(topology, 20, new RandomSource(3));
        var (plain, straight) = (Trainer(), Trainer());
        Assert.True(straight.Straight!.Make());

        var expected = Assert.Throws<TrainingException>(() => Run(plain));
        var found = Assert.Throws<TrainingException>(() => Run(straight));

        Assert.Equal(expected.Message, found.Message);
        Assert.Equal(plain.Network.Weights.ToArray(), straight.Network.Weights.ToArray());
        Assert.Equal(plain.LastGradient.ToArray(), straight.LastGradient.ToArray());

        Trainer<float> Trainer() => new(new Network<float>(topology).Randomize(1), cases, new GradientDescent { LearningRate = 50, Momentum = 0.9 });

        static void Run(Trainer<float> trainer)
        {
            while (trainer.History.Sweeps < 1000)
                trainer.Step();
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        if (!IsPossible)
            return;
        var topology = Topology.Layered(6, 2, 1);
        var trainer = new Trainer<float>(new Network<float>(topology).Randomize(1), RandomCases(topology, 64, new RandomSource(1)), Descent);
        Assert.True(trainer.Straight!.Make());
        for (var k = 0; k < 3_000; k++)
            trainer.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 1_000; k++)
            trainer.Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Trainers_of_one_shape_share_the_code_and_others_have_their_own()
    {
        var (net, other) = (Topology.Layered(5, 2, 1), Topology.Layered(5, 3, 1));
        Assert.Equal(Shape(net, 20), Shape(net, 20));
        Assert.Equal(Shape(net, 20), Shape(net, 32));
        Assert.NotEqual(Shape(net, 20), Shape(net, 33));
        Assert.NotEqual(Shape(net, 20), Shape(other, 20));
        Assert.NotEqual(Shape(net, 20), Shape(net, 20, new SumOfSquares { Tolerance = Tolerance.Dead(0.1) }));
        Assert.Equal(Shape(net, 20, new SumOfSquares { Tolerance = Tolerance.Dead(0.1) }), Shape(net, 20, new SumOfSquares { Tolerance = Tolerance.Dead(0.1) }));
    }

    [Fact]
    public void There_is_a_shape_for_small_nets_of_simple_functions_with_few_cases_and_squared_error()
    {
        Assert.NotNull(Shape(Topology.Layered(2, 3, 1), 64));
        Assert.Null(Shape(Topology.Layered(2, 3, 1), 65));
        Assert.Null(Shape(Topology.Layered(2, 4, 1), 64));
        Assert.NotNull(Shape(Topology.Layered(1, 16), 16));
        Assert.Null(Shape(Topology.Layered(1, 17), 16));
        Assert.Null(Shape(Topology.Layered(2, 2, 1), 4, new CrossEntropy()));
        Assert.Null(Shape(Topology.Build(static net => net.Output("out", 1, UnitFunction.Gelu).From(net.Input("in", 2))), 4));
        Assert.Null(Shape(Topology.Layered(64, 1), 4));
    }

    private static SweepShape? Shape(Topology topology, int count, ErrorMeasure? error = null) =>
        new Trainer<float>(new Network<float>(topology).Randomize(1), RandomCases(topology, count, new RandomSource(1), weighs: false), Descent, error).Straight!.Shape(out _, out _);

    /// <summary>A random net, some of whose weights are missing or frozen, with random cases, some with weights and targets that do not count.</summary>
    private static bool Same<T>(ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new RandomSource(seed);
        var topology = SmallNets.Random(random, () => Functions[random.NextInt(Functions.Length)], largest: 3, Part);
        var error = random.NextInt(3) switch { 0 => new SumOfSquares(), 1 => new SumOfSquares { Tolerance = Tolerance.Dead(0.2) }, _ => new SumOfSquares { Tolerance = Tolerance.Edge(0.1) } };
        return Same<T>(topology, RandomCases(topology, 1 + random.NextInt(typeof(T) == typeof(float) ? 40 : 20), random), error, seed, $"seed {seed}");

        (bool[,]?, bool[,]?) Part(int to, int from) => (random.NextInt(4) == 0 ? Some(to, from) : null, random.NextInt(4) == 0 ? Some(to, from) : null);

        bool[,] Some(int to, int from)
        {
            var some = new bool[to, from];
            for (var k = 0; k < some.Length; k++)
                some[k / from, k % from] = random.NextInt(3) > 0;
            return some;
        }
    }

    /// <summary>Trains one net both ways.</summary>
    /// <returns>Whether there is straight code for it.</returns>
    private static bool Same<T>(Topology topology, Cases cases, ErrorMeasure error, ulong seed, string about)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (plain, straight) = (Trainer(), Trainer());
        var isMade = straight.Straight?.Make() == true;
        Assert.Equal(isMade, straight.Straight?.HasCode == true);
        for (var k = 0; k < 30; k++)
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(plain.Step()), BitConverter.DoubleToInt64Bits(straight.Step()));
            AssertSame(plain, straight, about);
        }
        return isMade;

        Trainer<T> Trainer() => new(new Network<T>(topology).Randomize(seed, 0.9), cases, Descent with { LearningRate = 0.002 }, error);
    }

    private static void AssertSame<T>(Trainer<T> expected, Trainer<T> found, string about)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.True(SameBits(expected.Network.Weights, found.Network.Weights), $"{about}: weights");
        Assert.True(SameBits(expected.LastGradient, found.LastGradient), $"{about}: ∂E/∂w");
    }

    private static bool SameBits<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged => MemoryMarshal.AsBytes(a).SequenceEqual(MemoryMarshal.AsBytes(b));

    private static Cases RandomCases(Topology topology, int count, RandomSource random, bool weighs = true)
    {
        var builder = new CasesBuilder(count);
        foreach (var group in topology.Inputs)
            builder.Input(group.Name, [.. Enumerable.Range(0, count * group.Size).Select(_ => random.NextSigned())], group.Size);
        var output = topology.Outputs[^1];
        var hasGaps = random.NextInt(2) == 0;
        builder.Target(output.Name, [.. Enumerable.Range(0, count * output.Size).Select(_ => hasGaps && random.NextInt(5) == 0 ? Cases.DontCare : random.NextInt(2))], output.Size);
        if (weighs && random.NextInt(2) == 0)
            builder.Weights([.. Enumerable.Range(0, count).Select(_ => random.NextInt(4) * 0.5)]);
        return builder.ToCases();
    }
}
