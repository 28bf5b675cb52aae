using System.Security;
using System.Text;

namespace Backprop.Figures;

/// <summary>Which point of a text its x names.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>How an outline is drawn. A width of 0 draws none.</summary>
internal readonly record struct Stroke(Role Role, double Width = 1.5, string? Dash = null, double Opacity = 1)
{
    public static Stroke None => new(Role.None, 0);
}

/// <summary>
/// A surface of known size that collects SVG elements and records the place of every text,
/// so that layouts (and tests) can see that no text meets another.
/// </summary>
internal sealed class Canvas(double width, double height)
{
    private readonly StringBuilder body = new();
    private readonly List<Box> texts = [];
    private readonly HashSet<Role> used = [];

    public double Width { get; } = width;

    public double Height { get; } = height;

    /// <summary>The elements drawn so far, one per line.</summary>
    public string Body => body.ToString();

    /// <summary>The box of every text, placed canvases included.</summary>
    public IReadOnlyList<Box> Texts => texts;

    /// <summary>The smallest font size used, or infinity without text.</summary>
    public double SmallestText { get; private set; } = double.PositiveInfinity;

    /// <summary>The roles that need a color.</summary>
    public IReadOnlySet<Role> Used => used;

    public void Line(Point from, Point to, Stroke stroke) =>
        Element($"<line x1=\"{N(from.X)}\" y1=\"{N(from.Y)}\" x2=\"{N(to.X)}\" y2=\"{N(to.Y)}\"", Role.None, stroke);

    public void Rectangle(Box box, Role fill, Stroke stroke = default, double opacity = 1, double corner = 0, string? tip = null) =>
        Element(
            $"<rect x=\"{N(box.X)}\" y=\"{N(box.Y)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\"" + (corner > 0 ? $" rx=\"{N(corner)}\"" : ""),
            fill, stroke, opacity, tip);

    public void Circle(Point center, double radius, Role fill, Stroke stroke = default, double opacity = 1, string? tip = null) =>
        Element($"<circle cx=\"{N(center.X)}\" cy=\"{N(center.Y)}\" r=\"{N(radius)}\"", fill, stroke, opacity, tip);

    public void Path(PathData data, Role fill, Stroke stroke = default, double opacity = 1, string? tip = null)
    {
        if (!data.IsEmpty) Element($"<path d=\"{data}\"", fill, stroke, opacity, tip);
    }

    /// <summary>A filled triangle whose tip is at <paramref name="tip"/>, pointing away from <paramref name="from"/>.</summary>
    public void ArrowHead(Point from, Point tip, Role fill, double size = 8)
    {
        var along = tip - from;
        if (along.Length == 0) return;
        along = 1 / along.Length * along;
        var across = new Point(-along.Y, along.X);
        var back = tip - (size * along);
        Path(PathData.Through([tip, back + (0.42 * size * across), back - (0.42 * size * across)], closed: true), fill);
    }

    /// <summary>One line of text on a baseline; upright, or read from below when <paramref name="turned"/>.</summary>
    /// <returns>The box that the text keeps.</returns>
    public Box Text(
        Point at, string text, double size = 14, Anchor anchor = Anchor.Start, Role fill = Role.Ink, bool bold = false,
        bool turned = false, bool halo = false, bool italic = false)
    {
        text = PlainText.Of(text);
        var box = TextBox(at, text, size, anchor, bold, turned);
        if (text.Length == 0) return box;
        Remember(box, size, fill);
        body.Append($"<text x=\"{N(at.X)}\" y=\"{N(at.Y)}\" class=\"{Palette.FillClass(fill)}{(halo ? " " + Palette.StrokeClass(Role.Paper) : "")}\"");
        body.Append($" font-size=\"{N(size)}\"").Append(AnchorAttribute(anchor));
        if (bold) body.Append(" font-weight=\"700\"");
        if (italic) body.Append(" font-style=\"italic\"");
        if (turned) body.Append($" transform=\"rotate(-90 {N(at.X)} {N(at.Y)})\"");
        if (halo)
        {
            used.Add(Role.Paper);
            body.Append(" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
        }

        body.Append('>').Append(Escape(text)).Append("</text>\n");
        return box;
    }

    /// <summary>Text whose vertical middle is at the point.</summary>
    public Box Label(
        Point middle, string text, double size = 14, Anchor anchor = Anchor.Middle, Role fill = Role.Ink, bool bold = false,
        bool halo = false) =>
        Text(new(middle.X, middle.Y + Drop(size)), text, size, anchor, fill, bold, halo: halo);

    /// <summary>
    /// A formula in which <c>_x</c> or <c>_{xy}</c> sets x or xy as a subscript: <c>∂E/∂w_{ji}</c>.
    /// </summary>
    public Box Formula(Point middle, string formula, double size = 14, Anchor anchor = Anchor.Middle, Role fill = Role.Ink)
    {
        var parts = Subscripts(PlainText.Of(formula));
        var plain = string.Concat(parts.Select(part => part.Text));
        var at = new Point(middle.X, middle.Y + Drop(size));
        var box = TextBox(at, plain, size, anchor, bold: false, turned: false);
        Remember(box, size, fill);
        body.Append($"<text x=\"{N(at.X)}\" y=\"{N(at.Y)}\" class=\"{Palette.FillClass(fill)}\"");
        // Without it some viewers drop a blank that begins a span, as after a subscript.
        body.Append($" font-size=\"{N(size)}\" xml:space=\"preserve\"").Append(AnchorAttribute(anchor));
        body.Append('>');
        var sunk = false;
        foreach (var (text, sub) in parts)
        {
            var shift = sub == sunk ? "" : $" dy=\"{N(sub ? 0.28 * size : -0.28 * size)}\"";
            body.Append($"<tspan{shift}{(sub ? $" font-size=\"{N(0.78 * size)}\"" : "")}>{Escape(text)}</tspan>");
            sunk = sub;
        }

        body.Append("</text>\n");
        return box;
    }

