namespace Backprop.Figures.Tests;

public sealed class WeightPanelsTests
{
    [Fact]
    public void Rows_are_the_receiving_units_and_the_biases_stand_beside_them()
    {
        var net = new Network<double>(Topology.Layered(3, 2, 1)).Randomize(1, 1);
        var diagram = WeightPanels.Of(net, "input->hidden");
        Assert.Equal(net["input->hidden"][5], diagram.Values[1, 2]);
        Assert.Equal(net.GetBiases("hidden").ToArray(), diagram.Biases);
    }

    [Fact]
    public void Connections_that_a_mask_leaves_out_are_gaps()
    {
        var topology = Topology.Build(net => net.Output("output", 2).From(net.Input("input", 2), mask: new[,] { { true, false }, { true, true } }));
        Assert.True(double.IsNaN(WeightPanels.Of(new Network<float>(topology), "input->output").Values[0, 1]));
    }

    [Fact]
    public void Shared_weights_are_shown_once_and_biases_beside_the_first_projection_only()
    {
        var topology = Topology.Build(net =>
        {
            var (a, b) = (net.Input("a", 2), net.Input("b", 2));
            net.Output("output", 2).From(a, share: "W").From(b, share: "W");
        });
        var diagram = Assert.IsType<HintonDiagram>(WeightPanels.From(new Network<float>(topology)));
        Assert.Equal("W", diagram.Title);
        Assert.NotNull(diagram.Biases);
    }
}
