namespace Backprop.Figures.Tests;

public sealed class ErrorCurvesTests
{
    [Fact]
    public void A_long_run_stays_small_and_keeps_its_peaks()
    {
        var errors = Enumerable.Range(0, 200_000).Select(k => k == 123_456 ? 9.0 : 1.0).ToArray();
        var svg = new ErrorCurves { Runs = [new("", errors)] }.ToSvg();
        Assert.InRange(svg.Length, 1_000, 60_000);
        var path = svg.Split("\" class=\"l-s1\"")[0].Split("<path d=\"")[^1];
        var heights = path.Split('M', 'L').Where(point => point.Length > 0).Select(point => point.Split(' ')[1]).Distinct(StringComparer.Ordinal);
        Assert.Equal(2, heights.Count());
    }

    [Fact]
    public void Errors_that_are_no_numbers_are_left_out() =>
        Assert.DoesNotContain("NaN", new ErrorCurves { Runs = [new("", [1, double.NaN, double.PositiveInfinity, 2])] }.ToSvg(), StringComparison.Ordinal);

    [Fact]
    public void A_single_error_is_a_dot() => Assert.Contains("<circle", new ErrorCurves { Runs = [new("", [1.5])] }.ToSvg(), StringComparison.Ordinal);

    [Fact]
    public void Sweeps_are_counted_in_whole_numbers() => Assert.DoesNotContain(">0.5</text>", new ErrorCurves { Runs = [new("", [30, 20])] }.ToSvg(), StringComparison.Ordinal);

    [Fact]
    public void No_runs_give_empty_axes() => Assert.Contains("Sweeps", new ErrorCurves().ToSvg(), StringComparison.Ordinal);

    [Fact]
    public void The_description_tells_first_and_last_error() =>
        Assert.Contains("from 4 to 0.25 over 3 sweeps", new ErrorCurves { Runs = [new("", [4, 1, 0.25])] }.ToSvg(), StringComparison.Ordinal);
}
