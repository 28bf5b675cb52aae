namespace Backprop.Tests;

/// <summary>Nets on which methods are tested, with cases.</summary>
internal static class GradientNets
{
    internal static (Topology Topology, Cases Cases) Of(string name)
    {
        var topology = name switch
        {
            "layers" => Topology.Layered(5, 4, 3, 2),
            "large" => Topology.Layered(40, 200, 30),
            "links of all kinds" => Topology.Build(static net =>
            {
                var input = net.Input("in", 5);
                var mask = new bool[4, 5];
                for (var k = 0; k < 20; k++)
                    mask[k / 5, k % 5] = k % 3 != 0;
                var first = net.Group("first", 4).From(input, mask: mask);
                var second = net.Group("second", 4, UnitFunction.Tanh).From(first, oneToOne: true).From(input);
                net.Output("left", 2).From(second).From(input);
                net.Output("right", 3, UnitFunction.Identity).From(second).From(first);
            }),
            _ => Topology.Iterative(static net =>
            {
                var hidden = net.Group("hidden", 4).From(net.Input("in", 3));
                hidden.From(hidden, delay: 1);
                net.Output("out", 2).From(hidden);
            }).Unroll(3),
        };
        var random = new RandomSource(11);
        const int count = 21;
        var builder = new CasesBuilder(count);
        foreach (var group in topology.Inputs.Where(static group => group.InitialState is null))
            builder.Input(group.Name, [.. Enumerable.Range(0, count * group.Size).Select(_ => random.NextSigned())], group.Size);
        foreach (var group in topology.Outputs)
            builder.Target(group.Name, [.. Enumerable.Range(0, count * group.Size).Select(_ => random.NextDouble())], group.Size);
        return (topology, builder.ToCases());
    }
}
