namespace Backprop.Tests;

/// <summary>A training whose cases are cut into shares has the same bits in one process and in many, with any number of threads.</summary>
public sealed class SharedTrainingTests
{
    public static TheoryData<string, int, int> Trainings
    {
        get
        {
            var all = new TheoryData<string, int, int>();
            foreach (var name in Settings.Keys)
            {
                foreach (var (shares, ranks) in new[] { (8, 2), (8, 3), (7, 4), (64, 5), (3, 3), (1, 1), (64, 8) })
                    all.Add(name, shares, ranks);
            }
            return all;
        }
    }

    private static readonly Dictionary<string, (LearningRule Rule, TrainerOptions Options, int Hidden)> Settings = new(StringComparer.Ordinal)
    {
        ["all cases"] = (new GradientDescent { LearningRate = 0.01, Momentum = 0.9, WeightDecay = 0.001 }, new(), 5),
        ["batches"] = (new Adam(), new() { Batch = Batch.Of(17), Shuffle = true, Seed = 3 }, 5),
        ["case by case"] = (new GradientDescent { LearningRate = 0.01 }, new() { Batch = Batch.EachCase }, 3),
        ["validation"] = (new AdamW(), new() { Batch = Batch.Of(20), Shuffle = true, Validation = Cases(23, 9) }, 5),
        ["a long vector"] = (new GradientDescent { LearningRate = 0.01, GradientLengthLimit = 0.5 }, new() { Batch = Batch.Of(30) }, 1500),
        ["noise"] = (new GradientDescent { LearningRate = 0.01 }, new() { Noise = new Noise { TotalInputs = new Dictionary<string, double> { ["hidden"] = 0.1 } } }, 5),
        ["L-BFGS"] = (new Lbfgs(), new(), 5),
        ["conjugate gradients over batches"] = (new ConjugateGradients(), new() { Batch = Batch.Of(30) }, 5),
        ["Levenberg–Marquardt"] = (new LevenbergMarquardt(), new(), 3),
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Any_number_of_ranks_and_threads_gives_the_bits_of_one(string name, int shares, int ranks)
    {
        var one = Train(name, shares, ranks: null, threads: 1);

        foreach (var rank in LocalRanks.Run(ranks, its => Train(name, shares, its, threads: 1 + its.Rank)))
        {
            Assert.Equal(one.Weights, rank.Weights);
            Assert.Equal(one.History.Errors, rank.History.Errors);
            Assert.Equal(one.History.ValidationErrors, rank.History.ValidationErrors);
            Assert.Equal(one.History.Error, rank.History.Error);
            Assert.Equal(one.History.Stopped!.Name, rank.History.Stopped!.Name);
        }
    }

    public static TheoryData<int, int, int, bool> Machines => new()
    {
        { 2, 2, 2, false }, { 8, 2, 2, false }, { 7, 4, 4, false }, { 8, 3, 2, false }, { 64, 5, 3, false }, { 64, 8, 4, false }, { 64, 7, 7, false }, { 33, 6, 2, false },
        { 2, 2, 2, true }, { 64, 5, 5, true }, { 33, 6, 3, true },
    };

    /// <summary>Batches of 30 and one of 1: where there are more shares than cases, others are joined.</summary>
    [Theory]
    [MemberData(nameof(Machines))]
    public void Ranks_that_read_the_memory_of_one_another_have_the_bits_of_one(int shares, int ranks, int perMachine, bool isOneWay)
    {
        var one = Train("a long vector", shares, ranks: null, threads: 1);

        foreach (var rank in LocalRanks.Run(ranks, its => Train("a long vector", shares, its, threads: 1), perMachine, isOneWay))
        {
            Assert.Equal(one.Weights, rank.Weights);
            Assert.Equal(one.History.Errors, rank.History.Errors);
        }
    }

    [Fact]
    public void The_last_gradient_is_that_of_one_process_and_stays_where_memory_is_shared()
    {
        float[] Gradient(IRanks? ranks)
        {
            var trainer = Trainer("a long vector", 8, ranks, 1);
            trainer.Step();
            return trainer.LastGradient.ToArray();
        }

        var one = Gradient(null);

        Assert.Contains(one, static number => number != 0);
        Assert.All(LocalRanks.Run(3, Gradient, perMachine: 3), gradient => Assert.Equal(one, gradient));
    }

    /// <summary>Inputs of one unit out of many are laid out without their zeros, and each share writes other columns of the gradient.</summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(8, 3)]
    public void Sparse_inputs_have_the_bits_of_one_process_too(int shares, int ranks)
    {
        float[] Train(IRanks? its)
        {
            var random = new RandomSource(4);
            var topology = Topology.Layered(1000, 8, 2);
            int[] units = [.. Enumerable.Range(0, 40).Select(_ => (int)(random.NextSigned() * 499) + 500)];
            double[] targets = [.. Enumerable.Range(0, 80).Select(static k => k % 3 == 0 ? 1.0 : 0)];
            var cases = new CasesBuilder(40).InputOneHot("input", units, 1000).Target("output", targets, 2).ToCases();
            var net = new Network<float>(topology).Randomize(2);
            new Trainer<float>(net, cases, new GradientDescent { LearningRate = 0.1, Momentum = 0.5 }, options: new TrainerOptions { Batch = Batch.Of(10), Shuffle = true, Shares = shares, Ranks = its }).Run(StopWhen.Sweeps(5));
            return net.Weights.ToArray();
        }

        var one = Train(null);

        Assert.All(LocalRanks.Run(ranks, Train), weights => Assert.Equal(one, weights));
        Assert.DoesNotContain(one, float.IsNaN);
    }

    public static TheoryData<int, int, int> Parts => new() { { 8, 2, 10 }, { 8, 3, 17 }, { 64, 5, 60 }, { 64, 4, 7 }, { 3, 3, 60 } };

    /// <summary>Dense, sparse and one-hot inputs; weights of which some are 0; targets that do not all count.</summary>
    [Theory]
    [MemberData(nameof(Parts))]
    public void Ranks_that_hold_the_cases_of_their_shares_alone_have_the_bits_of_one(int shares, int ranks, int batch)
    {
        (float[] Weights, double Error, string Fingerprint) Train(IRanks? its)
        {
            var random = new RandomSource(6);
            const int count = 60;
            float[] Values(int size, double share) => [.. Enumerable.Range(0, count * size).Select(_ => Math.Abs(random.NextSigned()) < share ? (float)random.NextSigned() : 0)];
            var (dense, sparse, zero) = (Values(5, 1), Values(80, 0.02), new float[count]);
            int[] units = [.. Enumerable.Range(0, count).Select(_ => (int)((random.NextSigned() + 1) * 14.99))];
            double[] weights = [.. Enumerable.Range(0, count).Select(static k => k % 7 == 0 ? 0 : 1 + (k % 3))];
            float[] targets = [.. Enumerable.Range(0, count * 2).Select(static k => k % 11 == 0 ? float.NaN : k % 3 == 0 ? 1 : 0)];
            var builder = new CasesBuilder(count).Weights(weights);
            var own = its is null ? null : new ShareCases(new ShareTree(shares, its.Count, its.Rank), count, batch);
            var (first, end) = own?.Own ?? (0, count);
            void Add(CaseRole role, string group, float[] values, int size)
            {
                var most = new DenseValues<float>(group, size, values).MostNonZeros;
                if (own is null) builder.Take(role, group, values, size);
                else builder.TakeSome(role, group, values[(first * size)..(end * size)], size, first, most);
            }

            Add(CaseRole.Input, "dense", dense, 5);
            Add(CaseRole.Input, "sparse", sparse, 80);
            Add(CaseRole.Input, "zero", zero, 1);
            Add(CaseRole.Target, "output", targets, 2);
            if (own is null) builder.TakeOneHot(CaseRole.Input, "units", units, 30);
            else builder.TakeSomeOneHot(CaseRole.Input, "units", units[first..end], 30, first);
            var cases = builder.ToCases();
            if (own is not null)
                cases = cases.HeldAs(new HeldCases(first, end, shares, CasesFingerprint.Of(cases, own, its!, default)));
            var topology = Topology.Build(static builder =>
            {
                var hidden = builder.Group("hidden", 6).From(builder.Input("dense", 5), builder.Input("sparse", 80), builder.Input("zero", 1), builder.Input("units", 30));
                builder.Output("output", 2).From(hidden);
            });
            var net = new Network<float>(topology).Randomize(2);
            var trainer = new Trainer<float>(net, cases, new Adam(), new CrossEntropy(), new TrainerOptions { Batch = Batch.Of(batch), Shuffle = true, Shares = shares, Ranks = its });
            trainer.Run(StopWhen.Sweeps(4));
            return (net.Weights.ToArray(), trainer.Evaluate().Error, trainer.CasesFingerprint);
        }

        var one = Train(null);

        Assert.DoesNotContain(one.Weights, float.IsNaN);
        Assert.All(LocalRanks.Run(ranks, Train), its =>
        {
            Assert.Equal(one.Weights, its.Weights);
            Assert.Equal((one.Error, one.Fingerprint), (its.Error, its.Fingerprint));
        });
    }

    [Fact]
    public void Cases_of_which_some_are_held_are_refused_where_shares_need_others()
    {
        var some = Cases(60, 3).HeldAs(new HeldCases(0, 30, 8, ""));

        Assert.Equal("This process has cases 0 to 29 alone, which are not those of its shares; read all of them.",
            Assert.Throws<CasesException>(() => new Trainer<float>(new Network<float>(Topology.Layered(4, 5, 2)), some, new Adam())).Message);
        Assert.Contains("Case 40 is held by another process", Assert.Throws<InvalidOperationException>(() => some.Held!.Check([3, 40])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_change_the_last_bits_of_a_sum_alone()
    {
        var (whole, cut) = (Train("all cases", shares: 0, ranks: null, threads: 1), Train("all cases", shares: 8, ranks: null, threads: 1));

        Assert.NotEqual(whole.Weights, cut.Weights);
        Assert.All(whole.Weights.Zip(cut.Weights), static pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void Stop_rules_look_at_all_ranks()
    {
        var reached = Trainer("all cases", 8, ranks: null, 1);
        reached.Run(StopWhen.Sweeps(30));
        var stop = StopWhen.AllWithin(reached.Evaluate().GreatestDistance * 1.0001) | StopWhen.Sweeps(400);
        History Run(IRanks? ranks) => Trainer("all cases", 8, ranks, 1).Run(stop);

        var one = Run(null);

        Assert.InRange(one.Sweeps, 1, 30);
        Assert.All(LocalRanks.Run(3, Run), rank => Assert.Equal((one.Sweeps, one.Stopped), (rank.Sweeps, rank.Stopped)));
    }

    [Fact]
    public void A_checkpoint_of_two_ranks_goes_on_as_one_of_three()
    {
        using var folder = new TemporaryFolder();
        var path = folder["net.checkpoint"];
        var whole = Trainer("batches", 8, ranks: null, 1);
        whole.Run(StopWhen.Sweeps(9));

        LocalRanks.Run(2, ranks =>
        {
            var trainer = Trainer("batches", 8, ranks, 1);
            trainer.Run(StopWhen.Sweeps(4));
            trainer.StepBatch();
            if (ranks.Rank == 0)
                trainer.SaveCheckpoint(path);
            return 0;
        });
        var resumed = LocalRanks.Run(3, ranks =>
        {
            var trainer = Trainer("batches", 8, ranks, 1);
            trainer.Resume(path);
            trainer.Run(StopWhen.Sweeps(9));
            return trainer.Network.Weights.ToArray();
        });

        Assert.All(resumed, weights => Assert.Equal(whole.Network.Weights.ToArray(), weights));
    }

    [Fact]
    public void A_checkpoint_of_other_shares_is_refused()
    {
        using var folder = new TemporaryFolder();
        Trainer("batches", 8, ranks: null, 1).SaveCheckpoint(folder["net.checkpoint"]);

        var refused = Assert.Throws<ModelFileException>(() => Trainer("batches", 4, ranks: null, 1).Resume(folder["net.checkpoint"]));

        Assert.Contains("'shares' is 8 in the file, but 4 in this training", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The signal comes while a change is made; the state before it is saved, from which the same training goes on.</summary>
    [Theory]
    [InlineData("batches")]
    [InlineData("L-BFGS")]
    public void A_rank_that_is_canceled_within_a_change_saves_the_state_before_it(string name)
    {
        using var folder = new TemporaryFolder();
        var path = folder["net.checkpoint"];
        var whole = Trainer(name, 8, ranks: null, 1);
        whole.Run(StopWhen.Sweeps(6));
        using var cancellation = new CancellationTokenSource();

        // Rank 1 never comes to the third sweep; rank 0 is canceled when it looks for what rank 1 sends then.
        var stopped = LocalRanks.Run(2, ranks =>
        {
            Trainer<float>? trainer = null;
            if (ranks.Rank == 0)
            {
                ranks = new CanceledRanks(ranks, () => trainer?.History.Sweeps == 2, cancellation);
                trainer = Trainer(name, 8, ranks, 1, new CheckpointOptions(new CheckpointFile(path)) { Every = TimeSpan.FromHours(1) });
                return trainer.Run(StopWhen.Sweeps(6), cancellationToken: cancellation.Token).Stopped;
            }
            trainer = Trainer(name, 8, ranks, 1);
            while (trainer.History.Sweeps < 2)
            {
                if (trainer.IsWholeSweep) trainer.ChangeOnce(trainer.Derive(StopNeeds.None, out _, out _));
                else trainer.StepBatch();
            }
            return null;
        });
        var resumed = Trainer(name, 8, ranks: null, 1);
        resumed.Resume(path);
        Assert.Equal((StopWhen.Canceled, 2), (stopped[0], resumed.History.Sweeps));
        resumed.Run(StopWhen.Sweeps(6));

        Assert.Equal(whole.Network.Weights.ToArray(), resumed.Network.Weights.ToArray());
    }

    [Fact]
    public void Rank_0_alone_saves_checkpoints()
    {
        using var folder = new TemporaryFolder();

        LocalRanks.Run(2, ranks => Trainer("all cases", 8, ranks, 1, new CheckpointOptions(new CheckpointFile(folder[$"{ranks.Rank}.checkpoint"])) { Every = TimeSpan.Zero }).Run(StopWhen.Sweeps(2)).Sweeps);

        Assert.Equal(["0.checkpoint"], folder.Names);
    }

    [Fact]
    public void A_state_that_is_not_finite_is_found_in_the_cases_of_any_rank()
    {
        static string Message(IRanks? ranks)
        {
            var topology = Topology.Build(static net => net.Output("output", 1, UnitFunction.Identity).From(net.Input("input", 1)));
            double[][] inputs = [[1], [1], [1], [1e30]];
            var net = new Network<float>(topology).Randomize(1);
            net.Weights.Fill(1e15f);
            var trainer = new Trainer<float>(net, Backprop.Cases.From(inputs, [[1], [1], [1], [1]]), new GradientDescent(), options: new TrainerOptions { Shares = 4, Ranks = ranks });
            return Assert.Throws<TrainingException>(() => trainer.Step()).Message;
        }

        var messages = LocalRanks.Run(2, Message);

        Assert.Contains("a state in the cases of rank 1 is no longer finite", messages[0], StringComparison.Ordinal);
        Assert.Contains("of group 'output'", messages[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_shares_than_ranks_are_refused() =>
        Assert.Contains("2 processes train together, but the cases are cut into 1 shares", Assert.Throws<ArgumentException>(() => LocalRanks.Run(2, static ranks => Trainer("batches", 1, ranks, 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_gradient_method_is_refused() =>
        Assert.Contains("the gradient method is 'feedback alignment'", Assert.Throws<CasesException>(static () =>
            new Trainer<float>(new Network<float>(Topology.Layered(4, 3, 2)), Cases(9, 1), new GradientDescent(), options: new TrainerOptions { Shares = 2, Gradient = new FeedbackAlignment() })).Message, StringComparison.Ordinal);

    private static (float[] Weights, History History) Train(string name, int shares, IRanks? ranks, int threads)
    {
        var trainer = Trainer(name, shares, ranks, threads);
        var history = trainer.Run(StopWhen.NoBetter(5) | StopWhen.Sweeps(7));
        return (trainer.Network.Weights.ToArray(), history);
    }

    private static Trainer<float> Trainer(string name, int shares, IRanks? ranks, int threads, CheckpointOptions? checkpoints = null)
    {
        var (rule, options, hidden) = Settings[name];
        var net = new Network<float>(Topology.Layered(4, hidden, 2)).Randomize(seed: 2, range: 0.5);
        return new Trainer<float>(net, Cases(61, 1), rule, options: options with { Shares = shares, Ranks = ranks, Threads = threads, Checkpoints = checkpoints });
    }

    private static Cases Cases(int count, ulong seed)
    {
        var random = new RandomSource(seed);
        double[][] inputs = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 4).Select(_ => random.NextSigned()).ToArray())];
        return Backprop.Cases.From(inputs, [.. inputs.Select(static row => new[] { row[0] * row[1] > 0 ? 1.0 : 0, row[2] > 0 ? 1.0 : 0 })]);
    }

    /// <summary>Ranks of which one is canceled while it receives.</summary>
    private sealed class CanceledRanks(IRanks ranks, Func<bool> when, CancellationTokenSource cancellation) : IRanks
    {
        public int Rank => ranks.Rank;

        public int Count => ranks.Count;

        public IPendingMessage BeginSend(ReadOnlySpan<byte> message, int to) => ranks.BeginSend(message, to);

        public IPendingMessage BeginReceive(Span<byte> into, int from)
        {
            if (when())
                cancellation.Cancel();
            return ranks.BeginReceive(into, from);
        }
    }
}
