using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Carries out a training job: reads, trains (or continues from a checkpoint), keeps the best net, tests it, reports.</summary>
internal sealed class TrainingSession(TrainingJob job, Terminal terminal)
{
    /// <param name="checkpoint">The checkpoint to continue from; null for a new training.</param>
    public int Run(string? checkpoint = null)
    {
        TrainingFiles.Check(job, checkpoint);
        var table = job.ReadTable(terminal.Interrupted);
        TrainingFiles.CheckReplaced(job, checkpoint);
        var output = new TrainingOutput(job, terminal);
        var trainedOn = TrainedTable.Of(job.Source, TableTraining.Divide(table, job.Options));
        if (checkpoint is not null)
            CheckSameTable(checkpoint, trainedOn);
        var training = TableTraining.Prepare(table, job.Options with
        {
            Settings = TrainingSettings.OfModel(job, trainedOn),
            Checkpoints = output.Checkpoints(TrainingSettings.OfCheckpoint(job, trainedOn)),
        });
        TrainingFiles.CheckRoom(job, training.Topology.WeightCount);
        Introduce(training);
        var trained = TrainingProgressView.Run(terminal, "training", job.Options.Sweeps ?? TableDefaults.Sweeps, view =>
        {
            var progress = new ProgressByNet(view, job.Options.Restarts);
            return checkpoint is null ? training.Run(progress, terminal.Interrupted) : training.Resume(checkpoint, progress, terminal.Interrupted);
        });
        if (trained.IsCanceled)
            return output.Interrupted(trained.Histories[^1].Sweeps, Net(trained.Histories.Count - 1, job.Options.Restarts, " of "));
        foreach (var note in trained.Notes)
            terminal.Error.WriteLine($" note: {note}");
        output.Save(trained.Model, place => TrainingReport.Write(job.Json ? terminal.Out : terminal.Text, job with { ModelPath = place }, training, trained));
        return ExitCode.Done;
    }

    /// <summary>Refuses to resume on another table, even if its training and validation rows are the same: the scores would not be those of a training without interruption.</summary>
    private void CheckSameTable(string checkpoint, TrainedTable table)
    {
        if (job.TrainedOn is not { } begun || begun == table)
            return;
        throw new InputException((begun.Bytes, begun.Sha256) != (table.Bytes, table.Sha256)
            ? $"{job.Source}: is not as it was when the training of {checkpoint} began; name a copy of the table as it was: --data"
            : $"{checkpoint}: its settings cannot be right: they divide the table into {begun.Parts}, but the table and the shares give {table.Parts}");
    }

    private static string Net(int restart, int restarts, string before) =>
        restarts == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{before}net {restart + 1} of {restarts}");

    private void Introduce(TableTraining training)
    {
        foreach (var note in training.Table.Notes)
            terminal.Error.WriteLine($" note: {note}{Hint.Of(note.Remedies)}");
        var unseen = training.Encoding.CountUnseen(training.Table, training.Split.Validation.AsSpan()) + training.Encoding.CountUnseen(training.Table, training.Split.Test.AsSpan());
        if (unseen > 0)
            terminal.Error.WriteLine($" note: {unseen} rows outside the training part contain a category that the training rows do not; it is encoded as all zeros");
        foreach (var note in training.Encoding.Notes)
            terminal.Error.WriteLine($" note: {note}");
        terminal.Error.WriteLine(" " + TrainingReport.Shape(training));
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
