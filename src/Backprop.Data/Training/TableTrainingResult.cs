namespace Backprop.Data;

/// <summary>The outcome of a training on a table: the best net of all restarts, ready to predict raw rows and to be saved.</summary>
public sealed class TableTrainingResult
{
    internal TableTrainingResult(Model model, TableScores? scores, IReadOnlyList<History> histories, int restart, IReadOnlyList<string> notes)
    {
        Model = model;
        Scores = scores;
        Histories = histories;
        Restart = restart;
        Notes = notes;
    }

    /// <summary>The kept net with its encoding, settings and history: <c>Model.Predict(row)</c> takes raw rows.</summary>
    public Model Model { get; }

    /// <summary>
    /// One line for each thing that may be wrong with the outcome: training that diverged or learned nothing, a test row to which the
    /// net has no finite answer. Empty after a training without such.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The scores of the kept net on the rows held out for the test; null where none were, or the net has no finite answer to one of them.</summary>
    public TableScores? Scores { get; }

    /// <summary>The history of the kept net's training.</summary>
    public History History => Histories[Restart];

    /// <summary>The history of each net that was trained, in the order of the restarts.</summary>
    public IReadOnlyList<History> Histories { get; }

    /// <summary>Which restart the kept net is of, from 0.</summary>
    public int Restart { get; }

    /// <summary>
    /// Whether the training was canceled before its end. The model is then the best one until that moment, and the checkpoint,
    /// if <see cref="TableTrainingOptions.Checkpoints"/> asks for one, holds what it takes to resume.
    /// </summary>
    public bool IsCanceled => Histories[^1].Stopped == StopWhen.Canceled;
}

/// <summary>The state of a training on a table.</summary>
/// <param name="Restart">Which restart the net under training is of, from 0.</param>
/// <param name="Training">The state of that net's training.</param>
public readonly record struct TableTrainingProgress(int Restart, TrainingProgress Training);
