namespace Backprop.Cli;

/// <summary>Writes the checkpoints and the model of a training: elsewhere if they cannot be written where they should be, so that nothing is lost.</summary>
internal sealed class TrainingOutput(Job job, Terminal terminal)
{
    private readonly Refuge refuge = new();
    private bool hasWarned;

    /// <summary>How checkpoints are saved.</summary>
    /// <param name="settings">The settings to keep with them.</param>
    public CheckpointOptions Checkpoints(string settings) =>
        new(new CheckpointFile(job.CheckpointPath) { Elsewhere = Elsewhere }) { Every = job.CheckpointEvery, Settings = settings };

    /// <summary>Says how an interrupted training is continued.</summary>
    /// <param name="sweeps">Sweeps made.</param>
    /// <param name="net">Which of several nets was interrupted, such as " of net 2 of 5"; otherwise empty.</param>
    /// <returns>The exit code.</returns>
    public int Interrupted(int sweeps, string net = "")
    {
        terminal.Error.WriteLine($" interrupted after {sweeps} sweeps{net}; continue with: backprop resume {Shell.Quoted(refuge.Newest(job.CheckpointPath))}");
        return ExitCode.Interrupted;
    }

    /// <summary>Saves the model and removes the checkpoint.</summary>
    /// <param name="model">The model.</param>
    /// <param name="report">Reports the training, given the file that the model is in.</param>
    /// <exception cref="InputException">The model could not be saved where it should be; the message says where it is.</exception>
    public void Save(Model model, Action<string> report)
    {
        try
        {
            model.Save(job.ModelPath);
        }
        catch (ModelFileException problem)
        {
            var place = refuge.Save(model, problem);
            refuge.Delete(job.CheckpointPath);
            report(place);
            throw new InputException($"{problem.Message}; the model is saved as {place}", problem);
        }
        refuge.Delete(job.CheckpointPath);
        report(job.ModelPath);
    }

    /// <summary>Gets another place for a checkpoint that cannot be written. Warns only once, since the next one is likely to fail too.</summary>
    private string? Elsewhere(ModelFileException problem)
    {
        var place = refuge.After(problem.Path);
        if (!hasWarned) terminal.Error.WriteLine($" note: {problem.Message}; the training continues{(place is null ? "" : $" and saves its state as {place}")}");
        hasWarned = true;
        return place;
    }
}
