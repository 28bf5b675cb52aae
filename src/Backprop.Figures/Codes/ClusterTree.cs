namespace Backprop.Figures;

/// <summary>
/// Hidden codes joined by similarity (average linkage on Euclidean distance): the further right two
/// branches meet, the less similar they are.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// new ClusterTree { Codes = HiddenCodes.Of(net, xor) }.Save("clusters.svg");
/// </code>
/// </example>
public sealed record ClusterTree : Figure
{
    private const double Width = 580, Row = 20, NameSize = 13, Axis = 44;

    /// <summary>The codes.</summary>
    public required IReadOnlyList<Code> Codes { get; init => field = ValueList.Of(value); }

    /// <summary>The title of the axis.</summary>
    internal string DistanceAxis { get; init; } = "Mean distance between codes";

    internal override string DefaultTitle => "Cluster tree of hidden codes";

    internal override Canvas Draw()
    {
        var tree = Clustering.Of([.. Codes.Select(code => code.States)]);
        int[] order = [.. tree.Items];
        var categories = new CodeCategories(Codes);
        var keys = categories.Names;
        var head = Legend.Height(Width, keys) + (keys.Count > 0 ? 8 : 0);
        var names = Codes.Select(code => TextMetrics.Shorten(code.Name, 200, NameSize)).ToArray();
        var left = names.Max(name => TextMetrics.Width(name, NameSize)) + 26;
        var canvas = new Canvas(Width, head + (order.Length * Row) + Axis);
        Legend.Draw(canvas, default, Width, keys, (i, at) => categories.MarkKey(canvas, at, i, 5));
        var scale = Scale.LinearOver(0, tree.Distance > 0 ? tree.Distance : 1, 6);
        var bottom = head + (order.Length * Row);
        double X(double distance) => left + (scale.Share(distance) * (Width - left - 20));
        foreach (var tick in scale.Ticks(6))
        {
            canvas.Line(new(X(tick.Value), head), new(X(tick.Value), bottom), new(Role.Grid, 1));
            canvas.Text(new(X(tick.Value), bottom + 16), tick.Label, NameSize, Anchor.Middle, Role.Soft);
        }

        canvas.Text(new((left + Width) / 2, bottom + 38), DistanceAxis, 14, Anchor.Middle);
        for (var leaf = 0; leaf < order.Length; leaf++)
        {
            var y = head + ((leaf + 0.5) * Row);
            canvas.Label(new(left - 24, y), names[order[leaf]], NameSize, Anchor.End);
            categories.Mark(canvas, new(left - 12, y), Codes[order[leaf]], 4.5);
        }

        Branch(canvas, tree, order, X, item => head + ((Array.IndexOf(order, item) + 0.5) * Row));
        return canvas;
    }

    internal override string Describe()
    {
        var tree = Clustering.Of([.. Codes.Select(code => code.States)]);
        if (tree.Left is null) return "Cluster tree of one code.";
        string Names(Cluster cluster) => string.Join(", ", cluster.Items.Take(30).Select(item => Codes[item].Name));
        return $"Cluster tree of {Codes.Count} codes. The last two clusters to join, at distance {SvgNumber.Value(tree.Distance)}: {Names(tree.Left)}; and {Names(tree.Right!)}.";
    }

    /// <summary>Draws a cluster and returns the height of its stem.</summary>
    private static double Branch(Canvas canvas, Cluster cluster, int[] order, Func<double, double> x, Func<int, double> leaf)
    {
        if (cluster.Left is null) return leaf(cluster.First);
        var upper = Branch(canvas, cluster.Left, order, x, leaf);
        var lower = Branch(canvas, cluster.Right!, order, x, leaf);
        var at = x(cluster.Distance);
        canvas.Path(PathData.Through([new(x(cluster.Left.Distance), upper), new(at, upper), new(at, lower), new(x(cluster.Right!.Distance), lower)]), Role.None, new(Role.Ink, 1.5));
        return (upper + lower) / 2;
    }
}
