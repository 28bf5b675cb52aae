namespace Backprop.Tests;

/// <summary>What is to be done with a block, without doing it.</summary>
public sealed class PropagationPlanTests
{
    private const string Small = """
        forward
          hidden: SumAndValue (Dense input->hidden from the biases; Value)
          output: SumAndValue (Dense hidden->output from the biases; Value)
        error
          output: Error
        backward
          output: Backward (Derivative; DenseGradient hidden->output, written, biases written)
          hidden: Backward (DenseBack hidden->output from 0; Derivative; DenseGradient input->hidden, written, biases written)
        """;

    private const string Large = """
        forward
          hidden (threads): Sparse input->hidden from the biases
          hidden (threads): Value
          output (threads): Dense hidden->output from the biases
          output (threads): Value
        error
          output: Error
        backward
          output (threads): SumAndDerivative (Derivative)
          output (threads): DenseGradient hidden->output, added, in case order, biases added
          hidden: SparseColumns input->hidden
          hidden (threads): DenseBack hidden->output from 0
          hidden (threads): Derivative
          hidden (threads): SparseGradient input->hidden, added, by columns
          hidden (threads): BiasGradient, biases added
        """;

    [Fact]
    public void A_small_net_takes_one_call_per_group_and_direction() =>
        Assert.Equal(Small, Plan(Topology.Layered(6, 2, 1), gradient: GradientLayout.Lanes).ToString(), ignoreLineEndingDifferences: true);

