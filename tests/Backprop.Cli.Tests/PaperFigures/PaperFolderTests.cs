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
        Assert.Contains("<td>sizes 1 : 2 : 4</td>", page, StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(folder.FullName, "runs.csv")).Length);
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
