namespace Backprop.Tests;

public sealed class TopologyTests
{
    private static readonly Topology FamilyTrees = Topology.Build(static net =>
    {
        var person = net.Input("person 1", 24);
        var relation = net.Input("relation", 12);
        var who = net.Group("person code", 6).From(person);
        var what = net.Group("relation code", 6).From(relation);
        var center = net.Group("center", 12).From(who, what);
        var answer = net.Group("answer code", 6).From(center);
        net.Output("person 2", 24).From(answer);
    });

    [Fact]
    public void A_net_prints_a_line_a_group_a_line_a_projection_and_its_count_of_weights() => Assert.Equal(
        """
        person 1          24 units  input
        relation          12 units  input
        person code        6 units  hidden, logistic
        relation code      6 units  hidden, logistic
        center            12 units  hidden, logistic
        answer code        6 units  hidden, logistic
        person 2          24 units  output, logistic
        person 1->person code    6 × 24
        relation->relation code  6 × 12
        person code->center      12 × 6
        relation code->center    12 × 6
        center->answer code      6 × 12
        answer code->person 2    24 × 6
        630 weights, 54 of them biases
        """,
        FamilyTrees.ToString());

    [Fact]
    public void Outputs_stay_in_the_order_in_which_they_are_declared_whatever_the_order_of_computation()
    {
        static void Describe(TopologyBuilder net)
        {
            var input = net.Input("in", 2);
            var (late, early) = (net.Output("late", 1, UnitFunction.Identity), net.Output("early", 2, UnitFunction.Identity));
            late.From(early.From(input));
        }
        var layered = Topology.Build(Describe);
        Assert.Equal(["in", "early", "late"], layered.Groups.Select(group => group.Name));
        Assert.Equal(["late", "early"], layered.Outputs.Select(group => group.Name));
        Assert.Equal(["late", "early"], Topology.FromJson(layered.ToJson()).Outputs.Select(group => group.Name));
        Assert.Equal([60, 3, 3], Weighted(layered).Run(1, 2));

        var unrolled = Topology.Iterative(Describe).Unroll(2);
        Assert.Equal(["late@1", "early@1", "late@2", "early@2"], unrolled.Outputs.Select(group => group.Name));
        Assert.Equal(["late@1", "early@1", "late@2", "early@2"], Topology.FromJson(unrolled.ToJson()).Outputs.Select(group => group.Name));
        Assert.Equal([60, 3, 3], new SequenceRunner<double>(Weighted(unrolled)).Step(1, 2));

        static Network<double> Weighted(Topology topology)
        {
            var net = new Network<double>(topology);
            net["in->early"].Fill(1);
            net["early->late"].Fill(10);
            return net;
        }
    }

    [Fact]
    public void What_is_special_in_a_net_is_printed_beside_it()
    {
        var topology = Topology.Build(static net =>
        {
            var input = net.Input("in", 2);
            var a = net.Group("a", 2, UnitFunction.Tanh, biases: false).From(input, share: "w");
            var b = net.Group("b", 2, shareBiases: "bias", frozenBiases: [true, false]).From(a, oneToOne: true);
            var c = net.Group("c", 2, frozen: true).From(b, mask: new[,] { { true, false }, { true, true } });
            net.Output("out", 1, UnitFunction.Identity).From(c).From(input, frozenWeights: new[,] { { false, true } });
        });

        Assert.Equal(
            """
            in       2 units  input
            a        2 units  hidden, tanh, no biases
            b        2 units  hidden, logistic, biases 'bias', 1 of the biases frozen
            c        2 units  hidden, logistic, frozen
            out      1 unit   output, identity
            in->a    2 × 2, weights 'w'
            a->b     2 one-to-one
            b->c     2 × 2, masked to 3
            c->out   1 × 2
            in->out  1 × 2, 1 frozen
            18 weights, 5 of them biases
            """,
            topology.ToString());
    }

    [Fact]
    public void Weights_lie_in_the_order_of_the_projections_then_biases_in_the_order_of_the_groups()
    {
        Assert.Equal(
            ["person 1->person code 0", "relation->relation code 144", "person code->center 216", "relation code->center 288", "center->answer code 360", "answer code->person 2 432",
                "person code 576", "relation code 582", "center 588", "answer code 600", "person 2 606"],
            FamilyTrees.Blocks.Select(static block => $"{block.Name} {block.Offset}"));
        Assert.Equal(576, FamilyTrees.BiasOffset);
        Assert.Equal(630, FamilyTrees.WeightCount);
    }

    [Fact]
    public void Depth_is_the_longest_way_from_an_input_and_a_skip_is_longer_than_one()
    {
        var topology = Topology.Build(static net =>
        {
            var input = net.Input("in", 1);
            var a = net.Group("a", 1).From(input);
            var b = net.Group("b", 1).From(a, input);
            net.Output("out", 1).From(b, a, input);
        });

        Assert.Equal([0, 1, 2, 3], topology.Groups.Select(static group => group.Depth));
        Assert.Equal(["in->b", "a->out", "in->out"], topology.Projections.Where(static projection => projection.To.Depth - projection.From.Depth > 1).Select(static projection => projection.Name));
    }

