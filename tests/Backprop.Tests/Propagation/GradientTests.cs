namespace Backprop.Tests;

public sealed class GradientTests
{
    private static Topology Net(int inputs, bool oneToOne = false) => Topology.Build(net => net.Output("out", 1, biases: false).From(net.Input("in", inputs), oneToOne: oneToOne));

    /// <summary>The order in which gradients are summed depends on it: docs/determinism.md.</summary>
    [Fact]
    public void Of_at_most_256_weights_the_sums_stay_in_lanes_over_all_blocks()
    {
        Assert.Equal(GradientLayout.Lanes, new Gradient<float>(Net(256), dense: true).Layout);
        Assert.Equal(GradientLayout.Flat, new Gradient<float>(Net(257), dense: true).Layout);
        Assert.Equal(GradientLayout.Flat, new Gradient<float>(Net(256), dense: false).Layout);
        Assert.Equal(GradientLayout.Flat, new Gradient<float>(Net(1, oneToOne: true), dense: true).Layout);
        Assert.Equal(GradientLayout.Flat, new Gradient<double>(Topology.Build(static net =>
        {
            var input = net.Input("in", 2);
            net.Output("out", 2).From(net.Group("hidden", 2).From(input)).From(input, oneToOne: true);
        }), dense: true).Layout);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(256)]
    [InlineData(300)]
    public void A_gradient_is_as_long_as_the_vector_of_weights_and_begins_at_0(int weights)
    {
        Assert.Equal(new float[weights], new Gradient<float>(Net(weights), dense: true).Values.ToArray());
        Assert.Equal(new double[weights], new Gradient<double>(Net(weights), dense: true).Values.ToArray());
    }

    [Fact]
    public unsafe void At_the_end_shared_sums_become_means_and_masked_weights_0()
    {
        var topology = Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 20).From(net.Input("in", 20), mask: Mask());
            hidden.From(hidden, delay: 1);
            net.Output("out", 1).From(hidden);
        }).Unroll(iterations: 4, SharedGradient.Mean);
        var gradient = new Gradient<double>(topology, dense: true);
        gradient.Values.Fill(12);

        gradient.Finish();

        foreach (var block in topology.Blocks)
        {
            for (var k = 0; k < block.Length; k++)
                Assert.Equal(block.Mask?[k] == false ? 0 : 12.0 / block.Copies, gradient.Values[block.Offset + k]);
        }
        Assert.Contains(topology.Blocks, static block => block.Copies == 4 && block.Mask is not null);
        Assert.Contains(topology.Blocks, static block => block.Copies == 4 && block.Mask is null);

        static bool[,] Mask()
        {
            var mask = new bool[20, 20];
            for (var k = 0; k < 20; k++)
                mask[k, k] = mask[k, 19 - k] = true;
            return mask;
        }
    }
}
