namespace Backprop.Figures.Tests;

public sealed class ActivityDiagramTests
{
    private static readonly Cases TwoCases = Cases.From([[0, 1], [1, 0]], [[0, 1], [1, 0]]);

    [Fact]
    public void Each_layer_holds_the_states_of_the_case_and_right_answers_are_marked()
    {
        var net = new Network<double>(Topology.Layered(2, 3, 2)).Randomize(1, 2);
        var diagram = ActivityDiagram.From(net, TwoCases, 1);
        Assert.Equal([["input"], ["hidden"], ["output"]], diagram.Layers.Select(layer => layer.Select(group => group.Name)));
        Assert.Equal([1, 0], diagram.Layers[0][0].States);
        Assert.Equal(net.Run(1, 0), diagram.Layers[2][0].States);
        Assert.Equal([0], diagram.Layers[2][0].Marked);
    }

    [Fact]
    public void A_case_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ActivityDiagram.From(new Network<double>(Topology.Layered(2, 2)), TwoCases, 2));

    [Fact]
    public void The_wrong_number_of_unit_names_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new ActivityDiagram { Layers = [[new("x", [1, 2]) { UnitNames = ["a"] }]] }.ToSvg());
        Assert.Contains("'x' has 2 states, but 1 unit names", error.Message, StringComparison.Ordinal);
    }
}