    [Fact]
    public void The_map_shows_the_plan_of_a_small_net() =>
        Assert.Contains(Small.ReplaceLineEndings("\n"), File.ReadAllText(Path.Combine(Repository.Root, "docs", "map.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);

    [Fact]
    public void A_large_net_takes_a_step_per_product() =>
        Assert.Equal(Large, Plan(Topology.Layered(784, 512, 256), isFresh: false, threads: 2, shapes: ("input", new GroupShape { Slots = 30 })).ToString(), ignoreLineEndingDifferences: true);

    [Fact]
    public void A_silent_group_adds_nothing_to_a_sum_and_is_not_the_first_to_write_shared_weights()
    {
        var plan = Plan(Recurrent(3), shapes: [("in@3", new GroupShape { IsAlwaysZero = true }), ("hidden@0", new GroupShape { IsAlwaysZero = true })]);
        Assert.Equal(
            ["in@1->hidden@1", "hidden@1->out@1", "in@2->hidden@2", "hidden@1->hidden@2", "hidden@2->out@2", "hidden@2->hidden@3", "hidden@3->out@3"],
            Steps(plan.Forward, Operation.Dense).Select(static step => step.Projection!.Name));
        Assert.Equal(
            ["DenseGradient in@2->hidden@2, written", "DenseGradient in@1->hidden@1, added"],
            Steps(plan.Backward, Operation.DenseGradient).Where(static step => step.Projection!.From.Origin == "in").Select(static step => (step with { Biases = BiasUse.None }).ToString()));
    }

    [Fact]
    public void A_sum_to_which_only_silent_groups_send_is_that_of_the_biases()
    {
        var plan = Plan(Topology.Layered(5, 2, 1), shapes: ("input", new GroupShape { IsAlwaysZero = true, Slots = 0 }));
        Assert.Equal("SumAndValue (Start from the biases; Value)", Assert.Single(plan.Forward[0].Steps).ToString());
        Assert.Equal("BiasGradient, biases written", plan.Backward[^1].Steps[^1].ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_copies_that_share_weights_the_first_on_the_way_back_writes_and_the_others_add(bool inLanes)
    {
        var plan = Plan(Recurrent(4), gradient: inLanes ? GradientLayout.Lanes : GradientLayout.Flat);
        foreach (var copies in Steps(plan.Backward, Operation.DenseGradient).GroupBy(static step => step.Projection!.Weights))
            Assert.Equal([true, .. Enumerable.Repeat(false, copies.Key.Copies - 1)], copies.Select(static step => step.Writes));
        foreach (var copies in plan.Backward.GroupBy(static group => group.Group.Biases!))
            Assert.Equal([BiasUse.Write, .. Enumerable.Repeat(BiasUse.Add, copies.Key.Copies - 1)], copies.Select(static group => Assert.Single(Steps([group], Operation.DenseGradient), static step => step.Biases != BiasUse.None).Biases));
    }

    [Fact]
    public void A_block_that_does_not_begin_a_gradient_writes_nothing() =>
        Assert.DoesNotContain(Steps(Plan(Recurrent(4), isFresh: false).Backward), static step => step.Writes || step.Biases == BiasUse.Write);

    [Fact]
    public void A_clamped_group_is_clamped_after_its_value_and_cleared_before_its_gradients()
    {
        var plan = Plan(Topology.Layered(6, 2, 1), gradient: GradientLayout.Lanes, shapes: ("hidden", new GroupShape { HasClamps = true }));
        Assert.Equal([Operation.SumAndValue, Operation.Clamp], plan.Forward[0].Steps.Select(static step => step.Operation));
        Assert.Equal([Operation.SumAndDerivative, Operation.ClearClamped, Operation.GradientInLanes], plan.Backward[1].Steps.Select(static step => step.Operation));
    }

    [Fact]
    public void A_group_with_one_sparse_sender_is_summed_product_by_product()
    {
        var plan = Plan(Topology.Build(static net =>
        {
            var hidden = net.Group("hidden", 4).From(net.Input("dense", 3)).From(net.Input("sparse", 50)).From(net.Input("other", 3));
            net.Output("out", 1).From(hidden);
        }), shapes: ("sparse", new GroupShape { Slots = 2 }));
        Assert.Equal(["Dense dense->hidden from the biases", "Sparse sparse->hidden", "Dense other->hidden", "Value"], plan.Forward[0].Steps.Select(static step => step.ToString()));
        Assert.Equal(
            ["DenseGradient dense->hidden, written, biases written", "SparseGradient sparse->hidden, written", "DenseGradient other->hidden, written"],
            plan.Backward[^1].Steps.Skip(1).Select(static step => step.ToString()));
    }

    [Fact]
    public void Products_unit_by_unit_only_add_to_what_another_step_has_started()
    {
        var topology = Topology.Build(static net =>
        {
            var input = net.Input("in", 3);
            var hidden = net.Group("hidden", 3, biases: false).From(input, oneToOne: true);
            net.Output("out", 3).From(hidden, oneToOne: true).From(input);
        });
        var plan = Plan(topology);
        Assert.Equal(["Start from 0", "OneToOne in->hidden", "Value"], plan.Forward[0].Steps.Select(static step => step.ToString()));
        Assert.Equal(["Start from the biases", "OneToOne hidden->out", "Dense in->out", "Value"], plan.Forward[1].Steps.Select(static step => step.ToString()));
        Assert.Equal(["StartBack from 0", "OneToOneBack hidden->out", "Derivative", "OneToOneGradient in->hidden, written"], plan.Backward[1].Steps.Select(static step => step.ToString()));
    }

    [Fact]
    public void An_output_that_sends_on_starts_from_its_own_error_unless_that_is_of_the_total_input()
    {
        var topology = Topology.Build(static net =>
        {
            var first = net.Output("first", 2).From(net.Input("in", 3));
            net.Output("second", 1).From(first);
        });
        Assert.Equal(["SumAndDerivative (DenseBack first->second; Derivative)", "DenseGradient in->first, written, biases written"], Plan(topology).Backward[1].Steps.Select(static step => step.ToString()));
        Assert.Equal(
            ["SumAndDerivative (DenseBack first->second from 0; Derivative)", "ErrorDerivative", "DenseGradient in->first, written, biases written"],
            Plan(topology, givesTotalInput: true).Backward[1].Steps.Select(static step => step.ToString()));
    }

    [Fact]
    public void An_error_of_the_total_input_does_not_pass_the_unit_function() =>
        Assert.Equal(
            ["StartBack from 0", "ErrorDerivative", "DenseGradient hidden->output, written, biases written"],
            Plan(Topology.Layered(6, 2, 1), givesTotalInput: true).Backward[0].Steps.Select(static step => step.ToString()));

    [Fact]
    public void Groups_on_which_no_error_depends_have_no_way_back()
    {
        var topology = Topology.Build(static net =>
        {
            var hidden = net.Group("hidden", 2).From(net.Input("in", 3));
            net.Output("asked", 1).From(hidden);
            net.Output("free", 1).From(net.Group("aside", 2).From(hidden));
        });
        var plan = Plan(topology, shapes: ("free", new GroupShape()));
        Assert.Equal(["asked"], plan.Error.Select(static group => group.Group.Name));
        Assert.Equal(["asked", "hidden"], plan.Backward.Select(static group => group.Group.Name));
        Assert.Equal(["hidden->asked"], Steps(plan.Backward, Operation.DenseBack).Select(static step => step.Projection!.Name));
        Assert.Empty(Plan(topology, gradient: GradientLayout.None).Backward);
    }

    [Theory]
    [InlineData(15, false)]
    [InlineData(16, true)]
    public void Only_in_a_deep_net_what_vanishes_on_the_way_back_is_cleared(int depth, bool expected)
    {
        var plan = Plan(Topology.Layered([.. Enumerable.Repeat(2, depth + 1)]));
        Assert.All(plan.Backward, group => Assert.Equal(expected, group.Steps.Any(static step => step.Operation == Operation.ClearVanished)));
    }

    [Fact]
    public void Frozen_weights_and_biases_get_no_gradient()
    {
        var plan = Plan(Topology.Build(static net =>
        {
            var hidden = net.Group("hidden", 4, frozen: true).From(net.Input("in", 3), frozen: true);
            net.Output("out", 1).From(hidden);
        }));
        Assert.Equal(["SumAndDerivative (DenseBack hidden->out from 0; Derivative)"], plan.Backward[1].Steps.Select(static step => step.ToString()));
    }

    [Fact]
    public void Threads_share_a_group_only_if_it_has_enough_products_and_units_that_do_not_depend_on_each_other()
    {
        Assert.Equal([true, false], Shared(UnitFunction.Logistic, 64));
        Assert.Equal([true, false], Shared(UnitFunction.Logistic, 16)); // 262,144 products, just enough
        Assert.Equal([false, false], Shared(UnitFunction.Logistic, 16, units: 127));
        Assert.Equal([false, false], Shared(UnitFunction.Softmax, 64));
        Assert.DoesNotContain(Plan(Net(UnitFunction.Logistic), 64, threads: 1).Forward, static group => group.IsShared);
        // Of sparse states the products that are not 0 count.
        Assert.DoesNotContain(Plan(Net(UnitFunction.Logistic), 64, threads: 2, shapes: ("in", new GroupShape { Slots = 2 })).Forward, static group => group.IsShared);

        static Topology Net(UnitFunction function, int units = 128) => Topology.Build(net => net.Output("out", 2).From(net.Group("hidden", units, function).From(net.Input("in", 128))));
        static IEnumerable<bool> Shared(UnitFunction function, int count, int units = 128) => Plan(Net(function, units), count, threads: 2).Forward.Select(static group => group.IsShared);
    }

    [Theory]
    [InlineData(4, 4, false)]
    [InlineData(300, 300, true)]
    public void A_sum_is_kept_in_registers_unless_a_product_is_large(int units, int count, bool expected)
    {
        var plan = Plan(Topology.Layered(units, units, 1), count);
        Assert.Equal(expected, plan.Forward[0].Steps[0].Operation == Operation.Dense);
        Assert.Equal(Operation.SumAndValue, plan.Forward[1].Steps[0].Operation);
    }

    [Fact]
    public void Columns_of_a_sparse_gradient_are_recorded_only_in_a_large_net_and_not_where_copies_share_the_weights()
    {
        Assert.Equal([true], Recorded(Topology.Layered(100, 50, 1)));
        Assert.Equal([false], Recorded(Topology.Layered(100, 20, 1)));
        Assert.Equal([false], Recorded(Topology.Layered(63, 64))); // 4,096 weights and biases, just too few
        Assert.Equal([true], Recorded(Topology.Layered(64, 64)));
        Assert.Equal([false, false], Recorded(Topology.Iterative(static net => net.Output("out", 50).From(net.Input("input", 100))).Unroll(2)));

        static IEnumerable<bool> Recorded(Topology topology) => Steps(Plan(topology, shapes: [.. topology.Inputs.Select(static group => (group.Name, new GroupShape { Slots = 2 }))]).Backward, Operation.SparseGradient).Select(static step => step.ByColumns);
    }

    [Fact]
    public void Plans_of_the_same_net_are_equal_if_what_they_do_is()
    {
        var topology = Topology.Layered(6, 2, 1);
        Assert.Equal(Plan(topology), Plan(topology));
        Assert.Equal(Plan(topology).GetHashCode(), Plan(topology).GetHashCode());
        Assert.NotEqual(Plan(topology), Plan(topology, isFresh: false));
        Assert.NotEqual(Plan(topology), Plan(topology, gradient: GradientLayout.Lanes));
        Assert.NotEqual(Plan(topology), Plan(topology, shapes: ("hidden", new GroupShape { HasClamps = true })));
        Assert.NotEqual(Plan(topology), Plan(topology, givesTotalInput: true));
        Assert.False(Plan(topology).Equals(null));
        // The same steps for another number of cases, and other steps forward alone.
        Assert.NotEqual(Plan(topology, count: 63), Plan(topology));
        var large = Topology.Layered(784, 512, 10);
        Assert.NotEqual(Plan(large, gradient: GradientLayout.None, threads: 2), Plan(large, gradient: GradientLayout.None));
        Assert.NotEqual(Plan(large, threads: 2), Plan(large));
    }

    private static Topology Recurrent(int iterations) => Topology.Iterative(static net =>
    {
        var hidden = net.Group("hidden", 4).From(net.Input("in", 2));
        hidden.From(hidden, delay: 1);
        net.Output("out", 1).From(hidden);
    }).Unroll(iterations);

    /// <summary>The operations one by one, those of one call too.</summary>
    private static IEnumerable<PlanStep> Steps(IEnumerable<GroupSteps> groups) => groups.SelectMany(static group => group.Steps).SelectMany(static step => step.Parts.IsEmpty ? [step] : step.Parts);

    private static IEnumerable<PlanStep> Steps(IEnumerable<GroupSteps> groups, Operation operation) => Steps(groups).Where(step => step.Operation == operation);

    /// <summary>Every output has targets and every input is dense, where <paramref name="shapes"/> says nothing else.</summary>
    private static PropagationPlan Plan(
        Topology topology, int count = 64, GradientLayout gradient = GradientLayout.Flat, bool isFresh = true, int threads = 1, bool givesTotalInput = false, params (string Group, GroupShape Shape)[] shapes)
    {
        var given = shapes.ToDictionary(static one => one.Group, static one => one.Shape, StringComparer.Ordinal);
        var shape = new BlockShape([.. topology.Groups.Select(group => given.TryGetValue(group.Name, out var one) ? one : new GroupShape { HasTargets = group.IsOutput })]);
        return PropagationPlanner.Plan(topology, new PlanKey(shape, count, gradient, isFresh), _ => givesTotalInput, threads);
    }
}
