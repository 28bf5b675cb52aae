namespace Backprop.Tests;

/// <summary>What holds for every method.</summary>
public sealed class GradientMethodTests
{
    private static readonly GradientMethod[] Methods =
    [
        new Backpropagation(), new FeedbackAlignment(), new DirectFeedbackAlignment(), new SignSymmetry(), new SignSymmetry { Magnitude = SignMagnitude.Redrawn },
        new NodePerturbation(), new NodePerturbation { Samples = 3 }, new WeightPerturbation(), new WeightPerturbation { OneByOne = true }, new ContrastiveHebbian(),
    ];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Methods.Length)];

    [Theory]
    [MemberData(nameof(All))]
    public void Any_number_of_threads_has_the_same_bits(int number)
    {
        var (topology, cases) = GradientNets.Of("large");
        float[] Train(int threads)
        {
            var network = new Network<float>(topology).Randomize(1, 0.2);
            var trainer = new Trainer<float>(network, cases, new GradientDescent { LearningRate = 0.001 }, options: new TrainerOptions { Gradient = number == 8 ? new WeightPerturbation { Samples = 2 } : Methods[number], Threads = threads });
            trainer.Step();
            trainer.Step();
            return network.Weights.ToArray();
        }

        Assert.Equal(Train(1), Train(3));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_resumed_training_has_the_same_bits_also_within_a_sweep(int number)
    {
        Trainer<float> Trainer() => new(Xor.Net<float>(), Xor.Cases, new GradientDescent { LearningRate = 0.1, Momentum = 0.9 }, options: new TrainerOptions { Gradient = Methods[number], Batch = Batch.Of(3), Shuffle = true });
        var whole = Trainer();
        for (var k = 0; k < 8; k++)
            whole.StepBatch();
        var first = Trainer();
        for (var k = 0; k < 3; k++)
            first.StepBatch();
        using var file = new MemoryStream();
        first.SaveCheckpoint(file);
        file.Position = 0;
        var second = Trainer();
        second.Resume(file);
        for (var k = 0; k < 5; k++)
            second.StepBatch();

        Assert.Equal(whole.Network.Weights.ToArray(), second.Network.Weights.ToArray());
    }

    [Fact]
    public void A_checkpoint_is_not_resumed_with_another_method_or_other_settings()
    {
        static Trainer<float> Trainer(GradientMethod method) => new(Xor.Net<float>(), Xor.Cases, new GradientDescent(), options: new TrainerOptions { Gradient = method });
        using var file = new MemoryStream();
        Trainer(new FeedbackAlignment()).SaveCheckpoint(file);

        foreach (var (other, difference) in new (GradientMethod, string)[] { (new Backpropagation(), "'gradient.name' is \"feedback alignment\" in the file, but missing"), (new FeedbackAlignment { Range = 1 }, "'gradient.range' is 0.5 in the file, but 1"), (new FeedbackAlignment { Seed = 2 }, "'gradient.seed'") })
        {
            file.Position = 0;
            Assert.Contains(difference, Assert.Throws<ModelFileException>(() => Trainer(other).Resume(file)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_rule_that_searches_takes_back_propagation_alone(int number)
    {
        foreach (var rule in new LearningRule[] { new Lbfgs(), new ConjugateGradients(), new ScaledConjugateGradients(), new LevenbergMarquardt() })
        {
            var failure = Record.Exception(() => new Trainer<double>(Xor.Net<double>(), Xor.Cases, rule, options: new TrainerOptions { Gradient = Methods[number] }));
            if (Methods[number].IsExact)
                Assert.Null(failure);
            else
                Assert.Contains($"the gradient method '{Methods[number].Name}' does not give it", Assert.IsType<ArgumentException>(failure).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_learns_exclusive_or(int number)
    {
        var network = new Network<float>(Topology.Layered(2, 8, 1)).Randomize(seed: 2, range: 1);
        var trainer = new Trainer<float>(network, Xor.Cases, new GradientDescent { LearningRate = 0.1, Momentum = 0.9 }, new CrossEntropy(), new TrainerOptions { Gradient = Methods[number] });

        Assert.Equal("all within 0.2", trainer.Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(20_000)).Stopped?.Name);
    }

    [Fact]
    public void An_ensemble_trains_each_net_as_a_trainer_would_with_the_seed_of_the_net()
    {
        var options = new TrainerOptions { Gradient = new FeedbackAlignment() };
        var ensemble = new Ensemble<float>(Topology.Layered(2, 3, 1), Xor.Cases, new GradientDescent { LearningRate = 0.1 }, options: options);
        Assert.False(ensemble.IsSideBySide);
        var runs = ensemble.Run(firstSeed: 5, count: 2, StopWhen.Sweeps(20));

        var network = new Network<float>(Topology.Layered(2, 3, 1)).Randomize(6);
        new Trainer<float>(network, Xor.Cases, new GradientDescent { LearningRate = 0.1 }, options: options with { Gradient = new FeedbackAlignment { Seed = 6 } }).Run(StopWhen.Sweeps(20));
        Assert.Equal(network.Weights.ToArray(), runs[1].Weights.ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Windows_of_sequences_are_derived_as_their_states_carry_on(int number)
    {
        var method = Methods[number];
        if (method is DirectFeedbackAlignment or ContrastiveHebbian)
            return;
        var topology = Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 4).From(net.Input("letter", 2));
            hidden.From(hidden, delay: 1);
            net.Output("next", 2).From(hidden);
        }).Unroll(2);
        var cases = new SequencesBuilder(topology, count: 2, length: 4)
            .Input(0, "letter", [[1, 0], [0, 1], [1, 0], [1, 1]]).Target(0, "next", [[0, 1], [1, 0], [0, 1], [1, 1]])
            .Input(1, "letter", [[0, 0], [0, 1], [1, 1], [1, 0]]).Target(1, "next", [[1, 1], [1, 0], [0, 0], [1, 0]]).ToCases();
        foreach (var batch in new[] { Batch.All, Batch.Of(2), Batch.EachSequence, Batch.EachWindow })
        {
            var network = new Network<double>(topology).Randomize(1);
            var trainer = new Trainer<double>(network, cases, new GradientDescent { LearningRate = 1e-9 }, options: new TrainerOptions { Gradient = method, Batch = batch });
            Assert.Equal(network.Evaluate(cases).Error, trainer.Step(), 1e-6);
        }
    }
}
