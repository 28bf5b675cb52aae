using System.Runtime.CompilerServices;
using Backprop.Experiments;

namespace Backprop.Cli.Tests;

/// <summary>
/// docs/paper is what <c>backprop paper --figures docs/paper</c> writes today. When this fails, run that command, look at the
/// figures, and commit them.
/// </summary>
public sealed class PaperDocumentTests
{
    [Fact]
    public void Figures_of_single_nets_are_up_to_date()
    {
        var none = new PaperRuns([]);
        foreach (var figure in PaperPart.All.SelectMany(part => part.Figures(none)))
            Assert.True(figure.Figure.ToSvg() == Document(figure.Name + ".svg"), $"docs/paper/{figure.Name}.svg is stale: run 'backprop paper --figures docs/paper'.");
    }

    [Fact]
    public void The_first_runs_of_every_experiment_still_give_the_same_bits()
    {
        var written = Document(PaperFolder.Runs).Split('\n').ToHashSet(StringComparer.Ordinal);
        foreach (var experiment in Paper.Experiments)
        {
            var report = experiment.RunAny(experiment.AnyDefaults with { Seeds = 1 }, threads: 1);
            Assert.All(PaperFolder.Fingerprints([report]).TrimEnd('\n').Split('\n'), line => Assert.Contains(line, written));
        }
    }

    [Fact]
    public void The_page_lists_every_claim_and_every_figure()
    {
        var page = Document(PaperFolder.Page);
        foreach (var experiment in Paper.Experiments)
            Assert.Contains($"<dt>{experiment.Name}</dt>", page, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Folder(), "*.svg"))
        {
            var svg = File.ReadAllText(file);
            var title = svg[svg.IndexOf("<title", StringComparison.Ordinal)..(svg.IndexOf("</title>", StringComparison.Ordinal) + 8)];
            Assert.Contains(title, page, StringComparison.Ordinal);
        }
    }

    private static string Document(string name)
    {
        var path = Path.Combine(Folder(), name);
        Assert.True(File.Exists(path), $"docs/paper/{name} is missing: run 'backprop paper --figures docs/paper'.");
        return File.ReadAllText(path).ReplaceLineEndings("\n");
    }

    private static string Folder([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../docs/paper"));
}
