using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Carries out a training job: reads, trains (or goes on from a checkpoint), keeps the best net, tests it, reports.</summary>
internal sealed class TrainingSession(TrainingJob job, Terminal terminal)
{
    /// <param name="checkpoint">A checkpoint to go on from; null to begin.</param>
    public int Run(string? checkpoint = null)
    {
        CheckWritable(job.ModelPath);
        var table = job.ReadTable(terminal.Interrupted);
        var checkpoints = new Checkpoints(job.CheckpointPath) { Every = job.CheckpointEvery, Settings = TrainCommandLine.Settings(job) };
        var training = TableTraining.Prepare(table, job.Options with { Checkpoints = checkpoints });
        Introduce(training);
        Trainer<float>? best = null;
        var resumed = checkpoint is null ? null : Resume(training, checkpoint);
        var resumedAt = resumed?.Restart ?? -1;
        for (var restart = 0; restart < job.Options.Restarts; restart++)
        {
            // Nets before the resumed one are trained again, to the same bits, and must leave its checkpoint alone.
            var trainer = restart == resumedAt ? resumed!.Value.Trainer : training.Start(restart, withCheckpoints: restart > resumedAt);
            var title = job.Options.Restarts > 1 ? string.Create(CultureInfo.InvariantCulture, $"net {restart + 1} of {job.Options.Restarts}") : "training";
            var history = TrainingProgressView.Run(terminal, title, job.Options.Sweeps ?? TableDefaults.Sweeps,
                progress => trainer.Run(training.Stop, progress, terminal.Interrupted));
            if (history.Stopped == StopWhen.Cancelled)
            {
                terminal.Error.WriteLine($" interrupted after {history.Sweeps} sweeps; go on with: backprop resume {job.CheckpointPath}");
                return ExitCode.Interrupted;
            }
            if (best is null || Quality(trainer) < Quality(best))
                best = trainer;
        }
        var model = Model.Of(best!) with { Encodings = training.Encoding.ToJson(), Settings = TrainCommandLine.Settings(job) };
        model.Save(job.ModelPath);
        File.Delete(job.CheckpointPath);
        TrainingReport.Write(terminal.Out, job, training, best!);
        return ExitCode.Done;
    }

    /// <summary>What the kept net is least in: the error of the validation rows, or of the training rows where there are none.</summary>
    private static double Quality(Trainer<float> trainer) => trainer.Options.Validation is null ? trainer.History.Error : trainer.History.BestError;

    /// <summary>The trainer to which a checkpoint belongs: one of the restarts.</summary>
    private (int Restart, Trainer<float> Trainer)? Resume(TableTraining training, string checkpoint)
    {
        for (var restart = 0; ; restart++)
        {
            var trainer = training.Start(restart);
            try
            {
                trainer.Resume(checkpoint);
                return (restart, trainer);
            }
            catch (ModelFileException) when (restart < job.Options.Restarts - 1)
            {
                // Of another restart.
            }
        }
    }

    private void Introduce(TableTraining training)
    {
        foreach (var note in training.Table.Notes)
            terminal.Error.WriteLine($" note: {note}");
        var unseen = training.Encoding.CountUnseen(training.Table, training.Split.Validation) + training.Encoding.CountUnseen(training.Table, training.Split.Test);
        if (unseen > 0)
            terminal.Error.WriteLine($" note: {unseen} rows outside the training part hold a category that it lacks; all units of that column are off for them");
        foreach (var column in training.Encoding.Inputs.Where(c => c.MissingUnit))
            terminal.Error.WriteLine($" note: column '{column.Column}' has missing values; they are {(column is CategoryEncoding ? "a category of their own" : "set to the mean, and a unit says so")}");
        terminal.Error.WriteLine(" " + TrainingReport.Shape(training));
    }

    /// <summary>Says before a long training, not after it, that the model cannot be written.</summary>
    private static void CheckWritable(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Directory.Exists(path))
            throw new InputException($"{path}: is a folder; name a file for the model: --model");
        if (!Directory.Exists(folder))
            throw new InputException($"{path}: there is no folder {folder}; make it, or name another: --model");
        try
        {
            using var probe = new FileStream(Path.Combine(folder, $".{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new InputException($"{path}: cannot be written: {e.Message}", e);
        }
    }
}