    [Fact]
    public void Groups_are_computed_after_what_they_receive_from_however_they_are_declared()
    {
        var topology = Topology.Build(static net =>
        {
            var output = net.Output("out", 1);
            var late = net.Group("late", 1);
            var early = net.Group("early", 1);
            late.From(early);
            output.From(late).From(early);
            early.From(net.Input("in", 1));
        });

        Assert.Equal(["in", "early", "late", "out"], topology.Groups.Select(static group => group.Name));
    }

    /// <summary>Takes half a second; minutes if the time grew with the square of their number.</summary>
    [Fact]
    public void Very_many_groups_are_put_in_the_order_of_their_computation()
    {
        const int count = 30_000;

        var topology = Topology.Build(static net =>
        {
            // Declared last to first, so that each becomes ready only when all declared after it are.
            var groups = Enumerable.Range(0, count).Select(k => k == 0 ? net.Output("out", 1) : k == count - 1 ? net.Input("in", 1) : net.Group($"hidden {k}", 1)).ToArray();
            for (var k = 0; k + 1 < count; k++)
                groups[k].From(groups[k + 1]);
        });

        Assert.Equal(["in", $"hidden {count - 2}"], topology.Groups.Take(2).Select(static group => group.Name));
        Assert.Equal(count - 1, topology["out"].Depth);
    }

    [Fact]
    public void A_frozen_group_freezes_its_biases_and_all_that_runs_into_it_and_no_more()
    {
        var topology = Topology.Build(static net =>
        {
            var input = net.Input("in", 1);
            var frozen = net.Group("frozen", 1, frozen: true).From(input);
            net.Output("out", 1).From(frozen).From(input, frozen: true);
        });

        Assert.Equal(["in->frozen", "in->out", "frozen"], topology.Blocks.Where(static block => block.Frozen).Select(static block => block.Name));
    }

    [Fact]
    public void Weights_are_frozen_one_by_one_and_all_of_them_make_a_frozen_block()
    {
        var topology = Topology.Build(static net =>
        {
            var input = net.Input("in", 2);
            var some = net.Group("some", 2, frozenBiases: [false, true]).From(input, frozenWeights: new[,] { { true, false }, { false, false } });
            var all = net.Group("all", 2, frozenBiases: [true, true]).From(some, mask: new[,] { { true, false }, { false, true } }, frozenWeights: new[,] { { true, false }, { true, true } });
            net.Output("out", 1).From(all, frozenWeights: new[,] { { false, false } });
        });

        Assert.Equal(["some->all", "all"], topology.Blocks.Where(static block => block.Frozen).Select(static block => block.Name));
        Assert.Equal([true, false, false, false], topology.GetWeights("in->some").FrozenWeights);
        Assert.Equal([false, true], topology["some"].Biases!.FrozenWeights);
        Assert.All(topology.Blocks.Where(static block => block.Name is "some->all" or "all->out" or "all" or "out"), static block => Assert.Null(block.FrozenWeights));
        Assert.Equal([true, false], [topology.GetWeights("in->some").IsFrozen(0), topology.GetWeights("in->some").IsFrozen(3)]);
        Assert.True(topology.GetWeights("some->all").IsFrozen(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => topology.GetWeights("in->some").IsFrozen(4));
    }

    [Fact]
    public void Weights_that_are_shared_are_one_block_counted_once()
    {
        var topology = Topology.Build(static net =>
        {
            var (a, b) = (net.Input("a", 3), net.Input("b", 3));
            var left = net.Group("left", 2, shareBiases: "both").From(a, share: "code");
            var right = net.Group("right", 2, shareBiases: "both").From(b, share: "code");
            net.Output("out", 1).From(left, right);
        });

        Assert.Equal(6 + 2 + 2 + 2 + 1, topology.WeightCount);
        Assert.Same(topology.GetWeights("a->left"), topology.GetWeights("b->right"));
        Assert.Same(topology.GetWeights("code"), topology.GetWeights("b->right"));
        Assert.Equal(2, topology.GetWeights("code").Copies);
        Assert.Same(topology["left"].Biases, topology["right"].Biases);
    }

    [Fact]
    public void A_group_of_a_layered_net_is_its_own_origin_and_of_no_iteration() =>
        Assert.All(FamilyTrees.Groups, static group => Assert.Equal((group.Name, null), (group.Origin, group.Iteration)));

    [Fact]
    public void A_mask_handed_over_is_kept_as_it_was()
    {
        var mask = new[,] { { true, false } };
        var topology = Topology.Build(net =>
        {
            var output = net.Output("out", 1).From(net.Input("in", 2), mask: mask);
            mask[0, 1] = true;
        });

        Assert.Equal([true, false], topology.Blocks[0].Mask);
        Assert.Equal(1, topology.Blocks[0].Count);
    }
}
