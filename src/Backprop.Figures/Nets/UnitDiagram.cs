namespace Backprop.Figures;

/// <summary>A unit as a circle.</summary>
/// <param name="Name">The text beside it; may be empty.</param>
/// <param name="Layer">Its layer, 0 the lowest.</param>
/// <param name="Inside">The text inside, such as its bias; may be empty.</param>
public sealed record DiagramUnit(string Name, int Layer, string Inside = "");

/// <summary>A connection between two units.</summary>
/// <param name="From">Index of the unit that sends.</param>
/// <param name="To">Index of the unit that receives.</param>
/// <param name="Weight">Its weight: the line's thickness, and its color and dashes for the sign.</param>
/// <param name="Label">Its label, <c>w_{21}</c> with 21 as a subscript. Default: the weight.</param>
/// <param name="Series">If given, the style of the line identifies the weight, instead of its size and sign.</param>
public sealed record DiagramArc(int From, int To, double Weight, string? Label = null, int? Series = null);

/// <summary>
/// A small net unit by unit, as the paper's Fig. 1: circles with the biases inside, arcs with the weights on them,
/// the input below. A net with connections within or down the layers is drawn on a ring.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// UnitDiagram.From(net).Save("units.svg");
/// </code>
/// </example>
public sealed partial record UnitDiagram : Figure
{
    private const double Radius = 23, InsideSize = 12.5, LabelSize = 12.5, NameSize = 13, LayerHeight = 180, MostName = 160, LeastSpacing = 50, MostWidth = 820;

    /// <summary>The most arcs that bear their labels.</summary>
    internal const int MostLabels = 72;

    /// <summary>The units.</summary>
    public required IReadOnlyList<DiagramUnit> Units { get; init => field = ValueList.Of(value); }

    /// <summary>The connections.</summary>
    public required IReadOnlyList<DiagramArc> Arcs { get; init => field = ValueList.Of(value); }

    /// <summary>Distance between the middles of neighboring units. Default 100.</summary>
    public double Spacing { get; init; } = 100;

    internal override string DefaultTitle => "The net, unit by unit";

    private bool OnRing => Arcs.Any(arc => Units[arc.To].Layer <= Units[arc.From].Layer);

    internal override Canvas Draw()
    {
        var (canvas, places) = OnRing ? Ring() : Layered();
        var curves = Arcs.Select(arc => Curve(arc, places)).ToArray();
        var largest = Arcs.Select(arc => Math.Abs(arc.Weight)).DefaultIfEmpty(0).Max();
        for (var k = 0; k < Arcs.Count; k++) DrawArc(canvas, curves[k], Style(Arcs[k], largest));
        for (var unit = 0; unit < Units.Count; unit++) DrawUnit(canvas, places[unit], Units[unit], Shown(unit, places));
        if (Arcs.Count <= MostLabels) DrawLabels(canvas, curves, places);
        return canvas;
    }

    internal override string Describe()
    {
        var units = $"A net of {Units.Count} units in {Units.Select(unit => unit.Layer).Distinct().Count()} layers and {Arcs.Count} connections.";
        if (Arcs.Count > MostLabels) return units;
        return units + " " + string.Join(" ", Arcs.Select(arc => $"{NameOf(arc.From)} to {NameOf(arc.To)}: {arc.Label ?? SvgNumber.Value(arc.Weight)}."))
            + string.Concat(Units.Where(unit => unit.Inside.Length > 0).Select((unit, k) => $" {(unit.Name.Length > 0 ? unit.Name : "Unit")} bias {unit.Inside}."));
    }

    private string NameOf(int unit) => Units[unit].Name.Length > 0 ? Units[unit].Name : $"unit {unit + 1}";

    private static Stroke Style(DiagramArc arc, double largest)
    {
        if (arc.Series is { } series) return SeriesStyle.Line(series, 2.2);
        var width = largest > 0 ? 0.8 + (4.2 * (Math.Abs(arc.Weight) / largest)) : 0.8;
        return new(arc.Weight < 0 ? Role.Negative : Role.Positive, width, arc.Weight < 0 ? "6 4" : null);
    }

    private (Canvas, Point[]) Layered()
    {
        var layers = Units.GroupBy(unit => unit.Layer).ToDictionary(layer => layer.Key, layer => layer.Count());
        var widest = layers.Values.Max();
        // Closer where a layer is wide, as long as circles do not touch.
        var apart = Math.Max(LeastSpacing, Math.Min(Spacing, MostWidth / Math.Max(1, widest - 1)));
        var side = Math.Min(MostName, Units.Select(unit => TextMetrics.Width(unit.Name, NameSize)).DefaultIfEmpty(0).Max());
        var width = ((widest - 1) * apart) + (2 * Math.Max(Radius, Math.Min(side, apart) / 2)) + 4;
        var height = (layers.Keys.Max() * LayerHeight) + (2 * Radius) + 48;
        var next = new Dictionary<int, int>();
        var places = Units.Select(unit =>
        {
            var column = next[unit.Layer] = next.GetValueOrDefault(unit.Layer, -1) + 1;
            // Fewer units stand wider apart, so that arcs fan out.
            var spacing = Math.Min(apart * 2.4, layers[unit.Layer] > 1 ? apart * (widest - 1) / Math.Max(1, layers[unit.Layer] - (layers[unit.Layer] < widest ? 0 : 1)) : 0);
            return new Point((width / 2) + ((column - ((layers[unit.Layer] - 1) / 2.0)) * spacing), height - 24 - Radius - (unit.Layer * LayerHeight));
        }).ToArray();
        return (new Canvas(width, height), places);
    }

