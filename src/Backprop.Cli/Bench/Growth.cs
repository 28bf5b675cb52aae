using System.Diagnostics;
using System.Numerics;

namespace Backprop.Cli;

/// <summary>The time of a sweep at one size.</summary>
/// <param name="Size">Cases, weights or iterations.</param>
/// <param name="Median">Seconds per sweep, median.</param>
/// <param name="Fastest">Seconds of the fastest sweep, which other load on the machine affects least.</param>
internal sealed record GrowthTiming(int Size, double Median, double Fastest)
{
    /// <summary>Seconds of the fastest sweep per case, weight or iteration.</summary>
    public double PerUnit => Fastest / Size;
}

/// <summary>How the time of a sweep grows with one quantity, all else being equal.</summary>
/// <param name="Quantity">"cases", "weights" or "iterations".</param>
/// <param name="Net">The net and the quantities that are held fixed.</param>
/// <param name="Timings">The timings in order of size.</param>
internal sealed record GrowthSeries(string Quantity, string Net, IReadOnlyList<GrowthTiming> Timings)
{
    /// <summary>The exponent of the growth, by least squares over the larger half of the sizes; 1 means in proportion.</summary>
    public double Exponent
    {
        get
        {
            var larger = Timings.Skip(Timings.Count / 2).Select(static timing => (X: Math.Log(timing.Size), Y: Math.Log(timing.Fastest))).ToArray();
            var (x, y) = (larger.Average(static point => point.X), larger.Average(static point => point.Y));
            return larger.Sum(point => (point.X - x) * (point.Y - y)) / larger.Sum(point => (point.X - x) * (point.X - x));
        }
    }
}

/// <summary>Sweeps over doubling cases, weights and iterations.</summary>
internal static class Growth
{
    private const int FixedCases = 64;

    /// <summary>Measures the curves one by one, on demand.</summary>
    /// <param name="budget">Approximate time per curve, after its nets are built and warmed up.</param>
    public static IEnumerable<GrowthSeries> Measure<T>(TimeSpan budget)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        yield return Time("cases", "32-32-8, 1,320 weights", budget, Doublings(64, 65_536).Select(static count => (count, Layered<T>(count, 32, 32, 8))));
        yield return Time("weights", $"three layers of as many units, {FixedCases} cases", budget, Doublings(128, 1 << 20).Select(static wanted => Square<T>(wanted)));
        yield return Time("iterations", $"16-32-8, hidden units recurrent, {FixedCases} sequences", budget, Doublings(2, 64).Select(static iterations => (iterations, Unrolled<T>(iterations))));
    }

    private static IEnumerable<int> Doublings(int first, int last)
    {
        for (var size = first; size <= last; size *= 2)
            yield return size;
    }

    /// <summary>Times all sizes by turns, so that other load on the machine affects all of them equally.</summary>
    private static GrowthSeries Time<T>(string quantity, string net, TimeSpan budget, IEnumerable<(int Size, Trainer<T> Trainer)> sizes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var all = sizes.Select(static one => (one.Size, one.Trainer, Sweeps: SweepsOfAMillisecond(one.Trainer), Seconds: new List<double>())).ToArray();
        var total = Stopwatch.StartNew();
        for (var round = 0; round < 3 || total.Elapsed < budget; round++)
        {
            foreach (var (_, trainer, sweeps, seconds) in all)
                seconds.Add(Seconds(trainer, sweeps) / sweeps);
        }
        return new GrowthSeries(quantity, net, [.. all.Select(static one => new GrowthTiming(one.Size, Quantile.Of([.. one.Seconds.Order()], 0.5), one.Seconds.Min()))]);
    }

    private static int SweepsOfAMillisecond<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sweeps = 1;
        for (Seconds(trainer, 2); sweeps < 1 << 16 && Seconds(trainer, sweeps) < 1e-3;)
            sweeps *= 2;
        return sweeps;
    }

    private static double Seconds<T>(Trainer<T> trainer, int sweeps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var start = Stopwatch.GetTimestamp();
        for (var sweep = 0; sweep < sweeps; sweep++)
            trainer.Step();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Trainer<T> Layered<T>(int count, params int[] sizes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new RandomSource(1);
        var cases = new CasesBuilder(count).Input(null, Numbers(random, count * sizes[0]), sizes[0]).Target(null, Numbers(random, count * sizes[^1]), sizes[^1]);
        return Trainer(new Network<T>(Topology.Layered(sizes)), cases.ToCases());
    }

    /// <summary>The size is the actual number of weights, biases included, near the requested one.</summary>
    private static (int Weights, Trainer<T> Trainer) Square<T>(int wanted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var units = (int)Math.Round((Math.Sqrt(4 + (8.0 * wanted)) - 2) / 4);
        var trainer = Layered<T>(FixedCases, units, units, units);
        return (trainer.Network.Topology.WeightCount, trainer);
    }

    /// <summary>Inputs at every iteration, targets at the last: derivatives pass back through all iterations, and vanish on the way.</summary>
    private static Trainer<T> Unrolled<T>(int iterations)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var topology = Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 32).From(net.Input("in", 16));
            hidden.From(hidden, delay: 1);
            net.Output("out", 8).From(hidden);
        }).Unroll(iterations);
        var random = new RandomSource(1);
        var cases = new CasesBuilder(FixedCases);
        for (var t = 1; t <= iterations; t++)
            cases.Input(IterativeTopology.Copy("in", t), Numbers(random, FixedCases * 16), 16);
        cases.Target(IterativeTopology.Copy("out", iterations), Numbers(random, FixedCases * 8), 8);
        return Trainer(new Network<T>(topology), cases.ToCases());
    }

    /// <summary>A learning rate of almost 0, so that every sweep does the same work as the first.</summary>
    private static Trainer<T> Trainer<T>(Network<T> network, Cases cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(network.Randomize(1, 0.1), cases, new GradientDescent { LearningRate = 1e-7, Momentum = 0.9 });

    private static float[] Numbers(RandomSource random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble())];
}
