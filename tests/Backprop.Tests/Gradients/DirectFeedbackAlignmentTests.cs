namespace Backprop.Tests;

public sealed class DirectFeedbackAlignmentTests
{
    [Fact]
    public void Two_steps_are_those_of_direct_random_weights_in_plain_arithmetic()
    {
        var random = new RandomSource(Noise.Mixed(7, 0));
        var direct = new[] { random.NextSigned() / Math.Sqrt(2), random.NextSigned() / Math.Sqrt(2) };

        PlainTwoLayers.TwoStepsAreThose(new DirectFeedbackAlignment { Seed = 7 }, (weights, _) => PlainTwoLayers.Sum(PlainTwoLayers.Pairs.Select(pair =>
        {
            var net = new PlainTwoLayers(weights, pair.Input);
            return net.Gradient(net.Derivatives(pair.Target, direct[0], direct[1]));
        })));
    }

    [Fact]
    public void A_hidden_group_gets_the_errors_of_all_outputs_whatever_lies_between()
    {
        var (topology, cases) = GradientNets.Of("links of all kinds");
        var network = new Network<double>(topology).Randomize(4);
        var method = new DirectFeedbackAlignment { Range = 1 };
        // All that the first hidden group sends.
        network["first->second"].Clear();
        network["first->right"].Clear();
        var block = topology.GetWeights("in->first");

        Assert.All(GradientCheck.Gradient(network, cases).AsSpan(block.Offset, block.Length).ToArray(), static value => Assert.Equal(0, value));
        Assert.Contains(GradientCheck.Gradient(network, cases, method: method).AsSpan(block.Offset, block.Length).ToArray(), static value => value != 0);
        Assert.Equal(0, GradientCheck.Angles(network, cases, method).Blocks.Single(static other => other.Weights == "second->left").Degrees, 1e-6);
    }

    [Fact]
    public void Nets_for_which_it_is_not_defined_are_refused_by_name()
    {
        var iterative = GradientNets.Of("iterative");
        var refusal = Assert.Throws<TopologyException>(() => GradientCheck.Gradient(new Network<float>(iterative.Topology), iterative.Cases, method: new DirectFeedbackAlignment()));
        Assert.Contains("'direct feedback alignment' is for layered nets, but this net is iterative", refusal.Message, StringComparison.Ordinal);

        var onward = Topology.Build(static net =>
        {
            var first = net.Output("first", 1).From(net.Input("in", 2));
            net.Output("last", 1).From(first);
        });
        refusal = Assert.Throws<TopologyException>(() => new Trainer<float>(new Network<float>(onward), new CasesBuilder(1).Input("in", [1, 0], 2).Target("last", [1], 1).ToCases(), new GradientDescent(),
            options: new TrainerOptions { Gradient = new DirectFeedbackAlignment() }));
        Assert.Contains("output group 'first' sends to group 'last'", refusal.Message, StringComparison.Ordinal);
    }
}
