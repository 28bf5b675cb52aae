using System.Runtime.InteropServices;

namespace Backprop.Tests;

/// <summary>Nets side by side against a trainer for each.</summary>
public sealed class EnsembleTests
{
    private static readonly Cases XorCases = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);

    private static readonly GradientDescent Fast = new() { LearningRate = 0.5, Momentum = 0.9 };

    private static readonly GradientDescent Phased = new()
    {
        Phases = [new(LearningRate: 0.05, Momentum: 0.5, Sweeps: 2), new(LearningRate: 0.1, Momentum: 0.9)],
        WeightDecay = 0.001,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_nets_get_the_bits_of_a_trainer_each(int threads)
    {
        var sideBySide = 0;
        NetPlan.Check(60, plan =>
        {
            sideBySide += AssertRandomNet<float>(plan, threads) ? 1 : 0;
            sideBySide += AssertRandomNet<double>(plan, threads) ? 1 : 0;
        });
        Assert.True(sideBySide > 20, $"only {sideBySide} of 120 ensembles are trained side by side");
    }

    [Fact]
    public void Every_order_of_a_sum_gets_the_bits_of_a_trainer_each()
    {
        foreach (var (_, ensemble) in ReproducibleEnsembles.Of<float>(threads: 1))
            AssertSideBySide(ensemble);
        foreach (var (_, ensemble) in ReproducibleEnsembles.Of<double>(threads: 2))
            AssertSideBySide(ensemble);

        static void AssertSideBySide<T>(Ensemble<T> ensemble)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Assert.True(ensemble.IsSideBySide);
            AssertSame(ensemble, StopWhen.Sweeps(12), count: 18);
        }
    }

    [Fact]
    public void The_noise_of_a_net_follows_from_its_seed()
    {
        var noise = new Noise { TotalInputs = new Dictionary<string, double> { ["hidden"] = 0.5 }, Seed = 3 };
        var ensemble = new Ensemble<float>(Topology.Layered(2, 3, 1), XorCases, Fast, options: new TrainerOptions { Threads = 2, Noise = noise });
        Assert.False(ensemble.IsSideBySide);
        foreach (var run in ensemble.Run(firstSeed: 7, count: 5, StopWhen.Sweeps(20)))
        {
            var network = new Network<float>(ensemble.Topology).Randomize(run.Net.Seed);
            new Trainer<float>(network, XorCases, Fast, options: new TrainerOptions { Noise = noise with { Seed = run.Net.Seed } }).Run(StopWhen.Sweeps(20));
            Assert.Equal(network.Weights.ToArray(), run.Weights.ToArray());
        }
    }

    [Fact]
    public void No_net_side_by_side_waits_for_a_case_of_weight_0()
    {
        var cases = new CasesBuilder(5).Input(null, [0.0, 0, 0, 1, 1, 0, 1, 1, 0, 0], 2).Target(null, [0.0, 1, 1, 0, 1], 1).Weights([1, 1, 1, 1, 0]).ToCases();
        foreach (var rule in (StopRule[])[StopWhen.AllWithin(0.2), StopWhen.AllOnRightSide])
        {
            var ensemble = new Ensemble<float>(Topology.Layered(2, 3, 1), cases, Fast);
            Assert.True(ensemble.IsSideBySide);
            AssertSame(ensemble, rule | StopWhen.Sweeps(2000), count: 20);
            Assert.Contains(ensemble.Run(7, 20, rule | StopWhen.Sweeps(2000)), run => run.Stopped == rule);
        }
    }

    [Fact]
    public void What_has_no_lane_is_trained_all_the_same()
    {
        var topology = Topology.Build(static net => net.Output("out", 2, UnitFunction.Softmax).From(net.Group("hidden", 3).From(net.Input("in", 2))));
        var cases = Cases.From([[0, 1], [1, 0], [1, 1]], [[0, 1], [1, 0], [1, 0]]);

        AssertAlone(new Ensemble<float>(topology, cases, Fast, new CrossEntropy()));
        AssertAlone(new Ensemble<float>(Topology.Layered(2, 2, 2), cases, Fast, options: new TrainerOptions { Batch = Batch.EachCase, Shuffle = true }));
        AssertAlone(new Ensemble<double>(Topology.Layered(2, 2, 2), cases, Fast, options: new TrainerOptions { Validation = cases }));
        AssertSame(new Ensemble<float>(Topology.Layered(2, 2, 2), cases, new Adam()), StopWhen.Sweeps(9), count: 5);

        // What a trainer does besides sums and functions of single units is not left out.
        AssertAlone(new Ensemble<float>(Topology.Layered(2, 2, 2).WithLesion(Lesion.OfUnits("hidden", 1)), cases, Fast));
        var soft = Topology.Build(static net => net.Output("out", 2).From(net.Group("hidden", 3, clampStrength: 0.5).From(net.Input("in", 2))));
        AssertAlone(new Ensemble<float>(soft, new CasesBuilder(1).Input("in", [1.0, 0], 2).Target("out", [1.0, 0], 2).Clamp("hidden", [0.9, 0.8, double.NaN], 3).ToCases(), Fast));
        var leaky = Topology.Iterative(static net => net.Output("out", 2, leakRate: 0.5).From(net.Input("in", 2))).Unroll(1);
        AssertAlone(new Ensemble<float>(leaky, new SequencesBuilder(leaky, 1).Input(0, "in", [[1, 0]]).Target(0, "out", [[1, 0]]).InitialTotalInput(0, "out", [2, -1]).ToCases(), Fast));

        static void AssertAlone<T>(Ensemble<T> ensemble)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Assert.False(ensemble.IsSideBySide);
            AssertSame(ensemble, StopWhen.Sweeps(9), count: 5);
        }
    }

    public static TheoryData<StopRule> Rules() =>
    [
        StopWhen.AllWithin(0.2) | StopWhen.Sweeps(400),
        StopWhen.AllOnRightSide | StopWhen.Sweeps(400),
        StopWhen.ErrorBelow(0.1) | StopWhen.Sweeps(400),
        StopWhen.NoBetter(3) | StopWhen.Sweeps(400),
        StopWhen.Condition("E is below 0.3 in an odd sweep", static status => status.Error < 0.3 && status.Sweeps % 2 == 1) | StopWhen.Sweeps(400),
        StopWhen.Sweeps(0),
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_stops_a_net_in_the_trainer_s_sweep(StopRule stop)
    {
        var ensemble = new Ensemble<float>(Topology.Layered(2, 2, 1), XorCases, Fast);

        Assert.True(ensemble.IsSideBySide);
        AssertSame(ensemble, stop, count: 60);
        AssertSame(new Ensemble<double>(Topology.Layered(2, 2, 1), XorCases, Fast, options: new TrainerOptions { Threads = 2 }), stop, count: 30);
    }

    [Fact]
    public void A_net_goes_on_from_rule_to_rule_as_a_trainer_does()
    {
        StopRule[] rules = [StopWhen.Sweeps(20), StopWhen.AllOnRightSide | StopWhen.Sweeps(300), StopWhen.AllWithin(0.3) | StopWhen.Sweeps(300), StopWhen.NoBetter(2) | StopWhen.Sweeps(310), StopWhen.ErrorBelow(0.01) | StopWhen.Sweeps(320)];
        var ensemble = new Ensemble<float>(Topology.Layered(2, 2, 1), XorCases, Fast, options: new TrainerOptions { Threads = 2 });
        var seen = new List<(int Sweeps, double Error, StopRule? Stopped)>[40];
        var done = new List<EnsembleRun<float>>();

        ensemble.Run(Nets(40), rules[0], done.Add, run =>
        {
            (seen[run.Index] ??= []).Add((run.Sweeps, run.Error, run.Stopped));
            return seen[run.Index].Count < rules.Length ? rules[seen[run.Index].Count] : null;
        });

        Assert.Equal(Enumerable.Range(0, 40), done.Select(static run => run.Index));
        foreach (var run in done)
        {
            var trainer = new Trainer<float>(new Network<float>(ensemble.Topology).Randomize(run.Net.Seed), XorCases, Fast);
            foreach (var (rule, stop) in rules.Zip(seen[run.Index]))
            {
                var history = trainer.Run(rule);
                Assert.Equal((history.Sweeps, history.Error, history.Stopped), stop);
            }
            Assert.Equal(trainer.Network.Weights, run.Weights);
        }
    }

    [Fact]
    public void Each_net_may_have_a_rule_and_a_range_of_its_own()
    {
        LearningRule[] own = [Fast, Phased with { DecayBiases = true }, new GradientDescent { LearningRate = 1, Momentum = 0.5, WeightDecay = 0.01 }, new Rprop()];
        var nets = Enumerable.Range(0, 50).Select(k => new EnsembleNet((ulong)k) { Rule = own[k % 4], Range = 0.5 + (k % 3), InitialBiases = k % 5 == 0 ? 0.1 : null });
        var done = new List<EnsembleRun<float>>();

        new Ensemble<float>(Topology.Layered(2, 2, 1), XorCases, Fast).Run(nets, StopWhen.Sweeps(40) | StopWhen.AllWithin(0.3), done.Add);

        Assert.Equal(50, done.Count);
        foreach (var run in done)
        {
            var trainer = new Trainer<float>(new Network<float>(Topology.Layered(2, 2, 1)).Randomize(run.Net.Seed, run.Net.Range, run.Net.InitialBiases), XorCases, run.Net.Rule!);
            Assert.Equal(trainer.Run(StopWhen.Sweeps(40) | StopWhen.AllWithin(0.3)).Sweeps, run.Sweeps);
            Assert.Equal(trainer.Network.Weights, run.Weights);
        }
    }

    [Fact]
    public void A_net_that_diverges_fails_as_its_trainer_does_and_the_others_go_on()
    {
        var topology = Topology.Build(static net => net.Output("out", 1, UnitFunction.Identity).From(net.Group("hidden", 2, UnitFunction.Identity).From(net.Input("in", 2))));
        var ensemble = new Ensemble<float>(topology, XorCases, new GradientDescent { LearningRate = 0.6, Momentum = 0.9 });

        var runs = ensemble.Run(1, 40, StopWhen.Sweeps(100));

        Assert.Contains(runs, static run => run.Failure is not null);
        AssertSame(ensemble, StopWhen.Sweeps(100), count: 40);
    }

    [Fact]
    public void Weights_that_are_infinite_behind_saturated_units_are_a_failure()
    {
        var alike = Cases.From([[20, 20], [20, 19]], [[1], [1]]);
        var ensemble = new Ensemble<float>(Topology.Layered(2, 1), alike, new GradientDescent { LearningRate = 3e38, Momentum = 0.9 });

        Assert.Contains(ensemble.Run(1, 20, StopWhen.Sweeps(3)), static run => run.Failure is not null);
        AssertSame(ensemble, StopWhen.Sweeps(3), count: 20);
    }

    [Fact]
    public void A_canceled_run_hands_over_what_was_done_and_a_second_one_trains_the_rest()
    {
        var ensemble = new Ensemble<float>(Topology.Layered(2, 2, 1), XorCases, Fast, options: new TrainerOptions { Threads = 2 });
        var stop = StopWhen.AllWithin(0.2) | StopWhen.Sweeps(500);
        var whole = ensemble.Run(1, 200, stop);
        using var cancellation = new CancellationTokenSource();
        var done = new Dictionary<ulong, EnsembleRun<float>>();

        Assert.Throws<OperationCanceledException>(() => ensemble.Run(CanceledWithTheLast(), stop, run =>
        {
            done.Add(run.Net.Seed, run);
            if (done.Count == 70)
                cancellation.Cancel();
        }, cancellationToken: cancellation.Token));
        Assert.InRange(done.Count, 70, 190);
        ensemble.Run(Nets(200).Where(net => !done.ContainsKey(net.Seed)).ToList(), stop, run => done.Add(run.Net.Seed, run));

        foreach (var run in whole)
        {
            Assert.Equal((run.Sweeps, run.Error), (done[run.Net.Seed].Sweeps, done[run.Net.Seed].Error));
            Assert.Equal(run.Weights, done[run.Net.Seed].Weights);
        }

        // Results are handed over in the order of the nets: behind a slow one all others may be trained before the 70th is there.
        IEnumerable<EnsembleNet> CanceledWithTheLast()
        {
            foreach (var (index, net) in Nets(190).Index())
            {
                if (index == 189)
                    cancellation.Cancel();
                yield return net;
            }
        }
    }

    [Fact]
    public void A_net_per_lane_pays_up_to_2048_units_times_cases_and_up_to_8192_where_inputs_are_mostly_0()
    {
        var topology = Topology.Layered(8, 30, 8);

        Assert.True(Ensemble<float>.Pays(topology, 53));
        Assert.False(Ensemble<double>.Pays(topology, 54));
        Assert.True(new Ensemble<float>(topology, OfCases(53), Fast).IsSideBySide);
        Assert.False(new Ensemble<float>(topology, OfCases(54), Fast).IsSideBySide);

        Assert.True(new Ensemble<float>(Topology.Layered(40, 50, 4), OfWords(151), Fast).IsSideBySide);
        Assert.False(new Ensemble<float>(Topology.Layered(40, 50, 4), OfWords(152), Fast).IsSideBySide);

        static Cases OfWords(int count) => new CasesBuilder(count).InputOneHot("input", [.. Enumerable.Range(0, count).Select(static c => c % 40)], 40).Target("output", new double[count * 4], 4).ToCases();

        static Cases OfCases(int count) => new CasesBuilder(count).Input("input", [.. Enumerable.Repeat(0.5, count * 8)], 8).Target("output", new double[count * 8], 8).ToCases();
    }

    [Fact]
    public void Progress_counts_the_nets_that_are_done()
    {
        var counts = new List<int>();

        new Ensemble<float>(Topology.Layered(2, 2, 1), XorCases, Fast).Run(1, 33, StopWhen.Sweeps(5), new Reports(counts));

        Assert.Equal(Enumerable.Range(1, 33), counts);
    }

    [Fact]
    public void An_exception_of_a_receiver_ends_the_run()
    {
        var ensemble = new Ensemble<float>(Topology.Layered(2, 2, 1), XorCases, Fast, options: new TrainerOptions { Threads = 2 });

        var thrown = Assert.Throws<InvalidOperationException>(() => ensemble.Run(Nets(1000), StopWhen.Sweeps(50), static _ => throw new InvalidOperationException("no")));

        Assert.Equal("no", thrown.Message);
    }

    [Fact]
    public void What_a_trainer_refuses_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Ensemble<float>(Topology.Layered(2, 2, 1), XorCases, Fast with { LearningRate = -1 }));
        Assert.Throws<CasesException>(static () => new Ensemble<float>(Topology.Layered(3, 2, 1), XorCases, Fast));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Ensemble<float>(Topology.Layered(2, 2, 1), XorCases, Fast, options: new TrainerOptions { Threads = 0 }));
        Assert.Throws<ArgumentException>(static () => new Ensemble<float>(Topology.Layered(2, 2, 1), XorCases, Fast, options: new TrainerOptions { Checkpoints = new CheckpointOptions(new CheckpointFile("x")) }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Ensemble<float>(Topology.Layered(2, 2, 1), XorCases, Fast).Run([new EnsembleNet(1) { Rule = Fast with { Momentum = 1 } }], StopWhen.Sweeps(1), static _ => { }));
    }

    private static IEnumerable<EnsembleNet> Nets(int count) => Enumerable.Range(1, count).Select(static seed => new EnsembleNet((ulong)seed));

    private static bool AssertRandomNet<T>(NetPlan plan, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var topology = plan.Build();
        var ensemble = new Ensemble<T>(topology, plan.Cases(topology), Phased, plan.Error(topology), new TrainerOptions { Threads = threads });
        AssertSame(ensemble, StopWhen.AllOnRightSide | StopWhen.AllWithin(0.4) | StopWhen.Sweeps(4), count: 19);
        return ensemble.IsSideBySide;
    }

    private static void AssertSame<T>(Ensemble<T> ensemble, StopRule stop, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var runs = ensemble.Run(firstSeed: 7, count, stop);

        Assert.Equal(count, runs.Count);
        foreach (var (k, run) in runs.Index())
        {
            Assert.Equal((k, 7 + (ulong)k), (run.Index, run.Net.Seed));
            var network = new Network<T>(ensemble.Topology).Randomize(7 + (ulong)k);
            var trainer = new Trainer<T>(network, ensemble.Cases, ensemble.Rule, ensemble.ErrorMeasure, ensemble.Options with { Threads = 1, Seed = run.Net.Seed });
            History history;
            try
            {
                history = trainer.Run(stop);
            }
            catch (TrainingException exception)
            {
                Assert.Equal(exception.Message, run.Failure?.Message);
                continue;
            }
            Assert.Null(run.Failure);
            Assert.Equal((history.Sweeps, history.Error, history.Stopped), (run.Sweeps, run.Error, run.Stopped));
            Assert.True(Bits<T>(network.Weights).SequenceEqual(Bits(run.Weights)), $"seed {7 + k}: {string.Join(' ', network.Weights.ToArray())} by a trainer, {string.Join(' ', run.Weights.ToArray())} side by side");
        }
    }

    private static ReadOnlySpan<byte> Bits<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values);

    private sealed class Reports(List<int> counts) : IProgress<int>
    {
        public void Report(int value) => counts.Add(value);
    }
}
