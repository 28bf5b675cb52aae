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
