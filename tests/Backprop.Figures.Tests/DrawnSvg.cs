using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Backprop.Figures.Tests;

/// <summary>A text of an SVG document: where it lies, and whether a line behind it is pushed aside by a halo.</summary>
internal sealed record DrawnText(int Order, string Text, Box Box, double Size, bool Halo);

/// <summary>A shape of an SVG document as a polyline or polygon.</summary>
internal sealed record DrawnShape(int Order, Point[] Points, bool Filled, bool IsOpaque, bool IsPaper, double StrokeWidth)
{
    public Box Bounds { get; } = BoundsOf(Points);

    private static Box BoundsOf(Point[] points)
    {
        var (x, y) = (points.Min(point => point.X), points.Min(point => point.Y));
        return new(x, y, points.Max(point => point.X) - x, points.Max(point => point.Y) - y);
    }

    /// <summary>Whether the line or edge passes through a box.</summary>
    public bool Crosses(Box box)
    {
        if (!Bounds.Grown(0.01).Overlaps(box)) return false;
        for (var k = 1; k < Points.Length; k++)
        {
            if (Segment.Clip(Points[k - 1], Points[k], box) is not null) return true;
        }

        return false;
    }
}

/// <summary>
/// What a reader sees of a figure, read back from its SVG text rather than from the code that drew it: texts and shapes in the
/// order in which they are painted.
/// </summary>
internal sealed partial class DrawnSvg
{
    private readonly List<DrawnText> texts = [];
    private readonly List<DrawnShape> shapes = [];
    private int order;

    public DrawnSvg(string svg)
    {
        Source = svg;
        var root = XDocument.Parse(svg, LoadOptions.PreserveWhitespace).Root!;
        (Width, Height) = (Number(root, "width"), Number(root, "height"));
        // The first rectangle is the paper.
        foreach (var element in root.Elements().Where(element => element.Name.LocalName is not ("title" or "desc" or "style")).Skip(1)) Read(element, default);
    }

    /// <summary>The text itself.</summary>
    public string Source { get; }

    public double Width { get; }

    public double Height { get; }

    public IReadOnlyList<DrawnText> Texts => texts;

    public IReadOnlyList<DrawnShape> Shapes => shapes;

    private void Read(XElement element, Point origin)
    {
        order++;
        switch (element.Name.LocalName)
        {
            case "g":
                var shift = Numbers(element.Attribute("transform")!.Value);
                foreach (var child in element.Elements()) Read(child, origin + new Point(shift[0], shift[1]));
                break;
            case "text":
                Text(element, origin);
                break;
            case "line":
                Add(element, [origin + new Point(Number(element, "x1"), Number(element, "y1")), origin + new Point(Number(element, "x2"), Number(element, "y2"))]);
                break;
            case "rect":
                Add(element, Corners(new Box(Number(element, "x"), Number(element, "y"), Number(element, "width"), Number(element, "height")).Shifted(origin.X, origin.Y)));
                break;
            case "circle":
                Add(element, [.. Enumerable.Range(0, 25).Select(k => origin + new Point(Number(element, "cx"), Number(element, "cy")) + (Number(element, "r") * new Point(Math.Cos(k * Math.PI / 12), Math.Sin(k * Math.PI / 12))))]);
                break;
            case "path":
                foreach (var part in Parts(element.Attribute("d")!.Value, origin)) Add(element, part);
                break;
            default:
                throw new ArgumentException($"The tests know no <{element.Name.LocalName}>.");
        }
    }

    private void Text(XElement element, Point origin)
    {
        var size = Number(element, "font-size");
        var anchor = element.Attribute("text-anchor")?.Value switch { "middle" => Anchor.Middle, "end" => Anchor.End, _ => Anchor.Start };
        var at = origin + new Point(Number(element, "x"), Number(element, "y"));
        var box = Canvas.TextBox(at, element.Value, size, anchor, element.Attribute("font-weight") is not null, element.Attribute("transform") is not null);
        texts.Add(new(order, element.Value, box, size, element.Attribute("paint-order") is not null));
    }

    private void Add(XElement element, Point[] points)
    {
        var classes = element.Attribute("class")?.Value ?? "";
        shapes.Add(new(order, points, classes.Contains("f-", StringComparison.Ordinal), classes.Contains("f-", StringComparison.Ordinal) && element.Attribute("fill-opacity") is null, classes.Split(' ').Contains("f-paper"), element.Attribute("stroke-width") is null ? 0 : Number(element, "stroke-width")));
    }

    private static Point[] Corners(Box box) => [new(box.X, box.Y), new(box.Right, box.Y), new(box.Right, box.Bottom), new(box.X, box.Bottom), new(box.X, box.Y)];

    private static IEnumerable<Point[]> Parts(string data, Point origin)
    {
        var part = new List<Point>();
        foreach (Match command in Commands().Matches(data))
        {
            var n = Numbers(command.Value[1..]);
            var last = part.Count > 0 ? part[^1] : default;
            switch (command.Value[0])
            {
                case 'M':
                    if (part.Count > 0) yield return [.. part];
                    part = [origin + new Point(n[0], n[1])];
                    break;
                case 'L':
                    part.Add(origin + new Point(n[0], n[1]));
                    break;
                case 'C':
                    part.AddRange(Bezier.Samples([last, origin + new Point(n[0], n[1]), origin + new Point(n[2], n[3]), origin + new Point(n[4], n[5])], 20).Skip(1));
                    break;
                case 'h':
                    part.Add(last + new Point(n[0], 0));
                    break;
                case 'H':
                    part.Add(new(origin.X + n[0], last.Y));
                    break;
                case 'v':
                    part.Add(last + new Point(0, n[0]));
                    break;
                default:
                    part.Add(part[0]);
                    break;
            }
        }

        if (part.Count > 0) yield return [.. part];
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static double[] Numbers(string text) => [.. Values().Matches(text).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex("[MLChHvzZ][^MLChHvzZ]*", RegexOptions.None, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Commands();

    [GeneratedRegex(@"-?\d*\.?\d+", RegexOptions.None, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Values();
}
