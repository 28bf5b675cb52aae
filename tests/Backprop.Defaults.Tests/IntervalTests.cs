namespace Backprop.Defaults.Tests;

public sealed class IntervalTests
{
    [Fact]
    public void Independent_values_have_the_interval_of_Student()
    {
        var interval = Interval.OfIndependent([1, 2, 3, 4, 5]);

        Assert.Equal(3, interval.Mean);
        Assert.Equal(2.776 * Math.Sqrt(2.5 / 5), interval.HalfWidth, 12);
    }

    [Fact]
    public void Splits_that_share_their_training_rows_have_a_wider_one()
    {
        double[] values = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1];

        var interval = Interval.OfSplits(values);

        Assert.Equal(2.262 * Math.Sqrt((10 * 0.25 / 9) * (0.1 + 0.25)), interval.HalfWidth, 12);
        Assert.True(interval.HalfWidth > Interval.OfIndependent(values).HalfWidth);
    }

    [Theory]
    [InlineData(0.5, 0.4, true, false)]
    [InlineData(0.5, 0.6, false, false)]
    [InlineData(-0.5, 0.4, false, true)]
    [InlineData(0, 0, false, false)]
    public void A_difference_is_beyond_chance_where_its_interval_excludes_0(double mean, double halfWidth, bool above, bool below)
    {
        var interval = new Interval(mean, halfWidth);

        Assert.Equal((above, below), (interval.IsAbove, interval.IsBelow));
    }

    [Fact]
    public void A_single_value_says_nothing_of_chance()
    {
        var interval = Interval.OfSplits([3]);

        Assert.False(interval.IsAbove);
        Assert.Equal(3, interval.Mean);
        Assert.Equal("+3.000", interval.ToString());
    }
}
