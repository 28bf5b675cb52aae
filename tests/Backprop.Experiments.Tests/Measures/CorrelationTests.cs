namespace Backprop.Experiments.Tests;

public class CorrelationTests
{
    [Fact]
    public void It_is_Pearsons()
    {
        Assert.Equal(1, Correlation.Of([1, 2, 3], [10, 20, 30]), 1e-12);
        Assert.Equal(-1, Correlation.Of([1, 2, 3], [3, 2, 1]), 1e-12);
        // Σab = 4, Σaa = 5, Σbb = 5 about the means.
        Assert.Equal(0.8, Correlation.Of([1, 2, 3, 4], [2, 1, 4, 3]) + 0.2, 1e-12);
        Assert.Equal(0, Correlation.Of([1, 2, 3], [7, 7, 7]));
    }

    [Fact]
    public void Lists_of_unequal_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => Correlation.Of([1, 2], [1]));
}
