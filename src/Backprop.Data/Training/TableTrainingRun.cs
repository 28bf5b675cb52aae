using System.Globalization;
using System.Text.Json;

namespace Backprop.Data;

public sealed partial class TableTraining
{
    /// <summary>Splits the table, fits the encoding, trains a net from each start, keeps the best one and tests it on the held-out rows.</summary>
    /// <param name="table">A table with at least one target.</param>
    /// <param name="options">How to train; null: all defaults.</param>
    /// <param name="progress">Receives a report about twenty times per second.</param>
    /// <param name="cancellationToken">Ends the training early; see <see cref="TableTrainingResult.IsCanceled"/>.</param>
    /// <returns>The best model with its history, scores and notes.</returns>
    /// <exception cref="DataException">There is no target, too few rows, shares that leave none to train on, or the net of the options does not fit the table.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is below 1.</exception>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    /// <exception cref="ModelFileException">A checkpoint cannot be written.</exception>
    public static TableTrainingResult Train(Table table, TableTrainingOptions? options = null, IProgress<TableTrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Prepare(table, options).Run(progress, cancellationToken);

    /// <summary>Trains a net from each start, keeps the best one and tests it on the held-out rows.</summary>
    /// <param name="progress">Receives a report about twenty times per second.</param>
    /// <param name="cancellationToken">Ends the training early; see <see cref="TableTrainingResult.IsCanceled"/>.</param>
    /// <returns>The best model with its history, scores and notes.</returns>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    /// <exception cref="ModelFileException">A checkpoint cannot be written.</exception>
    public TableTrainingResult Run(IProgress<TableTrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Run(resumed: null, resumedAt: -1, progress, cancellationToken);

    /// <summary>
    /// Continues a training from a checkpoint of any of its restarts, to the same bits as without the interruption. Nets of earlier
    /// restarts, which the checkpoint does not hold, are trained again; the checkpoint stays as it is until then.
    /// </summary>
    /// <param name="checkpoint">A file that <see cref="TableTrainingOptions.Checkpoints"/> of the same table and options wrote.</param>
    /// <param name="progress">Receives a report about twenty times per second.</param>
    /// <param name="cancellationToken">Ends the training early; see <see cref="TableTrainingResult.IsCanceled"/>.</param>
    /// <returns>The best model with its history, scores and notes.</returns>
    /// <exception cref="ModelFileException">It is not a checkpoint of this training (the message says what differs), or a checkpoint cannot be written.</exception>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    public TableTrainingResult Resume(string checkpoint, IProgress<TableTrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var restart = RestartOf(Model.Load(checkpoint, OwnFunctions));
        var trainer = CreateTrainer(restart);
        trainer.Resume(checkpoint);
        return Run(trainer, restart, progress, cancellationToken);
    }

    /// <summary>Continues a training like <see cref="Resume(string, IProgress{TableTrainingProgress}, CancellationToken)"/> from a stream, which is read from its position to its end and stays open.</summary>
    /// <param name="checkpoint">A stream that holds a checkpoint of the same table and options.</param>
    /// <param name="progress">Receives a report about twenty times per second.</param>
    /// <param name="cancellationToken">Ends the training early; see <see cref="TableTrainingResult.IsCanceled"/>.</param>
    /// <returns>The best model with its history, scores and notes.</returns>
    /// <exception cref="ModelFileException">It is not a checkpoint of this training (the message says what differs), or a checkpoint cannot be written.</exception>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    public TableTrainingResult Resume(Stream checkpoint, IProgress<TableTrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        // Read twice: first to see of which restart it is.
        using var content = new MemoryStream();
        checkpoint.CopyTo(content);
        content.Position = 0;
        var restart = RestartOf(Model.Load(content, OwnFunctions));
        var trainer = CreateTrainer(restart);
        content.Position = 0;
        trainer.Resume(content);
        return Run(trainer, restart, progress, cancellationToken);
    }

    private TableTrainingResult Run(Trainer<float>? resumed, int resumedAt, IProgress<TableTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var histories = new List<History>();
        Trainer<float>? best = null;
        var kept = 0;
        for (var restart = 0; restart < Options.Restarts; restart++)
        {
            // A net that is trained again must leave the checkpoint of the resumed one alone.
            var trainer = restart == resumedAt ? resumed! : CreateTrainer(restart, restart > resumedAt ? Options.Checkpoints : null);
            var history = trainer.Run(StopRule, progress is null ? null : new OfRestart(progress, restart), cancellationToken);
            histories.Add(history);
            if (best is null || Quality(trainer) < Quality(best))
                (best, kept) = (trainer, restart);
            if (history.Stopped == StopWhen.Canceled)
                break;
        }
        var model = Model.Of(best!) with { Encodings = Encoding.ToJson(), Settings = Options.Settings };
        var notes = Notes(best!.History);
        return new TableTrainingResult(model, Test(best.Network, notes), histories, kept, notes);
    }

    private static List<string> Notes(History history)
    {
        var notes = new List<string>();
        if (history.IsDiverging)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"the training diverged: E was {history.Errors[0]:G4} in the first sweep and {history.Errors[^1]:G4} in the last; take smaller steps, for example by a smaller learning rate"));
        if (history is { BestSweep: 0, ValidationErrors.Count: > 1 })
            notes.Add("the net learned nothing that holds for the validation rows: no sweep lowered their error below that of the starting weights, which are kept");
        return notes;
    }

    /// <summary>If the net has no finite answer to a test row, there are no scores; the training is kept.</summary>
    private TableScores? Test(Network<float> net, List<string> notes)
    {
        if (Split.Test.Length == 0)
            return null;
        try
        {
            return TableScores.Of(Encoding, net, Table, Split.Test.AsSpan());
        }
        catch (DataException e)
        {
            notes.Add("the test rows have no scores: " + e.Message);
            return null;
        }
    }

    /// <summary>The kept net is the one with the least error of the validation rows, or of the training rows where there are none.</summary>
    private double Quality(Trainer<float> trainer) => Validation is null ? trainer.History.Error : trainer.History.BestError;

    private UnitFunction[] OwnFunctions => [.. Topology.Groups.Select(static group => group.UnitFunction).Distinct()];

    /// <summary>The restart that has the checkpoint's seed; 0 if none has it: the trainer then reports the difference.</summary>
    private int RestartOf(Model checkpoint)
    {
        if (checkpoint.Training is not { } settings)
            return 0;
        using var json = JsonDocument.Parse(settings);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("seed", out var text) || text.ValueKind != JsonValueKind.String
            || !ulong.TryParse(text.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            return 0;
        for (var restart = 0; restart < Options.Restarts; restart++)
            if (SeedOf(restart) == seed)
                return restart;
        return 0;
    }

    private sealed class OfRestart(IProgress<TableTrainingProgress> progress, int restart) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new TableTrainingProgress(restart, value));
    }
}
