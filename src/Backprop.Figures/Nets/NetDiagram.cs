namespace Backprop.Figures;

/// <summary>A group as a net diagram shows it.</summary>
/// <param name="Name">The group.</param>
/// <param name="Size">Its units.</param>
/// <param name="Note">What stands below its name after the size, such as "logistic".</param>
/// <param name="IsInput">Whether its states come from the cases.</param>
/// <param name="IsOutput">Whether it has targets.</param>
public sealed record DiagramGroup(string Name, int Size, string Note = "", bool IsInput = false, bool IsOutput = false);

/// <summary>A projection as a net diagram shows it.</summary>
/// <param name="From">Index of the group that sends.</param>
/// <param name="To">Index of the group that receives; at or before <paramref name="From"/> for a recurrent projection.</param>
/// <param name="Label">What stands on the arrow, such as "6 × 24".</param>
/// <param name="Weights">The name of the weights: projections that share them look alike.</param>
public sealed record DiagramProjection(int From, int To, string Label = "", string Weights = "");

/// <summary>
/// A net as boxes and arrows, the input below and the output above as the paper draws it: groups by depth,
/// each skip in a lane of its own, recurrent projections as loops on the right, shared weights in one colour.
/// </summary>
public sealed partial record NetDiagram : Figure
{
    private const double BoxHeight = 52, LayerGap = 74, NameSize = 14.5, NoteSize = 12.5, LabelSize = 12.5, LoopLane = 24;

    /// <summary>The groups, senders before receivers except for recurrent projections.</summary>
    public required IReadOnlyList<DiagramGroup> Groups { get; init; }

    /// <summary>The projections.</summary>
    public required IReadOnlyList<DiagramProjection> Projections { get; init; }

    internal override string DefaultTitle => "The net, group by group";

    internal override Canvas Draw()
    {
        var depths = Depths();
        var forward = Projections.Where(projection => projection.From < projection.To).ToArray();
        var loops = Projections.Where(projection => projection.From >= projection.To).OrderBy(projection => projection.From - projection.To).ToArray();
        var widths = Groups.Select(BoxWidth).ToArray();
        var layout = new LayeredLayout(widths, depths, [.. forward.Select(projection => (projection.From, projection.To))]);
        var lanes = Lanes(loops, layout.Width + 2);
        var loopRoom = loops.Length == 0 ? 0 : lanes[^1] - layout.Width + 4;
        var canvas = new Canvas(layout.Width + loopRoom + 4, (layout.Layers.Count * (BoxHeight + LayerGap)) - LayerGap + 4);
        Box Place(int group) => new(2 + layout.X(group) - (widths[group] / 2), Top(canvas, depths[group]), widths[group], BoxHeight);
        var shared = Projections.Where(projection => projection.Weights.Length > 0).GroupBy(projection => projection.Weights, StringComparer.Ordinal)
            .Where(same => same.Count() > 1).Select((same, index) => (same.Key, index)).ToDictionary(StringComparer.Ordinal);
        Stroke Style(DiagramProjection projection) => shared.TryGetValue(projection.Weights, out var index) ? SeriesStyle.Line(index, 2) : new(Role.Soft, 1.6);
        var labels = new List<Box>();
        var curves = forward.Select((projection, k) => Curve(layout, canvas, forward, k, Place)).ToArray();
        for (var k = 0; k < forward.Length; k++) DrawCurve(canvas, curves[k], Style(forward[k]));
        for (var k = 0; k < loops.Length; k++) DrawLoop(canvas, Place(loops[k].From), Place(loops[k].To), lanes[k], loops[k], Style(loops[k]));
        for (var group = 0; group < Groups.Count; group++) DrawGroup(canvas, Place(group), Groups[group]);
        for (var k = 0; k < forward.Length; k++) DrawLabel(canvas, curves[k], forward[k].Label, labels, [.. Enumerable.Range(0, Groups.Count).Select(Place)]);
        return canvas;
    }

