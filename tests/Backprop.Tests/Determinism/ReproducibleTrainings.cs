namespace Backprop.Tests;

/// <summary>What is trained for equal bits: the reference nets, and nets that reach large products, shared threads, every rule, unit function and error measure.</summary>
internal static class ReproducibleTrainings
{
    public static ReproducibleTraining[] All { get; } = [.. In<float>(), .. In<double>()];

    private static IEnumerable<ReproducibleTraining> In<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var path in GoldenFile.Paths("layered").Concat(GoldenFile.Paths("iterative")))
        {
            var golden = GoldenFile.Read(path);
            yield return Of<T>(Path.GetFileNameWithoutExtension(path), _ => new Trainer<T>(golden.Start<T>(golden.Topology), golden.Cases, new GradientDescent { WeightDecay = 0.002 }));
        }
        yield return Of<T>("784-64-10 by gradient descent", static threads => Digits<T>(new GradientDescent { LearningRate = 0.01 }, threads));
        yield return Of<T>("784-64-10 by Adam", static threads => Digits<T>(new Adam { WeightDecay = 0.001 }, threads));
        yield return Of<T>("784-64-10 by iRPROP+", static threads => Digits<T>(new Rprop(), threads));
        yield return Of<T>("sparse inputs by gradient descent", static threads => Sparse<T>(new GradientDescent { LearningRate = 0.01 }, threads));
        yield return Of<T>("every unit function and error by gradient descent", static threads => Mixed<T>(new GradientDescent { LearningRate = 0.01 }, threads));
        yield return Of<T>("lesioned units and links by gradient descent", static threads => Lesioned<T>(new GradientDescent { LearningRate = 0.01, WeightDecay = 0.001 }, threads));
        yield return Of<T>("every unit function and error by Adam", static threads => Mixed<T>(new Adam(), threads));
        yield return Of<T>("every unit function and error by iRPROP+", static threads => Mixed<T>(new Rprop(), threads));
        foreach (var batch in new[] { Batch.EachWindow, Batch.EachSequence, Batch.OfSequences(3) })
            yield return Of<T>($"sequences, a change for {batch}", threads => InSequence<T>(batch, threads));
    }

    private static ReproducibleTraining<T> Of<T>(string name, Func<int, Trainer<T>> make)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(name, make);

    /// <summary>Two weight changes a sweep, the second of fewer cases.</summary>
    private static Trainer<T> Digits<T>(LearningRule rule, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new RandomSource(3);
        int[] answers = [.. Enumerable.Range(0, 80).Select(static c => c * 7 % 10)];
        var cases = new CasesBuilder(80).Input(null, [.. Numbers(random, 80 * 784)], 784).TargetOneHot(null, answers, 10).ToCases();
        var network = new Network<T>(Topology.Layered(784, 64, 10)).Randomize(1, 0.1);
        return new Trainer<T>(network, cases, rule, options: new TrainerOptions { Batch = Batch.Of(48), Threads = threads });
    }

    /// <summary>A one-hot group and one of up to three numbers a case beside one of many, into a hidden group large enough for threads.</summary>
    private static Trainer<T> Sparse<T>(LearningRule rule, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Count = 90;
        var topology = Topology.Build(net =>
        {
            var hidden = net.Group("hidden", 100).From(net.Input("word", 300), net.Input("few", 80), net.Input("many", 64));
            net.Output("class", 5, UnitFunction.Softmax).From(hidden);
        });
        var random = new RandomSource(8);
        var few = new double[Count * 80];
        for (var c = 0; c < Count; c++)
        {
            for (var k = 0; k < c % 4; k++)
                few[(c * 80) + random.NextInt(80)] = random.NextSigned();
        }
        var cases = new CasesBuilder(Count)
            .InputOneHot("word", [.. Enumerable.Range(0, Count).Select(_ => random.NextInt(random.NextInt(300) + 1))], 300)
            .Input("few", few, 80)
            .Input("many", [.. Numbers(random, Count * 64)], 64)
            .TargetOneHot("class", [.. Enumerable.Range(0, Count).Select(static c => c % 5)], 5)
            .ToCases();
        var options = new TrainerOptions { Batch = Batch.Of(50), Shuffle = true, Seed = 2, Threads = threads };
        return new Trainer<T>(new Network<T>(topology).Randomize(3, 0.2), cases, rule, new CrossEntropy(), options);
    }

    /// <summary>Noise on weights, then units lost in groups of every kind, one of them large enough for threads, and links.</summary>
    private static Trainer<T> Lesioned<T>(LearningRule rule, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var digits = Digits<T>(rule, threads);
        var lesion = Lesion.ShareOfUnits("input", 0.2, 1) | Lesion.ShareOfUnits("hidden", 0.3, 2) | Lesion.OfUnits("output", 4) | Lesion.ShareOfLinks("input->hidden", 0.4, 3);
        return new Trainer<T>(digits.Network.AddNoise(0.05, seed: 4).WithLesion(lesion), digits.Cases, rule, options: digits.Options);
    }

    /// <summary>A hidden group of each unit function that learns on the inputs and on the two groups before; softmax and logistic outputs under cross-entropy, linear ones under a sum of squares with a tolerance.</summary>
    private static Trainer<T> Mixed<T>(LearningRule rule, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var topology = Topology.Build(net =>
        {
            GroupBuilder[] hidden = [net.Input("in", 9)];
            foreach (var function in UnitFunction.All.Where(static function => !function.IsStep))
                hidden = [.. hidden, net.Group(function.Name, 7, function).From(hidden[0]).From([.. hidden[1..].TakeLast(2)])];
            net.Output("class", 4, UnitFunction.Softmax).From(hidden);
            net.Output("chances", 3, UnitFunction.Logistic).From(hidden);
            net.Output("amounts", 2, UnitFunction.Identity).From(hidden);
        });
        var random = new RandomSource(5);
        var cases = new CasesBuilder(50)
            .Input("in", [.. Numbers(random, 50 * 9)], 9)
            .TargetOneHot("class", [.. Enumerable.Range(0, 50).Select(static c => c % 4)], 4)
            .Target("chances", [.. Numbers(random, 50 * 3)], 3)
            .Target("amounts", [.. Numbers(random, 50 * 2)], 2)
            .Weights([.. Numbers(random, 50)])
            .ToCases();
        var error = ErrorMeasure.ByGroup(new CrossEntropy(), new Dictionary<string, ErrorMeasure> { ["amounts"] = new SumOfSquares { Tolerance = Tolerance.Edge(0.1) } });
        var options = new TrainerOptions { Batch = Batch.Of(20), Shuffle = true, Seed = 7, Threads = threads };
        return new Trainer<T>(new Network<T>(topology).Randomize(2, 0.2), cases, rule, error, options);
    }

    /// <summary>Sequences of different lengths in windows of two iterations, into hidden units enough for threads, leaky and moved by clamps.</summary>
    private static Trainer<T> InSequence<T>(Batch batch, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var topology = Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 130, UnitFunction.Tanh, leakRate: 0.4, clampStrength: 0.3).From(net.Input("in", 5));
            hidden.From(hidden, delay: 1);
            net.Output("out", 3, UnitFunction.Softmax).From(hidden);
        }).Unroll(2);
        var random = new RandomSource(4);
        var sequences = new SequencesBuilder(topology, 4, 7);
        for (var sequence = 0; sequence < 4; sequence++)
        {
            for (var t = 1; t <= 3 + sequence; t++)
                sequences.Input(sequence, "in", [[.. Numbers(random, 5)]], t).Target(sequence, "out", [[0, 1, 0]], t).Clamp(sequence, "hidden", [[.. Numbers(random, 130)]], t);
        }
        var options = new TrainerOptions { Batch = batch, Shuffle = true, Seed = 5, Threads = threads };
        return new Trainer<T>(new Network<T>(topology).Randomize(6, 0.2), sequences.ToCases(), new GradientDescent { LearningRate = 0.05 }, new CrossEntropy(), options);
    }

    private static IEnumerable<double> Numbers(RandomSource random, int count) => Enumerable.Range(0, count).Select(_ => random.NextDouble());
}
