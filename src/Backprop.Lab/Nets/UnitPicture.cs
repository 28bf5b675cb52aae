using System.Text;
using System.Text.Encodings.Web;

namespace Backprop.Lab;

/// <summary>A small net unit by unit as in Fig. 1: circles with states and biases, arcs with the weights. Made once; the browser paints the numbers.</summary>
internal sealed class UnitPicture
{
    /// <summary>The most links and the most units side by side of a net that is shown unit by unit.</summary>
    public const int MostLinks = 400, MostAbreast = 18;

    private const int MostNumbers = 64;
    private const double Radius = 25, LabelWidth = 44, LabelHeight = 16, LetterWidth = 6.6;

    /// <summary>Other arcs are kept so far from the middle of a number, half as much above and below it; beyond, more is not better.</summary>
    private const double LeastClearance = 3, MostClearance = 12;

    private readonly ShownNet net;
    private readonly bool isNarrow;
    private readonly (double X, double Y)[] places;

    /// <summary>Room from unit to unit, by layer.</summary>
    private readonly double[] rooms;

    private readonly List<(double X, double Y)> labels = [];
    private readonly StringBuilder svg = new();
    private double width, height;
    private bool onRing;

    private UnitPicture(ShownNet net, bool isNarrow)
    {
        (this.net, this.isNarrow) = (net, isNarrow);
        places = new (double, double)[net.UnitCount];
        rooms = new double[net.Groups.Max(static group => group.Layer) + 1];
        Place();
    }

    /// <summary>Whether a net is small enough.</summary>
    public static bool Fits(ShownNet net) => net.LinkCount <= MostLinks && net.Widest <= MostAbreast && net.UnitCount <= 60;

