namespace Backprop.Cli.Tests;

public sealed class ComparisonFiguresTests : IDisposable
{
    private readonly Workplace place = new();

    [Fact]
    public void A_comparison_writes_its_page_figures_runs_and_search_and_prints_the_limit_and_times()
    {
        var run = Run.Of("paper", "second-order", "--seeds", "1", "--sweeps", "4", "--figures", place.Folder);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Equal(
            ["paper.html", "runs.csv", "second-order-cost.svg", "second-order-direction.svg", "second-order-learned.svg", "second-order-runs.csv", "second-order-search.csv"],
            Directory.GetFiles(place.Folder).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Contains(" second-order: 1 runs from seed 1, at most 4 gradient evaluations, float\n", run.Out, StringComparison.Ordinal);
        Assert.Contains(" second-order: symmetry: no candidate learned in half of its runs, so there is no median time\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("does not converge as rapidly as methods which make use of the second derivatives", File.ReadAllText(place["paper.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_report_a_comparison_has_no_figures() => Assert.Empty(ComparisonFigures.OfRules(new PaperRuns([])));

    public void Dispose() => place.Dispose();
}
