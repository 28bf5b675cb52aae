namespace Backprop.Cli;

/// <summary>The files of a training: what it reads, and what it writes without destroying anything.</summary>
internal static class TrainingFiles
{
    /// <summary>Adds the files that a training reads to a guard.</summary>
    public static OutputGuard Read(Job job, OutputGuard guard) =>
        guard.Reads($"the {job.DataKind} that is read", job.Source).Reads("the labels that are read", job.LabelsFile).Reads("the net that is read", job.Net).Reads("the validation table that is read", job.ValidationFile).Reads("the model that the training starts from", job.StartFile);

    /// <summary>Before a long training, refuses outputs that could not be written after it, or that would destroy a file.</summary>
    /// <param name="job">The training.</param>
    /// <param name="resumed">The checkpoint that it continues; null for a new training. The training may replace it, but by checkpoints only.</param>
    /// <exception cref="UsageException">A file would be destroyed.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Check(Job job, string? resumed)
    {
        var guard = Read(job, new OutputGuard(job.Force));
        guard.Reads("the checkpoint that is read", resumed);
        guard.Writes("the model", job.ModelPath, OutputKind.FinishedModel);
        if (ContinuesInPlace(job, resumed)) AtomicFile.Check(job.CheckpointPath);
        else guard.Writes("the checkpoint", job.CheckpointPath, OutputKind.Model);
    }

    /// <summary>Refuses to replace a model or checkpoint of another training silently. Called after the data are read, so that errors of the command are reported first.</summary>
    /// <inheritdoc cref="Check" path="/param"/>
    /// <exception cref="UsageException">There is one.</exception>
    public static void CheckReplaced(Job job, string? resumed)
    {
        if (job.Force) return;
        if (!job.ModelIsNamed && Settings(job.ModelPath) is { } settings && job.Difference(settings) is { } difference)
            throw new UsageException($"{job.ModelPath} is a model of another training{(difference.Length > 0 ? $" ({difference})" : "")}: name a file for this one with --output, or replace it with --force.");
        if (!ContinuesInPlace(job, resumed) && new FileInfo(job.CheckpointPath) is { Exists: true, Length: > 0 })
            throw new UsageException($"{job.CheckpointPath} holds {(resumed is null ? "an" : "another")} interrupted training: continue it with 'backprop resume {job.CheckpointPath}', or start again with --force.");
    }

    /// <summary>Whether the training keeps its state in the file that it continues.</summary>
    private static bool ContinuesInPlace(Job job, string? resumed) =>
        resumed is not null && FileStatus.Of(resumed) is { } file && file.Identity == FileStatus.Of(job.CheckpointPath)?.Identity;

    /// <summary>Refuses before a long training a disk that has no room for its files.</summary>
    /// <param name="job">The training.</param>
    /// <param name="weights">The number of weights.</param>
    /// <param name="bytes">The bytes of one.</param>
    public static void CheckRoom(Job job, int weights, int bytes = sizeof(float))
    {
        // Names of groups, encodings and settings are not counted; nor are the few kilobytes of a history.
        AtomicFile.Check(job.ModelPath, bytes * (long)weights);
        // Weights, best weights, and at most three vectors of a rule.
        AtomicFile.Check(job.CheckpointPath, 5L * bytes * weights);
    }

    /// <summary>The settings of a model that a file holds, "" where it has none; null where there is no model.</summary>
    private static string? Settings(string path) => ModelFile.Peek(path) is { } metadata ? metadata.GetValueOrDefault("settings", "") : null;
}
