namespace Backprop.Data.Tests;

public class ProbabilityMetricsTests
{
    private static readonly (int Actual, double[] Probabilities)[] Rows =
    [
        (0, [0.7, 0.2, 0.1]), (1, [0.1, 0.8, 0.1]), (0, [0.3, 0.3, 0.4]), (2, [0.25, 0.5, 0.25]), (2, [0.05, 0.05, 0.9]), (1, [0.6, 0.3, 0.1]),
    ];

    private static ProbabilityMetrics Of(int classes, params IEnumerable<(int Actual, double[] Probabilities)> rows)
    {
        var metrics = new ClassificationMetrics([.. Enumerable.Range(0, classes).Select(c => $"{c}")]);
        foreach (var (actual, probabilities) in rows)
            metrics.Add<double>(actual, probabilities);
        return metrics.Probabilities!;
    }

    [Fact]
    public void Scores_are_those_of_scikit_learn()
    {
        // sklearn.metrics.log_loss, and the mean of ((p - np.eye(3)[y]) ** 2).sum(1), scikit-learn 1.2.1
        var metrics = Of(3, Rows);
        Assert.Equal(0.7465698301137552, metrics.LogLoss, 1e-15);
        Assert.Equal(0.44833333333333325, metrics.BrierScore, 1e-15);
        Assert.Equal(6, metrics.Count);
    }

    [Fact]
    public void Of_two_classes_the_Brier_score_is_twice_that_over_one_of_them()
    {
        // sklearn.metrics.log_loss and brier_score_loss of [1, 0, 1, 1, 1] and [0.9, 0.2, 0.4, 0.65, 0.1]
        var metrics = Of(2, (1, [0.1, 0.9]), (0, [0.8, 0.2]), (1, [0.6, 0.4]), (1, [0.35, 0.65]), (1, [0.9, 0.1]));
        Assert.Equal(0.7956325615865382, metrics.LogLoss, 1e-15);
        Assert.Equal(2 * 0.2685, metrics.BrierScore, 1e-15);
    }

    [Fact]
    public void Reliability_and_its_error_worked_by_hand()
    {
        var metrics = Of(3, Rows.Append((0, [0.75, 0.2, 0.05])).Append((1, [0, 1, 0])));
        var filled = metrics.Reliability.Where(bin => bin.Count > 0).Select(bin => (Math.Round(bin.From, 9), bin.Count, bin.Right, Math.Round(bin.Confidence, 9)));
        Assert.Equal([(0.4, 1, 0, 0.4), (0.5, 1, 0, 0.5), (0.6, 1, 0, 0.6), (0.7, 2, 2, 0.725), (0.8, 1, 1, 0.8), (0.9, 2, 2, 0.95)], filled);
        Assert.Equal((0.4 + 0.5 + 0.6 + 0.55 + 0.2 + 0.1) / 8, metrics.ExpectedCalibrationError, 1e-12);
        Assert.Equal(ProbabilityMetrics.Bins, metrics.Reliability.Count);
        Assert.True(double.IsNaN(metrics.Reliability[0].Confidence) && double.IsNaN(metrics.Reliability[0].Accuracy));
        Assert.Equal((0.1, 0.2), (metrics.Reliability[1].From, metrics.Reliability[1].To));
    }

    [Fact]
    public void A_class_given_no_chance_costs_the_smallest_normal_number_of_the_precision()
    {
        var single = new ClassificationMetrics(["a", "b"]);
        single.Add<float>(0, [0, 1]);
        Assert.Equal(126 * Math.Log(2), single.Probabilities!.LogLoss, 1e-12);
        Assert.Equal(1022 * Math.Log(2), Of(2, (0, [0, 1])).LogLoss, 1e-12);
    }

    [Fact]
    public void States_of_logistic_units_are_read_as_shares_of_their_sum()
    {
        var shares = Of(3, (1, [0.2, 0.9, 0.1]));
        Assert.Equal(-Math.Log(0.75), shares.LogLoss, 1e-12);
        Assert.Equal(Math.Log(3), Of(3, (1, [0, 0, 0])).LogLoss, 1e-12);
    }

    [Fact]
    public void Rows_without_probabilities_are_not_among_them()
    {
        var metrics = new ClassificationMetrics(["a", "b"]);
        metrics.Add(actual: 0, predicted: 1);
        Assert.Null(metrics.Probabilities);
        metrics.Add<double>(1, [0.5, 0.5]);
        Assert.Equal((2, 0, 1), (metrics.Count, metrics.Right, metrics.Probabilities!.Count)); // of equals the first is predicted
    }

    [Fact]
    public void Numbers_that_are_no_probabilities_are_refused()
    {
        var metrics = new ClassificationMetrics(["a", "b"]);
        Assert.Throws<ArgumentException>(() => metrics.Add<double>(0, [1]));
        Assert.Throws<ArgumentException>(() => metrics.Add<double>(0, [double.NaN, 1]));
        Assert.Equal(0, metrics.Count);
    }
}
