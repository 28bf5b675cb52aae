using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Carries out a training job: reads, trains (or continues from a checkpoint), keeps the best net, tests it, reports.</summary>
internal sealed class TrainingSession(TrainingJob given, Terminal terminal)
{
    private TrainingJob job = given;

    /// <summary>The notes so far, as they are printed; JSON holds them too.</summary>
    private readonly List<string> notes = [];

    /// <summary>When the command began.</summary>
    private readonly long start = terminal.Time.GetTimestamp();

    /// <summary>Why one net is trained, because of what the table is; null where it is not.</summary>
    private string? whyOne;

    /// <summary>What was chosen to fit the time; null where there is no limit.</summary>
    private TableBudget? budget;

    /// <param name="checkpoint">The checkpoint to continue from; null for a new training.</param>
    public int Run(string? checkpoint = null)
    {
        CheckValidationFile();
        if (job.Folds is { } folds)
            return CrossValidate(folds);
        if (terminal.IsFirst())
            TrainingFiles.Check(job, checkpoint);
        var table = ReadTable();
        if (terminal.IsFirst())
            TrainingFiles.CheckReplaced(job, checkpoint);
        return Train(table, checkpoint);
    }

    /// <summary>Reads the table and decides what depends on it: how many nets are trained, and how many at a time.</summary>
    /// <param name="trainings">The number of trainings, which share the time that there may be.</param>
    private Table ReadTable(int trainings = 1)
    {
        var table = job.ReadTable(terminal.Interrupted, terminal.Ranks);
        var members = TableDefaults.MembersFor(table, job.Options);
        whyOne = job.Options is { Shares: > 0, Members: null } ? "its cases are cut into shares" : members < TableDefaults.MembersFor(job.Options) ? WhyOne(table) : null;
        if (job.Options.Within is { } within)
        {
            var left = within - terminal.Time.GetElapsedTime(start);
            budget = TableBudget.Choose(table, job.Options with
            {
                Within = left > TimeSpan.Zero ? left / trainings : TimeSpan.FromTicks(1),
                Threads = ThreadsFor(members),
                TimeProvider = terminal.Time,
            });
            members = budget.Options.Members!.Value;
            job = job with { Options = job.Options with { Within = null, Sweeps = budget.Options.Sweeps } };
        }
        job = job with { Options = job.Options with { Members = members, Threads = ThreadsFor(members) } };
        return table;
    }

    private int ThreadsFor(int members) => job.Threads ?? (members > 1 ? Environment.ProcessorCount : 1);

    private static string WhyOne(Table table) =>
        table.Times is not null ? "the rows are divided by time"
        : table.Groups is { Categories.Count: < 2 * TableDefaults.Members and var groups } ? string.Create(CultureInfo.InvariantCulture, $"there are only {groups} groups of rows")
        : table.Count < 4 * TableDefaults.Members ? string.Create(CultureInfo.InvariantCulture, $"there are only {table.Count} rows")
        : string.Create(CultureInfo.InvariantCulture, $"rows times input units are more than {TableDefaults.MostCellsOfPack:N0}");

    /// <summary>Measures the training by folds; then trains a net on all rows, if a model is asked for.</summary>
    private int CrossValidate(int folds)
    {
        if (job.ModelIsNamed)
            TrainingFiles.Check(job, resumed: null);
        var table = ReadTable(job.ModelIsNamed ? folds + 1 : folds);
        if (job.ModelIsNamed)
            TrainingFiles.CheckReplaced(job, resumed: null);
        else
        {
            Note(table);
            WriteBudget();
        }
        var measured = TrainingProgressView.Run(terminal, "training", job.Options.Sweeps ?? TableDefaults.Sweeps, view =>
            CrossValidation(table, folds, new ProgressByFold(view, folds)));
        if (measured is null)
            return ExitCode.Interrupted;
        Note(measured.Notes);
        if (!job.Json)
            CrossValidationReport.Write(terminal.Text, table, measured);
        if (job.ModelIsNamed)
            return Train(table, checkpoint: null, measured);
        if (job.Json)
            terminal.Out.WriteLine(CrossValidationReport.ToJsonText(measured, notes));
        else
            terminal.Text.WriteLine(" no model is written; --output names one, for a net trained on all rows");
        return ExitCode.Done;
    }

