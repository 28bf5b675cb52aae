using System.Runtime.CompilerServices;
using Backprop.Experiments;

namespace Backprop.Cli.Tests;

/// <summary>docs/gallery.md is what <c>backprop gallery</c> prints today. When this fails, run the commands of the page again and look at what has changed.</summary>
public class GalleryDocumentTests
{
    public static TheoryData<string> Names => [.. Gallery.Studies.Select(static study => study.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_study_is_there_with_the_output_of_a_run_by_its_defaults(string name)
    {
        var defaults = Gallery.Find(name).AnyDefaults;
        Assert.Contains($"$ backprop gallery {name}\n claim ", Page, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($" {name}: {defaults.Seeds:N0} runs from seed 1, at most {defaults.Sweeps:N0} sweeps, float\n```\n"), Page, StringComparison.Ordinal);
    }

    /// <summary>Those that take a second or two.</summary>
    [Theory]
    [InlineData("negation")]
    [InlineData("living-things")]
    [InlineData("attractors")]
    [InlineData("reading")]
    public void What_a_study_measures_is_what_the_page_says(string name) =>
        Assert.Contains($"$ backprop gallery {name}\n{Run.Of("gallery", name).Out.Trim('\n')}\n```\n", Page, StringComparison.Ordinal);

    private static string Page => File.ReadAllText(Path.Combine(Path.GetDirectoryName(Source())!, "../../../docs/gallery.md"));

    private static string Source([CallerFilePath] string source = "") => source;
}
