namespace Backprop;

/// <summary>Saves trainers as checkpoints and continues from them.</summary>
public static class TrainerCheckpointExtensions
{
    /// <summary>
    /// Saves all that the training depends on (<see cref="Trainer{T}.Capture"/>) with its net, settings and a fingerprint of its cases. A
    /// trainer that resumes from it continues with the same bits as this one.
    /// </summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="path">The file to create or replace; a kill at any moment leaves the old one or the new one.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ModelFileException">It cannot be written, or a number is not finite, so that there is nothing to continue from.</exception>
    /// <exception cref="ArgumentException">The settings of the rule cannot be written.</exception>
    public static void SaveCheckpoint<T>(this Trainer<T> trainer, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        CheckpointFormat.Writer(trainer, path).Save(path);
    }

    /// <summary>Saves a checkpoint like <see cref="SaveCheckpoint{T}(Trainer{T}, string)"/> to a stream, which stays open.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="stream">A stream to write to; it need not be seekable.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ModelFileException">A number is not finite, so that there is nothing to continue from.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="ArgumentException">The settings of the rule cannot be written.</exception>
    public static void SaveCheckpoint<T>(this Trainer<T> trainer, Stream stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(stream);
        CheckpointFormat.Writer(trainer, SafetensorsReader.NameOf(stream)).Write(stream);
    }

    /// <summary>
    /// Takes the place of the trainer that saved a checkpoint. This one must have been made with an equal topology, rule, error measure,
    /// batch, order and seed, and with the same cases; threads, the stop rule and checkpoint options may differ.
    /// </summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="path">The checkpoint.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ModelFileException">No such file, not a checkpoint, a damaged one, or one of another training; the message says what differs. The trainer is then as it was.</exception>
    public static void Resume<T>(this Trainer<T> trainer, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        using var file = SafetensorsReader.Open(path);
        trainer.Restore(CheckpointFormat.Read(file, trainer));
    }

    /// <summary>Resumes like <see cref="Resume{T}(Trainer{T}, string)"/> from a stream, which is read from its position to its end and stays open.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="stream">A stream that holds a checkpoint; one that is not seekable is read into memory.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ModelFileException">It is not a checkpoint, a damaged one, or one of another training; the message says what differs. The trainer is then as it was.</exception>
    public static void Resume<T>(this Trainer<T> trainer, Stream stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        using var file = SafetensorsReader.Open(stream);
        trainer.Restore(CheckpointFormat.Read(file, trainer));
    }
}
