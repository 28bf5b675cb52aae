namespace Backprop.Figures.Tests;

public sealed class QuartileCurvesTests
{
    private static QuartileCurves Of(params QuartileCurve[] curves) => new() { Curves = curves, HorizontalAxis = "Share destroyed", VerticalAxis = "Share right", IsShare = true };

    private static readonly QuartileCurve Falling = new("", [new(0, 1, 1, 1), new(0.5, 0.6, 0.5, 0.75), new(1, 0.25, 0, 0.5)]);

    [Fact]
    public void A_single_curve_without_a_name_has_a_marker_per_place_and_no_key() => Assert.Equal(3, Count(Of(Falling).ToSvg(), "<circle"));

    [Fact]
    public void Each_named_curve_has_a_sample_in_the_key()
    {
        var svg = Of(Falling with { Name = "birds" }, Falling with { Name = "fish" }).ToSvg();
        Assert.Equal(4, Count(svg, "<circle"));
        Assert.Contains(">birds</text>", svg, StringComparison.Ordinal);
        Assert.Contains(">fish</text>", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_without_a_mean_has_no_marker() =>
        Assert.Equal(2, Count(Of(Falling with { Points = [.. Falling.Points.Take(2), new(1, double.NaN, double.NaN, double.NaN)] }).ToSvg(), "<circle"));

    [Fact]
    public void The_description_tells_where_each_curve_begins_and_ends() =>
        Assert.Contains("Share right over Share destroyed. birds: from 1 at 0 to 0.25 at 1.", Of(Falling with { Name = "birds" }).ToSvg(), StringComparison.Ordinal);

    [Fact]
    public void A_curve_of_one_place_and_one_of_none_are_drawn() => Assert.Contains("</svg>", Of(Falling with { Points = [Falling.Points[0]] }, new("none", [])).ToSvg(), StringComparison.Ordinal);

    private static int Count(string svg, string what) => svg.Split(what).Length - 1;
}
