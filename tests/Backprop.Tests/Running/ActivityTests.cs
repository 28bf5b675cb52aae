namespace Backprop.Tests;

public sealed class ActivityTests
{
    private static readonly Topology Net = Topology.Build(static net => net.Output("out", 2, UnitFunction.Identity, biases: false).From(net.Input("in", 40)));

    /// <summary>In case c input c is c + 1 and all others are 0, so that only that one is kept.</summary>
    private static Activity<double> Run(int cases)
    {
        var network = new Network<double>(Net);
        for (var unit = 0; unit < 40; unit++)
            (network["in->out"][unit], network["in->out"][40 + unit]) = (1, unit);
        var inputs = new double[cases * 40];
        for (var c = 0; c < cases; c++)
            inputs[(c * 40) + (c % 40)] = c + 1;
        return network.Run(new CasesBuilder(cases).Input("in", inputs, 40).ToCases());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(1100)] // three blocks
    public void Every_case_has_the_states_of_every_group_those_of_sparse_inputs_too(int cases)
    {
        var activity = Run(cases);

        Assert.Equal(cases, activity.Count);
        Assert.Same(Net, activity.Topology);
        for (var c = 0; c < cases; c++)
        {
            Assert.Equal([c + 1, (c + 1) * (c % 40)], activity["out", c].ToArray());
            Assert.Equal([.. Enumerable.Range(0, 40).Select(unit => unit == c % 40 ? c + 1.0 : 0)], activity[Net["in"], c].ToArray());
        }
    }

    [Fact]
    public void A_case_or_group_that_there_is_not_is_refused()
    {
        var activity = Run(3);

        Assert.Throws<ArgumentOutOfRangeException>(() => activity["out", -1].Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => activity["out", 3].Length);
        Assert.Throws<KeyNotFoundException>(() => activity["hidden", 0].Length);
    }
}
