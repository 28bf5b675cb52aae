namespace Backprop.Figures;

/// <summary>A group as a net diagram shows it.</summary>
/// <param name="Name">The group.</param>
/// <param name="Size">Its units.</param>
/// <param name="Note">A note below its name, after the size, such as "logistic".</param>
/// <param name="IsInput">Whether its states come from the cases.</param>
/// <param name="IsOutput">Whether it has targets.</param>
public sealed record DiagramGroup(string Name, int Size, string Note = "", bool IsInput = false, bool IsOutput = false);

/// <summary>A projection as a net diagram shows it.</summary>
/// <param name="From">Index of the group that sends.</param>
/// <param name="To">Index of the group that receives; at or before <paramref name="From"/> for a recurrent projection.</param>
/// <param name="Label">The label of the arrow, such as "6 × 24".</param>
/// <param name="Weights">The name of the weights: projections that share them look alike.</param>
public sealed record DiagramProjection(int From, int To, string Label = "", string Weights = "");

/// <summary>
/// A net as boxes and arrows, the input below and the output above as the paper draws it: groups by depth,
/// what skips layers clear of their boxes, recurrent projections as loops on the right, shared weights in one color.
/// </summary>
/// <example>
/// <code>
/// string svg = NetDiagram.From(Topology.Layered(4, 3, 2)).ToSvg();
/// </code>
/// </example>
public sealed partial record NetDiagram : Figure
{
    private const double LayerGap = 74, LabelSize = 12.5, LoopLane = 24, CloseLane = 10, MostLabel = 260, MostPort = 34;
    private const int MostLoopLabels = 6;

    /// <summary>The groups, senders before receivers except for recurrent projections.</summary>
    public required IReadOnlyList<DiagramGroup> Groups { get; init => field = ValueList.Of(value); }

    /// <summary>The projections.</summary>
    public required IReadOnlyList<DiagramProjection> Projections { get; init => field = ValueList.Of(value); }

    internal override string DefaultTitle => "The net, group by group";

    internal override Canvas Draw()
    {
        if (Groups.Count == 0) throw new ArgumentException("A net diagram needs at least one group.");
        var shape = NetShape.Of(Groups, Projections);
        var forward = shape.Links.Where(link => !link.IsLoop).ToArray();
        var loops = shape.Links.Where(link => link.IsLoop).OrderBy(link => link.From - link.To).ToArray();
        var widths = shape.Boxes.Select(box => box.Width).ToArray();
        var layout = new LayeredLayout(widths, shape.Depths, [.. forward.Select(link => (link.From, link.To))]);
        var tops = Tops(shape, layout.Layers.Count, out var height);
        var lanes = Lanes(loops, layout.Width + 2);
        var canvas = new Canvas(layout.Width + (loops.Length == 0 ? 0 : lanes[^1] - layout.Width + 4) + 4, height);
        Box[] boxes = [.. shape.Boxes.Select((box, k) => new Box(2 + layout.X(k) - (widths[k] / 2), tops[shape.Depths[k]].Bottom - box.Height, widths[k], box.Height))];
        var shared = shape.Links.Where(link => link.Weights.Length > 0).GroupBy(link => link.Weights, StringComparer.Ordinal)
            .Where(same => same.Count() > 1).Select((same, index) => (same.Key, index)).ToDictionary(StringComparer.Ordinal);
        Stroke Style(NetLink link) => shared.TryGetValue(link.Weights, out var index) ? SeriesStyle.Line(index, 2) : new(Role.Soft, 1.6);
        var arrows = forward.Select((link, k) => new NetArrow(Way(layout, shape, tops, forward, k, boxes))).ToArray();
        for (var k = 0; k < forward.Length; k++) arrows[k].Draw(canvas, Style(forward[k]));
        for (var k = 0; k < loops.Length; k++) DrawLoop(canvas, boxes, tops, shape.Depths, lanes[k], loops, k, Style(loops[k]));
        for (var box = 0; box < boxes.Length; box++) shape.Boxes[box].Draw(canvas, boxes[box]);
        DrawLabels(canvas, arrows, [.. forward.Select(link => link.Label)], boxes);
        DrawLoopLabels(canvas, boxes, lanes, loops);
        return canvas;
    }

