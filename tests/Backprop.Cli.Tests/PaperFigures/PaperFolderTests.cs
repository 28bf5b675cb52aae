using System.Text.RegularExpressions;
using System.Xml.Linq;
using Backprop.Experiments;

namespace Backprop.Cli.Tests;

public sealed class PaperFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("backprop-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void One_experiment_writes_its_figures_its_page_and_the_fingerprints_of_its_runs()
    {
        var run = Run.Of("paper", "symmetry", "--seeds", "2", "--figures", folder.FullName);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("figures and paper.html in", run.Error, StringComparison.Ordinal);
        Assert.Superset(
            new HashSet<string> { "figure-1.svg", "symmetry-sweeps.svg", "symmetry-error.svg", "symmetry-settings.svg", "paper.html", "runs.csv" },
            folder.EnumerateFiles().Select(file => file.Name).ToHashSet(StringComparer.Ordinal));
        Assert.All(folder.EnumerateFiles("*.svg"), file => XDocument.Load(file.FullName));
        var page = File.ReadAllText(Path.Combine(folder.FullName, "paper.html"));
        Assert.Contains("backprop paper symmetry --seeds 2 --first-seed 1 --sweeps 20000 --precision float", page, StringComparison.Ordinal);
        Assert.Contains(">sizes 1 : 2 : 4</td>", page, StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(folder.FullName, "runs.csv")).Length);
    }

    [Fact]
    public void The_table_and_the_figure_give_one_median_of_the_same_runs_and_say_how_many_did_not_learn()
    {
        // Of these eight runs some learn in time and some do not.
        Run.Of("paper", "symmetry", "--seeds", "8", "--sweeps", "2000", "--figures", folder.FullName);
        var page = File.ReadAllText(Path.Combine(folder.FullName, "paper.html"));
        var medians = Regex.Matches(page, "[0-9] of 8 runs learned; of these median [0-9]+(,[0-9]{3})*", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(30)).Select(match => match.Value).ToArray();
        // The claim, the figure's description and its heading.
        Assert.Equal(3, medians.Length);
        Assert.Single(medians.Distinct(StringComparer.Ordinal));
        Assert.Contains($">median {medians[0].Split("median ")[1]}</text>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fingerprint_depends_on_the_run_alone()
    {
        var experiment = new SymmetryExperiment();
        var two = PaperFolder.Fingerprints([experiment.Run(experiment.Defaults with { Seeds = 2, Sweeps = 300 }, threads: 1)]);
        var second = PaperFolder.Fingerprints([experiment.Run(experiment.Defaults with { Seeds = 1, FirstSeed = 2, Sweeps = 300 }, threads: 1)]);
        Assert.Equal(two.Split('\n')[2], second.Split('\n')[1]);
    }
}
