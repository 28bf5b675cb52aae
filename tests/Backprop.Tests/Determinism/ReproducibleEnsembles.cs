using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Backprop.Tests;

/// <summary>Nets trained side by side for equal bits: with every unit function and error that has lanes for nets, in every order of a sum over cases. Their names stand before fingerprints of all weights.</summary>
internal static class ReproducibleEnsembles
{
    public static string[] All(int threads) => [.. In<float>(threads), .. In<double>(threads)];

    /// <summary>The ensembles by name.</summary>
    public static IEnumerable<(string Name, Ensemble<T> Ensemble)> Of<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var options = new TrainerOptions { Threads = threads };
        var rule = new GradientDescent { LearningRate = 0.05, WeightDecay = 0.001 };
        yield return ("symmetry", new Ensemble<T>(Topology.Layered(6, 2, 1), Symmetry(), rule, options: options));
        yield return ("6-5-7-3 of bits", new Ensemble<T>(Topology.Layered(6, 5, 7, 3), Bits(), rule, options: options));
        yield return ("16-16-16 in case order", new Ensemble<T>(Topology.Layered(16, 16, 16), Numbers(16, 16, 16), rule, options: options));
        yield return ("tolerances, cross-entropy, weights and one-to-one projections", Mixed<T>(rule, options));
        yield return ("sparse inputs", Sparse<T>(rule, options));
    }

    private static IEnumerable<string> In<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (name, ensemble) in Of<T>(threads))
        {
            using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var run in ensemble.Run(firstSeed: 1, count: 20, StopWhen.Sweeps(6)))
                all.AppendData(MemoryMarshal.AsBytes(run.Weights));
            yield return $"{name}, {typeof(T).Name}: {Convert.ToHexString(all.GetHashAndReset())}";
        }
    }

    private static Cases Symmetry()
    {
        var inputs = Enumerable.Range(0, 64).Select(static c => Enumerable.Range(0, 6).Select(bit => (double)((c >> bit) & 1)).ToArray()).ToArray();
        return Cases.From(inputs, [.. inputs.Select(static v => new[] { v[0] == v[5] && v[1] == v[4] && v[2] == v[3] ? 1.0 : 0 })]);
    }

    /// <summary>Some of the numbers below 64 in binary, to odd groups.</summary>
    private static Cases Bits()
    {
        var inputs = Enumerable.Range(3, 45).Select(static c => Enumerable.Range(0, 6).Select(bit => (double)((c >> bit) & 1)).ToArray()).ToArray();
        return Cases.From(inputs, [.. inputs.Select(static v => new[] { v[0], v[1] * v[2], 1 - v[5] })]);
    }

    private static Cases Numbers(int count, int inputs, int outputs)
    {
        var random = new RandomSource(4);
        return Cases.From(
            [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, inputs).Select(_ => random.NextSigned()).ToArray())],
            [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, outputs).Select(_ => random.NextDouble()).ToArray())]);
    }

    private static Ensemble<T> Mixed<T>(LearningRule rule, TrainerOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Count = 37;
        var topology = Topology.Build(static net =>
        {
            var (left, right) = (net.Input("left", 3), net.Input("right", 4));
            var tanh = net.Group("tanh", 4, UnitFunction.Tanh).From(left).From(right, oneToOne: true);
            var soft = net.Group("softplus", 4, UnitFunction.Softplus, biases: false).From(tanh, oneToOne: true).From(left);
            var rectified = net.Group("rectified", 5, UnitFunction.RectifiedLinear).From(soft, tanh);
            net.Output("squares", 2, UnitFunction.Identity).From(rectified).From(right);
            net.Output("entropy", 3).From(rectified);
            net.Output("edge", 2).From(soft);
            net.Output("dead", 2).From(rectified);
        });
        var random = new RandomSource(5);
        var cases = new CasesBuilder(Count)
            .Input("left", Values(3, random.NextSigned), 3).Input("right", Values(4, random.NextSigned), 4)
            .Target("squares", Values(2, random.NextSigned), 2).Target("entropy", Values(3, () => random.NextInt(2)), 3)
            .Target("edge", Values(2, () => random.NextInt(4) is 3 ? Cases.DontCare : random.NextInt(2)), 2).Target("dead", Values(2, random.NextDouble), 2)
            .Weights(Values(1, () => random.NextInt(3) * 0.5)).ToCases();
        var error = ErrorMeasure.ByGroup(new SumOfSquares(), new Dictionary<string, ErrorMeasure>(StringComparer.Ordinal)
        {
            ["entropy"] = new CrossEntropy(),
            ["edge"] = new SumOfSquares { Tolerance = Tolerance.Edge() },
            ["dead"] = new SumOfSquares { Tolerance = Tolerance.Dead() },
        });
        return new Ensemble<T>(topology, cases, rule, error, options);

        double[] Values(int size, Func<double> value) => [.. Enumerable.Range(0, Count * size).Select(_ => value())];
    }

    private static Ensemble<T> Sparse<T>(LearningRule rule, TrainerOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Count = 50;
        var random = new RandomSource(6);
        var few = new double[Count * 72];
        for (var c = 0; c < Count; c++)
        {
            for (var k = 0; k < c % 4; k++)
                few[(c * 72) + random.NextInt(72)] = random.NextSigned();
        }
        var topology = Topology.Build(static net => net.Output("out", 3).From(net.Group("hidden", 4).From(net.Input("word", 40), net.Input("few", 72), net.Input("many", 5))));
        var cases = new CasesBuilder(Count)
            .InputOneHot("word", [.. Enumerable.Range(0, Count).Select(_ => random.NextInt(40))], 40).Input("few", few, 72)
            .Input("many", [.. Enumerable.Range(0, Count * 5).Select(_ => random.NextSigned())], 5)
            .Target("out", [.. Enumerable.Range(0, Count * 3).Select(_ => random.NextDouble())], 3).ToCases();
        return new Ensemble<T>(topology, cases, rule, options: options);
    }
}