    internal override string Describe() => "A net from the input upwards. "
        + string.Join(" ", Groups.Select((group, index) =>
        {
            var from = Projections.Where(projection => projection.To == index).Select(projection => Groups[projection.From].Name).Distinct(StringComparer.Ordinal).ToArray();
            return $"{group.Name}: {SvgNumber.Count(group.Size)} units{(from.Length > 0 ? " from " + string.Join(", ", from) : "")}.";
        }));

    /// <summary>From the top to the bottom of each layer, which is as high as its highest box.</summary>
    private static (double Top, double Bottom)[] Tops(NetShape shape, int layers, out double height)
    {
        var heights = Enumerable.Range(0, layers).Select(depth => shape.Boxes.Where((_, box) => shape.Depths[box] == depth).Select(box => box.Height).DefaultIfEmpty(NetBox.LeastHeight).Max()).ToArray();
        height = heights.Sum() + ((layers - 1) * LayerGap) + 4;
        var tops = new (double, double)[layers];
        var bottom = height - 2;
        for (var depth = 0; depth < layers; depth++)
        {
            tops[depth] = (bottom - heights[depth], bottom);
            bottom -= heights[depth] + LayerGap;
        }

        return tops;
    }

    /// <summary>Where a link leaves or enters a box: its share of the edge, in the order of the far ends.</summary>
    private static double Port(LayeredLayout layout, NetLink[] all, int which, Box box, bool leaves)
    {
        var end = leaves ? all[which].From : all[which].To;
        double FarEnd(int k) => leaves ? layout.X(layout.Routes[k][1]) : layout.X(layout.Routes[k][^2]);
        var same = Enumerable.Range(0, all.Length).Where(k => (leaves ? all[k].From : all[k].To) == end).OrderBy(FarEnd).ThenBy(k => k).ToList();
        var step = Math.Min(MostPort, (box.Width - 20) / Math.Max(1, same.Count));
        return box.Center.X + ((same.IndexOf(which) - ((same.Count - 1) / 2.0)) * step);
    }

    /// <summary>The points that an arrow passes, upwards: a lane runs straight past the boxes of its layer.</summary>
    private static Point[] Way(LayeredLayout layout, NetShape shape, (double Top, double Bottom)[] tops, NetLink[] all, int k, Box[] boxes)
    {
        var route = layout.Routes[k];
        Box from = boxes[all[k].From], to = boxes[all[k].To];
        var points = new List<Point> { new(Port(layout, all, k, from, leaves: true), from.Y) };
        var depth = shape.Depths[all[k].From];
        for (var i = 1; i < route.Count - 1; i++)
        {
            points.Add(new(2 + layout.X(route[i]), tops[depth + i].Bottom));
            points.Add(new(2 + layout.X(route[i]), tops[depth + i].Top));
        }

        points.Add(new(Port(layout, all, k, to, leaves: false), to.Bottom + 1));
        return [.. points];
    }

    /// <summary>Where each loop runs upright, right of all boxes; its label stands between it and the next, and the last entry ends them.</summary>
    private static double[] Lanes(NetLink[] loops, double right)
    {
        var lanes = new double[loops.Length + 1];
        lanes[0] = right + LoopLane;
        for (var k = 0; k < loops.Length; k++) lanes[k + 1] = lanes[k] + TextMetrics.Width(LoopLabel(loops, k), LabelSize) + (k + 1 == loops.Length ? 8 : loops.Length > MostLoopLabels ? CloseLane : LoopLane);
        return lanes;
    }

    /// <summary>The label of a loop: none where there are many loops, which then stand close.</summary>
    private static string LoopLabel(NetLink[] loops, int k) => loops.Length > MostLoopLabels ? "" : TextMetrics.Shorten(loops[k].Label, MostLabel, LabelSize);

