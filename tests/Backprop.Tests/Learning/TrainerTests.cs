namespace Backprop.Tests;

public sealed class TrainerTests
{
    private static readonly GradientDescent Rule = new() { LearningRate = 0.5, Momentum = 0.9 };

    [Fact]
    public void Stepping_gives_exactly_what_running_gives()
    {
        var (stepped, run) = (Xor.Net<float>(), Xor.Net<float>());
        var trainer = new Trainer<float>(stepped, Xor.Cases, Rule);
        for (var sweep = 0; sweep < 137; sweep++)
            trainer.Step();
        var history = new Trainer<float>(run, Xor.Cases, Rule).Run(StopWhen.Sweeps(137));
        Assert.Equal(stepped.Weights.ToArray(), run.Weights.ToArray());
        Assert.Equal(trainer.History.Errors, history.Errors);
    }

    [Theory, InlineData(1, false), InlineData(3, false), InlineData(3, true)]
    public void Batches_one_by_one_give_exactly_what_running_gives(int size, bool shuffle)
    {
        var options = new TrainerOptions { Batch = Batch.Of(size), Shuffle = shuffle, Seed = 5 };
        var (stepped, run) = (Xor.Net<float>(), Xor.Net<float>());
        var trainer = new Trainer<float>(stepped, Xor.Cases, Rule, null, options);
        var changes = 0;
        while (trainer.History.Sweeps < 20)
        {
            trainer.StepBatch();
            changes++;
        }
        new Trainer<float>(run, Xor.Cases, Rule, null, options).Run(StopWhen.Sweeps(20));
        Assert.Equal(stepped.Weights.ToArray(), run.Weights.ToArray());
        Assert.Equal(20 * ((4 + size - 1) / size), changes);
    }

    [Fact]
    public void Runs_add_up()
    {
        var (once, twice) = (Xor.Net<double>(), Xor.Net<double>());
        new Trainer<double>(once, Xor.Cases, Rule).Run(StopWhen.Sweeps(60));
        var trainer = new Trainer<double>(twice, Xor.Cases, Rule);
        trainer.Run(StopWhen.Sweeps(25));
        trainer.Run(StopWhen.Sweeps(60));
        Assert.Equal(once.Weights.ToArray(), twice.Weights.ToArray());
    }

