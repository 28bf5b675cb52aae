namespace Backprop.Figures.Tests;

public sealed class NetDiagramTests
{
    private static readonly Topology Unrolled = Topology.Iterative(net =>
    {
        var letters = net.Input("letters", 5);
        var hidden = net.Group("hidden", 30);
        hidden.From(letters).From(hidden, delay: 1);
        net.Output("digits", 3).From(hidden);
    }).Unroll(4);

    [Fact]
    public void A_folded_net_has_each_group_once_and_its_delay_as_a_loop()
    {
        var net = NetDiagram.Folded(Unrolled);
        Assert.Equal(["letters", "hidden", "digits"], net.Groups.Select(group => group.Name));
        var loop = Assert.Single(net.Projections, projection => projection.From == projection.To);
        Assert.Equal("30 × 30, delay 1", loop.Label);
        Assert.Equal(3, net.Projections.Count);
    }

    [Fact]
    public void An_unrolled_net_shows_which_projections_share_weights()
    {
        var net = NetDiagram.From(Unrolled);
        Assert.Equal(4, net.Projections.Count(projection => projection.Weights == "hidden->hidden"));
        Assert.Equal(Unrolled.Groups.Count, net.Groups.Count);
    }

    [Fact]
    public void A_layered_net_cannot_be_folded() => Assert.Throws<ArgumentException>(() => NetDiagram.Folded(Topology.Layered(2, 1)));

    [Fact]
    public void The_description_names_every_group_and_where_it_receives_from() =>
        Assert.Contains("output: 1 units from hidden", NetDiagram.From(Topology.Layered(2, 2, 1)).Describe(), StringComparison.Ordinal);
}
