namespace Backprop.Tests;

/// <summary>Training with noise against evaluation with the noise of the sweep.</summary>
public sealed class TrainingNoiseTests
{
    private static readonly Noise Everywhere = new()
    {
        TotalInputs = new Dictionary<string, double> { ["hidden"] = 0.3, ["out"] = 0.1 },
        States = new Dictionary<string, double> { ["in"] = 0.2, ["hidden"] = 0.15, ["out"] = 0.1 },
        Seed = 5,
    };

    private static readonly Dictionary<string, Func<Topology>> Nets = new(StringComparer.Ordinal)
    {
        ["logistic"] = static () => Layered(UnitFunction.Logistic),
        ["tanh"] = static () => Layered(UnitFunction.Tanh),
        ["soft plus"] = static () => Layered(UnitFunction.Softplus),
        ["softly clamped"] = static () => Layered(UnitFunction.Logistic, clampStrength: 0.5),
        ["lesioned"] = static () => Layered(UnitFunction.Logistic).WithLesion(Lesion.OfUnits("hidden", 1) | Lesion.OfUnits("in", 0)),
        ["unrolled"] = static () => Recurrent(leakRate: 1, 3),
        ["leaky"] = static () => Recurrent(leakRate: 0.5, 3),
    };

    public static TheoryData<string, int> NetsTimesThreads => new(Nets.Keys.SelectMany(static net => new[] { (net, 1), (net, 3) }));

    [Theory]
    [MemberData(nameof(NetsTimesThreads))]
    public void The_gradient_is_that_of_E_with_the_noise_of_the_sweep(string net, int threads)
    {
        var topology = Nets[net]();
        var network = new Network<double>(topology).Randomize(3, 0.8);
        var cases = CasesOf(topology, 20);
        var trainer = new Trainer<double>(network, cases, new StillRule(), options: new TrainerOptions { Noise = Everywhere, Threads = threads });
        for (var sweep = 1; sweep <= 2; sweep++)
        {
            var error = trainer.Step();
            var noise = Everywhere.InSweep(sweep);
            Assert.Equal(network.Evaluate(cases, noise: noise).Error, error, 1e-12);
            var gradient = trainer.LastGradient.ToArray();
            for (var k = 0; k < gradient.Length; k++)
            {
                var weight = network.Weights[k];
                double At(double step)
                {
                    network.Weights[k] = weight + step;
                    return network.Evaluate(cases, noise: noise).Error;
                }

                var difference = (At(1e-5) - At(-1e-5)) / 2e-5;
                network.Weights[k] = weight;
                Assert.True(Math.Abs(difference - gradient[k]) < 1e-6 * (1 + Math.Abs(difference)), $"weight {k} in sweep {sweep}: {gradient[k]} by the trainer, {difference} by differences");
            }
        }
        Assert.NotEqual(trainer.History.Errors[0], trainer.History.Errors[1]);
    }

    public static TheoryData<string> Batches => ["all", "7", "shuffled", "window", "sequences", "windows"];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Every_way_through_the_cases_has_the_same_noise_and_goes_on_with_the_same_bits(string way)
    {
        var isSequence = way is "window" or "sequences" or "windows";
        var topology = isSequence ? Recurrent(leakRate: 0.5, 2) : Layered(UnitFunction.Logistic);
        var cases = isSequence ? Sequences(topology, 5, 5) : CasesOf(topology, 600);
        var options = new TrainerOptions
        {
            Noise = Everywhere,
            Shuffle = way == "shuffled",
            Batch = way switch { "7" or "shuffled" => Batch.Of(7), "window" => Batch.Of(5), "sequences" => Batch.OfSequences(2), "windows" => Batch.EachWindow, _ => Batch.All },
        };
        var still = new Trainer<double>(new Network<double>(topology).Randomize(1, 0.5), cases, new StillRule(), options: options);
        for (var sweep = 1; sweep <= 2; sweep++)
            Assert.Equal(still.Network.Evaluate(cases, noise: Everywhere.InSweep(sweep)).Error, still.Step(), 1e-9);

        Trainer<double> Moving() => new(new Network<double>(topology).Randomize(1, 0.5), cases, new GradientDescent { LearningRate = 0.01, Momentum = 0.9 }, options: options);
        var (whole, begun, resumed) = (Moving(), Moving(), Moving());
        for (var batch = 0; batch < 7; batch++)
        {
            whole.StepBatch();
            begun.StepBatch();
        }
        resumed.Restore(begun.Capture());
        for (var batch = 0; batch < 9; batch++)
        {
            whole.StepBatch();
            resumed.StepBatch();
        }
        Assert.Equal(whole.Network.Weights, resumed.Network.Weights);
        Assert.Equal(whole.History.Errors, resumed.History.Errors);
    }

