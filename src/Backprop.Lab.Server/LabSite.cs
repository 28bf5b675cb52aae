using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;

namespace Backprop.Lab.Server;

/// <summary>Everything that the server answers with. What a request may ask for is a key here, made at the start: no part of a request becomes a path.</summary>
internal sealed partial class LabSite
{
    /// <summary>The URL of the list of named files; each file is below it, by its place in the list from 0.</summary>
    internal const string NamedUrl = "/named";

    private LabSite(IReadOnlyDictionary<string, SiteFile> files, IReadOnlyList<NamedFile> named, string policy)
    {
        Files = files;
        Named = named;
        NamedByUrl = named.Index().ToDictionary(file => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{NamedUrl}/{file.Index}"), file => file.Item, StringComparer.Ordinal);
        Policy = policy;
    }

    /// <summary>The files of the site by their URLs.</summary>
    internal IReadOnlyDictionary<string, SiteFile> Files { get; }

    /// <summary>The files that the user names.</summary>
    internal IReadOnlyList<NamedFile> Named { get; }

    /// <summary>The files that the user names by their URLs.</summary>
    internal IReadOnlyDictionary<string, NamedFile> NamedByUrl { get; }

    /// <summary>The content security policy of the page, with what a page cannot say of itself: that no other page may frame it.</summary>
    internal string Policy { get; }

    /// <summary>Reads the site.</summary>
    /// <param name="folder">The published lab: index.html and what belongs to it.</param>
    /// <param name="named">The files that the page may ask for with the token.</param>
    /// <exception cref="IOException">The folder cannot be read, or holds no lab.</exception>
    public static LabSite Read(string folder, IReadOnlyList<NamedFile> named)
    {
        var types = new FileExtensionContentTypeProvider();
        var files = new Dictionary<string, SiteFile>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (SiteFile.IsCompressed(path)) continue;
            files["/" + Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')] = SiteFile.Read(path, ContentType(types, path));
        }
        if (!files.TryGetValue("/index.html", out var page) || !files.ContainsKey("/_framework/blazor.webassembly.js"))
            throw new IOException($"'{folder}' holds no lab");
        var text = System.Text.Encoding.UTF8.GetString(page.Forms[^1].Content);
        if (PolicyOfPage().Match(text) is not { Success: true } policy)
            throw new IOException($"'{Path.Combine(folder, "index.html")}' has no content security policy, so it is not the page of a lab");
        files["/"] = page;
        return new LabSite(files, named, policy.Groups["policy"].Value + "; frame-ancestors 'none'");
    }

    private static string ContentType(FileExtensionContentTypeProvider types, string path)
    {
        var type = types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        return type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json" or "image/svg+xml" ? type + "; charset=utf-8" : type;
    }

    [GeneratedRegex("""<meta http-equiv="Content-Security-Policy" content="(?<policy>[^"]+)">""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PolicyOfPage();
}
