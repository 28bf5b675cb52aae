namespace Backprop.Tests;

public sealed class LaneWidthTests
{
    [Theory]
    [InlineData("512", LaneWidth.Bits512)]
    [InlineData("256", LaneWidth.Bits256)]
    [InlineData("128", LaneWidth.Bits128)]
    public void The_environment_variable_chooses(string value, LaneWidth expected) => Assert.Equal(expected, Lanes.Choose(value));

    [Fact]
    public void Unset_takes_the_widest() => Assert.Contains(Lanes.Choose(null), Enum.GetValues<LaneWidth>());

    [Fact]
    public void Anything_else_is_refused_by_name()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Lanes.Choose("1024"));
        Assert.Equal("BACKPROP_LANES is '1024', but it must be 512, 256 or 128, or not be set.", error.Message);
    }
}
