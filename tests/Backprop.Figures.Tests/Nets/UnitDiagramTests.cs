namespace Backprop.Figures.Tests;

public sealed class UnitDiagramTests
{
    [Fact]
    public void Every_weight_of_a_small_net_stands_on_its_arc_and_every_bias_in_its_unit()
    {
        var net = new Network<double>(Topology.Layered(6, 2, 1)).Randomize(7, 3);
        var svg = UnitDiagram.From(net).ToSvg();
        foreach (var weight in net.Weights) Assert.Contains($">{SvgNumber.Value(weight)}<", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_masked_connection_is_not_drawn()
    {
        var net = new Network<float>(Topology.Build(net =>
        {
            var input = net.Input("input", 2);
            net.Output("output", 2).From(input, mask: new[,] { { true, false }, { true, true } });
        }));
        Assert.Equal(3, UnitDiagram.From(net).Arcs.Count);
    }

    [Fact]
    public void An_underscore_in_a_name_is_an_underscore()
    {
        var net = new Network<float>(Topology.Build(net => net.Output("is_ripe", 1).From(net.Input("sepal_length", 1))));
        Assert.Contains(">sepal_length</text>", UnitDiagram.From(net).ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_net_is_refused_with_a_way_out()
    {
        var error = Assert.Throws<TopologyException>(() => UnitDiagram.From(new Network<float>(Topology.Layered(784, 30, 10))));
        Assert.Contains("23,820 connections", error.Message, StringComparison.Ordinal);
        Assert.Contains("Hinton", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_net_too_wide_for_its_circles_is_refused_with_a_way_out() =>
        Assert.Contains("200 units in a layer is too wide to draw unit by unit (at most 18): draw it by groups", Assert.Throws<ArgumentException>(() => UnitDiagram.From(new Network<float>(Topology.Layered(200, 1)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Copies_of_a_weight_look_alike_over_the_iterations()
    {
        var topology = Topology.Iterative(net =>
        {
            var units = net.Output("units", 2);
            units.From(units, delay: 1);
        }).Unroll(3);
        var arcs = UnitDiagram.Unrolled(topology).Arcs;
        Assert.Equal(12, arcs.Count);
        Assert.All(arcs.GroupBy(arc => arc.Label, StringComparer.Ordinal), copies =>
        {
            Assert.Equal(3, copies.Count());
            Assert.Single(copies.Select(copy => copy.Series).Distinct());
        });
        Assert.Equal(arcs.Select(arc => arc.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), UnitDiagram.Iterative(topology).Arcs.Select(arc => arc.Label).Order(StringComparer.Ordinal));
    }
}
