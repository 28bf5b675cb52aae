namespace Backprop.Data;

/// <summary>Measures a way of training on a table: a net per fold, each tested on rows that it was not trained on, every row once.</summary>
/// <example>
/// <code>
/// var table = Table.Read("iris.csv", new ColumnChoices { Targets = ["species"] });
/// var folds = TableCrossValidation.Run(table, 5, new TableTrainingOptions { Sweeps = 50 });
/// var accuracy = folds.Over(scores => scores.Classes["species"].Accuracy, least: 0, greatest: 1);
/// Console.WriteLine($"{accuracy.Mean:F3}, {accuracy.Lower:F3} to {accuracy.Upper:F3}");
/// </code>
/// </example>
public static class TableCrossValidation
{
    /// <summary>Trains and tests a net per fold, one after the other.</summary>
    /// <param name="table">A table with at least one target.</param>
    /// <param name="folds">The number of folds, 2 or more; see <see cref="TableTraining.Folds"/>.</param>
    /// <param name="options">How to train; null: all defaults. The test share does not count, and no checkpoints are written. A time is one for all folds: nets and sweeps are chosen once.</param>
    /// <param name="progress">Receives the fold, from 0, and the state of its training about twenty times per second.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The scores of each fold.</returns>
    /// <exception cref="DataException">There is no target, or too few rows, groups or times, or a net has no finite answer to a row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">It is canceled.</exception>
    public static CrossValidationResult Run(Table table, int folds, TableTrainingOptions? options = null, IProgress<FoldProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options = (options ?? new TableTrainingOptions()) with { Checkpoints = null };
        if (options.Within is { } within)
        {
            // The rows that a fold tests are not learned; the parts of a table that is divided otherwise are smaller.
            var tested = 1.0 / folds + options.ValidationShare < 1 ? 1.0 / folds : 0;
            options = TableBudget.Choose(table, options with { Within = within / folds, TestShare = tested }).Options;
        }
        var splits = TableTraining.Folds(table, folds, options);
        var scores = new List<TableScores>(folds);
        var notes = new List<IReadOnlyList<string>>(folds);
        foreach (var split in splits)
        {
            var fold = scores.Count;
            var trained = TableTraining.PrepareOn(table, options, split, cancellationToken: cancellationToken).Run(progress is null ? null : new OfFold(progress, fold), cancellationToken);
            if (trained.IsCanceled)
                throw new OperationCanceledException(cancellationToken);
            scores.Add(trained.Scores ?? throw new DataException(string.Join("; ", trained.Notes), table.File));
            notes.Add(trained.Notes);
        }
        return new CrossValidationResult(splits, scores, notes);
    }

    private sealed class OfFold(IProgress<FoldProgress> progress, int fold) : IProgress<TableTrainingProgress>
    {
        public void Report(TableTrainingProgress value) => progress.Report(new FoldProgress(fold, value));
    }
}

/// <summary>The state of a cross-validation.</summary>
/// <param name="Fold">The fold, from 0.</param>
/// <param name="Training">The state of its training.</param>
public readonly record struct FoldProgress(int Fold, TableTrainingProgress Training);
