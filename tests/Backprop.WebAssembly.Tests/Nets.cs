namespace Backprop.WebAssembly.Tests;

/// <summary>Nets that between them have all that a topology can say.</summary>
internal static class Nets
{
    private static readonly Dictionary<string, Topology> Topologies = new(StringComparer.Ordinal)
    {
        ["one unit"] = Backprop.Topology.Layered(1, 1),
        ["encoder"] = Backprop.Topology.Layered(8, 3, 8),
        ["skips, outputs that feed others"] = Backprop.Topology.Build(static net =>
        {
            var below = new List<GroupBuilder> { net.Input("in", 5) };
            foreach (var function in (UnitFunction[])[UnitFunction.Logistic, UnitFunction.Tanh, UnitFunction.Softmax, UnitFunction.Softplus])
            {
                var group = net.Output(function.Name, 4, function);
                foreach (var lower in below) group.From(lower);
                below.Add(group);
            }
        }),
        ["masks, one to one, shared weights and biases, no biases"] = Backprop.Topology.Build(static net =>
        {
            var left = net.Input("left", 3);
            var right = net.Input("right", 3);
            var a = net.Group("a", 3, UnitFunction.Tanh, shareBiases: "both").From(left, share: "code");
            var b = net.Group("b", 3, UnitFunction.Tanh, shareBiases: "both").From(right, share: "code").From(a, oneToOne: true);
            var c = net.Group("c", 2, UnitFunction.Softplus, biases: false).From(a, mask: new[,] { { true, false, true }, { false, true, false } });
            var d = net.Group("d", 3, UnitFunction.Identity, biases: false).From(right, oneToOne: true, share: "scale").From(left, oneToOne: true, share: "scale");
            net.Output("out 1", 2, UnitFunction.Softmax).From(c, b, d);
            net.Output("out 2", 1).From(d, a);
        }),
        ["masks and shared weights of a net in lanes"] = Backprop.Topology.Build(static net =>
        {
            var a = net.Group("a", 3, UnitFunction.Tanh, shareBiases: "both").From(net.Input("left", 3), share: "code");
            var b = net.Group("b", 3, UnitFunction.Tanh, shareBiases: "both").From(net.Input("right", 3), share: "code");
            net.Output("out", 2).From(a, mask: new[,] { { true, false, true }, { false, true, false } }).From(b);
        }),
        ["frozen weights between others"] = Backprop.Topology.Build(static net =>
        {
            var hidden = net.Group("hidden", 5).From(net.Input("in", 3), frozen: true);
            net.Output("out", 2).From(hidden).From(net.Group("other", 3).From(hidden), frozen: true);
        }),
        ["frozen weights among those of a block"] = Backprop.Topology.Build(static net =>
        {
            var frozen = new bool[5, 3];
            (frozen[0, 0], frozen[1, 2], frozen[4, 2]) = (true, true, true);
            var hidden = net.Group("hidden", 5, frozenBiases: [false, true, false, false, true]).From(net.Input("in", 3), frozenWeights: frozen);
            net.Output("out", 2, frozenBiases: [false, true]).From(hidden);
        }),
        ["lesions of inputs and of hidden units"] = Backprop.Topology.Layered(4, 5, 2).WithLesion(Lesion.OfUnits("input", 1) | Lesion.OfUnits("hidden", 0, 3)),
        ["leaky units over three iterations"] = Backprop.Topology.Iterative(static net =>
        {
            var h = net.Group("h", 4, UnitFunction.Tanh, leakRate: 0.3);
            h.From(net.Input("in", 2)).From(h, delay: 1).From(h, delay: 2);
            net.Output("out", 2).From(h);
        }).Unroll(iterations: 3),
        ["soft clamps, over three iterations, gradients summed"] = Backprop.Topology.Iterative(static net =>
        {
            var h = net.Group("h", 4, clampStrength: 0.5);
            h.From(net.Input("in", 2)).From(h, delay: 1);
            net.Output("out", 2, UnitFunction.Tanh, clampStrength: 0.25).From(h);
        }).Unroll(iterations: 3, SharedGradient.Sum),
        ["twenty iterations"] = Backprop.Topology.Iterative(static net =>
        {
            var h = net.Group("h", 3).From(net.Input("in", 2));
            h.From(h, delay: 1);
            net.Output("out", 2).From(h);
        }).Unroll(iterations: 20),
    };

    public static IEnumerable<string> Names => Topologies.Keys;

    public static Topology Topology(string name) => Topologies[name];
}
