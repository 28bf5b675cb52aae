namespace Backprop.Figures;

/// <summary>The code of one item: the states of the hidden units.</summary>
/// <param name="Name">The item, such as a person.</param>
/// <param name="States">One state per unit; all codes of a figure have the same length.</param>
/// <param name="Category">Its category, such as a family; shown by color and shape.</param>
public sealed record Code(string Name, IReadOnlyList<double> States, string Category = "")
{
    /// <summary>One state per unit; all codes of a figure have the same length.</summary>
    public IReadOnlyList<double> States { get; init => field = ValueList.Of(value); } = ValueList.Of(States);
}

/// <summary>
/// Hidden codes on the plane of their first two principal components: near points are similar codes.
/// Names stand beside their points, at a line's distance where the map is crowded; a map of many codes shows only categories.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// new CodeMap { Codes = HiddenCodes.Of(net, xor) }.Save("codes.svg");
/// </code>
/// </example>
public sealed record CodeMap : Figure
{
    private const double Width = 620, Height = 500, NameSize = 13, Radius = 5;

    /// <summary>The codes.</summary>
    public required IReadOnlyList<Code> Codes { get; init => field = ValueList.Of(value); }

    /// <summary>Whether names stand beside the points. Default: up to 80 of them.</summary>
    public bool? ShowNames { get; init; }

    /// <summary>Other codes whose principal components are the plane, which also holds them all: those of another moment. Default: those of <see cref="Codes"/>.</summary>
    internal IReadOnlyList<Code>? Plane { get; init => field = ValueList.Of(value); }

    /// <summary>The titles of the axes; {0} is the component's share of the variance.</summary>
    internal (string Across, string Up) Axes { get; init; } = ("First component ({0} of the variance)", "Second component ({0})");

    internal override string DefaultTitle => "Map of hidden codes";

    private bool Named => ShowNames ?? Codes.Count <= 80;

    internal override Canvas Draw()
    {
        var components = PrincipalComponents.Of([.. (Plane ?? Codes).Select(code => code.States)]);
        double[][] places = Plane is null ? components.Places : [.. Codes.Select(code => components.Place(code.States))];
        double[][] extent = Plane is null ? places : [.. places, .. components.Places];
        var categories = new CodeCategories(Codes);
        var names = categories.Names;
        var head = Legend.Height(Width, names) + (names.Count > 0 ? 8 : 0);
        var canvas = new Canvas(Width, Height + head);
        Legend.Draw(canvas, default, Width, names, (i, at) => categories.MarkKey(canvas, at, i, Radius));
        var plot = PlotArea.Draw(canvas, new(0, head, Width, Height),
            new(Span(extent, 0), AxisTitle(Axes.Across, components.Shares[0])), new(Span(extent, 1), AxisTitle(Axes.Up, components.Shares[1])));
        Point[] points = [.. places.Select(place => plot.At(place[0], place[1]))];
        var labels = Named ? PointLabels.Place(points, [.. Codes.Select(code => code.Name)], plot.Inner, NameSize, Radius) : new PointLabel?[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            if (labels[i] is { Leader: true } far) canvas.Line(points[i], far.Box.Center, new(Role.Soft, 0.8));
        }

        for (var i = 0; i < points.Length; i++) categories.Mark(canvas, points[i], Codes[i], Radius);
        for (var i = 0; i < points.Length; i++)
        {
            if (labels[i] is { } label) canvas.Text(new(label.Box.X, label.Box.Y + (TextMetrics.Ascent * NameSize)), Codes[i].Name, NameSize, halo: true);
        }

        return canvas;
    }

    internal override string Describe() =>
        $"Map of {Codes.Count} codes of {Codes[0].States.Count} units on their first two principal components"
        + (Codes.Select(code => code.Category).Distinct(StringComparer.Ordinal).Count() > 1 ? $", marked by category: {string.Join(", ", Codes.Select(code => code.Category).Distinct(StringComparer.Ordinal))}." : ".");

    private static string AxisTitle(string text, double share) => text.Replace("{0}", SvgNumber.Share(share), StringComparison.Ordinal);

    private static Scale Span(double[][] places, int component)
    {
        var low = places.Min(place => place[component]);
        var high = places.Max(place => place[component]);
        // Codes that do not vary in a direction are drawn in the middle of it, not stretched from rounding errors.
        if (high - low < 1e-9) return Scale.LinearOver(-1, 1, 6);
        var room = 0.06 * (high - low);
        return new LinearScale(low - room, high + room);
    }
}
