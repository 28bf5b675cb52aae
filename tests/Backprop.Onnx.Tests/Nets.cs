namespace Backprop.Onnx.Tests;

/// <summary>Nets that between them have all that a topology can say.</summary>
internal static class Nets
{
    public static readonly Dictionary<string, Topology> All = new(StringComparer.Ordinal)
    {
        ["xor 2-2-1"] = Topology.Layered(2, 2, 1),
        ["symmetry 6-2-1"] = Topology.Layered(6, 2, 1),
        ["family trees"] = Topology.Build(net =>
        {
            var who = net.Group("person code", 6).From(net.Input("person 1", 24));
            var what = net.Group("relation code", 6).From(net.Input("relation", 12));
            var center = net.Group("center", 12).From(who, what);
            net.Output("person 2", 24).From(net.Group("answer code", 6).From(center));
        }),
        ["every unit function, skips, several outputs that feed others"] = Topology.Build(net =>
        {
            var input = net.Input("in", 5);
            // Not from all below, since what single precision rounds grows from group to group.
            var below = input;
            foreach (var function in UnitFunction.All)
            {
                var group = net.Output(function.Name, 4, function).From(input);
                below = ReferenceEquals(below, input) ? group : group.From(below);
            }
        }),
        ["masks, one to one, shared weights and biases, no biases"] = Topology.Build(net =>
        {
            var left = net.Input("left", 3);
            var right = net.Input("right", 3);
            var a = net.Group("a", 3, UnitFunction.Tanh, shareBiases: "both").From(left, share: "code");
            var b = net.Group("b", 3, UnitFunction.Tanh, shareBiases: "both").From(right, share: "code").From(a, oneToOne: true);
            var c = net.Group("c", 2, UnitFunction.Softplus, biases: false).From(a, mask: new[,] { { true, false, true }, { false, true, false } });
            var d = net.Group("d", 3, UnitFunction.Identity, biases: false).From(right, oneToOne: true, share: "scale").From(left, oneToOne: true, share: "scale");
            net.Output("out 1", 2, UnitFunction.Softmax).From(c, b, d);
            net.Output("out 2", 1, UnitFunction.RectifiedLinear).From(d, a);
        }),
        ["outputs declared in another order than they are computed"] = Topology.Build(net =>
        {
            var (late, early) = (net.Output("late", 2), net.Output("early", 3, UnitFunction.Tanh));
            late.From(early.From(net.Input("in", 2)));
        }),
        ["iterative, three units over three iterations"] = Topology.Iterative(net =>
        {
            var h = net.Output("h", 3);
            h.From(net.Input("in", 2)).From(h, delay: 1);
        }).Unroll(iterations: 3),
        ["sequence with a delay of two"] = Topology.Iterative(net =>
        {
            var h = net.Group("h", 6, UnitFunction.Tanh);
            h.From(net.Input("letters", 5)).From(h, delay: 1).From(h, delay: 2);
            net.Output("digits", 3).From(h);
        }).Unroll(iterations: 6),
        ["names that are not identifiers"] = Topology.Build(net =>
        {
            var a = net.Group("größe (cm)", 2).From(net.Input("1st", 2));
            var b = net.Group("gr__e__cm_", 2).From(a);
            net.Output("größe [cm]", 1).From(b, a);
        }),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static Network<T> Make<T>(string name)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => new Network<T>(All[name]).Randomize(seed: 7, range: 0.8);
}
