namespace Backprop.Exchange.Tests;

public sealed class UnitGraphTests
{
    private static readonly ForeignText File = new("f", []);

    [Fact]
    public void Connections_one_by_one_and_a_full_matrix_make_the_same_net()
    {
        var (one, all) = (new UnitGraph(File), new UnitGraph(File));
        double[] weights = [1, 2, 3, 4, 5, 6];
        var (from, to) = Groups(one);
        for (var k = 0; k < 6; k++) one.Connect(from, k % 3, to, k / 3, weights[k]);
        var (allFrom, allTo) = Groups(all);
        all.ConnectAll(allFrom, allTo, weights);

        Assert.Equal(all.ToNetwork().Topology.ToJson(), one.ToNetwork().Topology.ToJson());
        Assert.Equal([14.5, 32], one.ToNetwork().Run(1, 2, 3));
        Assert.Equal([14.5, 32], all.ToNetwork().Run(1, 2, 3));

        static (UnitGroup From, UnitGroup To) Groups(UnitGraph graph)
        {
            var groups = (graph.Add("in", GroupRole.Input, 3, UnitFunction.Identity), graph.Add("out", GroupRole.Output, 2, UnitFunction.Identity));
            groups.Item2.Biases[0] = 0.5;
            return groups;
        }
    }

    [Fact]
    public void Connections_that_are_not_there_are_masked()
    {
        var graph = new UnitGraph(File);
        var (from, to) = (graph.Add("in", GroupRole.Input, 2, UnitFunction.Identity), graph.Add("out", GroupRole.Output, 2, UnitFunction.Identity));
        graph.Connect(from, 0, to, 1, 2);
        graph.Connect(from, 1, to, 0, 3);
        graph.Connect(from, 1, to, 0, 4);

        var network = graph.ToNetwork();

        Assert.Equal([false, true, true, false], network.Topology.GetWeights("in->out").MaskArray!);
        Assert.Equal([70, 2], network.Run(1, 10));
    }

    [Fact]
    public void What_a_unit_hands_on_is_in_the_weights_behind_it_and_behind_outputs_in_units_of_their_own()
    {
        var graph = new UnitGraph(File);
        var from = graph.Add("in", GroupRole.Input, 1, UnitFunction.Identity);
        var hidden = graph.Add("hidden", GroupRole.Hidden, 2, UnitFunction.RectifiedLinear);
        var first = graph.Add("first", GroupRole.Output, 1, UnitFunction.RectifiedLinear);
        var second = graph.Add("second", GroupRole.Output, 1, UnitFunction.Identity);
        graph.ConnectAll(from, hidden, [1, -1]);
        graph.ConnectAll(hidden, first, [1, 10]);
        graph.ConnectAll(hidden, second, [1, 1]);
        hidden.HandOn(0, scale: 2, shift: 3);
        first.HandOn(0, scale: -1, shift: 0.5);

        var network = graph.ToNetwork();

        // hidden (4, 0) is handed on as (11, 0): first gives max(0, 11) and hands on -11 + 0.5.
        Assert.Equal([-10.5, 11], network.Run(4));
        Assert.Equal(["first", "second"], network.Topology.Outputs.Select(static group => group.Name));
    }

    [Fact]
    public void Names_that_come_twice_or_that_a_net_cannot_take_are_changed()
    {
        var graph = new UnitGraph(File);

        Assert.Equal(["a", "a 2", "b→c", "group", "x_y"], new[] { "a", "a", "b->c", " ", "x\ny" }.Select(name => graph.Add(name, GroupRole.Hidden, 1, UnitFunction.Identity).Name));
    }

    [Fact]
    public void A_net_whose_few_connections_would_take_much_memory_is_refused()
    {
        var graph = new UnitGraph(File);
        var (from, to) = (graph.Add("in", GroupRole.Input, 100_000, UnitFunction.Identity), graph.Add("out", GroupRole.Output, 100_000, UnitFunction.Identity));
        graph.Connect(from, 0, to, 0, 1);

        Assert.Contains("its 1 connections would take 10,000,000,000 weights", Assert.Throws<ForeignFileException>(() => graph.ToNetwork()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_that_is_not_finite_is_refused()
    {
        var graph = new UnitGraph(File);
        graph.ConnectAll(graph.Add("in", GroupRole.Input, 1, UnitFunction.Identity), graph.Add("out", GroupRole.Output, 1, UnitFunction.Identity), [double.NaN]);

        Assert.Contains("weight of NaN", Assert.Throws<ForeignFileException>(() => graph.ToNetwork()).Message, StringComparison.Ordinal);
    }
}