    [Fact]
    public void Shuffled_orders_follow_from_the_seed_and_differ_between_seeds()
    {
        float[] Train(ulong seed)
        {
            var net = Xor.Net<float>();
            new Trainer<float>(net, Xor.Cases, Rule, null, new TrainerOptions { Batch = Batch.EachCase, Shuffle = true, Seed = seed }).Run(StopWhen.Sweeps(10));
            return net.Weights.ToArray();
        }

        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));
    }

    [Theory, InlineData(1), InlineData(3)]
    public void Each_sweep_goes_through_all_cases_in_an_order_of_its_own(int size)
    {
        // Weights stay as they are, so that E of a batch tells its cases: case k alone has 2^k.
        var rule = new StillRule();
        var net = new Network<double>(Topology.Build(static net => net.Output("out", 1, UnitFunction.Identity, biases: false).From(net.Input("in", 1))));
        var cases = Cases.From([.. Enumerable.Repeat(new[] { 0.0 }, 8)], [.. Enumerable.Range(0, 8).Select(static k => new[] { Math.Sqrt(Math.Pow(2, k + 1)) })]);
        var trainer = new Trainer<double>(net, cases, rule, null, new TrainerOptions { Batch = Batch.Of(size), Shuffle = true, Seed = 3 });

        trainer.Run(StopWhen.Sweeps(6));

        var sweeps = rule.Changes.Select(static change => Math.Round(change.Error)).Chunk((8 + size - 1) / size).ToArray();
        Assert.Equal(6, sweeps.Length);
        Assert.All(sweeps, static sweep => Assert.Equal(255, sweep.Sum()));
        Assert.Equal(6, sweeps.Select(static sweep => string.Join(" ", sweep)).Distinct().Count());
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Of_sweeps_of_equal_error_the_first_is_the_best(bool validation)
    {
        var trainer = new Trainer<double>(Xor.Net<double>(), Xor.Cases, new StillRule(), null, new TrainerOptions { Validation = validation ? Xor.Cases : null });

        var history = trainer.Run(StopWhen.NoBetter(4) | StopWhen.Sweeps(50));

        Assert.Equal((0, 4, "no better for 4 sweeps"), (history.BestSweep, history.Sweeps, history.Stopped!.Name));
        Assert.Equal(history.Error, history.BestError, 1e-15);
    }

    [Fact]
    public void A_weighted_case_counts_like_so_many_equal_cases()
    {
        var repeated = new Network<double>(Topology.Layered(2, 2, 1)).Randomize(4);
        var weighted = repeated.Copy();
        var thrice = Cases.From([[0, 1], [0, 1], [0, 1], [1, 1]], [[1], [1], [1], [0]]);
        var weight = new CasesBuilder(2).Input(null, [0, 1, 1, 1.0], 2).Target(null, [1, 0.0], 1).Weights([3, 1]).ToCases();
        Assert.Equal(repeated.Evaluate(thrice).Error, weighted.Evaluate(weight).Error, 1e-15);
        new Trainer<double>(repeated, thrice, Rule).Run(StopWhen.Sweeps(30));
        new Trainer<double>(weighted, weight, Rule).Run(StopWhen.Sweeps(30));
        for (var k = 0; k < repeated.Weights.Length; k++)
            Assert.Equal(repeated.Weights[k], weighted.Weights[k], 1e-12);
    }

    [Fact]
    public void Many_cases_in_blocks_have_the_gradient_of_the_sum()
    {
        var random = new RandomSource(3);
        var inputs = Enumerable.Range(0, 1300).Select(_ => new[] { random.NextSigned(), random.NextSigned() }).ToArray();
        var targets = inputs.Select(static row => new[] { row[0] * row[1] > 0 ? 1.0 : 0 }).ToArray();
        var network = new Network<double>(Topology.Layered(2, 5, 1)).Randomize(2);
        var whole = GradientCheck.Gradient(network, Cases.From(inputs, targets));
        var parts = new double[whole.Length];
        foreach (var part in Enumerable.Range(0, 1300).Chunk(100))
        {
            var gradient = GradientCheck.Gradient(network, Cases.From(inputs, targets).Subset(part));
            for (var k = 0; k < parts.Length; k++)
                parts[k] += gradient[k];
        }
        for (var k = 0; k < parts.Length; k++)
            Assert.Equal(parts[k], whole[k], 1e-11);
    }

    [Fact]
    public void Validation_ends_with_the_weights_that_were_best_on_it()
    {
        // One noisy point in the training cases, contradicted by validation: learning it makes validation worse in the end.
        var validation = Cases.From([[0.1, 0], [0, 0.9], [1, 0.1], [0.9, 1]], [[1], [1], [1], [0]]);
        var trainer = new Trainer<double>(Xor.Net<double>(), Xor.Cases, Rule, null, new TrainerOptions { Validation = validation });
        var history = trainer.Run(StopWhen.Sweeps(400));
        Assert.Equal(401, history.ValidationErrors.Count);
        Assert.Equal(history.ValidationErrors.Min(), history.BestError);
        Assert.True(history.BestSweep < 400);
        Assert.Equal(history.BestError, trainer.Network.Evaluate(validation).Error, 1e-14);
        Assert.Equal(history.Error, trainer.Network.Evaluate(Xor.Cases).Error, 1e-14);
    }

    [Fact]
    public void Cancellation_ends_between_two_sweeps_with_whole_results()
    {
        using var source = new CancellationTokenSource();
        var trainer = new Trainer<float>(Xor.Net<float>(), Xor.Cases, Rule);
        var history = trainer.Run(StopWhen.Condition("cancel at 40", status =>
        {
            if (status.Sweeps == 40)
                source.Cancel();
            return status.Sweeps > 1000;
        }), null, source.Token);
        Assert.Same(StopWhen.Canceled, history.Stopped);
        Assert.Equal(41, history.Sweeps);
        Assert.Equal(history.Error, trainer.Evaluate().Error);
    }

    [Fact]
    public void Progress_is_reported_twenty_times_per_second_at_most()
    {
        var time = new ManualTime();
        var reported = new List<TrainingProgress>();
        var trainer = new Trainer<float>(Xor.Net<float>(), Xor.Cases, Rule, null, new TrainerOptions { TimeProvider = time });

        trainer.Run(EachSweepTakes(TimeSpan.FromMilliseconds(20), time) | StopWhen.Sweeps(20), new Listener(reported));

        Assert.Equal([3, 6, 9, 12, 15, 18], reported.Select(static report => report.Sweeps));
        Assert.All(reported, report => Assert.Equal((report.Sweeps * 20.0, trainer.History.Errors[report.Sweeps - 1]), (report.Elapsed.TotalMilliseconds, report.Error)));
    }

    [Fact]
    public void A_run_takes_as_long_as_it_may_and_the_history_adds_up_the_times()
    {
        var time = new ManualTime();
        var trainer = new Trainer<float>(Xor.Net<float>(), Xor.Cases, Rule, null, new TrainerOptions { TimeProvider = time });

        var first = trainer.Run(StopWhen.Time(TimeSpan.FromSeconds(9)) | EachSweepTakes(TimeSpan.FromSeconds(2), time));
        Assert.Equal((5, "9 seconds"), (first.Sweeps, first.Stopped!.Name));
        Assert.Equal(TimeSpan.FromSeconds(10), first.Elapsed);
        time.Advance(TimeSpan.FromDays(1));
        var second = trainer.Run(StopWhen.Time(TimeSpan.FromSeconds(4)) | EachSweepTakes(TimeSpan.FromSeconds(2), time));

        Assert.Equal(7, second.Sweeps);
        Assert.Equal(TimeSpan.FromSeconds(14), second.Elapsed);
    }

    /// <summary>A rule that never holds and moves the clock when it is asked.</summary>
    private static StopRule EachSweepTakes(TimeSpan duration, ManualTime time) => StopWhen.Condition("never", _ =>
    {
        time.Advance(duration);
        return false;
    });

    [Fact]
    public void A_net_that_runs_away_stops_with_the_group_and_an_advice()
    {
        var topology = Topology.Build(net =>
        {
            var input = net.Input("input", 2);
            net.Output("answer", 1, UnitFunction.Identity).From(input);
        });
        var trainer = new Trainer<float>(new Network<float>(topology).Randomize(1), Xor.Cases, new GradientDescent { LearningRate = 50 });
        var problem = Assert.Throws<TrainingException>(() => trainer.Run(StopWhen.Sweeps(10_000)));
        Assert.Contains("'answer'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("sweep", problem.Message, StringComparison.Ordinal);
        Assert.Contains("smaller learning rate (now 50)", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_trained_is_refused_by_name()
    {
        Refused<ArgumentOutOfRangeException>("LearningRate", () => Make(new GradientDescent { LearningRate = 0 }));
        Refused<ArgumentOutOfRangeException>("LearningRate", () => Make(new GradientDescent { LearningRate = double.NaN }));
        Refused<ArgumentOutOfRangeException>("Momentum", () => Make(new GradientDescent { Momentum = 1 }));
        Refused<ArgumentOutOfRangeException>("Phases[0].Momentum", () => Make(new GradientDescent { Phases = [new(0.1, -0.1, 5)] }));
        Refused<ArgumentOutOfRangeException>("WeightDecay", () => Make(new Adam { WeightDecay = 1 }));
        Refused<ArgumentOutOfRangeException>("Threads", () => new Trainer<float>(Xor.Net<float>(), Xor.Cases, Rule, null, new TrainerOptions { Threads = 0 }));
        Refused<CasesException>("group 'input' has 2 units, but the cases give it 3", () => new Trainer<float>(Xor.Net<float>(), Cases.From([[1, 2, 3]], [[1]]), Rule));
        Refused<CasesException>("'hiden'", () => new Trainer<float>(Xor.Net<float>(), new CasesBuilder(1).Input("hiden", [1.0, 0], 2).Target(null, [1.0], 1).ToCases(), Rule));
        Refused<CasesException>("no desired states", () => new Trainer<float>(Xor.Net<float>(), new CasesBuilder(1).Input(null, [1.0, 0], 2).ToCases(), Rule));
        Refused<TopologyException>("'output' has tanh", () => new Trainer<float>(
            new Network<float>(Topology.Build(static net => net.Output("output", 1, UnitFunction.Tanh).From(net.Input("input", 2)))), Xor.Cases, Rule, new CrossEntropy()));

        static void Make(LearningRule rule) => _ = new Trainer<float>(Xor.Net<float>(), Xor.Cases, rule);

        static void Refused<TException>(string expected, Action attempt)
            where TException : Exception => Assert.Contains(expected, Assert.ThrowsAny<TException>(attempt).Message, StringComparison.Ordinal);
    }

    private sealed class Listener(List<TrainingProgress> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told.Add(value);
    }

    [Fact]
    public void Validation_cases_without_a_finite_error_end_the_training()
    {
        var topology = Topology.Build(net => net.Output("answer", 1, UnitFunction.Identity).From(net.Input("input", 1)));
        var trainer = new Trainer<float>(new Network<float>(topology).Randomize(1), Cases.From([[1]], [[1]]), new GradientDescent { LearningRate = 0.1 }, null,
            new TrainerOptions { Validation = Cases.From([[3e38]], [[-3e38]]) });
        var problem = Assert.Throws<TrainingException>(() => trainer.Run(StopWhen.Sweeps(10)));
        Assert.StartsWith("Training stopped after sweep 0: E over the validation cases is ", problem.Message, StringComparison.Ordinal);
    }
}
