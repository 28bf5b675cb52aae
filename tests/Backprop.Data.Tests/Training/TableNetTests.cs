namespace Backprop.Data.Tests;

public class TableNetTests
{
    private static readonly TableEncoding Mixed = new(
        [new NumberEncoding("x", 0, 1), new CategoryEncoding("hidden", ["a", "b", "c"])],
        [new CategoryEncoding("kind", ["p", "q"]), new NumberEncoding("size", 0, 1)]);

    [Fact]
    public void Groups_follow_the_encoding_and_names_stay_unique()
    {
        var net = TableNet.Layered(Mixed, [7], UnitFunction.Tanh, skip: true);
        Assert.Equal(["numbers", "hidden", "layer hidden", "kind", "size"], net.Groups.Select(g => g.Name));
        Assert.Equal([1, 3, 7, 2, 1], net.Groups.Select(g => g.Size));
        Assert.Equal([UnitFunction.Softmax, UnitFunction.Identity], net.Outputs.Select(g => g.UnitFunction));
        Assert.Equal(2 + 2 + 4, net.Projections.Count);
    }

    [Fact]
    public void Without_hidden_layers_inputs_project_to_outputs_once() =>
        Assert.Equal(4, TableNet.Layered(Mixed, [], UnitFunction.Tanh, skip: true).Projections.Count);

    [Fact]
    public void The_error_measure_follows_the_targets()
    {
        Assert.Equal("by group", TableNet.ErrorFor(Mixed).Name);
        Assert.IsType<SumOfSquares>(TableNet.ErrorFor(new TableEncoding(Mixed.Inputs, [Mixed.Targets[1]])));
        Assert.IsType<CrossEntropy>(TableNet.ErrorFor(new TableEncoding(Mixed.Inputs, [Mixed.Targets[0]])));
    }

    [Fact]
    public void A_net_that_does_not_fit_is_refused()
    {
        Assert.Contains("no input group 'numbers' of 1 units", Assert.Throws<DataException>(() => TableNet.Check(Topology.Layered(1, 1), Mixed)).Message, StringComparison.Ordinal);
        var extra = Topology.Build(n => n.Output("y", 1).From(n.Input("numbers", 1), n.Input("more", 1)));
        Assert.Contains("has 2 input groups", Assert.Throws<DataException>(() => TableNet.Check(extra, new TableEncoding([new NumberEncoding("x", 0, 1)], [new NumberEncoding("y", 0, 1)]))).Message, StringComparison.Ordinal);
    }
}
