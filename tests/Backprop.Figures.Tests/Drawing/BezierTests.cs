namespace Backprop.Figures.Tests;

public sealed class BezierTests
{
    private static readonly Point[] Curve = [new(0, 0), new(0, 10), new(10, 10), new(10, 0)];

    [Fact]
    public void A_curve_begins_and_ends_at_its_ends_and_is_symmetric_where_its_points_are()
    {
        Assert.Equal(Curve[0], Bezier.At(Curve, 0));
        Assert.Equal(Curve[3], Bezier.At(Curve, 1));
        Assert.Equal(new Point(5, 7.5), Bezier.At(Curve, 0.5));
    }

    [Fact]
    public void Samples_hold_both_ends()
    {
        var samples = Bezier.Samples(Curve, 4);
        Assert.Equal(5, samples.Length);
        Assert.Equal((Curve[0], Curve[3]), (samples[0], samples[^1]));
    }
}