    [Fact]
    public void Stop_rules_and_the_final_error_leave_noise_out()
    {
        var noise = new Noise { TotalInputs = new Dictionary<string, double> { ["hidden"] = 0.5 } };
        foreach (var batch in (Batch[])[Batch.All, Batch.EachCase])
        {
            var trainer = new Trainer<double>(Xor.Net<double>(3), Xor.Cases, new GradientDescent { LearningRate = 0.5 }, options: new TrainerOptions { Noise = noise, Batch = batch });
            var stop = StopWhen.AllWithin(0.2);
            var history = trainer.Run(stop | StopWhen.Sweeps(20_000));
            Assert.Same(stop, history.Stopped);
            Assert.True(trainer.Evaluate().GreatestDistance < 0.2);
            Assert.Equal(trainer.Network.Evaluate(Xor.Cases).Error, history.Error);
        }
    }

    [Fact]
    public void A_checkpoint_goes_on_with_its_own_noise_only()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Trainer<float> With(double deviation) => new(Xor.Net<float>(3), Xor.Cases, new GradientDescent { LearningRate = 0.5 },
                options: new TrainerOptions { Noise = new Noise { TotalInputs = new Dictionary<string, double> { ["hidden"] = deviation }, Seed = 9 } });
            var (whole, begun, resumed) = (With(0.5), With(0.5), With(0.5));
            whole.Run(StopWhen.Sweeps(20));
            begun.Run(StopWhen.Sweeps(8));
            begun.SaveCheckpoint(file);
            resumed.Resume(file);
            resumed.Run(StopWhen.Sweeps(20));
            Assert.Equal(whole.Network.Weights, resumed.Network.Weights);
            Assert.Contains("'noise.totalInputs.hidden' is 0.5 in the file, but 0.25 in this training", Assert.Throws<ModelFileException>(() => With(0.25).Resume(file)).Message, StringComparison.Ordinal);
            Assert.DoesNotContain("noise", Model.Of(new Trainer<float>(Xor.Net<float>(3), Xor.Cases, new GradientDescent())).Training, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Noise_that_the_net_cannot_have_is_refused()
    {
        Assert.StartsWith("Noise is given for the total inputs of group 'hiden', which the net does not have;", Refused("hiden", states: false, new SumOfSquares()), StringComparison.Ordinal);
        Assert.Equal("Noise is given for the states of output group 'output', but its error measure, cross-entropy, follows from total inputs; give the noise to its total inputs.", Refused("output", states: true, new CrossEntropy()));

        static string Refused(string group, bool states, ErrorMeasure error)
        {
            var deviations = new Dictionary<string, double> { [group] = 0.1 };
            return Assert.Throws<TopologyException>(() => new Trainer<float>(Xor.Net<float>(3), Xor.Cases, new GradientDescent(), error, new TrainerOptions { Noise = states ? new Noise { States = deviations } : new Noise { TotalInputs = deviations } })).Message;
        }
    }

    private static Topology Layered(UnitFunction function, double clampStrength = 1) => Topology.Build(net =>
        net.Output("out", 2, function).From(net.Group("hidden", 4, function, clampStrength: clampStrength).From(net.Input("in", 3))));

    private static Topology Recurrent(double leakRate, int iterations) => Topology.Iterative(net =>
    {
        var hidden = net.Group("hidden", 3, leakRate: leakRate).From(net.Input("in", 2));
        net.Output("out", 2).From(hidden.From(hidden, delay: 1));
    }).Unroll(iterations, SharedGradient.Sum);

    private static Cases CasesOf(Topology topology, int count)
    {
        if (topology.Unrolling is { } unrolling) return Sequences(topology, count, unrolling.Iterations);
        var random = new RandomSource(2);
        // A sparse input, which noise makes dense.
        var cases = new CasesBuilder(count).Input("in", [.. Enumerable.Range(0, 3 * count).Select(k => k % 3 == k / 3 % 3 ? 1.0 : 0)], 3).Target("out", [.. Enumerable.Range(0, 2 * count).Select(_ => random.NextDouble())], 2);
        return (topology["hidden"].ClampStrength < 1 ? cases.Clamp("hidden", [.. Enumerable.Range(0, 4 * count).Select(k => k % 3 == 0 ? 0.7 : double.NaN)], 4) : cases).ToCases();
    }

    private static Cases Sequences(Topology topology, int count, int length)
    {
        var random = new RandomSource(2);
        var builder = new SequencesBuilder(topology, count, length);
        for (var sequence = 0; sequence < count; sequence++)
        {
            double[][] Rows() => [.. Enumerable.Range(0, length - (sequence % 2)).Select(_ => new[] { random.NextDouble(), random.NextDouble() })];
            builder.Input(sequence, "in", Rows()).Target(sequence, "out", Rows());
        }
        return builder.ToCases();
    }
}
