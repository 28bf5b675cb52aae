namespace Backprop.Figures.Tests;

public sealed class GrowthCurveTests
{
    [Fact]
    public void Every_point_has_a_mark_and_one_more_is_in_the_key()
    {
        var svg = new GrowthCurve { Points = [new(10, 1), new(100, 5), new(1000, 40)] }.ToSvg();
        Assert.Equal(4, svg.Split("<circle").Length - 1);
    }

    [Fact]
    public void The_description_tells_how_far_the_start_is_from_proportion() =>
        Assert.Contains("from 1 at 10 to 40 at 1,000; in proportion it would have begun at 0.4.", new GrowthCurve { Points = [new(10, 1), new(1000, 40)] }.ToSvg(), StringComparison.Ordinal);

    [Fact]
    public void No_points_give_empty_axes() => Assert.Contains("Size", new GrowthCurve { Points = [] }.ToSvg(), StringComparison.Ordinal);

    [Fact]
    public void What_has_no_logarithm_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GrowthCurve { Points = [new(0, 1), new(1, 2)] }.ToSvg());
}
