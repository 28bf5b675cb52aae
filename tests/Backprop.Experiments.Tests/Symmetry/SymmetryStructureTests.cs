namespace Backprop.Experiments.Tests;

public class SymmetryStructureTests
{
    // Fig. 1, rounded: the sizes 14.2, 3.6, 7.2 from the ends to the middle.
    private static readonly double[] Printed = [-14.2, 3.6, -7.2, 7.1, -3.6, 14.2, 14.2, -3.6, 7.2, -7.1, 3.6, -14.2];

    [Fact]
    public void The_printed_net_has_the_printed_structure()
    {
        var s = SymmetryStructure.Of(Printed, [-1.1, -1.1], [-9.4, -9.4], 6.4);
        Assert.InRange(s.Asymmetry, 0.01, 0.02);
        Assert.Equal(0, s.HiddenDifference);
        Assert.True(s.SignsAsPrinted);
        Assert.Equal(SizeRatios.OneTwoFour, s.Ratios);
        Assert.Equal(4, s.Sizes[2]);
    }

    [Theory]
    [InlineData(2, 3, 4, SizeRatios.TwoThreeFour)]
    [InlineData(-4, 2, -3, SizeRatios.TwoThreeFour)]
    [InlineData(4, -1, 2, SizeRatios.OneTwoFour)]
    [InlineData(4, 4, 4, SizeRatios.Other)]
    [InlineData(1, 3, 4, SizeRatios.Other)]
    public void The_two_families_are_told_apart_in_any_order_and_with_any_signs(double a, double b, double c, object expected) =>
        Assert.Equal((SizeRatios)expected, SymmetryStructure.Of([a, b, c, -c, -b, -a, -a, -b, -c, c, b, a], [-1, -1], [-9, -9], 6).Ratios);

    [Fact]
    public void What_is_not_symmetric_is_measured_as_such()
    {
        var s = SymmetryStructure.Of([1, 2, 4, 4, -2, -1, -1, 2, -4, -4, 2, 1], [1, -1], [-9, -9], 6);
        Assert.Equal(2, s.Asymmetry);
        Assert.Equal(2, s.HiddenDifference);
        Assert.False(s.SignsAsPrinted);
    }

    [Fact]
    public void Weights_of_another_net_are_refused() =>
        Assert.Throws<ArgumentException>(() => SymmetryStructure.Of([1, 2, 3], [-1, -1], [1, 1], 0));
}