    /// <summary>A formula that interrupts the line it stands on.</summary>
    public Box LineLabel(Point middle, string formula, double size, Role fill = Role.Ink)
    {
        var box = TextBox(new(middle.X, middle.Y + Drop(size)), formula.Replace("_", "", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), size, Anchor.Middle);
        Rectangle(box.Grown(1), Role.Paper, corner: 3);
        return Formula(middle, formula, size, fill: fill);
    }

    /// <summary>Draws another canvas with its origin at a point.</summary>
    public void Place(Canvas part, Point at)
    {
        body.Append($"<g transform=\"translate({N(at.X)} {N(at.Y)})\">\n").Append(part.body).Append("</g>\n");
        foreach (var box in part.texts) texts.Add(box.Shifted(at.X, at.Y));
        used.UnionWith(part.used);
        SmallestText = Math.Min(SmallestText, part.SmallestText);
    }

    /// <summary>The box that a text would keep.</summary>
    public static Box TextBox(Point at, string text, double size, Anchor anchor, bool bold = false, bool turned = false)
    {
        var length = TextMetrics.Width(text, size, bold);
        var start = anchor switch { Anchor.Start => 0, Anchor.Middle => -length / 2, _ => -length };
        var ascent = TextMetrics.Ascent * size;
        var height = (TextMetrics.Ascent + TextMetrics.Descent) * size;
        return turned
            ? new(at.X - ascent, at.Y - start - length, height, length)
            : new(at.X + start, at.Y - ascent, length, height);
    }

    /// <summary>The box that a <see cref="Label"/> would keep.</summary>
    public static Box LabelBox(Point middle, string text, double size, Anchor anchor) => TextBox(new(middle.X, middle.Y + Drop(size)), text, size, anchor);

    /// <summary>Escapes text for element content and attributes, without characters that control how or where text is shown.</summary>
    public static string Escape(string text) => SecurityElement.Escape(PlainText.Of(text));

    /// <summary>From the middle of a line of text down to its baseline.</summary>
    private static double Drop(double size) => 0.36 * size;

    private static string AnchorAttribute(Anchor anchor) => anchor switch
    {
        Anchor.Middle => " text-anchor=\"middle\"",
        Anchor.End => " text-anchor=\"end\"",
        _ => "",
    };

    private static List<(string Text, bool Sub)> Subscripts(string formula)
    {
        var parts = new List<(string, bool)>();
        var plain = new StringBuilder();
        for (var i = 0; i < formula.Length; i++)
        {
            var braced = i + 1 < formula.Length && formula[i + 1] == '{';
            if (formula[i] != '_' || i + 1 == formula.Length || (braced && !formula.AsSpan(i).Contains('}')))
            {
                plain.Append(formula[i]);
                continue;
            }

            if (plain.Length > 0) parts.Add((plain.ToString(), false));
            plain.Clear();
            var end = braced ? formula.IndexOf('}', i) : i + 1;
            parts.Add((formula[(i + 1)..(end + 1)].Trim('{', '}'), true));
            i = end;
        }

        if (plain.Length > 0) parts.Add((plain.ToString(), false));
        return parts;
    }

    private static string N(double value) => SvgNumber.Coordinate(value);

    private void Remember(Box box, double size, Role fill)
    {
        texts.Add(box);
        used.Add(fill);
        SmallestText = Math.Min(SmallestText, size);
    }

    private void Element(string start, Role fill, Stroke stroke, double opacity = 1, string? tip = null)
    {
        body.Append(start);
        var outlined = stroke.Role != Role.None && stroke.Width > 0;
        var classes = (fill, outlined) switch
        {
            (Role.None, true) => Palette.StrokeClass(stroke.Role),
            (_, true) => Palette.FillClass(fill) + " " + Palette.StrokeClass(stroke.Role),
            (Role.None, false) => "",
            _ => Palette.FillClass(fill),
        };
        if (classes.Length > 0) body.Append($" class=\"{classes}\"");
        if (fill == Role.None) body.Append(" fill=\"none\"");
        else used.Add(fill);
        if (fill != Role.None && opacity < 1) body.Append($" fill-opacity=\"{N(opacity)}\"");
        if (outlined)
        {
            used.Add(stroke.Role);
            body.Append($" stroke-width=\"{N(stroke.Width)}\"");
            if (stroke.Dash is not null) body.Append($" stroke-dasharray=\"{stroke.Dash}\"");
            if (stroke.Opacity < 1) body.Append($" stroke-opacity=\"{N(stroke.Opacity)}\"");
        }

        body.Append(tip is null ? "/>\n" : $"><title>{Escape(tip)}</title>{start[..start.IndexOf(' ', StringComparison.Ordinal)].Replace("<", "</", StringComparison.Ordinal)}>\n");
    }
}
