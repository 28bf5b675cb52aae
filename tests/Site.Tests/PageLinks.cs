using System.Net;
using System.Text.RegularExpressions;

namespace Site.Tests;

/// <summary>The links of built pages: each leads to a file of the site, and to a place that is there; of those that lead elsewhere only the form is looked at.</summary>
internal static partial class PageLinks
{
    /// <summary>Milliseconds that a search in one page may take.</summary>
    private const int Timeout = System.Threading.Timeout.Infinite;

    /// <returns>How many links there are, and one line per link that leads nowhere.</returns>
    public static (int Count, List<string> Faults) Check(string folder)
    {
        var pages = Directory.EnumerateFiles(folder, "*.html", SearchOption.AllDirectories).ToDictionary(static path => path, File.ReadAllText, StringComparer.Ordinal);
        var places = pages.ToDictionary(static page => page.Key, static page => Place().Matches(page.Value).Select(static match => WebUtility.HtmlDecode(match.Groups["place"].Value)).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var tables = Directory.EnumerateFiles(folder, "toc.json", SearchOption.AllDirectories);
        var links = pages.SelectMany(static page => Link().Matches(page.Value).Select(match => (Page: page.Key, Target: WebUtility.HtmlDecode(match.Groups["target"].Value))))
            // The navigation, which pages read when they are opened.
            .Concat(tables.SelectMany(static table => JsonLink().Matches(File.ReadAllText(table)).Select(match => (Page: table, Target: match.Groups["target"].Value))))
            .ToList();

        return (links.Count, [.. links.Where(link => !Leads(link.Page, link.Target)).Select(link => $"{Path.GetRelativePath(folder, link.Page)}: {link.Target}").Distinct(StringComparer.Ordinal)]);

        bool Leads(string page, string target)
        {
            if (Elsewhere().IsMatch(target)) return !target.StartsWith("http", StringComparison.Ordinal) || (Uri.TryCreate(target, UriKind.Absolute, out var address) && address.Host.Contains('.', StringComparison.Ordinal));
            var parts = target.Split('#', 2);
            var path = Uri.UnescapeDataString(parts[0].Split('?')[0]);
            var file = path.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, path));
            if (!File.Exists(file) || !file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return false;
            return parts.Length == 1 || parts[1].Length == 0 || !places.TryGetValue(file, out var ids) || ids.Contains(Uri.UnescapeDataString(parts[1]));
        }
    }

    [GeneratedRegex(@"<(?:a|img|link|script|iframe)\b[^>]*?\s(?:href|src)=""(?<target>[^""]*)""", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Link();

    [GeneratedRegex(@"""(?:href|topicHref)"":""(?<target>[^""]+)""", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex JsonLink();

    [GeneratedRegex(@"\s(?:id|name)=""(?<place>[^""]*)""", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Place();

    [GeneratedRegex("^(?:https?://|data:|mailto:)", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Elsewhere();
}
