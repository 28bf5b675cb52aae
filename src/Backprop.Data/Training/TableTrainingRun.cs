using System.Globalization;
using System.Text.Json;

namespace Backprop.Data;

public sealed partial class TableTraining
{
    /// <summary>Splits the table, fits the encoding, trains a net from each start and keeps the best one, or trains the nets of a pack and joins them, and tests the result on the held-out rows.</summary>
    /// <param name="table">A table with at least one target.</param>
    /// <param name="options">How to train; null: all defaults.</param>
    /// <param name="progress">Receives a report about twenty times per second.</param>
    /// <param name="cancellationToken">Ends the training early; see <see cref="TableTrainingResult.IsCanceled"/>.</param>
    /// <returns>The best model with its history, scores and notes.</returns>
    /// <exception cref="DataException">There is no target, too few rows, shares that leave none to train on, or the net of the options does not fit the table.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is below 1.</exception>
    /// <exception cref="OperationCanceledException">The wait for other processes was canceled before the training began.</exception>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    /// <exception cref="ModelFileException">A checkpoint cannot be written.</exception>
    public static TableTrainingResult Train(Table table, TableTrainingOptions? options = null, IProgress<TableTrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Prepare(table, options, cancellationToken).Run(progress, cancellationToken);

    /// <summary>Trains a net from each start and keeps the best one, or trains the nets of a pack and joins them, and tests the result on the held-out rows.</summary>
    /// <param name="progress">Receives a report about twenty times per second.</param>
    /// <param name="cancellationToken">Ends the training early; see <see cref="TableTrainingResult.IsCanceled"/>.</param>
    /// <returns>The best model with its history, scores and notes.</returns>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    /// <exception cref="ModelFileException">A checkpoint cannot be written.</exception>
    public TableTrainingResult Run(IProgress<TableTrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Options.Members > 1 ? RunPack(null, progress, cancellationToken) : Run(resumed: null, resumedAt: -1, progress, cancellationToken);

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
        if (Options.Members > 1)
        {
            using var file = SafetensorsReader.Open(checkpoint);
            return RunPack(file, progress, cancellationToken);
        }
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
        if (Options.Members > 1)
        {
            using var file = SafetensorsReader.Open(checkpoint);
            return RunPack(file, progress, cancellationToken);
        }
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
        // Rank 0 tests for all, whose nets are the same.
        var scores = Options.Ranks is { Count: > 1 } ranks && (ranks.Rank > 0 || histories[^1].Stopped == StopWhen.Canceled) ? null : Test(best.Network, notes);
        return new TableTrainingResult(model, best.History, scores, histories, kept, notes);
    }

    private TableTrainingResult RunPack(SafetensorsReader? checkpoint, IProgress<TableTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var checkpoints = Options.Checkpoints is { } given ? given with { Encodings = Encoding.ToJson(), Settings = given.Settings ?? Options.Settings } : null;
        var pack = new PackTraining([.. Enumerable.Range(0, Options.Members!.Value).Select(NetOf)], CreateTrainer, checkpoints);
        if (checkpoint is not null)
            pack.Restore(checkpoint);
        pack.Run(StopRule, Options.Threads, progress, cancellationToken);
        var history = History.Sum(pack.Histories);
        var net = Pack.Join(pack.Nets);
        var model = new Model(net) { Encodings = Encoding.ToJson(), Settings = Options.Settings, Training = pack.Training, History = history };
        var notes = NotesOf(pack.Histories);
        var scores = Test(net, notes);
        return new TableTrainingResult(model, history, scores, pack.Histories, 0, notes)
        {
            SingleScores = scores is null ? [] : [.. pack.Nets.Select(single => Test(single, [])).OfType<TableScores>()],
        };
    }

    /// <summary>What may be wrong with a training; each gives a note or null.</summary>
    private static readonly Func<History, string?>[] Checks = [Divergence, NothingLearned];

    private List<string> Notes(History history) => [.. UnlearnableClassNotes, .. Checks.Select(check => check(history)).OfType<string>()];

    /// <summary>What may be wrong with the nets of a pack, each thing once: how many have it, and what it is with the first of them.</summary>
    private List<string> NotesOf(IReadOnlyList<History> nets) =>
        [.. UnlearnableClassNotes, .. Checks.Select(check => nets.Select(check).OfType<string>().ToList()).Where(static notes => notes.Count > 0).Select(notes => $"{notes.Count} of {nets.Count} nets: {notes[0]}")];

    private IEnumerable<string> UnlearnableClassNotes => UnlearnableClasses.Notes(Encoding, Table, Split.Training, [.. Training.Weights]);

    private static string? Divergence(History history) => history.IsDiverging
        ? string.Create(CultureInfo.InvariantCulture, $"the training diverged: E was {history.Errors[0]:G4} in the first sweep and {history.Errors[^1]:G4} in the last; take smaller steps, for example by a smaller learning rate")
        : null;

    private static string? NothingLearned(History history) => history is { BestSweep: 0, ValidationErrors.Count: > 1 }
        ? "the net learned nothing that holds for the validation rows: no sweep lowered their error below that of the starting weights, which are kept"
        : null;

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
