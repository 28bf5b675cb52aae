namespace Backprop.Tests;

public sealed class BlockShapeTests
{
    private static readonly Topology Net = Topology.Build(static net => net.Output("out", 2).From(net.Input("in", 100)));

    /// <summary>The shape of a block of cases with a number of states per case that are not 0.</summary>
    private static BlockShape Shape(int states, bool targets = true, bool clamps = false)
    {
        var inputs = new double[3 * 100];
        for (var c = 0; c < 3; c++)
            inputs.AsSpan(c * 100, states).Fill(1 + c);
        var cases = new CasesBuilder(3).Input("in", inputs, 100);
        if (targets)
            cases.Target("out", new double[6], 2);
        if (clamps)
            cases.Clamp("out", [double.NaN, 1, 0, double.NaN, 1, 1], 2);
        return new CaseBlock<double>(new BoundCases(Net, cases.ToCases()), 3).Shape;
    }

    [Fact]
    public void Blocks_that_give_the_same_kinds_of_things_have_the_same_shape_whatever_the_numbers()
    {
        Assert.Equal(Shape(2), Shape(2));
        Assert.Equal(Shape(2).GetHashCode(), Shape(2).GetHashCode());
        Assert.True(Shape(2).Equals((object)Shape(2)));
    }

    [Fact]
    public void Targets_clamps_and_the_number_of_states_that_are_not_0_make_another_shape()
    {
        BlockShape[] shapes = [Shape(2), Shape(3), Shape(0), Shape(100), Shape(2, targets: false), Shape(2, clamps: true)];

        for (var one = 0; one < shapes.Length; one++)
        {
            for (var other = 0; other < shapes.Length; other++)
                Assert.Equal(one == other, shapes[one].Equals(shapes[other]));
        }
        Assert.False(shapes[0].Equals(null));
        Assert.False(shapes[0].Equals("a shape"));
    }

    [Fact]
    public void A_shape_says_what_a_block_gives_each_group()
    {
        var shape = Shape(2, clamps: true);
        Assert.Equal(new GroupShape { Slots = 2 }, shape[Net["in"]]);
        Assert.Equal(new GroupShape { HasTargets = true, HasClamps = true }, shape[Net["out"]]);
        Assert.Equal(new GroupShape { Slots = 0, IsAlwaysZero = true }, Shape(0)[Net["in"]]);
        Assert.Equal(new GroupShape(), Shape(100)[Net["in"]]);
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    [InlineData(512, 512)]
    public void Rows_are_padded_to_whole_bundles_of_16(int count, int padded) => Assert.Equal(padded, BlockShape.Padded(count));
}
