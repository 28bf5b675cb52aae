namespace Backprop.Data.Tests;

public class ClassificationMetricsTests
{
    [Fact]
    public void Measures_worked_by_hand()
    {
        var metrics = new ClassificationMetrics(["a", "b", "c"]);
        foreach (var (actual, predicted) in new[] { (0, 0), (0, 0), (0, 1), (1, 1), (1, 0) })
            metrics.Add(actual, predicted);
        Assert.Equal((5, 3, 0.6), (metrics.Count, metrics.Right, metrics.Accuracy));
        Assert.Equal((2, 1, 1, 0), (metrics[0, 0], metrics[0, 1], metrics[1, 0], metrics[2, 2]));
        Assert.Equal((2.0 / 3, 0.5), (metrics.Recall(0), metrics.Recall(1)));
        Assert.True(double.IsNaN(metrics.Recall(2)) && double.IsNaN(metrics.Precision(2)));
        Assert.Equal((2.0 / 3, 0.5), (metrics.Precision(0), metrics.Precision(1)));
        Assert.Equal(7.0 / 12, metrics.BalancedAccuracy, 1e-12);
    }
}