    internal override string Describe() => "A net from the input upwards. "
        + string.Join(" ", Groups.Select((group, index) =>
        {
            var from = Projections.Where(projection => projection.To == index).Select(projection => Groups[projection.From].Name).Distinct(StringComparer.Ordinal).ToArray();
            return $"{group.Name}: {SvgNumber.Count(group.Size)} units{(from.Length > 0 ? " from " + string.Join(", ", from) : "")}.";
        }));

    /// <summary>The longest way from an input; an input lies just below the first group that it feeds.</summary>
    private int[] Depths()
    {
        var depths = new int[Groups.Count];
        for (var group = 0; group < Groups.Count; group++)
        {
            depths[group] = Projections.Where(projection => projection.To == group && projection.From < group)
                .Select(projection => depths[projection.From] + 1).DefaultIfEmpty(0).Max();
        }

        for (var group = 0; group < Groups.Count; group++)
        {
            if (Projections.Any(projection => projection.To == group && projection.From < group)) continue;
            depths[group] = Math.Max(0, Projections.Where(projection => projection.From == group && projection.To > group).Select(projection => depths[projection.To] - 1).DefaultIfEmpty(0).Min());
        }

        return depths;
    }

    private static double Top(Canvas canvas, int depth) => canvas.Height - 2 - BoxHeight - (depth * (BoxHeight + LayerGap));

    private static string Note(DiagramGroup group) =>
        $"{SvgNumber.Count(group.Size)} {(group.Size == 1 ? "unit" : "units")}{(group.Note.Length > 0 ? " · " + group.Note : "")}";

    /// <summary>Wide enough for the text, and wider for more units, so that the shape of the net shows.</summary>
    private static double BoxWidth(DiagramGroup group) => new[]
    {
        TextMetrics.Width(group.Name, NameSize, bold: true) + 24, TextMetrics.Width(Note(group), NoteSize) + 24, Math.Min(260, 60 + (28 * Math.Log2(1 + group.Size))),
    }.Max();

    private static void DrawGroup(Canvas canvas, Box box, DiagramGroup group)
    {
        canvas.Rectangle(box, Role.Panel, new(group.IsInput || group.IsOutput ? Role.Ink : Role.Soft, group.IsInput || group.IsOutput ? 1.8 : 1.2, group.IsInput ? "5 3" : null), corner: 7);
        canvas.Text(new(box.Centre.X, box.Y + 22), group.Name, NameSize, Anchor.Middle, bold: true);
        canvas.Text(new(box.Centre.X, box.Y + 41), Note(group), NoteSize, Anchor.Middle, Role.Soft);
    }

    /// <summary>Where a projection leaves or enters a box: its share of the edge, in the order of the far ends.</summary>
    private static double Port(LayeredLayout layout, DiagramProjection[] all, int which, Box box, bool leaves)
    {
        var group = leaves ? all[which].From : all[which].To;
        double FarEnd(int k) => leaves ? layout.X(layout.Routes[k][1]) : layout.X(layout.Routes[k][^2]);
        var same = Enumerable.Range(0, all.Length).Where(k => (leaves ? all[k].From : all[k].To) == group).OrderBy(FarEnd).ThenBy(k => k).ToList();
        var step = Math.Min(34, (box.Width - 20) / Math.Max(1, same.Count));
        return box.Centre.X + ((same.IndexOf(which) - ((same.Count - 1) / 2.0)) * step);
    }

