namespace Backprop.Data;

/// <summary>
/// The rows of a table that one of several processes needs: those of its shares of the training and of the validation part, and the test rows where it is rank 0, which tests for all.
/// </summary>
internal sealed class RankRows
{
    private readonly DataSplit split;
    private readonly IRanks ranks;

    /// <param name="split">The parts of the table.</param>
    /// <param name="options">How to train, by processes that each need a part: <see cref="AreParts"/>.</param>
    public RankRows(DataSplit split, TableTrainingOptions options)
    {
        (this.split, ranks) = (split, options.Ranks!);
        var tree = new ShareTree(options.Shares, ranks.Count, ranks.Rank);
        var batch = options.Batch ?? TableDefaults.BatchFor(options.Rule ?? TableDefaults.Rule);
        Training = new ShareCases(tree, split.Training.Length, Math.Min(batch.Size ?? split.Training.Length, split.Training.Length));
        Validation = split.Validation.Length == 0 ? null : new ShareCases(tree, split.Validation.Length, split.Validation.Length);
    }

    /// <summary>The shares of the training part.</summary>
    public ShareCases Training { get; }

    /// <summary>The shares of the validation part; null where there is none.</summary>
    public ShareCases? Validation { get; }

    /// <summary>The rows that are not trained on, and are kept.</summary>
    public int[] Others => [.. Validation is { Own: var (first, end) } ? split.Validation.AsSpan()[first..end] : [], .. ranks.Rank == 0 ? split.Test : []];

    /// <summary>Which rows are kept, and which ones the encoding is learned from.</summary>
    public RowsToKeep Rows
    {
        get
        {
            var (first, end) = Training.Own;
            int[] kept = [.. split.Training.AsSpan()[first..end], .. Others];
            Array.Sort(kept);
            return new(kept, [.. split.Training]);
        }
    }

    /// <summary>Whether each process needs a part of the rows alone: not where one computes over all of them, as Levenberg–Marquardt does.</summary>
    public static bool AreParts(TableTrainingOptions options) =>
        options is { Ranks.Count: > 1, Net: null, Rule: not LevenbergMarquardt, Within: null, Gradient: Backpropagation } && options.Shares >= options.Ranks.Count && (options.Members ?? 1) == 1;
}
