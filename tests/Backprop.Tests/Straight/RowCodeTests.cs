using System.Numerics;
using System.Runtime.InteropServices;

namespace Backprop.Tests;

/// <summary>Code made for small nets while the program runs, against the plain way.</summary>
public sealed class RowCodeTests
{
    [Fact]
    public void Code_for_random_nets_has_the_bits_of_the_plain_way()
    {
        for (var seed = 1UL; seed <= 12; seed++)
        {
            Same<Plain<LogisticFunction>>(UnitFunction.Logistic, seed);
            Same<Plain<TanhFunction>>(UnitFunction.Tanh, seed);
            Same<Plain<IdentityFunction>>(UnitFunction.Identity, seed);
            Same<Plain<RectifiedLinearFunction>>(UnitFunction.RectifiedLinear, seed);
            Same(UnitFunction.LeakyRectifiedLinear(0.3), new LeakyRectifiedLinearFunction(0.3), seed);
            Same(UnitFunction.Clip(-1, 2), new ClipFunction(-1, 2), seed);
        }
    }

    [Fact]
    public void Iterations_that_share_weights_have_the_bits_of_the_plain_way_with_lesioned_inputs_too()
    {
        var topology = Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 4, UnitFunction.Tanh).From(net.Input("in", 3));
            hidden.From(hidden, delay: 1);
            net.Output("out", 2, UnitFunction.Tanh).From(hidden);
        }).Unroll(3);

        Same<Plain<TanhFunction>, Lanes512<float>, float>(default, topology, 1);
        Same<Plain<TanhFunction>, One128<float>, float>(default, topology, 1);
        Same<Plain<TanhFunction>, Lanes512<double>, double>(default, topology.WithLesion(Lesion.OfUnits("in", 1)), 2);
    }

    [Fact]
    public void An_input_that_is_not_finite_is_refused_in_the_same_words_and_leaves_the_outputs_as_they_were()
    {
        foreach (var size in (int[])[1, 2, 3, 4, 5, 8, 9])
        {
            var plain = new Runner<float>(new Network<float>(Topology.Layered(size, 2, 1)).Randomize(1));
            var straight = new Runner<float>(new Network<float>(Topology.Layered(size, 2, 1)).Randomize(1));
            straight.Take(Made<Plain<LogisticFunction>, One128<float>, float>(default, straight.Shape()));
            for (var place = 0; place < size; place++)
            {
                foreach (var value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
                {
                    var inputs = new float[size];
                    inputs[place] = value;
                    float[] outputs = [7];
                    var expected = Assert.Throws<CasesException>(() => plain.Run(inputs, outputs)).Message;
                    Assert.Equal(expected, Assert.Throws<CasesException>(() => straight.Run(inputs, outputs)).Message);
                    Assert.Equal([7], outputs);
                }
            }
            float[] greatest = [.. Enumerable.Repeat(float.MaxValue, size)];
            Assert.Equal(plain.Run(greatest), straight.Run(greatest));
        }
    }

    [Fact]
    public void A_runner_takes_code_on_the_way_without_a_change_of_a_bit_and_others_of_the_shape_take_it_after_their_first_cases()
    {
        var network = new Network<float>(Topology.Layered(7, 3, 2)).Randomize(1);
        var runner = new Runner<float>(network);
        float[] inputs = [1, 0.5f, -1, 0.25f, 0, 2, -3], outputs = new float[2];
        var expected = network.Run(inputs);
        var plain = 0L;
        for (; !runner.HasCode; plain++)
        {
            runner.Run(inputs, outputs);
            Assert.True(outputs.AsSpan().SequenceEqual(expected));
        }
        Assert.True(plain >= RowCode<float>.Worth, $"The code was there after {plain} cases.");
        runner.Run(inputs, outputs);
        Assert.Equal(expected, outputs);

        var another = new Runner<float>(new Network<float>(Topology.Layered(7, 3, 2)).Randomize(2));
        for (var k = 1; !another.HasCode; k++)
        {
            another.Run(inputs, outputs);
            Assert.InRange(k, 1, 4096);
        }
        Assert.Equal(new Network<float>(Topology.Layered(7, 3, 2)).Randomize(2).Run(inputs), another.Run(inputs));
    }

    [Fact]
    public void Code_allocates_nothing()
    {
        var runner = new Runner<double>(new Network<double>(Topology.Layered(3, 4, 2)).Randomize(1));
        runner.Take(Made<Plain<LogisticFunction>, Lanes512<double>, double>(default, runner.Shape()));
        var (inputs, outputs) = (new double[3], new double[2]);
        runner.Run(inputs, outputs);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 10_000; k++)
            runner.Run(inputs, outputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Code_is_made_for_small_nets_of_simple_functions_and_shared_by_those_of_a_shape()
    {
        Assert.NotNull(Of(Topology.Layered(20, 4, 2)));
        Assert.Null(Of(Topology.Layered(21, 4, 2)));
        Assert.Null(Of(Topology.Layered(2, 1, 1, 1)));
        Assert.Equal(Lanes.Width == LaneWidth.Bits512, Of(Topology.Layered(4, 5, 2)) is not null);
        Assert.NotNull(Of(Topology.Layered(4, 3, 2), UnitFunction.Clip(0, 6)));
        Assert.Null(Of(Topology.Layered(4, 3, 2), UnitFunction.Gelu));
        Assert.Null(Of(Topology.Layered(4, 3, 2), UnitFunction.Softmax));
        Assert.Null(Of(Topology.Layered(4, 3, 2), UnitFunction.Of<Cube>()));
        Assert.Same(Of(Topology.Layered(4, 3, 2)), Of(Topology.Layered(4, 3, 2)));
        Assert.NotSame(Of(Topology.Layered(4, 3, 2)), Of(Topology.Layered(4, 2, 2)));
        Assert.NotSame(Of(Topology.Layered(4, 3, 2)), Of(Topology.Layered(4, 3, 2), UnitFunction.Tanh));

        static RowCode<float>? Of(Topology topology, UnitFunction? function = null) =>
            RowCode<float>.Of(function ?? UnitFunction.Logistic, new Runner<float>(new Network<float>(topology)).Shape());
    }

    private static RowCode<T> Made<TFormula, TLanes, T>(TFormula formula, RowShape shape)
        where TFormula : struct, IUnitFormula
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var code = new RowCode<TFormula, TLanes, T>(formula, shape);
        code.Make();
        return code;
    }

    private static void Same<TFormula>(UnitFunction function, ulong seed)
        where TFormula : struct, IUnitFormula => Same<TFormula>(function, default, seed);

    /// <summary>Compares random nets in both precisions, in lanes of both kinds.</summary>
    private static void Same<TFormula>(UnitFunction function, TFormula formula, ulong seed)
        where TFormula : struct, IUnitFormula
    {
        var wide = SmallNets.Random(new RandomSource(seed), () => function, largest: 8);
        Same<TFormula, Lanes512<float>, float>(formula, wide, seed);
        Same<TFormula, Lanes512<double>, double>(formula, wide, seed);
        Same<TFormula, One128<float>, float>(formula, SmallNets.Random(new RandomSource(seed), () => function, largest: 4), seed);
        Same<TFormula, One128<double>, double>(formula, SmallNets.Random(new RandomSource(seed), () => function, largest: 2), seed);
    }

    private static void Same<TFormula, TLanes, T>(TFormula formula, Topology topology, ulong seed)
        where TFormula : struct, IUnitFormula
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var network = new Network<T>(topology).Randomize(seed, 1.5);
        var (plain, straight) = (new Runner<T>(network), new Runner<T>(network));
        straight.Take(Made<TFormula, TLanes, T>(formula, plain.Shape()));
        var random = new RandomSource(seed);
        for (var k = 0; k < 20; k++)
        {
            T[] inputs = [.. Enumerable.Range(0, plain.InputCount).Select(_ => T.CreateTruncating(random.NextSigned() * 5))];
            var (expected, found) = (plain.Run(inputs), straight.Run(inputs));
            Assert.True(MemoryMarshal.AsBytes<T>(expected).SequenceEqual(MemoryMarshal.AsBytes<T>(found)), $"{topology.Outputs[0].UnitFunction}, seed {seed}, {typeof(TLanes)}: {string.Join(", ", found)}, not {string.Join(", ", expected)}");
        }
        Assert.False(plain.HasCode);
        Assert.True(straight.HasCode);
    }

    /// <summary>y = x³.</summary>
    private readonly struct Cube : IUnitFunction
    {
        public static string Name => "cube";

        public static bool UsesTotalInput => true;

        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x * x;

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.Constant(3) * x * x;
    }
}
