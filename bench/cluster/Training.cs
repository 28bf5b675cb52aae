using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Backprop.Mpi;

namespace Backprop.ClusterBench;

/// <summary>Seconds per weight update of a training by all ranks, and a digest of the weights, which must not depend on their number.</summary>
internal static class Training
{
    public static void Measure(Communicator? ranks, Settings settings)
    {
        var topology = Topology.Build(net =>
        {
            var first = net.Group("first", settings.Units, UnitFunction.RectifiedLinear).From(net.Input("input", 784));
            net.Output("output", 10, UnitFunction.Identity).From(net.Group("second", settings.Units, UnitFunction.RectifiedLinear).From(first));
        });
        var net = new Network<float>(topology).Initialize(1, Initialization.Glorot);
        var options = new TrainerOptions { Batch = Batch.Of(settings.Batch), Shares = settings.Shares, Threads = settings.Threads, Ranks = ranks };
        var trainer = new Trainer<float>(net, RandomCases(settings.Batch * settings.Batches), new GradientDescent { LearningRate = 1e-5, Momentum = 0.9 }, options: options);
        trainer.Step();
        var seconds = new double[settings.Sweeps];
        for (var sweep = 0; sweep < settings.Sweeps; sweep++)
        {
            ranks?.Barrier();
            var start = Stopwatch.GetTimestamp();
            trainer.Step();
            seconds[sweep] = Stopwatch.GetElapsedTime(start).TotalSeconds / settings.Batches;
        }
        if (ranks is { Rank: > 0 })
            return;
        Array.Sort(seconds);
        var digest = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(net.Weights)))[..12];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ranks?.Count ?? 1} {settings.Threads} {settings.Shares} {settings.Batch} {topology.WeightCount} {seconds[seconds.Length / 2]:E4} {seconds[0]:E4} {digest}"));
    }

    private static Cases RandomCases(int count)
    {
        var random = new RandomSource(1);
        double[][] Rows(int size) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, size).Select(_ => random.NextSigned()).ToArray())];
        return Cases.From(Rows(784), Rows(10));
    }
}
