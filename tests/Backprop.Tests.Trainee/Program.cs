using System.Runtime.InteropServices;

namespace Backprop.Tests;

/// <summary>Trains a net from start or from the checkpoint that is there, and saves it: a program to be killed while it works.</summary>
public static class Trainee
{
    /// <param name="arguments">Checkpoint, model file; a third word takes the C library away.</param>
    public static void Main(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Length > 2)
            NativeLibrary.SetDllImportResolver(typeof(Model).Assembly, static (name, _, _) => throw new DllNotFoundException(name));
        Train(arguments[0], arguments[1]);
    }

    /// <summary>Always the same training; minibatches, shuffled, with validation, so that all that a checkpoint holds is at work.</summary>
    public static void Train(string? checkpoint, string model)
    {
        var options = new TrainerOptions { Batch = Batch.Of(16), Shuffle = true, Seed = 3, Validation = Cases(40, 2), Checkpoints = checkpoint is null ? null : new CheckpointOptions(new CheckpointFile(checkpoint)) { Every = TimeSpan.Zero } };
        var network = new Network<float>(Topology.Layered(8, 12, 4)).Randomize(seed: 1);
        var trainer = new Trainer<float>(network, Cases(200, 1), new GradientDescent { LearningRate = 0.02, Momentum = 0.9 }, null, options);
        if (File.Exists(checkpoint)) trainer.Resume(checkpoint);
        trainer.Run(StopWhen.Sweeps(40));
        Model.Of(trainer).Save(model);
    }

    private static Cases Cases(int count, ulong seed)
    {
        var random = new RandomSource(seed);
        double[][] inputs = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 8).Select(_ => random.NextSigned()).ToArray())];
        return Backprop.Cases.From(inputs, [.. inputs.Select(row => Enumerable.Range(0, 4).Select(unit => row[unit] * row[unit + 4] > 0 ? 1.0 : 0).ToArray())]);
    }
}
