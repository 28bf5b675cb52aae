namespace Backprop.Tests;

/// <summary>Nets that cannot be are refused with a message that names the group or projection, what was expected and what came.</summary>
public sealed class TopologyChecksTests
{
    private static readonly Dictionary<string, (Action<TopologyBuilder> Net, string Message)> Refused = new(StringComparer.Ordinal)
    {
        ["empty"] = (static _ => { }, "The net has no groups; give it at least an input and an output group."),
        ["no input"] = (static net => net.Output("out", 1), "The net has no input group; it needs at least one."),
        ["no output"] = (static net => net.Group("hid", 1).From(net.Input("in", 1)), "The net has no output group; it needs at least one."),
        ["empty name"] = (static net => net.Output("", 1).From(net.Input("in", 1)), "'' cannot name a group: a name is not empty and holds no '->' and no control characters."),
        ["arrow in a name"] = (static net => net.Output("a->b", 1).From(net.Input("in", 1)), "'a->b' cannot name a group: a name is not empty and holds no '->' and no control characters."),
        ["control character in a name"] = (static net => net.Output("a\tb", 1).From(net.Input("in", 1)), "'a b' cannot name a group: a name is not empty and holds no '->' and no control characters."),
        ["two of one name"] = (static net => net.Output("in", 1).From(net.Input("in", 1)), "Two groups are called 'in'; give each a name of its own."),
        ["no units"] = (static net => net.Output("out", 0).From(net.Input("in", 1)), "group 'out' has 0 units; it needs at least 1."),
        ["negative size"] = (static net => net.Output("out", 2).From(net.Input("in", -3)), "group 'in' has -3 units; it needs at least 1."),
        ["initial state"] = (static net => net.Output("out", 1).From(net.Input("in", 1, initialState: double.NaN)), "group 'in' has the initial state NaN; it must be a finite number."),
        ["into an input"] = (static net =>
        {
            var input = net.Input("in", 1);
            input.From(net.Output("out", 1).From(input));
        }, "projection 'out->in' runs into the input group 'in', whose states are given; make it a hidden group or remove the projection."),
        ["delay"] = (static net => net.Output("out", 1).From(net.Input("in", 1), delay: 1), "projection 'in->out' has a delay of 1, but a layered net has no time; only an iterative net has delays."),
        ["twice"] = (static net =>
        {
            var input = net.Input("in", 1);
            net.Output("out", 1).From(input, input);
        }, "projection 'in->out' is declared twice; declare it once."),
        ["one-to-one sizes"] = (static net => net.Output("out", 2).From(net.Input("in", 3), oneToOne: true), "projection 'in->out' is one-to-one, but 'in' has 3 units and 'out' 2; make them equal."),
        ["one-to-one mask"] = (static net => net.Output("out", 1).From(net.Input("in", 1), oneToOne: true, mask: new bool[1, 2]), "projection 'in->out' has a mask of 1 × 2, but it is one-to-one and asks for one column: 1 × 1."),
        ["mask transposed"] = (static net => net.Output("out", 2).From(net.Input("in", 3), mask: new bool[3, 2]), "projection 'in->out' has a mask of 3 × 2, but the groups ask for [to, from] = 2 × 3."),
        ["empty share"] = (static net => net.Output("out", 1).From(net.Input("in", 1), share: " "), "projection 'in->out' shares its weights under an empty name; give one."),
        ["self"] = (static net =>
        {
            var hidden = net.Group("hid", 1).From(net.Input("in", 1));
            net.Output("out", 1).From(hidden.From(hidden));
        }, "group 'hid' and itself form a cycle without a delay; a layered net has none, and in an iterative net one of these projections needs 'delay: 1' or more."),
        ["cycle"] = (static net =>
        {
            var (a, b, c) = (net.Group("a", 1).From(net.Input("in", 1)), net.Group("b", 1), net.Group("c", 1));
            b.From(a);
            c.From(b);
            a.From(c);
            net.Output("out", 1).From(c);
        }, "groups 'a', 'b', 'c' form a cycle without a delay; a layered net has none, and in an iterative net one of these projections needs 'delay: 1' or more."),
        ["cycle before the first group"] = (static net =>
        {
            var output = net.Output("out", 1);
            var (a, b) = (net.Group("a", 1).From(net.Input("in", 1)), net.Group("b", 1));
            b.From(a);
            a.From(b);
            output.From(b);
        }, "groups 'a', 'b' form a cycle without a delay; a layered net has none, and in an iterative net one of these projections needs 'delay: 1' or more."),
        ["not reached"] = (static net =>
        {
            var island = net.Group("island", 1);
            net.Output("out", 1).From(net.Input("in", 1), island);
        }, "group 'island' is not reached from any input; give it a projection from a group that is."),
        ["leads nowhere"] = (static net =>
        {
            var input = net.Input("in", 1);
            net.Group("dead end", 1).From(input);
            net.Output("out", 1).From(input);
        }, "group 'dead end' leads to no output; project from it or remove it."),
        ["unused input"] = (static net =>
        {
            net.Input("spare", 1);
            net.Output("out", 1).From(net.Input("in", 1));
        }, "group 'spare' leads to no output; project from it or remove it."),
        ["shared shapes"] = (static net =>
        {
            var (a, b) = (net.Input("a", 2), net.Input("b", 3));
            net.Output("out", 1).From(net.Group("x", 2).From(a, share: "w"), net.Group("y", 2).From(b, share: "w"));
        }, "projections 'a->x' and 'b->y' share the weights 'w', but one is 2 × 2 and the other 2 × 3; only equal shapes can share."),
        ["shared masks"] = (static net =>
        {
            var (a, b) = (net.Input("a", 1), net.Input("b", 1));
            net.Output("out", 1).From(net.Group("x", 1).From(a, share: "w", mask: new[,] { { true } }), net.Group("y", 1).From(b, share: "w", mask: new[,] { { false } }));
        }, "projections 'a->x' and 'b->y' share the weights 'w', but their masks differ; give both the same."),
        ["shared without and with a mask"] = (static net =>
        {
            var (a, b) = (net.Input("a", 1), net.Input("b", 1));
            net.Output("out", 1).From(net.Group("x", 1).From(a, share: "w"), net.Group("y", 1).From(b, share: "w", mask: new[,] { { true } }));
        }, "projections 'a->x' and 'b->y' share the weights 'w', but their masks differ; give both the same."),
        ["shared with and without a mask"] = (static net =>
        {
            var (a, b) = (net.Input("a", 1), net.Input("b", 1));
            net.Output("out", 1).From(net.Group("x", 1).From(a, share: "w", mask: new[,] { { true } }), net.Group("y", 1).From(b, share: "w"));
        }, "projections 'a->x' and 'b->y' share the weights 'w', but their masks differ; give both the same."),
        ["shared frozen"] = (static net =>
        {
            var (a, b) = (net.Input("a", 1), net.Input("b", 1));
            net.Output("out", 1).From(net.Group("x", 1).From(a, share: "w"), net.Group("y", 1, frozen: true).From(b, share: "w"));
        }, "projections 'a->x' and 'b->y' share the weights 'w', but differ in being frozen or in how they start; say the same of both."),
        ["shared frozen weights"] = (static net =>
        {
            var (a, b) = (net.Input("a", 2), net.Input("b", 2));
            net.Output("out", 1).From(net.Group("x", 1).From(a, share: "w", frozenWeights: new[,] { { true, false } }), net.Group("y", 1).From(b, share: "w", frozenWeights: new[,] { { false, true } }));
        }, "projections 'a->x' and 'b->y' share the weights 'w', but differ in being frozen or in how they start; say the same of both."),
        ["frozen weights of another shape"] = (static net => net.Output("out", 1).From(net.Input("in", 2), frozenWeights: new[,] { { true } }),
            "projection 'in->out' says of 1 × 1 weights whether they are frozen, but the groups ask for [to, from] = 1 × 2."),
        ["frozen biases of another size"] = (static net => net.Output("out", 2, frozenBiases: [true]).From(net.Input("in", 2)),
            "group 'out' says of 1 biases whether they are frozen, but it has 2; say it of every bias, or of none."),
        ["frozen biases of a group without"] = (static net => net.Output("out", 2, biases: false, frozenBiases: [true, false]).From(net.Input("in", 2)),
            "group 'out' says of 2 biases whether they are frozen, but it has 0; say it of every bias, or of none."),
        ["shared biases"] = (static net =>
        {
            var input = net.Input("in", 1);
            net.Output("out", 1).From(net.Group("x", 1, shareBiases: "b").From(input), net.Group("y", 2, shareBiases: "b").From(input));
        }, "group 'y' shares the biases 'b', which are 1, but it has 2 units; only groups of one size can share."),
        ["shared biases frozen"] = (static net =>
        {
            var input = net.Input("in", 1);
            net.Output("out", 1).From(net.Group("x", 1, shareBiases: "b", frozen: true).From(input), net.Group("y", 1, shareBiases: "b").From(input));
        }, "group 'y' shares the biases 'b' with a group that differs in being frozen or in how they start; say the same of both."),
        ["shared biases from different starts"] = (static net =>
        {
            var input = net.Input("in", 1);
            net.Output("out", 1).From(net.Group("x", 1, shareBiases: "b", initialBiases: Initialization.Constant(1)).From(input), net.Group("y", 1, shareBiases: "b").From(input));
        }, "group 'y' shares the biases 'b' with a group that differs in being frozen or in how they start; say the same of both."),
        ["too many weights"] = (static net => net.Output("out", int.MaxValue, biases: false).From(net.Input("in", int.MaxValue)),
            "projection 'in->out' with 2147483647 × 2147483647 weights takes the net beyond 2,147,483,591 weights; make the groups smaller."),
    };