    /// <summary>The picture of a net. Names are escaped.</summary>
    /// <param name="net">The net.</param>
    /// <param name="words">Its words.</param>
    /// <param name="isNarrow">Whether it is for the screen of a phone: units stand closer, so that they are not drawn smaller.</param>
    public static string Of(ShownNet net, PictureWords words, bool isNarrow)
    {
        var picture = new UnitPicture(net, isNarrow);
        picture.Draw(words);
        return picture.svg.ToString();
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private static string Number(double number) => Math.Round(number, 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Place()
    {
        var layers = rooms.Length;
        onRing = layers == 1 && net.UnitCount > 1;
        if (onRing)
        {
            var radius = Math.Max(90, net.UnitCount * 30.0);
            rooms[0] = radius;
            (width, height) = (2 * (radius + 80), 2 * (radius + 80));
            for (var unit = 0; unit < net.UnitCount; unit++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * unit / net.UnitCount);
                places[unit] = ((width / 2) + (radius * sin), (height / 2) - (radius * cos));
            }
            return;
        }
        var widest = net.Widest;
        var apart = isNarrow ? 58 : Math.Max(62, Math.Min(96, 700.0 / Math.Max(1, widest - 1)));
        var side = net.Projections.Any(static projection => projection.To.Layer <= projection.From.Layer) ? 90 : isNarrow ? 32 : 50;
        width = Math.Max(260, ((widest - 1) * apart) + (2 * side));
        var between = Math.Clamp(width * 0.3, 170, 240);
        height = ((layers - 1) * between) + (2 * Radius) + 56;
        for (var layer = 0; layer < layers; layer++)
        {
            var groups = net.Groups.Where(group => group.Layer == layer).ToArray();
            var count = groups.Sum(static group => group.Size);
            // Fewer units stand wider apart, so that arcs fan out.
            var spacing = count < 2 ? 0 : count == widest ? apart : Math.Min(apart * 2.2, apart * (widest - 1) / count);
            rooms[layer] = count < 2 ? width : spacing;
            var at = 0;
            foreach (var group in groups)
            {
                for (var unit = 0; unit < group.Size; unit++, at++)
                    places[group.First + unit] = ((width / 2) + ((at - ((count - 1) / 2.0)) * spacing), height - 30 - Radius - (layer * between));
            }
        }
    }

    private void Draw(PictureWords words)
    {
        var links = net.Projections.SelectMany(Links).ToArray();
        // Recurrent arcs may leave the rectangle of the units.
        (double X, double Y)[] reach = [(0, 0), (width, height), .. links.SelectMany(link => Path(link).Points)];
        var (left, top) = (reach.Min(static point => point.X), reach.Min(static point => point.Y));
        var (wide, high) = (reach.Max(static point => point.X) - left, reach.Max(static point => point.Y) - top);
        svg.Append($"<div class=\"picture\"><svg class=\"units\" viewBox=\"{Number(left)} {Number(top)} {Number(wide)} {Number(high)}\" style=\"max-width:{Number(wide * 1.5)}px;min-width:{Number(Math.Min(wide, 600) * 0.6)}px\" role=\"group\">");
        foreach (var link in links)
        {
            var path = Path(link);
            svg.Append($"<path class=\"arc{Classes(link.Projection, link.Weight)}\" data-weight=\"{link.Weight}\" d=\"{path.Text}\"/><path class=\"hit\" data-pick=\"w{link.Weight}\" d=\"{path.Text}\"/>");
        }
        foreach (var group in net.Groups)
        {
            for (var unit = 0; unit < group.Size; unit++)
                DrawUnit(group, unit, words.Unit(group, unit));
        }
        if (links.Length <= MostNumbers) Label(links);
        svg.Append("</svg></div>");
    }

    /// <summary>The classes by which the style of a projection is legible.</summary>
    internal static string Classes(ShownProjection projection) =>
        (projection.IsDelayed ? " delayed" : "") + (projection.IsShared ? " shared" : "") + (projection.Weights.Frozen ? " frozen" : "");

    /// <summary>Those of one weight, which may be frozen by itself.</summary>
    private static string Classes(ShownProjection projection, int weight) =>
        Classes(projection) + (!projection.Weights.Frozen && projection.Weights.IsFrozen(weight - projection.Weights.Offset) ? " frozen" : "");

    private void DrawUnit(ShownGroup group, int unit, string name)
    {
        var number = group.First + unit;
        var (x, y) = places[number];
        var lesioned = group.Latest.LesionedUnits.Contains(unit);
        var transform = $"translate({Number(x)} {Number(y)})";
        // Texts stand beside the button, whose name says what they mean.
        svg.Append($"<g class=\"unit{(lesioned ? " lesioned" : "")}\" data-pick=\"u{number}\" tabindex=\"{(number == 0 ? 0 : -1)}\" role=\"button\" aria-label=\"{Text(name)}\" transform=\"{transform}\"><title>{Text(name)}</title><circle r=\"{Radius}\" data-unit=\"{number}\"/></g><g aria-hidden=\"true\" transform=\"{transform}\">");
        var bias = group.Latest.Biases;
        svg.Append($"<text class=\"y\" data-state=\"{number}\" y=\"{(bias is null ? 4 : -3)}\"></text>");
        if (bias is not null) svg.Append($"<text class=\"bias{(bias.IsFrozen(unit) ? " frozen" : "")}\" data-number=\"{bias.Offset + unit}\" data-pick=\"w{bias.Offset + unit}\" y=\"13\"></text>");
        var at = NameOffset(group, unit);
        svg.Append($"<text class=\"name\" data-pick=\"u{number}\" x=\"{Number(at.X)}\" y=\"{Number(at.Y)}\">{Text(Shown(group, unit))}</text></g>");
    }

    /// <summary>Where the middle of a name stands, from the middle of its circle: below the lowest layer, above the highest, and beside the others where there is room, since their arcs go up and down.</summary>
    private (double X, double Y) NameOffset(ShownGroup group, int unit)
    {
        if (group.Layer == 0 && !onRing) return (0, Radius + 15);
        var half = Shown(group, unit).Length * LetterWidth / 2;
        var x = places[group.First + unit].X;
        var isLeft = x < width / 2;
        var isBeside = !onRing && group.Layer < rooms.Length - 1 && rooms[group.Layer] >= (2 * Radius) + (2 * half) + 12 && (isLeft ? x : width - x) >= Radius + (2 * half) + 6;
        return isBeside ? ((Radius + 6 + half) * (isLeft ? -1 : 1), 4) : (0, -Radius - 6);
    }

    /// <summary>The name at a circle, as far as there is room: with that of its group, where all of the group have room for it.</summary>
    private string Shown(ShownGroup group, int unit)
    {
        var most = Math.Max(2, (int)(Math.Min(rooms[group.Layer], 130) / LetterWidth));
        if (group.Latest.UnitNames.Count > 0) return Cut(group.Latest.UnitNames[unit], most);
        if (group.Size == 1) return Cut(group.Name, most);
        var number = (unit + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return group.Name.Length + 1 + group.Size.ToString(System.Globalization.CultureInfo.InvariantCulture).Length < most ? $"{group.Name} {number}" : number;

        static string Cut(string name, int most) => name.Length <= most ? name : name[..(most - 1)] + "…";
    }

    private static IEnumerable<(ShownProjection Projection, int From, int To, int Weight)> Links(ShownProjection projection)
    {
        var block = projection.Weights;
        for (var k = 0; k < block.Length; k++)
        {
            if (block.Mask?[k] == false) continue;
            var (to, from) = block.IsOneToOne ? (k, k) : (k / block.Columns, k % block.Columns);
            yield return (projection, projection.From.First + from, projection.To.First + to, block.Offset + k);
        }
    }

    private (string Text, (double X, double Y)[] Points) Path((ShownProjection Projection, int From, int To, int Weight) link)
    {
        var (from, to) = (places[link.From], places[link.To]);
        if (link.From == link.To)
        {
            // A loop away from the middle of the picture.
            var (ux, uy) = (from.X - (width / 2), from.Y - (height / 2));
            var size = Math.Max(1, Math.Sqrt((ux * ux) + (uy * uy)));
            (ux, uy) = onRing ? (ux / size, uy / size) : (1, 0);
            (double X, double Y) left = (from.X + (66 * ux) + (34 * uy), from.Y + (66 * uy) - (34 * ux)), right = (from.X + (66 * ux) - (34 * uy), from.Y + (66 * uy) + (34 * ux));
            return Curve(from, left, right, to);
        }
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        var skips = link.Projection.To.Layer - link.Projection.From.Layer > 1;
        var back = link.Projection.To.Layer <= link.Projection.From.Layer;
        var bend = back ? 0.22 : skips ? 0.14 * Math.Sign(from.X - (width / 2) + 0.1) : 0;
        (double X, double Y) across = (-dy / length * bend * length, dx / length * bend * length);
        return Curve(from, (from.X + (dx * 0.33) + across.X, from.Y + (dy * 0.33) + across.Y), (from.X + (dx * 0.67) + across.X, from.Y + (dy * 0.67) + across.Y), to);

        static (string, (double, double)[]) Curve((double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d)
        {
            a = Edge(a, b);
            d = Edge(d, c);
            return ($"M{Number(a.X)} {Number(a.Y)}C{Number(b.X)} {Number(b.Y)} {Number(c.X)} {Number(c.Y)} {Number(d.X)} {Number(d.Y)}", [a, b, c, d]);
        }

        static (double X, double Y) Edge((double X, double Y) center, (double X, double Y) other)
        {
            var (x, y) = (other.X - center.X, other.Y - center.Y);
            var size = Math.Sqrt((x * x) + (y * y));
            return (center.X + (Radius / size * x), center.Y + (Radius / size * y));
        }
    }

    /// <summary>
    /// The number of each weight on its arc, where it meets no unit, no name and no other number, and is told from other arcs: as far from them as may be, rather near the middle.
    /// None where there is no such place.
    /// </summary>
    private void Label((ShownProjection Projection, int From, int To, int Weight)[] links)
    {
        var chords = Array.ConvertAll(links, link => Chords(Path(link)));
        (double X, double Y, double Half)[] names = [.. net.Groups.SelectMany(group => Enumerable.Range(0, group.Size).Select(unit => (places[group.First + unit].X + NameOffset(group, unit).X, places[group.First + unit].Y + NameOffset(group, unit).Y - 4, Shown(group, unit).Length * LetterWidth / 2)))];
        for (var k = 0; k < links.Length; k++)
        {
            var points = Path(links[k]).Points;
            var (best, at) = (double.NegativeInfinity, (X: 0.0, Y: 0.0));
            for (var t = 0.1; t < 0.91; t += 0.04)
            {
                var (x, y) = On(points, t);
                if (labels.Exists(other => Math.Abs(other.X - x) < LabelWidth && Math.Abs(other.Y - y) < LabelHeight)
                    || Array.Exists(places, place => Math.Abs(place.X - x) < Radius + (LabelWidth / 2) && Math.Abs(place.Y - y) < Radius + (LabelHeight / 2))
                    || Array.Exists(names, name => Math.Abs(name.X - x) < name.Half + (LabelWidth / 2) && Math.Abs(name.Y - y) < LabelHeight)) continue;
                var clearance = MostClearance;
                for (var other = 0; other < links.Length && clearance > LeastClearance; other++)
                {
                    if (other != k) clearance = Math.Min(clearance, Distance(chords[other], x, y));
                }
                if (clearance > LeastClearance && clearance - (8 * Math.Abs(t - 0.5)) is var score && score > best) (best, at) = (score, (x, y));
            }
            if (double.IsNegativeInfinity(best)) continue;
            labels.Add(at);
            svg.Append($"<text class=\"number{(links[k].Projection.Weights.IsFrozen(links[k].Weight - links[k].Projection.Weights.Offset) ? " frozen" : "")}\" data-number=\"{links[k].Weight}\" data-pick=\"w{links[k].Weight}\" x=\"{Number(at.X)}\" y=\"{Number(at.Y + 4)}\"></text>");
        }
    }

    /// <summary>A point of a curve, 0 at its beginning and 1 at its end.</summary>
    private static (double X, double Y) On((double X, double Y)[] p, double t)
    {
        var s = 1 - t;
        var (a, b, c, d) = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t);
        return ((a * p[0].X) + (b * p[1].X) + (c * p[2].X) + (d * p[3].X), (a * p[0].Y) + (b * p[1].Y) + (c * p[2].Y) + (d * p[3].Y));
    }

    /// <summary>A curve as a few straight parts, one if it is straight.</summary>
    private static (double X, double Y)[] Chords((string Text, (double X, double Y)[] Points) path)
    {
        var p = path.Points;
        var (dx, dy) = (p[3].X - p[0].X, p[3].Y - p[0].Y);
        var bend = Math.Abs((dx * (p[1].Y - p[0].Y)) - (dy * (p[1].X - p[0].X))) / Math.Max(1, Math.Sqrt((dx * dx) + (dy * dy)));
        return bend < 1 ? [p[0], p[3]] : [.. Enumerable.Range(0, 7).Select(k => On(p, k / 6.0))];
    }

    /// <summary>How far straight parts are from a point, across counted half: numbers are wider than high.</summary>
    private static double Distance((double X, double Y)[] parts, double x, double y)
    {
        var least = double.PositiveInfinity;
        for (var k = 0; k + 1 < parts.Length; k++)
        {
            var (ax, ay) = ((parts[k].X - x) / 2, parts[k].Y - y);
            var (dx, dy) = ((parts[k + 1].X - parts[k].X) / 2, parts[k + 1].Y - parts[k].Y);
            var t = Math.Clamp(-((ax * dx) + (ay * dy)) / Math.Max(1e-9, (dx * dx) + (dy * dy)), 0, 1);
            var (u, v) = (ax + (t * dx), ay + (t * dy));
            least = Math.Min(least, (u * u) + (v * v));
        }
        return Math.Sqrt(least);
    }
}
