namespace Backprop;

/// <summary>Decides when a run saves a checkpoint, by the time since the last one.</summary>
internal sealed class CheckpointSchedule(CheckpointOptions options, TimeProvider time)
{
    private long last = time.GetTimestamp();

    /// <summary>Finds out before the first sweep that checkpoints cannot be saved.</summary>
    internal void Prepare<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => options.Store.Prepare(trainer);

    /// <summary>Saves a checkpoint if the interval has passed.</summary>
    internal void SaveIfDue<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (time.GetElapsedTime(last) >= options.Every)
            Save(trainer);
    }

    /// <summary>Saves a checkpoint now. Numbers that are not finite are left to the training itself, which says more about them.</summary>
    internal void Save<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!trainer.IsFinite)
            return;
        options.Store.Save(trainer);
        // Counted from the end, so that a slow disk leaves time to train.
        last = time.GetTimestamp();
    }
}
