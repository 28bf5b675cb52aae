namespace Backprop;

/// <summary>Where and how often <see cref="Trainer{T}.Run"/> saves the state of the training, so that a kill costs no more than that time.</summary>
/// <param name="Path">The file, replaced each time. It is a model file too: <see cref="Model.Load"/> reads the present weights from it.</param>
public sealed record Checkpoints(string Path)
{
    /// <summary>Time between two checkpoints; one minute by default, zero: after each weight change. Beside these, a canceled run saves one.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What to do when <see cref="Trainer{T}.Run"/> cannot write a checkpoint: gets the error, which names the file, and returns another
    /// file to try, or null to go on without this checkpoint. By default the error ends the run.
    /// </summary>
    public Func<ModelFileException, string?>? Elsewhere { get; init; }

    /// <summary>Kept in the file as <see cref="Model.Encodings"/>; none by default.</summary>
    public string? Encodings { get; init; }

    /// <summary>Kept in the file as <see cref="Model.Settings"/>; none by default.</summary>
    public string? Settings { get; init; }
}
