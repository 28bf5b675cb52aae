namespace Backprop;

/// <summary>Saves the state of a training to one file, which is replaced each time. It is a model file too: <see cref="Model.Load(string, ReadOnlySpan{UnitFunction})"/> reads the current weights from it.</summary>
/// <param name="Path">The file; a kill at any moment leaves the old one or the new one.</param>
/// <example>
/// <code>
/// var cases = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// Trainer&lt;float&gt; NewTrainer() =&gt; new(new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(1), cases, new Adam(),
///     options: new TrainerOptions { Checkpoints = new CheckpointOptions(new CheckpointFile("run.safetensors")) { Every = TimeSpan.Zero } });
/// NewTrainer().Run(StopWhen.Sweeps(10));
/// var resumed = NewTrainer();
/// resumed.Resume("run.safetensors");              // continues with the same bits
/// resumed.Run(StopWhen.Sweeps(20));
/// </code>
/// </example>
public sealed record CheckpointFile(string Path) : ICheckpointStore
{
    /// <summary>The file; a kill at any moment leaves the old one or the new one.</summary>
    public string Path { get; init => field = Given(value); } = Given(Path);

    /// <summary>
    /// What to do when the file cannot be written: receives the error, which names the file, and returns another file to try, or null to
    /// continue without this checkpoint. Null, the default: the error ends the run.
    /// </summary>
    public Func<ModelFileException, string?>? Elsewhere { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ModelFileException">The file cannot be written, and there is no <see cref="Elsewhere"/>.</exception>
    /// <exception cref="ArgumentException">The settings of the rule cannot be written.</exception>
    public void Prepare<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        _ = TrainingJson.Write(trainer);
        if (Elsewhere is not null)
            return;
        var copies = 2L + trainer.RuleState.Vectors.Count;
        Model.CheckWritable(Path, copies * trainer.Network.Weights.Length * Unsafe.SizeOf<T>());
    }

    /// <inheritdoc/>
    /// <exception cref="ModelFileException">The file cannot be written, and there is no <see cref="Elsewhere"/>.</exception>
    public void Save<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Save(trainer.SaveCheckpoint);

    /// <summary>Writes to the file, or elsewhere if that fails.</summary>
    /// <param name="write">Writes to the path that it is given.</param>
    internal void Save(Action<string> write)
    {
        for (var path = Path; path is not null;)
        {
            try
            {
                write(path);
                return;
            }
            catch (ModelFileException e) when (Elsewhere is not null)
            {
                path = Elsewhere(e);
            }
        }
    }

    private static string Given(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path, nameof(Path));
        return path;
    }
}
