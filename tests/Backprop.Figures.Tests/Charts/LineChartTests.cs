namespace Backprop.Figures.Tests;

public sealed class LineChartTests
{
    private static readonly LineChart Chart = new()
    {
        AcrossAxis = "Sweep",
        UpAxis = "Share",
        Up = (0, 100),
        Lines = [new("one", [(1, 0), (10, 50), (100, 100)]), new("none", []), new("dot", [(5, 20)])],
    };

    [Fact]
    public void A_line_has_a_path_and_a_single_point_a_dot()
    {
        Assert.Equal(1, Chart.ToSvg().Split("<circle").Length - 1);
        Assert.Contains("one: from 0 at 1 to 100 at 100. none: none. dot: from 20 at 5 to 20 at 5.", Chart.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_have_a_corner_more_between_two_points() => Assert.NotEqual(Chart.ToSvg(), (Chart with { IsStepped = true }).ToSvg());

    [Fact]
    public void No_lines_give_empty_axes() => Assert.Contains("Sweep", (Chart with { Lines = [] }).ToSvg(), StringComparison.Ordinal);
}