    private static Point[] Curve(LayeredLayout layout, Canvas canvas, DiagramProjection[] all, int k, Func<int, Box> place)
    {
        var route = layout.Routes[k];
        Box from = place(all[k].From), to = place(all[k].To);
        var points = new List<Point> { new(Port(layout, all, k, from, leaves: true), from.Y) };
        var depth = (int)Math.Round((canvas.Height - 2 - BoxHeight - from.Y) / (BoxHeight + LayerGap));
        for (var i = 1; i < route.Count - 1; i++)
        {
            // A lane runs straight past the boxes of its layer.
            var top = Top(canvas, depth + i);
            points.Add(new(2 + layout.X(route[i]), top + BoxHeight));
            points.Add(new(2 + layout.X(route[i]), top));
        }

        points.Add(new(Port(layout, all, k, to, leaves: false), to.Bottom + 1));
        return [.. points];
    }

    private static void DrawCurve(Canvas canvas, Point[] points, Stroke stroke)
    {
        var path = new PathData().Move(points[0]);
        for (var i = 1; i < points.Length; i++)
        {
            var end = i == points.Length - 1 ? points[i] + new Point(0, 6) : points[i];
            var bend = (points[i - 1].Y - end.Y) * 0.45;
            path.Curve(points[i - 1] - new Point(0, bend), end + new Point(0, bend), end);
        }

        canvas.Path(path, Role.None, stroke);
        canvas.ArrowHead(points[^1] + new Point(0, 10), points[^1], stroke.Role, 9);
    }

    /// <summary>Where each loop runs upright, right of all groups; its label stands between it and the next, and the last entry ends them.</summary>
    private static double[] Lanes(DiagramProjection[] loops, double right)
    {
        var lanes = new double[loops.Length + 1];
        lanes[0] = right + LoopLane;
        for (var k = 0; k < loops.Length; k++) lanes[k + 1] = lanes[k] + TextMetrics.Width(loops[k].Label, LabelSize) + (k + 1 < loops.Length ? LoopLane : 8);
        return lanes;
    }

    private static void DrawLoop(Canvas canvas, Box from, Box to, double x, DiagramProjection loop, Stroke stroke)
    {
        // Loops leave in the upper and return in the lower part of a box: the label stands free between.
        var self = loop.From == loop.To;
        Point start = new(from.Right, from.Y + (self ? 12 : 8)), end = new(to.Right + 1, to.Bottom - (self ? 12 : 8));
        canvas.Path(new PathData().Move(start).Line(new(x - 8, start.Y)).Curve(new(x, start.Y), new(x, start.Y), new(x, start.Y + 8))
            .Line(new(x, end.Y - 8)).Curve(new(x, end.Y), new(x, end.Y), new(x - 8, end.Y)).Line(end + new Point(6, 0)), Role.None, stroke);
        canvas.ArrowHead(end + new Point(10, 0), end, stroke.Role, 9);
        canvas.Label(new(x + 6, (start.Y + end.Y) / 2), loop.Label, LabelSize, Anchor.Start, Role.Soft);
    }

    /// <summary>On the arrow, where it meets no box and no other label; without room, not at all (the sizes say it too).</summary>
    private static void DrawLabel(Canvas canvas, Point[] points, string label, List<Box> taken, Box[] groups)
    {
        if (label.Length == 0) return;
        foreach (var piece in Enumerable.Range(1, points.Length - 1).Reverse())
        {
            foreach (var share in (double[])[0.5, 0.35, 0.65, 0.25, 0.75])
            {
                var at = new Point(Ease(points[piece - 1].X, points[piece].X, share), points[piece - 1].Y + (share * (points[piece].Y - points[piece - 1].Y)));
                var box = Canvas.TextBox(at, label, LabelSize, Anchor.Middle);
                if (box.X < 0 || box.Right > canvas.Width || taken.Exists(other => other.Overlaps(box.Grown(1))) || groups.Any(group => group.Overlaps(box))) continue;
                canvas.Rectangle(box.Grown(1), Role.Paper, corner: 3);
                taken.Add(canvas.Label(at, label, LabelSize, fill: Role.Soft));
                return;
            }
        }
    }

    /// <summary>The curve between two heights, near enough for its label.</summary>
    private static double Ease(double from, double to, double share) => from + ((to - from) * share * share * (3 - (2 * share)));
}