    private static void DrawLoop(Canvas canvas, Box[] boxes, (double Top, double Bottom)[] tops, int[] depths, double x, NetLink[] loops, int which, Stroke stroke)
    {
        var loop = loops[which];
        Box from = boxes[loop.From], to = boxes[loop.To];
        // Wider loops leave nearer to the top and return nearer to the bottom, so that the heads and lines of several loops are apart.
        double Inset(Func<NetLink, int> end) => Math.Min(20, 7 + (8 * loops.Skip(which + 1).Count(wider => end(wider) == end(loop))));
        bool Hidden(int which) => Enumerable.Range(0, boxes.Length).Any(other => other != which && depths[other] == depths[which] && boxes[other].X > boxes[which].X);
        // Past boxes on the right a loop leaves above them and comes back below them.
        var path = new PathData();
        Point start = new(from.Right, from.Y + Inset(link => link.From)), end = new(to.Right + 1, to.Bottom - Inset(link => link.To));
        var (over, under) = (tops[depths[loop.From]].Top - 12, tops[depths[loop.To]].Bottom + 12);
        if (Hidden(loop.From))
        {
            var up = from.Right - 10;
            path.Move(new(up, from.Y)).Line(new(up, over + 8)).Curve(new(up, over), new(up, over), new(up + 8, over));
            start = new(up + 8, over);
        }
        else
        {
            path.Move(start);
        }

        var back = Hidden(loop.To);
        var turn = back ? under : end.Y;
        var down = turn > start.Y ? 8 : -8;
        path.Line(new(x - 8, start.Y)).Curve(new(x, start.Y), new(x, start.Y), new(x, start.Y + down)).Line(new(x, turn - down)).Curve(new(x, turn), new(x, turn), new(x - 8, turn));
        if (back)
        {
            var up = to.Right - 10;
            path.Line(new(up + 8, under)).Curve(new(up, under), new(up, under), new(up, under - 3));
            canvas.Path(path, Role.None, stroke);
            canvas.ArrowHead(new(up, under), new(up, to.Bottom + 1), stroke.Role, 9);
            return;
        }

        canvas.Path(path.Line(end + new Point(6, 0)), Role.None, stroke);
        canvas.ArrowHead(end + new Point(10, 0), end, stroke.Role, 9);
    }

    private static void DrawLoopLabels(Canvas canvas, Box[] boxes, double[] lanes, NetLink[] loops)
    {
        for (var k = 0; k < loops.Length; k++)
        {
            var middle = new Point(lanes[k] + 6, (boxes[loops[k].From].Center.Y + boxes[loops[k].To].Center.Y) / 2);
            // Loops further out pass above and below the label, or behind it.
            var box = Canvas.LabelBox(middle, LoopLabel(loops, k), LabelSize, Anchor.Start);
            if (box.Width > 0) canvas.Rectangle(box.Grown(1), Role.Paper, corner: 3);
            canvas.Label(middle, LoopLabel(loops, k), LabelSize, Anchor.Start, Role.Soft);
        }
    }

    /// <summary>Each label on its arrow, where it meets no box, no other label and no other arrow; without room, not at all: the sizes of the groups say it too.</summary>
    private static void DrawLabels(Canvas canvas, NetArrow[] arrows, string[] labels, Box[] boxes)
    {
        var taken = boxes.Concat(arrows.Select(arrow => arrow.Head)).ToList();
        for (var k = 0; k < arrows.Length; k++)
        {
            var label = TextMetrics.Shorten(labels[k], MostLabel, LabelSize);
            if (label.Length == 0) continue;
            foreach (var at in arrows[k].LabelPlaces())
            {
                var box = Canvas.LabelBox(at, label, LabelSize, Anchor.Middle);
                if (box.X < 0 || box.Right > canvas.Width || taken.Exists(other => other.Overlaps(box.Grown(1)))) continue;
                if (arrows.Where((_, other) => other != k).Any(other => other.Crosses(box.Grown(2)))) continue;
                canvas.Rectangle(box.Grown(1), Role.Paper, corner: 3);
                taken.Add(canvas.Label(at, label, LabelSize, fill: Role.Soft));
                break;
            }
        }
    }
}
