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

    [Fact]
    public void Squares_that_would_overflow_do_not()
    {
        var (metrics, usual) = (new RegressionMetrics(), new RegressionMetrics());
        foreach (var (actual, predicted) in new[] { (1.0, 2.0), (3.0, 5.0), (4.0, 1.0) })
        {
            metrics.Add(actual * 1e200, predicted * 1e200);
            usual.Add(actual, predicted);
        }
        Assert.Equal(usual.RSquared, metrics.RSquared, 1e-12);
        Assert.Equal(usual.RootMeanSquaredError, metrics.RootMeanSquaredError / 1e200, 1e-12);
        metrics = new RegressionMetrics();
        metrics.Add(1, 2);
        metrics.Add(2, 1e250);
        Assert.Equal(1e250 / Math.Sqrt(2), metrics.RootMeanSquaredError, 1e240);
    }

    [Fact]
    public void What_is_not_finite_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegressionMetrics().Add(1, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegressionMetrics().Add(double.NaN, 1));
    }
}
