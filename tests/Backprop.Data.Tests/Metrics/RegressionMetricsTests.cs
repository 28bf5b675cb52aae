namespace Backprop.Data.Tests;

public class RegressionMetricsTests
{
    [Fact]
    public void Measures_worked_by_hand()
    {
        var metrics = new RegressionMetrics();
        foreach (var (actual, predicted) in new[] { (1.0, 2.0), (2.0, 2.0), (6.0, 4.0) })
            metrics.Add(actual, predicted);
        Assert.Equal(1 - (5.0 / 14), metrics.RSquared, 1e-12);
        Assert.Equal(Math.Sqrt(5.0 / 3), metrics.RootMeanSquaredError, 1e-12);
        Assert.Equal(1, metrics.MeanAbsoluteError, 1e-12);
    }

    [Fact]
    public void Equal_values_have_no_R_squared()
    {
        var metrics = new RegressionMetrics();
        metrics.Add(3, 2);
        metrics.Add(3, 4);
        Assert.True(double.IsNaN(metrics.RSquared));
    }
}
