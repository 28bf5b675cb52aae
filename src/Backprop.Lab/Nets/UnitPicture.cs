using System.Text;
using System.Text.Encodings.Web;

namespace Backprop.Lab;

/// <summary>A small net unit by unit as in Fig. 1: circles with states and biases, arcs with the weights. Made once; the browser paints the numbers.</summary>
internal sealed class UnitPicture
{
    /// <summary>The most links and the most units side by side of a net that is shown unit by unit.</summary>
    public const int MostLinks = 400, MostAbreast = 18;

    private const int MostNumbers = 64;
    private const double Radius = 25, LabelWidth = 41, LabelHeight = 15;

    private readonly ShownNet net;
    private readonly (double X, double Y)[] places;
    private readonly List<(double X, double Y)> labels = [];
    private readonly StringBuilder svg = new();
    private double width, height;
    private bool onRing;

    private UnitPicture(ShownNet net)
    {
        this.net = net;
        places = new (double, double)[net.UnitCount];
        Place();
    }

    /// <summary>Whether a net is small enough.</summary>
    public static bool Fits(ShownNet net) => net.LinkCount <= MostLinks && net.Widest <= MostAbreast && net.UnitCount <= 60;

    /// <summary>The picture of a net. Names are escaped.</summary>
    /// <param name="net">The net.</param>
    /// <param name="unit">What a unit is called for a screen reader, by its group and number.</param>
    public static string Of(ShownNet net, Func<ShownGroup, int, string> unit)
    {
        var picture = new UnitPicture(net);
        picture.Draw(unit);
        return picture.svg.ToString();
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private static string Number(double number) => Math.Round(number, 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Place()
    {
        var layers = net.Groups.Max(static group => group.Layer) + 1;
        onRing = layers == 1 && net.UnitCount > 1;
        if (onRing)
        {
            var radius = Math.Max(90, net.UnitCount * 30.0);
            (width, height) = (2 * (radius + 80), 2 * (radius + 80));
            for (var unit = 0; unit < net.UnitCount; unit++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * unit / net.UnitCount);
                places[unit] = ((width / 2) + (radius * sin), (height / 2) - (radius * cos));
            }
            return;
        }
        var widest = net.Widest;
        var apart = Math.Max(62, Math.Min(96, 700.0 / Math.Max(1, widest - 1)));
        var side = net.Projections.Any(static projection => projection.To.Layer <= projection.From.Layer) ? 90 : 50;
        width = Math.Max(260, ((widest - 1) * apart) + (2 * side));
        var between = Math.Clamp(width * 0.24, 150, 240);
        height = ((layers - 1) * between) + (2 * Radius) + 56;
        for (var layer = 0; layer < layers; layer++)
        {
            var groups = net.Groups.Where(group => group.Layer == layer).ToArray();
            var count = groups.Sum(static group => group.Size);
            // Fewer units stand wider apart, so that arcs fan out.
            var spacing = count < 2 ? 0 : count == widest ? apart : Math.Min(apart * 2.2, apart * (widest - 1) / count);
            var at = 0;
            foreach (var group in groups)
            {
                for (var unit = 0; unit < group.Size; unit++, at++)
                    places[group.First + unit] = ((width / 2) + ((at - ((count - 1) / 2.0)) * spacing), height - 30 - Radius - (layer * between));
            }
        }
    }

    private void Draw(Func<ShownGroup, int, string> name)
    {
        var links = net.Projections.SelectMany(Links).ToArray();
        // Recurrent arcs may leave the rectangle of the units.
        (double X, double Y)[] reach = [(0, 0), (width, height), .. links.SelectMany(link => Path(link).Points)];
        var (left, top) = (reach.Min(static point => point.X), reach.Min(static point => point.Y));
        var (wide, high) = (reach.Max(static point => point.X) - left, reach.Max(static point => point.Y) - top);
        svg.Append($"<div class=\"picture\"><svg class=\"units\" viewBox=\"{Number(left)} {Number(top)} {Number(wide)} {Number(high)}\" style=\"max-width:{Number(wide * 1.5)}px\" role=\"group\">");
        foreach (var link in links)
        {
            var path = Path(link);
            svg.Append($"<path class=\"arc{Classes(link.Projection)}\" data-weight=\"{link.Weight}\" d=\"{path.Text}\"/><path class=\"hit\" data-pick=\"w{link.Weight}\" d=\"{path.Text}\"/>");
        }
        foreach (var group in net.Groups)
        {
            for (var unit = 0; unit < group.Size; unit++)
                DrawUnit(group, unit, name(group, unit));
        }
        if (links.Length <= MostNumbers)
        {
            foreach (var link in links)
                Label(link);
        }
        svg.Append("</svg></div>");
    }

    /// <summary>The classes by which the style of a projection is legible.</summary>
    internal static string Classes(ShownProjection projection) =>
        (projection.IsDelayed ? " delayed" : "") + (projection.IsShared ? " shared" : "") + (projection.Weights.Frozen ? " frozen" : "");

    private void DrawUnit(ShownGroup group, int unit, string name)
    {
        var number = group.First + unit;
        var (x, y) = places[number];
        var lesioned = group.Latest.LesionedUnits.Contains(unit);
        svg.Append($"<g class=\"unit{(lesioned ? " lesioned" : "")}\" data-pick=\"u{number}\" tabindex=\"{(number == 0 ? 0 : -1)}\" role=\"button\" aria-label=\"{Text(name)}\" transform=\"translate({Number(x)} {Number(y)})\"><title>{Text(name)}</title><circle r=\"{Radius}\" data-unit=\"{number}\"/>");
        var bias = group.Latest.Biases;
        svg.Append($"<text class=\"y\" data-state=\"{number}\" y=\"{(bias is null ? 4 : -3)}\"></text>");
        if (bias is not null) svg.Append($"<text class=\"bias{(bias.Frozen ? " frozen" : "")}\" data-number=\"{bias.Offset + unit}\" data-pick=\"w{bias.Offset + unit}\" y=\"13\"></text>");
        if (Shown(group, unit) is { Length: > 0 } shown)
            svg.Append($"<text class=\"name\" y=\"{(group.Layer == 0 && !onRing ? Radius + 15 : -Radius - 6)}\">{Text(shown)}</text>");
        svg.Append("</g>");
    }

    /// <summary>The name under a circle, as far as there is room.</summary>
    private static string Shown(ShownGroup group, int unit)
    {
        var name = group.Latest.UnitNames.Count > 0 ? group.Latest.UnitNames[unit] : group.Size == 1 ? group.Name : (unit + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return name.Length <= 10 ? name : name[..9] + "…";
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

    /// <summary>The number of a weight on its arc, where it meets no unit and no other number; none where there is no room.</summary>
    private void Label((ShownProjection Projection, int From, int To, int Weight) link)
    {
        var p = Path(link).Points;
        for (var step = 0; step < 27; step++)
        {
            var t = 0.5 + ((step + 1) / 2 * (step % 2 == 0 ? 0.03 : -0.03));
            var (s, x, y) = (1 - t, 0.0, 0.0);
            double[] shares = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
            for (var k = 0; k < 4; k++)
                (x, y) = (x + (shares[k] * p[k].X), y + (shares[k] * p[k].Y));
            if (labels.Exists(other => Math.Abs(other.X - x) < LabelWidth && Math.Abs(other.Y - y) < LabelHeight)) continue;
            if (Array.Exists(places, place => Math.Abs(place.X - x) < Radius + (LabelWidth / 2) && Math.Abs(place.Y - y) < Radius + (LabelHeight / 2))) continue;
            labels.Add((x, y));
            svg.Append($"<text class=\"number\" data-number=\"{link.Weight}\" data-pick=\"w{link.Weight}\" x=\"{Number(x)}\" y=\"{Number(y + 4)}\"></text>");
            return;
        }
    }
}
