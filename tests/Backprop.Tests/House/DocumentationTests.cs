using System.Text.RegularExpressions;

namespace Backprop.Tests;

/// <summary>What the documentation shows must work.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_description_of_a_net_in_the_documentation_makes_a_net()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "net-json.md"));
        var descriptions = page.Split("```json\n")[1..].Select(static part => part.Split("```")[0]).ToList();
        Assert.True(descriptions.Count >= 2);
        foreach (var description in descriptions)
            Assert.True(Topology.FromJson(description).WeightCount > 0);
    }

    [Fact]
    public void The_README_shows_what_its_program_prints()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var net = new Network<float>(Topology.Layered(2, 2, 1)).Randomize(seed: 1, range: 0.3);
        var trainer = new Trainer<float>(net, Xor.Cases, new GradientDescent { LearningRate = 0.5, Momentum = 0.9 });
        var history = trainer.Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(10_000));
        Assert.Contains($"\n{history.Stopped} after {history.Sweeps} sweeps, E = {history.Error:F4}\n", readme, StringComparison.Ordinal);
        Assert.Contains($"\n0 xor 1 = {net.Run([0, 1])[0]:F2}\n", readme, StringComparison.Ordinal);

        // The same statements stand in a sample, which the compiler reads.
        var sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "Xor", "Program.cs"));
        foreach (var statement in readme.Split("```csharp\n")[1].Split("```")[0].Split('\n').Where(static line => line.StartsWith("var ", StringComparison.Ordinal)))
            Assert.Contains(statement.Split("//")[0].Trim(), sample, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_and_heading_that_a_page_links_to_is_there()
    {
        string[] folders = ["docs", "samples", "findings", "bench", "tests"];
        var pages = folders.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories))
            .Where(static page => !page.Contains("/bin/", StringComparison.Ordinal) && !page.Contains("/obj/", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md")).ToList();
        Assert.True(pages.Count > 40);
        Assert.Empty(pages.SelectMany(static page => BrokenLinks(page, File.ReadAllText(page)).Select(link => $"{Path.GetRelativePath(Repository.Root, page)} links to '{link}', which is not there")));
    }

    [Theory]
    [InlineData("[a](docs/map.md)", true)]
    [InlineData("[a](docs/map.md#five-main-ideas)", true)]
    [InlineData("# Two *words*, `code` & more\n[a](#two-words-code--more)", true)]
    [InlineData("```sh\n# comment\n```\n[a](#comment)", false)]
    [InlineData("[a](docs/map.md#six-main-ideas)", false)]
    [InlineData("[a](docs/none.md)", false)]
    [InlineData("![a](none.svg)", false)]
    [InlineData("`[a](none.svg)` and [a](https://example.org/none)", true)]
    [InlineData("[a](https://example)", false)]
    public void A_link_to_what_is_not_there_is_noticed(string text, bool leads) => Assert.Equal(leads, !BrokenLinks(Path.Combine(Repository.Root, "page.md"), text).Any());

    /// <summary>The links of a page that lead to no file or heading; of those to other sites only the form is looked at.</summary>
    private static IEnumerable<string> BrokenLinks(string page, string text)
    {
        foreach (var link in Link().Matches(Code().Replace(text, "")).Select(static match => match.Groups["target"].Value))
        {
            var parts = link.Split('#', 2);
            var file = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
            var leads = link.Contains("://", StringComparison.Ordinal)
                ? Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" && address.Host.Contains('.', StringComparison.Ordinal)
                : Path.Exists(file) || file == page;
            if (leads && parts.Length == 2 && file.EndsWith(".md", StringComparison.Ordinal))
                leads = Places(file == page ? text : File.ReadAllText(file)).Contains(parts[1], StringComparer.Ordinal);
            if (!leads) yield return link;
        }
    }

    /// <summary>The names by which links call the headings of a page, as forges and docfx make them.</summary>
    private static IEnumerable<string> Places(string text) => Heading().Matches(Block().Replace(text, ""))
        .Select(static match => string.Concat(match.Groups["title"].Value.Trim().ToLowerInvariant().Where(static c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-'));

    [Fact]
    public void The_map_names_every_folder_and_no_other()
    {
        var map = File.ReadAllText(Path.Combine(Repository.Root, "docs", "map.md")).Split("```\n")[1].Split("```")[0];
        var named = new List<string>();
        var above = new List<string>();
        foreach (var line in map.Split('\n').Where(static line => line.TrimStart().Split(' ')[0].EndsWith('/')))
        {
            above.RemoveRange((line.Length - line.TrimStart().Length) / 2, above.Count - ((line.Length - line.TrimStart().Length) / 2));
            above.Add(line.TrimStart().Split('/')[0]);
            named.Add(string.Join('/', above));
        }

        string[] roots = ["src", "tests", "samples", "bench", "docs", "site", "findings"];
        Assert.Equal(
            roots.Concat(Folders("src", "bench")).Concat(Folders([.. Folders("src")])).Order(StringComparer.Ordinal),
            named.Order(StringComparer.Ordinal));

        // A folder without sources is left over from another commit, or is built.
        static IEnumerable<string> Folders(params string[] parents) => parents.SelectMany(static parent => Directory.EnumerateDirectories(Path.Combine(Repository.Root, parent))
            .Where(static path => Path.GetFileName(path) is not ("bin" or "obj") && Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Any(static file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)))
            .Select(path => $"{parent}/{Path.GetFileName(path)}"));
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (?<title>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, Timeout.Infinite)]
    private static partial Regex Heading();

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, Timeout.Infinite)]
    private static partial Regex Block();

    /// <summary>Blocks of code and code within a line: no link stands there.</summary>
    [GeneratedRegex("^ *```.*?^ *```|`[^`\n]+`", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, Timeout.Infinite)]
    private static partial Regex Code();
}