    /// <summary>The scores of the folds; null, after a line that says so, where it is interrupted.</summary>
    private CrossValidationResult? CrossValidation(Table table, int folds, ProgressByFold progress)
    {
        try
        {
            return TableCrossValidation.Run(table, folds, job.Options, progress, terminal.Interrupted);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $" interrupted in fold {progress.Fold + 1} of {folds}; nothing is kept"));
            return null;
        }
    }

    private int Train(Table table, string? checkpoint, CrossValidationResult? measured = null)
    {
        var output = new TrainingOutput(job, terminal);
        var trainedOn = TrainedTable.Of(job.Source, TableTraining.Divide(table, job.Options), job.ValidationFile);
        if (checkpoint is not null)
            CheckSameTable(checkpoint, trainedOn);
        // What is exchanged while the table is encoded is that of one table and one command.
        if (terminal.Ranks is { } all)
            RankAgreement.Check(all, ("command", TrainingSettings.OfModel(job, table: null)), ("file of the table", $"{trainedOn.Sha256} {trainedOn.Parts}"));
        var training = TableTraining.Prepare(table, job.Options with
        {
            Ranks = terminal.Ranks,
            ValidationFile = job.ValidationFile,
            Settings = TrainingSettings.OfModel(job, trainedOn),
            Checkpoints = terminal.IsFirst() ? output.Checkpoints(TrainingSettings.OfCheckpoint(job, trainedOn)) : null,
        }, terminal.Interrupted);
        if (terminal.IsFirst())
            TrainingFiles.CheckRoom(job, training.Topology.WeightCount);
        if (terminal.Ranks is { } ranks)
            CheckRanks(ranks, training, checkpoint);
        Introduce(training);
        var trained = TrainingProgressView.Run(terminal, "training", job.Options.Sweeps ?? TableDefaults.Sweeps, view =>
        {
            var progress = new ProgressByNet(view, Nets);
            return checkpoint is null ? training.Run(progress, terminal.Interrupted) : training.Resume(checkpoint, progress, terminal.Interrupted);
        });
        if (trained.IsCanceled)
            return Interrupted(output, trained);
        if (!terminal.IsFirst())
            return ExitCode.Done;
        Note(trained.Notes);
        output.Save(trained.Model, place => TrainingReport.Write(job.Json ? terminal.Out : terminal.Text, job with { ModelPath = place }, training, trained, notes, measured, budget));
        return ExitCode.Done;
    }

    private static void CheckRanks(IRanks ranks, TableTraining training, string? checkpoint) => RankAgreement.Check(
        ranks,
        ("encoding of the table", training.Encoding.ToJson()),
        ("content of the table", CasesFingerprint.Of(training.Training) + (training.Validation is { } validation ? CasesFingerprint.Of(validation) : "")),
        ("checkpoint", checkpoint is null ? "" : KnownFile.Of(checkpoint).Sha256));

    /// <summary>How many nets are trained.</summary>
    private int Nets => Math.Max(job.Options.Members ?? 1, job.Options.Restarts);

    private int Interrupted(TrainingOutput output, TableTrainingResult trained)
    {
        if (job.Options.Members == 1)
            return output.Interrupted(trained.Histories[^1].Sweeps, Net(trained.Histories.Count - 1, Nets, " of "));
        var finished = trained.Histories.Count(history => history.Stopped != StopWhen.Canceled);
        return output.Interrupted(trained.Histories.Sum(history => history.Sweeps), string.Create(CultureInfo.InvariantCulture, $" in all, with {finished} of {Nets} nets trained"));
    }

    /// <summary>Refuses to resume on another table, even if its training and validation rows are the same: the scores would not be those of a training without interruption.</summary>
    private void CheckSameTable(string checkpoint, TrainedTable table)
    {
        if (job.TrainedOn is not { } begun || begun == table)
            return;
        if (begun.ValidationFile != table.ValidationFile)
            throw new InputException($"{job.ValidationFile}: is not as it was when the training of {checkpoint} began; put it back as it was");
        throw new InputException((begun.Bytes, begun.Sha256) != (table.Bytes, table.Sha256)
            ? $"{job.Source}: is not as it was when the training of {checkpoint} began; name a copy of the table as it was: --data"
            : $"{checkpoint}: its settings cannot be right: they divide the table into {begun.Parts}, but the table and the shares give {table.Parts}");
    }

    private static string Net(int restart, int restarts, string before) =>
        restarts == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{before}net {restart + 1} of {restarts}");

    /// <summary>A note on a validation table that is a copy of the training table; else null.</summary>
    private string? CopyNote => job.ValidationFile is { } file && KnownFile.Of(file).Is(job.Source) && AreSameRows(file)
        ? $"{file} has the same content as {job.Source}: the net is trained on rows that decide when training stops, so that it may stop too late; name another table for --validate"
        : null;

    /// <summary>Refuses validation rows that are the training rows, and notes a copy of them.</summary>
    private void CheckValidationFile()
    {
        if (job.ValidationFile is not { } file)
            return;
        if (!File.Exists(file))
            throw new InputException($"{file}: there is no such file");
        if (FileStatus.Of(file) is { } validation && validation.Identity == FileStatus.Of(job.Source)?.Identity && AreSameRows(file))
            throw new UsageException($"{file} is the table that is trained on: name another one for --validate, or use a part of its rows, --validation 0.1.");
        if (CopyNote is { } note)
            Note([note]);
    }

    /// <summary>Whether the validation rows are those of the training, where their files have the same content.</summary>
    private bool AreSameRows(string file) => (job.Options.ValidationSheet ?? job.Options.ValidationQuery) is null
        || ModelFormat.AreSame(job.Format with { Sheet = job.Options.ValidationSheet, Query = job.Options.ValidationQuery }, job.Format, file);

    private void Note(Table table) => Note(table.Notes.Select(static note => note + Hint.Of(note.Remedies)));

    /// <summary>Prints notes and keeps them for JSON.</summary>
    private void Note(IEnumerable<string> more)
    {
        foreach (var note in more)
        {
            notes.Add(note);
            terminal.Error.WriteLine($" note: {note}");
        }
    }

    private void Introduce(TableTraining training)
    {
        Note(training.Table);
        if (training.UnseenRows is > 0 and var unseen)
            Note([$"{unseen} rows outside the training part contain a category that the training rows do not; it is encoded as all zeros"]);
        Note(training.Encoding.Notes);
        if (whyOne is not null)
            Note([$"one net is trained, not {TableDefaults.Members}: {whyOne}{(job.Options.Shares > 0 ? "" : "; --members averages several")}"]);
        terminal.Error.WriteLine(" " + TrainingReport.Shape(training));
        WriteBudget();
    }

    /// <summary>Says what was chosen to fit the time, and why.</summary>
    private void WriteBudget()
    {
        if (budget is null)
            return;
        terminal.Error.WriteLine($" to fit the time: {budget}");
        if (budget.IsTooShort)
            Note(["not even one sweep fits the time; one is made"]);
    }

    /// <summary>Names the fold under training.</summary>
    private sealed class ProgressByFold(TrainingProgressView view, int folds) : IProgress<FoldProgress>
    {
        /// <summary>The fold, from 0.</summary>
        public int Fold { get; private set; } = -1;

        public void Report(FoldProgress value)
        {
            if (value.Fold != Fold)
                view.Begin(string.Create(CultureInfo.InvariantCulture, $"fold {(Fold = value.Fold) + 1} of {folds}"));
            view.Report(value.Training.Training);
        }
    }

    /// <summary>Names the net under training where there are several.</summary>
    private sealed class ProgressByNet(TrainingProgressView view, int restarts) : IProgress<TableTrainingProgress>
    {
        private int present = -1;

        public void Report(TableTrainingProgress value)
        {
            if (restarts > 1 && value.Restart != present)
                view.Begin(Net(present = value.Restart, restarts, ""));
            view.Report(value.Training);
        }
    }
}
