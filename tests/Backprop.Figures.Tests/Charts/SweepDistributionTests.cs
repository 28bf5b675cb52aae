namespace Backprop.Figures.Tests;

public sealed class SweepDistributionTests
{
    [Fact]
    public void Quantiles_are_of_the_runs_that_learned_and_those_that_did_not_are_counted() =>
        Assert.Contains("x: 7 of 10 runs learned; of these median 400, 5–95 % 100–700.",
            new SweepDistribution { Samples = [new("x", [700, 100, 200, 300, 400, 500, 600], 3)] }.Describe(), StringComparison.Ordinal);

    [Fact]
    public void The_marked_median_is_that_of_the_heading()
    {
        var svg = new SweepDistribution { Samples = [new("x", [700, 100, 200, 300, 400, 500, 600], 30)] }.ToSvg();
        Assert.Contains(">7 of 37 runs learned; of these median 400, 5–95 % 100–700</text>", svg, StringComparison.Ordinal);
        Assert.Contains(">median 400</text>", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_run_that_learned_the_figure_says_so() =>
        Assert.Contains("none of 5 runs learned", new SweepDistribution { Samples = [new("x", [], 5)] }.ToSvg(), StringComparison.Ordinal);
}
