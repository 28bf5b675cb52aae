namespace Backprop.Figures.Tests;

public sealed class SweepDistributionTests
{
    [Fact]
    public void Runs_that_never_learned_count_as_later_than_all() =>
        Assert.Contains("x: 10 runs, median 500, 5–95 % 100–never; 3 did not learn.",
            new SweepDistribution { Samples = [new("x", [700, 100, 200, 300, 400, 500, 600], 3)] }.Describe(), StringComparison.Ordinal);

    [Fact]
    public void A_median_that_was_never_reached_is_not_marked() =>
        Assert.DoesNotContain("median 1", new SweepDistribution { Samples = [new("x", [100, 110], 8)] }.ToSvg(), StringComparison.Ordinal);

    [Fact]
    public void Without_a_run_that_learned_the_figure_says_so() =>
        Assert.Contains("none of 5 runs learned", new SweepDistribution { Samples = [new("x", [], 5)] }.ToSvg(), StringComparison.Ordinal);
}
