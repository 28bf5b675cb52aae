namespace Backprop.Data;

/// <summary>The outcome of a training on a table: the best net of all restarts, or a pack of nets, ready to predict raw rows and to be saved.</summary>
public sealed class TableTrainingResult
{
    internal TableTrainingResult(Model model, History history, TableScores? scores, IReadOnlyList<History> histories, int restart, IReadOnlyList<string> notes)
    {
        Model = model;
        History = history;
        Scores = scores;
        Histories = histories;
        Restart = restart;
        Notes = notes;
    }

    /// <summary>The kept net with its encoding, settings and history: <c>Model.Predict(row)</c> takes raw rows.</summary>
    public Model Model { get; }

    /// <summary>
    /// One line for each thing that may be wrong with the outcome: training that diverged or learned nothing, classes that no training row has, a test row to which the
    /// net has no finite answer. Empty after a training without such.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The scores of the kept net on the rows held out for the test; null where none were, or the net has no finite answer to one of them.</summary>
    public TableScores? Scores { get; }

    /// <summary>Of a pack, the scores of each of its nets alone on the rows held out for the test; otherwise empty.</summary>
    public IReadOnlyList<TableScores> SingleScores { get; internal init; } = [];

    /// <summary>The history of the kept net's training; of a pack the sums over its nets, each with its last error where it made fewer sweeps, and with the validation error of the weights that it would keep.</summary>
    public History History { get; }

    /// <summary>The history of each net that was trained, in the order of the restarts or of the members of the pack.</summary>
    public IReadOnlyList<History> Histories { get; }

    /// <summary>Which restart the kept net is of, from 0; 0 of a pack.</summary>
    public int Restart { get; }

    /// <summary>
    /// Whether the training was canceled before its end. The model is then the best one until that moment, and the checkpoint,
    /// if <see cref="TableTrainingOptions.Checkpoints"/> asks for one, holds what it takes to resume.
    /// </summary>
    public bool IsCanceled => Histories.Any(static history => history.Stopped == StopWhen.Canceled);
}

/// <summary>The state of a training on a table.</summary>
/// <param name="Restart">Which restart, or which member of a pack, the net under training is, from 0; of a pack the first that is not trained yet.</param>
/// <param name="Training">The state of that net's training.</param>
public readonly record struct TableTrainingProgress(int Restart, TrainingProgress Training);
