namespace Backprop.Figures.Tests;

public sealed class SegmentTests
{
    private static readonly Box Unit = new(0, 0, 1, 1);

    [Fact]
    public void A_segment_is_cut_where_it_leaves_the_box() =>
        Assert.Equal((new Point(0, 0.5), new Point(1, 0.5)), Segment.Clip(new(-1, 0.5), new(2, 0.5), Unit));

    [Fact]
    public void A_segment_inside_is_kept_whole() =>
        Assert.Equal((new Point(0.2, 0.3), new Point(0.8, 0.1)), Segment.Clip(new(0.2, 0.3), new(0.8, 0.1), Unit));

    [Fact]
    public void A_segment_beside_the_box_is_dropped()
    {
        Assert.Null(Segment.Clip(new(-1, -1), new(2, -1), Unit));
        Assert.Null(Segment.Clip(new(-1, 0.5), new(0.5, 2.5), Unit));
    }
}
