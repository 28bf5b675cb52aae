namespace Backprop.Tests;

public sealed class QuantileTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1)]
    [InlineData(0.26, 2)]
    [InlineData(0.5, 2)]
    [InlineData(0.75, 3)]
    [InlineData(0.76, 4)]
    [InlineData(1, 4)]
    public void A_quantile_is_the_least_value_that_the_share_did_not_exceed(double share, double expected) => Assert.Equal(expected, Quantile.Of([1, 2, 3, 4], share));

    [Fact]
    public void The_quantile_of_one_value_is_that_value() => Assert.Equal(7, Quantile.Of([7], 0.95));

    [Fact]
    public void Infinite_values_give_no_nan() => Assert.Equal(double.PositiveInfinity, Quantile.Of([1, double.PositiveInfinity, double.PositiveInfinity], 0.75));

    [Fact]
    public void A_share_that_rounding_lifts_above_a_whole_number_is_that_number()
    {
        Assert.True(0.07 * 100 > 7);
        Assert.Equal(6, Quantile.Index(100, 0.07));
    }
}
