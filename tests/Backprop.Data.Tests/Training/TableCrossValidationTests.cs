namespace Backprop.Data.Tests;

public class TableCrossValidationTests
{
    private static Table Iris => Table.Read(TemporaryFile.Public("iris.csv"), new ColumnChoices { Targets = ["species"] });

    private static readonly TableTrainingOptions Short = new() { Hidden = [6], Sweeps = 15 };

    [Fact]
    public void Every_row_is_scored_once_and_the_mean_has_an_interval_by_t()
    {
        var measured = TableCrossValidation.Run(Iris, 5, Short);
        Assert.Equal(150, measured.Scores.Sum(static scores => scores.Classes["species"].Count));
        Assert.Equal(Enumerable.Range(0, 150), measured.Splits.SelectMany(static split => split.Test).Order());
        double[] accuracies = [.. measured.Scores.Select(static scores => scores.Classes["species"].Accuracy)];
        var mean = accuracies.Average();
        var half = 2.7764451051977987 * Math.Sqrt(accuracies.Sum(a => (a - mean) * (a - mean)) / 4 / 5); // scipy.stats.t.ppf(0.975, 4)
        var interval = measured.Over(static scores => scores.Classes["species"].Accuracy);
        Assert.Equal(mean, interval.Mean, 1e-12);
        Assert.Equal((mean - half, mean + half), (interval.Lower, interval.Upper), (one, other) => Math.Abs(one.Item1 - other.Item1) + Math.Abs(one.Item2 - other.Item2) < 1e-9);
        Assert.Equal(5, interval.Folds);
    }

    [Fact]
    public void The_same_seed_gives_the_same_scores_whatever_the_threads()
    {
        double[] Of(TableTrainingOptions options) => [.. TableCrossValidation.Run(Iris, 3, options).Scores.Select(static scores => scores.Classes["species"].Probabilities!.LogLoss)];
        Assert.Equal(Of(Short), Of(Short with { Threads = 3, TestShare = 0.5 }));
        Assert.NotEqual(Of(Short), Of(Short with { Seed = 2 }));
    }

    [Fact]
    public void A_fold_is_the_training_on_its_rows()
    {
        var table = Iris;
        var split = TableTraining.Folds(table, 3, Short)[1];
        var alone = TableTraining.PrepareOn(table, Short, split).Run().Scores!.Classes["species"].Probabilities!.LogLoss;
        Assert.Equal(alone, TableCrossValidation.Run(table, 3, Short).Scores[1].Classes["species"].Probabilities!.LogLoss);
    }

    [Fact]
    public void A_measure_that_a_fold_does_not_have_is_left_out()
    {
        var measured = TableCrossValidation.Run(Iris, 3, Short);
        Assert.Equal((double.NaN, 0), (measured.Over(static _ => double.NaN).Mean, measured.Over(static _ => double.NaN).Folds));
        var first = measured.Scores[0];
        Assert.Equal(new FoldInterval(1, double.NaN, double.NaN, 1), measured.Over(scores => ReferenceEquals(scores, first) ? 1 : double.NaN));
    }

    [Fact]
    public void The_interval_is_cut_at_the_bounds_of_the_measure()
    {
        var measured = TableCrossValidation.Run(Iris, 3, Short);
        var first = measured.Scores[0];
        double Measure(TableScores scores) => ReferenceEquals(scores, first) ? 0 : 1;
        var (whole, cut, wide) = (measured.Over(Measure), measured.Over(Measure, 0, 1), measured.Over(Measure, -9, 9));
        Assert.True(whole.Lower < 0 && whole.Upper > 1);
        Assert.Equal(whole with { Lower = 0, Upper = 1 }, cut);
        Assert.Equal(whole, wide);
        Assert.Equal((whole.Lower, 1.0), (measured.Over(Measure, greatest: 1).Lower, measured.Over(Measure, greatest: 1).Upper));
    }

    [Fact]
    public void Less_than_two_folds_and_a_canceled_run_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TableCrossValidation.Run(Iris, 1, Short));
        Assert.Throws<OperationCanceledException>(() => TableCrossValidation.Run(Iris, 3, Short, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Notes_of_the_folds_are_told_once_each_with_their_folds()
    {
        static IReadOnlyList<string> Of(params string[][] notes) => new CrossValidationResult([], [], notes).Notes;
        Assert.Empty(Of([], []));
        Assert.Equal(["fold 2: a"], Of([], ["a"], []));
        Assert.Equal(["2 of 3 folds, first fold 2: a", "fold 3: b"], Of([], ["a"], ["b", "a"]));
        Assert.Equal(["all 2 folds: a"], Of(["a"], ["a"]));
        Assert.Equal("2 more notes on the folds", Of(["a", "b", "c"], ["d", "e", "f", "g"])[^1]);
        Assert.Equal(6, Of(["a", "b", "c"], ["d", "e", "f", "g"]).Count);
    }
}
