namespace Backprop.SourceCode.Tests;

/// <summary>Nets that between them have all that a topology can say.</summary>
internal static class Nets
{
    private static readonly Dictionary<string, Topology> Topologies = new(StringComparer.Ordinal)
    {
        ["xor"] = Topology.Layered(2, 2, 1),
        ["layers"] = Topology.Layered(4, 8, 3),
        ["wide"] = Topology.Layered(37, 65, 19),
        ["every unit function, skips, outputs that feed others"] = Topology.Build(net =>
        {
            var below = new List<GroupBuilder> { net.Input("in", 5) };
            foreach (var function in UnitFunction.All)
            {
                var group = net.Output(function.Name, 4, function);
                foreach (var lower in below) group.From(lower);
                below.Add(group);
            }
            net.Output("of your own", 3, UnitFunction.Of<Bent>()).From([.. below]);
        }),
        ["angles"] = Topology.Build(static net =>
        {
            var x = net.Input("in", 12);
            net.Output("sines", 12, UnitFunction.Sine, biases: false).From(x, oneToOne: true);
            net.Output("cosines", 12, UnitFunction.Cosine, biases: false).From(x, oneToOne: true);
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
        ["outputs in another order than they are computed"] = Topology.Build(net =>
        {
            var (late, early) = (net.Output("late", 2), net.Output("early", 3, UnitFunction.Tanh));
            late.From(early.From(net.Input("in", 2)));
        }),
        ["lesions of inputs and of hidden units"] = Topology.Layered(4, 5, 2).WithLesion(Lesion.OfUnits("input", 1) | Lesion.OfUnits("hidden", 0, 3)),
        ["leaky units over three iterations"] = Topology.Iterative(net =>
        {
            var h = net.Group("h", 4, UnitFunction.Tanh, leakRate: 0.3);
            h.From(net.Input("in", 2)).From(h, delay: 1).From(h, delay: 2);
            net.Output("out", 2).From(h);
        }).Unroll(iterations: 3),
        ["names that would break a program: */ \" \\ ??/ \r\n \u2028 größe"] = Topology.Build(net =>
        {
            var a = net.Group("*/ #error \"broken\" /*", 2).From(net.Input("int", 2));
            var b = net.Group("größe\u2028#error ??/", 2, UnitFunction.Tanh).From(a).From(net.Input("1st\\", 3));
            net.Output("\" + x; } <x> & \\", 1).From(b, a);
        }),
    };

    public static IEnumerable<string> Names => [.. Topologies.Keys, "a pack of eight"];

    public static Network<T> Make<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Topologies.TryGetValue(name, out var topology))
            return new Network<T>(topology).Randomize(seed: 7, range: 0.8);
        var member = Topology.Build(static net => net.Output("class", 3, UnitFunction.Softmax).From(net.Group("hidden", 9, UnitFunction.RectifiedLinear).From(net.Input("numbers", 4), net.Input("color", 3))));
        return Pack.Join([.. Enumerable.Range(1, 8).Select(seed => new Network<T>(member).Randomize((ulong)seed, range: 0.9))]);
    }

    /// <summary>Inputs as they come and as they should not: many random rows, with zeros of both signs, the least and very great numbers among them.</summary>
    public static T[][] Rows<T>(Topology topology, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(topology.WeightCount);
        double[] odd = [0, -0.0, 1, -1, 1e-45, -5e-324, 87, -88, 700, -745, 1e30, -1e30];
        return [.. Enumerable.Range(0, count).Select(row => Enumerable.Range(0, topology.Inputs.Sum(static group => group.Size))
            .Select(_ => T.CreateTruncating(row % 4 == 3 && random.Next(3) == 0 ? odd[random.Next(odd.Length)] : ((random.NextDouble() * 2) - 1) * Math.Pow(10, row % 4))).ToArray())];
    }

    /// <summary>A function with all that a function of one's own may use of lanes: comparisons, masks, roots, rounding.</summary>
    internal readonly struct Bent : IUnitFunction
    {
        public static string Name => "bent */ \" // \n#error";

        public static bool UsesTotalInput => true;

        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var root = TLanes.Sqrt((x * x) + TLanes.One) - TLanes.One;
            var low = TLanes.Select(TLanes.LessThanOrEqual(x, TLanes.Constant(-2)), TLanes.RoundToNearest(x), TLanes.Min(root, Elementary.Softplus<TLanes, T>(x)));
            var far = TLanes.Select(TLanes.IsNaN(x), TLanes.Zero, -TLanes.Abs(TLanes.NegatedMultiplyAdd(x, x, low)));
            return TLanes.Select(TLanes.Equal(x, TLanes.One), Elementary.Exp<TLanes, T>(x), TLanes.Max(far, Elementary.Log<TLanes, T>(TLanes.Abs(x))) / TLanes.Constant(3));
        }

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.One;
    }
}
