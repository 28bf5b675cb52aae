namespace Backprop.Experiments.Tests;

public class DistributionTests
{
    [Fact]
    public void Quantiles_are_values_that_occurred()
    {
        var d = Distribution.Of(Enumerable.Range(1, 20).Reverse().Select(n => (double)n));
        Assert.Equal((1, 1, 10, 19, 20), (d.Least, d.Low, d.Median, d.High, d.Greatest));
        Assert.Equal(new Share(20, 20), d.Reached);
    }

    [Fact]
    public void Runs_without_a_value_count_as_later_than_all_others()
    {
        var d = Distribution.Of([null, 5, null, 3, 4]);
        Assert.Equal(3, d.Least);
        Assert.Equal(5, d.Median);
        Assert.Null(d.High);
        Assert.Null(d.Greatest);
        Assert.Equal(new Share(3, 5), d.Reached);
        Assert.Equal((3, 4, 5), (d.LowOfReached, d.MedianOfReached, d.HighOfReached));
    }

    [Fact]
    public void Nothing_has_no_quantiles()
    {
        Assert.Null(Distribution.Of(Array.Empty<double>()).Median);
        Assert.Null(Distribution.Of([null, null]).Least);
    }
}
