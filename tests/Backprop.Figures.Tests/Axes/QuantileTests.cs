namespace Backprop.Figures.Tests;

public sealed class QuantileTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.25, 1.75)]
    [InlineData(1, 4)]
    public void Quantiles_interpolate_between_order_statistics(double share, double expected) => Assert.Equal(expected, Quantile.Of([1, 2, 3, 4], share), 12);

    [Fact]
    public void The_quantile_of_one_value_is_that_value() => Assert.Equal(7, Quantile.Of([7], 0.95));

    [Fact]
    public void Infinite_values_give_no_nan() => Assert.Equal(double.PositiveInfinity, Quantile.Of([1, double.PositiveInfinity, double.PositiveInfinity], 0.75));
}
