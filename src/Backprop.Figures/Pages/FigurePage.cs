using System.Globalization;
using System.Text;

namespace Backprop.Figures;

/// <summary>One self-contained HTML page of figures with claims, settings and commands: nothing is loaded from elsewhere.</summary>
/// <param name="Title">The heading of the page.</param>
/// <param name="Lead">An introduction of one paragraph.</param>
/// <param name="Sections">Its parts, in order.</param>
internal sealed record FigurePage(string Title, string Lead, IReadOnlyList<PageSection> Sections)
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1b1f24;--soft:#566070;--paper:#fff;--panel:#f1f3f6;--grid:#d5dae1;--yes:#00704f;--partly:#7d5900;--no:#b84700}
        @media (prefers-color-scheme:dark){:root{--ink:#e8ebf0;--soft:#a3adbb;--paper:#14171c;--panel:#22272f;--grid:#3a414c;--yes:#2fc79a;--partly:#edb93a;--no:#ff9350}}
        body{margin:0 auto;padding:1.5rem;max-width:52rem;background:var(--paper);color:var(--ink);font:1rem/1.55 Georgia,'Times New Roman',serif}
        h1,h2,nav,table,code,dl{font-family:Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif}
        h1{line-height:1.2}h2{margin-top:3rem;padding-top:.6rem;border-top:1px solid var(--grid)}
        nav{color:var(--soft);font-size:.9rem}a{color:inherit}
        .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.88rem}
        th,td{text-align:left;vertical-align:top;padding:.4rem .7rem .4rem 0;border-bottom:1px solid var(--grid)}th{color:var(--soft);font-weight:400}
        .yes{color:var(--yes)}.partly{color:var(--partly)}.no{color:var(--no)}td:last-child{font-weight:700;white-space:nowrap}
        figure{margin:1.6rem 0;overflow-x:auto}figure svg{display:block;width:100%;height:auto;box-sizing:border-box;margin:0 auto;border:1px solid var(--grid);border-radius:6px}
        figcaption{margin-top:.4rem;color:var(--soft);font-size:.92rem}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;font-size:.88rem}dt{color:var(--soft)}dd{margin:0}
        td{overflow-wrap:anywhere}
        @media (max-width:40rem){body{padding:.8rem}h1{font-size:1.5rem}dl{grid-template-columns:1fr}dd{margin:0 0 .5rem}.wide table,.wide tbody,.wide tr,.wide td{display:block}.wide thead{display:none}.wide tr{padding:.5rem 0;border-bottom:1px solid var(--grid)}.wide td{padding:0;border:0}.wide td::before{content:attr(data-head) ": ";color:var(--soft);font-weight:400}}
        pre{overflow-x:auto;padding:.7rem .9rem;background:var(--panel);border-radius:6px;font-size:.88rem}
        """;

    /// <summary>The least height of letters in a figure, in pixels.</summary>
    private const double LeastLetter = 10;

    /// <summary>The page as HTML text; the same content gives the same bytes.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
        html.Append($"<title>{Text(Title)}</title>\n<style>\n{Style.ReplaceLineEndings("\n")}\n{Palette.Css(Theme.Auto)}</style>\n</head>\n<body>\n");
        html.Append($"<h1>{Text(Title)}</h1>\n<p>{Text(Lead)}</p>\n<nav><ol>\n");
        foreach (var (section, id) in Numbered()) html.Append($"<li><a href=\"#{id}\">{Text(section.Heading)}</a></li>\n");
        html.Append("</ol></nav>\n<main>\n");
        foreach (var (section, id) in Numbered()) Append(html, section, id);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static string Text(string text) => Canvas.Escape(text);

    private IEnumerable<(PageSection Section, string Id)> Numbered() =>
        Sections.Select((section, index) => (section, "part-" + (index + 1).ToString(CultureInfo.InvariantCulture)));

    private static void Append(StringBuilder html, PageSection section, string id)
    {
        html.Append($"<section id=\"{id}\">\n<h2>{Text(section.Heading)}</h2>\n");
        foreach (var paragraph in section.Text) html.Append($"<p>{Text(paragraph)}</p>\n");
        if (section.Claims.Count > 0) AppendClaims(html, section.Claims);
        foreach (var figure in section.Figures)
        {
            // No wider than drawn at a quarter more: small figures stay small.
            var canvas = figure.Compose();
            var width = SvgNumber.Coordinate(Math.Ceiling(1.25 * canvas.Width));
            // On a narrow screen no narrower than its letters are legible: it scrolls sideways instead, also by keyboard.
            var least = SvgNumber.Coordinate(Math.Ceiling(canvas.Width * LeastLetter / canvas.SmallestText));
            html.Append($"<figure tabindex=\"0\" style=\"max-width:{width}px;margin-inline:auto\">\n{figure.ToInlineSvg($"min-width:{least}px")}</figure>\n");
        }

        if (section.Settings.Count > 0)
        {
            html.Append("<dl>\n");
            foreach (var (name, value) in section.Settings) html.Append($"<dt>{Text(name)}</dt><dd>{Text(value)}</dd>\n");
            html.Append("</dl>\n");
        }

        if (section.Command.Length > 0) html.Append($"<pre><code>{Text(section.Command)}</code></pre>\n");
        html.Append("</section>\n");
    }

    private static void AppendClaims(StringBuilder html, IReadOnlyList<PageClaim> claims)
    {
        html.Append("<div class=\"wide\"><table>\n<thead><tr><th>claim</th><th>printed</th><th>measured here</th><th>holds</th></tr></thead>\n<tbody>\n");
        foreach (var claim in claims)
        {
            var verdict = claim.Holds is "yes" or "partly" or "no" ? $" class=\"{claim.Holds}\"" : "";
            html.Append($"<tr><td data-head=\"claim\">{Text(claim.Claim)}</td><td data-head=\"printed\">{Text(claim.Printed)}</td><td data-head=\"measured here\">{Text(claim.Here)}</td><td data-head=\"holds\"{verdict}>{Text(claim.Holds)}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }
}