    public static TheoryData<string> RefusedNets => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(RefusedNets))]
    public void A_net_that_cannot_be_is_refused_by_name(string reason)
    {
        var (net, message) = Refused[reason];

        Assert.Equal(message, Assert.Throws<TopologyException>(() => Topology.Build(net)).Message);
    }

    [Fact]
    public void A_group_of_another_net_cannot_send()
    {
        GroupBuilder? stranger = null;
        Topology.Build(net =>
        {
            stranger = net.Input("in", 1);
            net.Output("out", 1).From(stranger);
        });

        var problem = Assert.Throws<TopologyException>(() => Topology.Build(net => net.Output("out", 1).From(stranger!)));

        Assert.Equal("group 'out' is given a projection from 'in', which belongs to another net; use a group of this net.", problem.Message);
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 3 })]
    public void Layers_are_at_least_two(int[] sizes) => Assert.Contains($"but {sizes.Length} sizes came", Assert.Throws<TopologyException>(() => Topology.Layered(sizes)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_iterative_net_needs_a_delay_in_each_cycle_and_at_least_one_iteration()
    {
        var cycle = Assert.Throws<TopologyException>(() => Topology.Iterative(static net =>
        {
            var (a, b) = (net.Output("a", 1), net.Group("b", 1));
            a.From(b);
            b.From(a);
        }));
        Assert.Contains("groups 'a', 'b' form a cycle without a delay", cycle.Message, StringComparison.Ordinal);

        var iterative = Topology.Iterative(static net =>
        {
            var a = net.Output("a", 1);
            a.From(a, delay: 1);
        });
        Assert.Contains("at least 1 iteration, but 0", Assert.Throws<TopologyException>(() => iterative.Unroll(0)).Message, StringComparison.Ordinal);

        var negative = Assert.Throws<TopologyException>(() => Topology.Iterative(static net =>
        {
            var a = net.Output("a", 1);
            a.From(a, delay: -1);
        }));
        Assert.Equal("projection 'a->a' has a delay of -1; a delay is 0 or more iterations.", negative.Message);

        var marked = Assert.Throws<TopologyException>(() => Topology.Iterative(static net => net.Output("a@1", 1).From(net.Input("in", 1))));
        Assert.StartsWith("'a@1' cannot name a group of an iterative net", marked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_net_has_at_most_as_many_weights_as_an_array_holds() =>
        Assert.Equal(Array.MaxLength, Topology.Build(static net => net.Output("out", 1).From(net.Input("in", Array.MaxLength - 1))).WeightCount);

    [Theory]
    [InlineData(20, "'hidden 18', 'output'.")]
    [InlineData(21, "'hidden 18', 'hidden 19', … (21 in all).")]
    public void A_message_lists_at_most_twenty_names(int groups, string end)
    {
        var topology = Topology.Layered([.. Enumerable.Repeat(1, groups)]);

        Assert.EndsWith(end, Assert.Throws<KeyNotFoundException>(() => topology["nowhere"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_names_are_answered_with_the_known_ones()
    {
        var topology = Topology.Layered(2, 2, 1);

        Assert.Equal("The net has no group 'hiden'; its groups are 'input', 'hidden', 'output'.", Assert.Throws<KeyNotFoundException>(() => topology["hiden"]).Message);
        Assert.Equal("The net has no weights 'input->output'; it has 'input->hidden', 'hidden->output'.", Assert.Throws<KeyNotFoundException>(() => topology.GetWeights("input->output")).Message);
    }
}
