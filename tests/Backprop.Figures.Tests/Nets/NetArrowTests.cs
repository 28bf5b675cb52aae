namespace Backprop.Figures.Tests;

public sealed class NetArrowTests
{
    private static readonly NetArrow Arrow = new([new(0, 100), new(60, 50), new(60, 0)]);

    [Fact]
    public void Labels_stand_on_the_line() => Assert.All(Arrow.LabelPlaces(), at => Assert.True(Arrow.Crosses(new(at.X - 2, at.Y - 2, 4, 4))));

    [Fact]
    public void A_box_beside_the_line_is_not_crossed() => Assert.False(Arrow.Crosses(new(0, 0, 20, 40)));

    [Fact]
    public void The_head_ends_at_the_box_that_it_points_to() => Assert.Equal(0, Arrow.Head.Y);
}
