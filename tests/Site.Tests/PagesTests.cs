using System.Text.RegularExpressions;
using Backprop.Tests;

namespace Site.Tests;

/// <summary>The pages of the documentation site.</summary>
public sealed partial class PagesTests
{
    [Fact]
    public void Every_link_leads_to_a_page_and_a_place_that_are_there()
    {
        var (count, faults) = PageLinks.Check(BuiltSite.Folder);
        Assert.Empty(faults);
        Assert.True(count > 4000, $"of {count} links the pages consist: fewer than there are");
    }

    [Theory]
    [InlineData("<a href=\"b.html\">", false)]
    [InlineData("<a class=\"x\" href=\"b.html#end\">", false)]
    [InlineData("<a href=\"b.html#nowhere\">", true)]
    [InlineData("<a href=\"#start\"><h1 id=\"start\">", false)]
    [InlineData("<a href=\"#nowhere\">", true)]
    [InlineData("<a href=\"c.html\">", true)]
    [InlineData("<a href=\"../outside.html\">", true)]
    [InlineData("<img alt=\"\" src=\"picture.svg\">", true)]
    [InlineData("<a href=\"https://example.org/x\">", false)]
    [InlineData("<a href=\"https://example\">", true)]
    public void A_link_that_leads_nowhere_is_noticed(string page, bool isFault)
    {
        var folder = Directory.CreateTempSubdirectory("backprop-site-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "a.html"), page);
            File.WriteAllText(Path.Combine(folder.FullName, "b.html"), "<h2 id=\"end\">");
            var (count, faults) = PageLinks.Check(folder.FullName);
            Assert.Equal(1, count);
            Assert.Equal(isFault, faults.Count == 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_page_of_the_documentation_has_its_place_in_the_navigation()
    {
        var docs = Path.Combine(Repository.Root, "docs");
        var navigation = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "site"), "toc.yml", SearchOption.AllDirectories).Select(File.ReadAllText));

        Assert.All(Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories), path => Assert.Contains($"../../docs/{Path.GetRelativePath(docs, path)}\n", navigation, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_library_that_is_a_package_has_its_types_among_the_pages()
    {
        var configuration = File.ReadAllText(Path.Combine(Repository.Root, "site", "docfx.json"));
        var packages = Repository.Projects("src").Where(static project => project.Key != "Backprop.Cli" && project.Value.Descendants("IsPackable").Any(static packs => bool.Parse(packs.Value))).Select(static project => project.Key);

        Assert.All(packages, package => Assert.Contains($"\"{package}/{package}.csproj\"", configuration, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_namespace_says_what_it_holds()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(BuiltSite.Folder, "api"), "*.html").Select(static path => (Name: Path.GetFileName(path), Text: File.ReadAllText(path)))
            .Where(static page => page.Text.Contains("<h1 id=\"", StringComparison.Ordinal) && NamespaceTitle().IsMatch(page.Text)).ToList();

        Assert.True(pages.Count >= 8, $"{pages.Count} pages of namespaces");
        Assert.Empty(pages.Where(static page => !Summary().IsMatch(page.Text)).Select(static page => page.Name));
    }

    [GeneratedRegex(@"<h1 [^>]*>\s*Namespace ", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex NamespaceTitle();

    [GeneratedRegex(@"summary"">\s*<p[^>]*>\s*\S", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Summary();
}
