namespace Backprop.Defaults.Tests;

public sealed class ComparisonTests
{
    private static readonly BenchTable A = BenchTableTests.Named("a");
    private static readonly BenchTable B = BenchTableTests.Named("b");
    private static readonly BenchTable C = BenchTableTests.Named("c", "numbers");

    private static IEnumerable<Result> Lines(BenchTable table, string method, double seconds, params double[] values) =>
        values.Select((value, i) => new Result
        {
            Table = table.Table,
            Split = i + 1,
            Method = method,
            Accuracy = table.HasClasses ? value : null,
            LogLoss = table.HasClasses ? 1 - value : null,
            R2 = table.HasClasses ? null : value,
            Seconds = seconds,
        });

    [Fact]
    public void A_loss_of_more_than_a_hundredth_is_counted_apart()
    {
        var comparison = new Comparison([A, B], ["ours", "theirs"], [
            .. Lines(A, "ours", 1, 0.500, 0.501), .. Lines(A, "theirs", 1, 0.505, 0.506),
            .. Lines(B, "ours", 1, 0.500, 0.501), .. Lines(B, "theirs", 1, 0.520, 0.521)], splits: 2);

        Assert.Contains("| theirs | accuracy | 0 | 0 | 2 | 1 | −0.013 ± 0.095 | b −0.020 ± 0.000 |", Report.Of(comparison, "ours", 2), StringComparison.Ordinal);
    }

    private static Comparison Sample() => new(
        [A, B, C],
        ["ours", "theirs", "third"],
        [
            .. Lines(A, "ours", 1, 0.90, 0.92), .. Lines(A, "theirs", 4, 0.70, 0.72), .. Lines(A, "third", 1, 0.90, 0.92),
            .. Lines(B, "ours", 1, 0.5, 0.5), .. Lines(B, "theirs", 1, 0.5), .. Lines(B, "third", 1, 0.5, 0.5),
            .. Lines(C, "ours", 9, 0.2, 0.3), .. Lines(C, "theirs", 1, 0.4, 0.3), .. Lines(C, "third", 1, 0.1, 0.1),
        ],
        splits: 2);

    [Fact]
    public void Only_tables_that_every_method_has_finished_are_compared()
    {
        var comparison = Sample();

        Assert.Equal([A, C], comparison.Tables);
        Assert.Equal([B], comparison.LeftOut);
    }

    [Fact]
    public void Methods_that_are_equal_share_their_ranks()
    {
        var ranks = Sample().MeanRanks([A, C], Measure.First);

        Assert.Equal([(1.5 + 2) / 2, (3 + 1) / 2.0, (1.5 + 3) / 2], ranks);
    }

    [Fact]
    public void Differences_are_taken_split_by_split()
    {
        var comparison = Sample();

        Assert.Equal(Interval.OfSplits([0.90 - 0.70, 0.92 - 0.72]), comparison.Difference(A, "ours", "theirs", Measure.Accuracy));
        Assert.True(comparison.Difference(A, "ours", "theirs", Measure.LogLoss).IsAbove); // less is better
    }

    [Fact]
    public void Times_are_compared_by_the_geometric_mean_of_their_ratios() =>
        Assert.Equal(Math.Sqrt(4.0 / 1 * (1.0 / 9)), Sample().TimeRatio("theirs", "ours"), 12);

    [Fact]
    public void Lines_of_the_same_split_count_once_and_those_of_further_splits_not_at_all()
    {
        var comparison = new Comparison([A], ["ours"], [.. Lines(A, "ours", 1, 0.5, 0.7, 0.9), .. Lines(A, "ours", 1, 0.1)], splits: 2);

        Assert.Equal(0.6, comparison.Mean(A, "ours", Measure.Accuracy), 12);
    }

    [Fact]
    public void The_report_counts_wins_and_losses_and_marks_them()
    {
        var report = Report.Of(Sample(), "ours", 2);

        Assert.Contains("Left out, for a method has not finished them: b.", report, StringComparison.Ordinal);
        Assert.Contains("| theirs | accuracy | 1 | 0 | 0 | 0 |", report, StringComparison.Ordinal);
        Assert.Contains("| third | accuracy | 0 | 1 | 0 |", report, StringComparison.Ordinal);
        Assert.Contains("| c | 100 | 3 | 9.00 | 1.00 | 1.00 |", report, StringComparison.Ordinal); // seconds
        Assert.Contains("| a | 100 | 3 | 0.910 | 0.710 + | 0.910 |", report, StringComparison.Ordinal);
        Assert.Contains("| a | 100 | 3 | 0.090 | 0.290 + | 0.090 |", report, StringComparison.Ordinal); // log-loss
    }
}
