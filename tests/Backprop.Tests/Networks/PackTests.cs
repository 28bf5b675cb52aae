namespace Backprop.Tests;

public class PackTests
{
    private static Network<double> Net(ulong seed, int hidden, UnitFunction? output = null) => new Network<double>(Topology.Build(net =>
    {
        var inputs = net.Input("a", 2);
        var more = net.Input("b", 1);
        net.Output("c", 3, output ?? UnitFunction.Softmax).From(net.Group("hidden", hidden, UnitFunction.Tanh).From(inputs, more)).From(more);
    })).Randomize(seed, 1);

    private static Cases Inputs() => new CasesBuilder(4).Input("a", [0, 1, 0.5, -1, 2, 0.25, -3, 4], 2).Input("b", [1, -1, 0.5, 0], 1).ToCases();

    [Fact]
    public void A_pack_answers_with_the_mean_of_its_nets()
    {
        Network<double>[] nets = [Net(1, 2), Net(2, 5), Net(3, 3)];
        var singles = nets.Select(net => net.Run(Inputs())).ToArray();

        var pack = Pack.Join(nets).Run(Inputs());

        for (var c = 0; c < 4; c++)
        {
            for (var unit = 0; unit < 3; unit++)
                Assert.Equal(singles.Average(single => single["c", c][unit]), pack["c", c][unit], 1e-15);
            Assert.Equal(1, pack["c", c].ToArray().Sum(), 1e-15);
        }
    }

    [Fact]
    public void A_pack_of_one_net_has_that_nets_answers_and_its_weights()
    {
        var net = Net(1, 4);

        var pack = Pack.Join<double>([net]);

        Assert.Equal(net.Run(Inputs())["c", 2].ToArray(), pack.Run(Inputs())["c", 2].ToArray());
        Assert.Equal(net["hidden->c"].ToArray(), pack["net 1 hidden->net 1 c"].ToArray());
        Assert.Equal(net.GetBiases("c").ToArray(), pack.GetBiases("net 1 c").ToArray());
    }

    [Fact]
    public void The_nets_are_copied()
    {
        var net = Net(1, 4);
        var pack = Pack.Join<double>([net]);
        var before = pack.Weights.ToArray();

        net.Weights.Clear();

        Assert.Equal(before, pack.Weights.ToArray());
    }

    [Fact]
    public void Masks_shared_weights_frozen_weights_and_names_of_units_stay()
    {
        var net = new Network<double>(Topology.Build(net =>
        {
            var inputs = net.Input("a", 2, unitNames: ["left", "right"]);
            var first = net.Group("first", 2, shareBiases: "one").From(inputs, share: "shared", frozen: true);
            var second = net.Group("second", 2, shareBiases: "one").From(inputs, share: "shared", frozen: true);
            net.Output("c", 2, unitNames: ["yes", "no"]).From(first, mask: new[,] { { true, false }, { true, true } }).From(second);
        })).Randomize(7);

        var pack = Pack.Join<double>([net, net]);

        Assert.Equal(["yes", "no"], pack.Topology["c"].UnitNames);
        Assert.Equal(["left", "right"], pack.Topology["a"].UnitNames);
        Assert.Same(pack.Topology.GetWeights("a->net 2 first"), pack.Topology.GetWeights("a->net 2 second"));
        Assert.NotSame(pack.Topology.GetWeights("a->net 1 first"), pack.Topology.GetWeights("a->net 2 first"));
        Assert.True(pack.Topology.GetWeights("a->net 1 first").Frozen);
        Assert.Equal([true, false, true, true], pack.Topology.GetWeights("net 1 first->net 1 c").Mask!);
        Assert.Equal(net["first->c"].ToArray(), pack["net 2 first->net 2 c"].ToArray());
        Assert.Equal(pack.Topology.ToJson(), Topology.FromJson(pack.Topology.ToJson()).ToJson());
    }

    [Fact]
    public void Means_of_softmax_units_are_probabilities_and_means_of_others_are_not()
    {
        Assert.True(Pack.GivesProbabilities(Pack.Join<double>([Net(1, 2), Net(2, 2)]).Topology["c"]));
        Assert.True(Pack.GivesProbabilities(Net(1, 2).Topology["c"]));
        Assert.False(Pack.GivesProbabilities(Pack.Join<double>([Net(1, 2, UnitFunction.Tanh)]).Topology["c"]));
        Assert.False(Pack.GivesProbabilities(Net(1, 2, UnitFunction.Identity).Topology["c"]));
    }

    [Fact]
    public void Nets_of_other_groups_and_no_nets_are_refused()
    {
        var error = Assert.Throws<TopologyException>(static () => Pack.Join<float>([new Network<float>(Topology.Layered(2, 3, 1)), new Network<float>(Topology.Layered(2, 3, 2))]));
        Assert.Equal("The nets of a pack have the same output groups, but net 2 has 'output' of 2 where net 1 has 'output' of 1.", error.Message);
        Assert.Throws<ArgumentException>(static () => Pack.Join<float>([]));
        var iterative = Topology.Iterative(static net => net.Output("b", 1).From(net.Input("a", 1))).Unroll(2);
        Assert.Contains("iterative", Assert.Throws<TopologyException>(() => Pack.Join<float>([new Network<float>(iterative)])).Message, StringComparison.Ordinal);
    }
}
