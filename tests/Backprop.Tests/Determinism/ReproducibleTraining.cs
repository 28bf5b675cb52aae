using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Backprop.Tests;

/// <summary>A training of three sweeps that begins the same every time it is made; its name stands before a fingerprint of the weights at the end.</summary>
internal abstract class ReproducibleTraining(string name)
{
    private protected const int Sweeps = 3;

    public override string ToString() => name;

    /// <summary>Name and fingerprint after running through.</summary>
    public abstract string Bits(int threads = 1);

    /// <summary>The same after a stop at some weight change: what goes on is another trainer, made afresh, that reads a checkpoint file.</summary>
    public abstract string BitsThroughFile(string path, int changes);

    private protected string Bits<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        $"{name}: {Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(network.Weights)))}";
}

internal sealed class ReproducibleTraining<T>(string name, Func<int, Trainer<T>> make) : ReproducibleTraining($"{name}, {typeof(T).Name}")
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Bits(int threads)
    {
        var trainer = make(threads);
        for (var sweep = 0; sweep < Sweeps; sweep++)
            trainer.Step();
        return Bits(trainer.Network);
    }

    public override string BitsThroughFile(string path, int changes)
    {
        var first = make(1);
        for (var change = 0; change < changes; change++)
            first.StepBatch();
        first.SaveCheckpoint(path);
        var second = make(1);
        second.Network.Randomize(seed: 99);
        second.Resume(path);
        second.Run(StopWhen.Sweeps(Sweeps));
        return Bits(second.Network);
    }
}
