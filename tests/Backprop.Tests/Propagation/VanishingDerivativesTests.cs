namespace Backprop.Tests;

/// <summary>A target at the last of many iterations: on the way back derivatives fall below what single precision can hold.</summary>
public sealed class VanishingDerivativesTests
{
    private const int Iterations = 80;

    [Fact]
    public void A_gradient_of_which_part_vanishes_is_that_of_double_precision()
    {
        var (single, exact) = (GradientCheck.Gradient(Net<float>(), Sequences()), GradientCheck.Gradient(Net<double>(), Sequences()));
        var largest = exact.Max(Math.Abs);
        Assert.InRange(largest, 1e-3, 1e3);
        Assert.All(single.Zip(exact), pair => Assert.InRange(pair.First - pair.Second, -1e-5 * largest, 1e-5 * largest));
    }

    [Fact]
    public void In_double_precision_derivatives_from_far_back_agree_with_central_differences()
    {
        var result = GradientCheck.Run(Net<double>(), Sequences());
        Assert.True(result.Passes(1e-8), result.ToString());
    }

    [Fact]
    public unsafe void What_vanishes_on_the_way_back_counts_as_0_so_that_no_product_is_of_the_least_numbers()
    {
        var net = Net<float>();
        var cases = new BoundCases(net.Topology, Sequences(), new SumOfSquares());
        var block = CaseBlock<float>.All(cases)[0];
        var propagation = new Propagation<float>(net.Topology, block.Stride, new SumOfSquares());
        propagation.Derive(block, net.WeightBuffer.Pointer, new Gradient<float>(net.Topology, dense: true), fresh: true);

        var (zeros, others) = (0, 0);
        for (var t = 1; t <= Iterations; t++)
        {
            var group = net.Topology[IterativeTopology.Copy("hidden", t)];
            for (var unit = 0; unit < group.Size; unit++)
            {
                foreach (var derivative in new Span<float>(propagation.Derivatives(group) + (unit * block.Stride), block.Count))
                {
                    Assert.True(derivative == 0 || Math.Abs(derivative) >= Math.Pow(2, -100), $"{derivative} at iteration {t}");
                    _ = derivative == 0 ? zeros++ : others++;
                }
            }
        }
        Assert.True(zeros > 100 && others > 100, $"{zeros} zeros, {others} others");
    }

    private static Network<T> Net<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new Network<T>(Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 5).From(net.Input("in", 2));
            hidden.From(hidden, delay: 1);
            net.Output("out", 1).From(hidden);
        }).Unroll(Iterations, SharedGradient.Sum)).Randomize(1, 0.5);

    private static Cases Sequences()
    {
        var random = new RandomSource(2);
        var builder = new CasesBuilder(10);
        for (var t = 1; t <= Iterations; t++)
            builder.Input(IterativeTopology.Copy("in", t), [.. Enumerable.Range(0, 20).Select(_ => random.NextDouble())], 2);
        return builder.Target(IterativeTopology.Copy("out", Iterations), [.. Enumerable.Range(0, 10).Select(_ => random.NextDouble())], 1).ToCases();
    }
}
