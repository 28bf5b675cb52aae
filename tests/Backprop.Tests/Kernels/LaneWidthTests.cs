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

    [Fact]
    public void Each_width_has_lanes_of_its_own_and_the_default_is_that_of_the_process()
    {
        Assert.Equal(typeof(Lanes128<float>), Lanes.Create(new TypeOfLanes(), LaneWidth.Bits128));
        Assert.Equal(typeof(Lanes256<float>), Lanes.Create(new TypeOfLanes(), LaneWidth.Bits256));
        Assert.Equal(typeof(Lanes512<float>), Lanes.Create(new TypeOfLanes(), LaneWidth.Bits512));
        Assert.Equal(Lanes.Create(new TypeOfLanes(), Lanes.Width), Lanes.Create(new TypeOfLanes()));
    }

    private sealed class TypeOfLanes : ILanesFactory<float, Type>
    {
        public Type Create<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, float> => typeof(TLanes);
    }
}
