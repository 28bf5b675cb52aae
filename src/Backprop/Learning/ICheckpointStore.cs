namespace Backprop;

/// <summary>
/// Saves the state of a training while it runs. <see cref="CheckpointFile"/> saves it to a file; a store of your own can save it elsewhere,
/// for example with <see cref="TrainerCheckpointExtensions.SaveCheckpoint{T}(Trainer{T}, Stream)"/>.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>Called before the first sweep of a run: throws if checkpoints cannot be saved, so that no training is lost.</summary>
    /// <param name="trainer">The trainer that will be saved.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    void Prepare<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Saves the trainer's current state, between two weight changes. An exception ends the run.</summary>
    /// <param name="trainer">The trainer to save; all its numbers are finite.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    void Save<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