    private (Canvas, Point[]) Ring()
    {
        const double room = 12;
        var radius = Math.Max(95, Units.Count * Spacing / (2 * Math.PI) * 1.25);
        var places = Units.Select((_, unit) =>
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * unit / Units.Count);
            return new Point(radius * sin, -radius * cos);
        }).ToArray();
        Point[] reach = [.. places.SelectMany(at => (Point[])[at - new Point(Radius, Radius), at + new Point(Radius, Radius)]), .. Arcs.SelectMany(arc => Bezier.Samples(Curve(arc, places)))];
        var corner = new Point(reach.Min(at => at.X) - room, reach.Min(at => at.Y) - room);
        return (new Canvas(reach.Max(at => at.X) + room - corner.X, reach.Max(at => at.Y) + room - corner.Y), [.. places.Select(at => at - corner)]);
    }

    /// <summary>The curve of an arc as control points, from the edge of one circle to the edge of the other.</summary>
    private Point[] Curve(DiagramArc arc, Point[] places)
    {
        Point from = places[arc.From], to = places[arc.To];
        if (arc.From == arc.To) return Loop(from, places);
        var along = 1 / (to - from).Length * (to - from);
        var across = new Point(-along.Y, along.X);
        var skipped = Units[arc.To].Layer - Units[arc.From].Layer > 1;
        // Opposite arcs of a ring bend apart; a skip bends round the units between.
        var bend = OnRing ? 0.16 * (to - from).Length : skipped ? (Math.Abs(to.X - from.X) < 1 ? 0.3 : 0.12) * (to - from).Length * Math.Sign((from.X - places.Average(place => place.X)) + 0.1) : 0;
        var (third, twoThirds) = (Point.Between(from, to, 0.33) + (bend * across), Point.Between(from, to, 0.67) + (bend * across));
        return [Towards(from, third), third, twoThirds, Towards(to, twoThirds)];
    }

    private static Point[] Loop(Point unit, Point[] places)
    {
        var center = new Point(places.Average(place => place.X), places.Average(place => place.Y));
        var outward = unit - center;
        outward = outward.Length < 1 ? new(0, -1) : 1 / outward.Length * outward;
        var across = new Point(-outward.Y, outward.X);
        Point left = unit + (78 * outward) - (48 * across), right = unit + (78 * outward) + (48 * across);
        return [Towards(unit, left), left, right, Towards(unit, right)];
    }

    private static Point Towards(Point center, Point other) => center + ((Radius + 1.5) / (other - center).Length * (other - center));

    private static void DrawArc(Canvas canvas, Point[] curve, Stroke stroke)
    {
        var size = 7 + (1.4 * stroke.Width);
        var direction = curve[3] - curve[2];
        var back = curve[3] - (0.8 * size / direction.Length * direction);
        canvas.Path(new PathData().Move(curve[0]).Curve(curve[1], curve[2], back), Role.None, stroke);
        canvas.ArrowHead(curve[2], curve[3], stroke.Role, size);
    }

    /// <summary>The name of a unit as far as it has room beside its neighbors.</summary>
    private string Shown(int unit, Point[] places)
    {
        var room = Enumerable.Range(0, places.Length).Where(other => other != unit && Math.Abs(places[other].Y - places[unit].Y) < 1)
            .Select(other => Math.Abs(places[other].X - places[unit].X)).DefaultIfEmpty(MostName).Min();
        return TextMetrics.Shorten(Units[unit].Name, Math.Min(MostName, room - 6), NameSize);
    }

    private static void DrawUnit(Canvas canvas, Point at, DiagramUnit unit, string name)
    {
        canvas.Circle(at, Radius, Role.Panel, new(Role.Ink, 1.6));
        if (unit.Inside.Length > 0) canvas.Label(at, unit.Inside, InsideSize);
        if (name.Length == 0) return;
        if (unit.Inside.Length == 0 && TextMetrics.Width(name, NameSize) < (2 * Radius) - 10) canvas.Label(at, name, NameSize);
        else if (unit.Layer == 0) canvas.Label(new(at.X, at.Y + Radius + 13), name, NameSize, fill: Role.Soft);
        else canvas.Text(new(at.X, at.Y - Radius - 7), name, NameSize, Anchor.Middle, Role.Soft, halo: true);
    }

    /// <summary>
    /// Each label on its arc, where it meets no unit and no other label and as few other arcs as can be.
    /// </summary>
    private void DrawLabels(Canvas canvas, Point[][] curves, Point[] places)
    {
        var taken = places.Select(at => new Box(at.X - Radius, at.Y - Radius, 2 * Radius, 2 * Radius)).Concat(canvas.Texts).ToList();
        var samples = curves.Select(curve => Bezier.Samples(curve)).ToArray();
        for (var k = 0; k < Arcs.Count; k++)
        {
            var text = Arcs[k].Label ?? SvgNumber.Value(Arcs[k].Weight);
            var candidates = Enumerable.Range(0, 25).Select(step => 0.5 + ((step + 1) / 2 * (step % 2 == 0 ? 0.028 : -0.028)))
                .Select(share => Bezier.At(curves[k], share))
                .Select(at => (At: at, Box: Canvas.LabelBox(at, text, LabelSize, Anchor.Middle)))
                .Where(place => !taken.Exists(box => box.Overlaps(place.Box.Grown(1.5))));
            var best = candidates.Select(place => (place.At, place.Box, Cost: Crossed(samples, k, place.Box))).OrderBy(place => place.Cost).Cast<(Point At, Box Box, int Cost)?>().FirstOrDefault();
            if (best is not { } free) continue;
            taken.Add(free.Box);
            canvas.LineLabel(free.At, text, LabelSize);
        }
    }

    private static int Crossed(Point[][] samples, int own, Box box) =>
        Enumerable.Range(0, samples.Length).Count(k => k != own && samples[k].Any(point => box.Grown(2).Contains(new(point.X, point.Y, 0, 0))));
}
