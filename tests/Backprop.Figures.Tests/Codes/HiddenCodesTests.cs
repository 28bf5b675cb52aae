namespace Backprop.Figures.Tests;

public sealed class HiddenCodesTests
{
    [Fact]
    public void Codes_are_the_states_of_the_first_hidden_group()
    {
        var net = new Network<double>(Topology.Layered(2, 3, 1)).Randomize(1, 2);
        var cases = Cases.From([[0, 1], [1, 1]], [[0], [1]]);
        var codes = HiddenCodes.Of(net, cases, name: number => $"case {number}");
        Assert.Equal(["case 0", "case 1"], codes.Select(code => code.Name));
        Assert.Equal(net.Run(cases)["hidden", 1].ToArray(), codes[1].States);
    }
}
