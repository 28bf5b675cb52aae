namespace Backprop.Tests;

public sealed class FeedbackAlignmentTests
{
    [Fact]
    public void Two_steps_are_those_of_fixed_random_return_weights_in_plain_arithmetic()
    {
        var random = new RandomSource(Noise.Mixed(7, 0));
        var returns = Enumerable.Range(0, 9).Select(_ => random.NextSigned() * 0.8).ToArray();

        PlainTwoLayers.TwoStepsAreThose(new FeedbackAlignment { Range = 0.8, Seed = 7 }, (weights, _) => PlainTwoLayers.Sum(PlainTwoLayers.Pairs.Select(pair =>
        {
            var net = new PlainTwoLayers(weights, pair.Input);
            return net.Gradient(net.Derivatives(pair.Target, returns[4], returns[5]));
        })));
    }

    [Theory]
    [InlineData("layers")]
    [InlineData("large")]
    [InlineData("links of all kinds")]
    [InlineData("iterative")]
    public void Return_weights_that_equal_the_weights_have_the_bits_of_back_propagation(string net)
    {
        var (topology, cases) = GradientNets.Of(net);
        var network = new Network<float>(topology).Randomize(seed: 3, range: 0.7);
        var expected = GradientCheck.Gradient(network, cases);

        Assert.Equal(expected, WithReturns(network, cases, network.Weights));
        float[] others = [.. network.Weights];
        others.AsSpan().Reverse();
        Assert.NotEqual(expected, WithReturns(network, cases, others));
    }

    [Fact]
    public void The_weights_of_the_outputs_learn_as_by_back_propagation_and_those_below_do_not()
    {
        var network = new Network<double>(Topology.Layered(2, 3, 1)).Randomize(1);
        var angles = GradientCheck.Angles(network, Xor.Cases, new FeedbackAlignment()).Blocks.ToDictionary(static block => block.Weights, static block => block.Degrees);

        Assert.True(angles["hidden->output"] < 1e-6);
        Assert.True(angles["input->hidden"] > 1);
    }

    [Fact]
    public void Masked_links_have_no_return_weight_and_a_gradient_of_0()
    {
        var (topology, cases) = GradientNets.Of("links of all kinds");
        var gradient = GradientCheck.Gradient(new Network<double>(topology).Randomize(2), cases, method: new FeedbackAlignment());
        foreach (var block in topology.Blocks.Where(static block => block.Mask is not null))
        {
            for (var k = 0; k < block.Length; k++)
                Assert.True(block.Mask![k] || gradient[block.Offset + k] == 0);
        }
    }

    private static unsafe float[] WithReturns(Network<float> network, Cases cases, ReadOnlySpan<float> weights)
    {
        var returns = new ReturnWeights<float>(weights.Length);
        weights.CopyTo(returns.Values);
        var block = CaseBlock<float>.All(new BoundCases(network.Topology, cases))[0];
        var propagation = new Propagation<float>(network.Topology, block.Stride, new SumOfSquares(), returns: returns);
        var gradient = new Gradient<float>(network.Topology, block.IsDense);
        propagation.Derive(block, network.WeightBuffer.Pointer, gradient, fresh: true);
        gradient.Finish();
        return gradient.Values.ToArray();
    }
}
