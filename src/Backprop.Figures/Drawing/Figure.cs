using System.Globalization;
using System.Text;

namespace Backprop.Figures;

/// <summary>
/// A picture that can be written as SVG text: an immutable description of what it shows.
/// The same description gives the same bytes everywhere.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// Figure figure = WeightPanels.From(net) with { Title = "Weights" };
/// figure.Save("weights.svg", Theme.Light);
/// </code>
/// </example>
public abstract record Figure
{
    internal const double Margin = 16, TitleSize = 17, SubtitleSize = 13.5;

    /// <summary>The heading, also the accessible name. Without one, the figure has a default heading.</summary>
    public string? Title { get; init; }

    /// <summary>A line below the heading: settings, seed, what the marks mean. Wrapped where it is long.</summary>
    public string? Subtitle { get; init; }

    /// <summary>
    /// The content of the figure in words, for readers who cannot see it (the SVG's <c>desc</c>).
    /// By default composed from the data.
    /// </summary>
    public string? Description { get; init; }

    /// <summary>The heading that the figure gives itself.</summary>
    internal abstract string DefaultTitle { get; }

    /// <summary>The heading that is shown.</summary>
    internal string ShownTitle => Title ?? DefaultTitle;

    /// <summary>The content in words: <see cref="Description"/>, or what is composed from the data.</summary>
    internal string ShownDescription => Description ?? Describe();

    /// <summary>A self-contained SVG document.</summary>
    /// <param name="theme">Light, dark, or the setting of the reader's system (the default).</param>
    /// <returns>The text of the document.</returns>
    public string ToSvg(Theme theme = Theme.Auto) => Write(theme, standalone: true);

    /// <summary>Writes the SVG document to a file, as UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file; an existing file is replaced by the complete figure or not at all.</param>
    /// <param name="theme">Light, dark, or the setting of the reader's system (the default).</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, Theme theme = Theme.Auto)
    {
        var svg = Encoding.UTF8.GetBytes(ToSvg(theme));
        AtomicFile.Write(path, stream => stream.Write(svg));
    }

    /// <summary>An <c>svg</c> element for an HTML page that carries the style sheet itself.</summary>
    /// <param name="style">CSS of the element, such as its least width. Default none.</param>
    internal string ToInlineSvg(string? style = null) => Write(Theme.Auto, standalone: false, style);

    /// <summary>The figure's own part, without heading and margin.</summary>
    internal abstract Canvas Draw();

    /// <summary>Describes the data in a sentence or two.</summary>
    internal abstract string Describe();

    /// <summary>The figure with its heading, at the size it is written.</summary>
    internal Canvas Compose(double titleSize = TitleSize, double margin = Margin)
    {
        var part = Draw();
        var wrap = Math.Max(part.Width, 260);
        var title = TextMetrics.Wrap(PlainText.Of(ShownTitle), wrap, titleSize, bold: true);
        var subtitle = Subtitle is null ? [] : TextMetrics.Wrap(Subtitle, wrap, SubtitleSize);
        var widest = title.Select(line => TextMetrics.Width(line, titleSize, bold: true))
            .Concat(subtitle.Select(line => TextMetrics.Width(line, SubtitleSize)))
            .Append(part.Width).Max();
        var head = (title.Count * titleSize * 1.3) + (subtitle.Count * SubtitleSize * 1.35) + 8;
        var whole = new Canvas(widest + (2 * margin), part.Height + head + (2 * margin));
        var y = margin;
        foreach (var line in title) whole.Text(new(margin, (y += titleSize * 1.3) - (0.4 * titleSize)), line, titleSize, bold: true);
        foreach (var line in subtitle) whole.Text(new(margin, (y += SubtitleSize * 1.35) - (0.3 * SubtitleSize)), line, SubtitleSize, fill: Role.Soft);
        whole.Place(part, new(margin, margin + head));
        return whole;
    }

    private string Write(Theme theme, bool standalone, string? style = null)
    {
        var canvas = Compose();
        var width = SvgNumber.Coordinate(Math.Ceiling(canvas.Width));
        var height = SvgNumber.Coordinate(Math.Ceiling(canvas.Height));
        var description = ShownDescription;
        var id = "bp" + Fingerprint(ShownTitle + "\n" + description + "\n" + canvas.Body);
        var svg = new StringBuilder();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"bp\" viewBox=\"0 0 {width} {height}\"");
        if (standalone) svg.Append($" width=\"{width}\" height=\"{height}\"");
        if (style is not null) svg.Append($" style=\"{style}\"");
        svg.Append($" role=\"img\" aria-labelledby=\"{id}t {id}d\">\n");
        svg.Append($"<title id=\"{id}t\">{Canvas.Escape(ShownTitle)}</title>\n<desc id=\"{id}d\">{Canvas.Escape(description)}</desc>\n");
        if (standalone) svg.Append("<style>\n").Append(Palette.Css(theme, new HashSet<Role>(canvas.Used) { Role.Paper })).Append("</style>\n");
        svg.Append($"<rect width=\"{width}\" height=\"{height}\" class=\"{Palette.FillClass(Role.Paper)}\"/>\n");
        return svg.Append(canvas.Body).Append("</svg>\n").ToString();
    }

    /// <summary>FNV-1a, 32 bits: names that differ between figures of one page and never between runs.</summary>
    private static string Fingerprint(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text) hash = unchecked((hash ^ character) * 16777619u);
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
