namespace Backprop.Figures.Tests;

public sealed class CostRangesTests
{
    private static readonly CostRanges Two = new()
    {
        Axis = "Evaluations",
        Settings = ("defaults", "best"),
        Rows = [new("descent", new([100, 200, 400], 4), new([90], 4)), new("rprop", new([], 4), new([20, 30], 4))],
    };

    [Fact]
    public void Each_setting_that_succeeded_has_a_mark_and_every_one_a_share()
    {
        var svg = Two.ToSvg();
        Assert.Equal(3, svg.Split("<circle").Length - 1);
        foreach (var share in new[] { "3/4", "1/4", "0/4", "2/4" }) Assert.Contains($">{share}<", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void The_description_has_the_medians() =>
        Assert.Contains("descent: defaults 200 (3/4), best 90 (1/4). rprop: defaults none (0/4), best 20 (2/4).", Two.ToSvg(), StringComparison.Ordinal);

    [Fact]
    public void No_rows_give_an_empty_axis() => Assert.Contains("Evaluations", (Two with { Rows = [] }).ToSvg(), StringComparison.Ordinal);
}
