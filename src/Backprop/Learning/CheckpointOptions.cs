namespace Backprop;

/// <summary>Where and how often <see cref="Trainer{T}.Run"/> saves the state of the training, so that a kill costs no more than that time.</summary>
/// <param name="Store">Saves the state, for example <see cref="CheckpointFile"/>.</param>
public sealed record CheckpointOptions(ICheckpointStore Store)
{
    /// <summary>Saves the state, for example <see cref="CheckpointFile"/>.</summary>
    public ICheckpointStore Store { get; init => field = value ?? throw new ArgumentNullException(nameof(Store)); } = Store ?? throw new ArgumentNullException(nameof(Store));

    /// <summary>
    /// Time between two checkpoints by <see cref="TrainerOptions.TimeProvider"/>; one minute by default, zero: after each weight change.
    /// A canceled run saves one more. Zero or more.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public TimeSpan Every
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Every), value, "The time between two checkpoints must be zero or more.");
    } = TimeSpan.FromMinutes(1);

    /// <summary>Kept with each checkpoint as <see cref="Model.Encodings"/>; none by default.</summary>
    public string? Encodings { get; init; }

    /// <summary>Kept with each checkpoint as <see cref="Model.Settings"/>; none by default.</summary>
    public string? Settings { get; init; }
}
