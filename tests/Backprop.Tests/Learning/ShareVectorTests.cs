namespace Backprop.Tests;

/// <summary>Sums of the vectors of several ranks, of which a rank exchanges what is final while it computes the rest.</summary>
public sealed class ShareVectorTests
{
    /// <summary>Weights from 0 to 10,000 between input and hidden units, to 11,000 between these and output units, then biases. Enough for memory that is shared.</summary>
    private static readonly Topology Net = Topology.Layered(100, 100, 10);

    private static Topology Skips => Topology.Build(static net =>
    {
        var input = net.Input("input", 9);
        var first = net.Group("first", 12).From(input);
        var second = net.Group("second", 11).From(first).From(input);
        net.Output("output", 4).From(second).From(first).From(input);
    });

    private static Topology Frozen => Topology.Build(static net =>
    {
        var first = net.Group("first", 20, frozenBiases: [.. Enumerable.Range(0, 20).Select(static unit => unit % 3 == 0)]).From(net.Input("input", 9), frozen: true);
        var second = net.Group("second", 20, frozen: true).From(first);
        net.Output("output", 4).From(second, mask: Mask(4, 20)).From(first, frozenWeights: Mask(4, 20));
    });

    private static Topology Shared => Topology.Build(static net =>
    {
        var input = net.Input("input", 12);
        var first = net.Group("first", 12, shareBiases: "biases").From(input, share: "same");
        var second = net.Group("second", 12, shareBiases: "biases").From(first, share: "same").From(input);
        net.Output("output", 9).From(second);
    });

    private static Topology Iterative => Topology.Iterative(static net =>
    {
        var hidden = net.Group("hidden", 16).From(net.Input("input", 9));
        hidden.From(hidden, delay: 1);
        net.Output("output", 6).From(hidden);
    }).Unroll(iterations: 4, SharedGradient.Mean);

    private static readonly Dictionary<string, Func<Topology>> Nets = new(StringComparer.Ordinal)
    {
        ["layers"] = static () => Topology.Layered(9, 20, 15, 10, 4),
        ["skips"] = static () => Skips,
        ["frozen"] = static () => Frozen,
        ["shared"] = static () => Shared,
        ["iterative"] = static () => Iterative,
    };

    public static TheoryData<string, int, int> Runs
    {
        get
        {
            var all = new TheoryData<string, int, int>();
            foreach (var name in Nets.Keys)
            {
                foreach (var (shares, ranks) in new[] { (1, 1), (2, 2), (8, 2), (3, 3), (7, 4), (12, 5), (64, 6), (7, 7), (64, 8) })
                    all.Add(name, shares, ranks);
            }
            return all;
        }
    }

    /// <summary>Batches of 61, 30, and fewer cases than shares; messages that leave at once, and such that leave when they are received.</summary>
    [Theory]
    [MemberData(nameof(Runs))]
    public void Ranks_that_send_while_they_compute_have_the_bits_of_one(string name, int shares, int ranks)
    {
        var topology = Nets[name]();
        var cases = Cases(topology, 61);
        Assert.True(ShareParts.Of(topology, ranks, 1).Waves.Length > 1);

        foreach (var batch in new[] { 61, 30, 5 })
        {
            var one = Derive(topology, cases, new SumOfSquares(), batch, shares, ranks: null);

            Assert.All(LocalRanks.Run(ranks, its => Derive(topology, cases, new SumOfSquares(), batch, shares, its), isSynchronous: batch == 30), each => AssertSame(one, each));
        }
    }

    [Theory]
    [InlineData(4, 4, 2)]
    [InlineData(33, 6, 3)]
    [InlineData(8, 8, 4)]
    public void Ranks_of_several_machines_have_the_bits_of_one(int shares, int ranks, int perMachine)
    {
        var cases = Cases(Net, 40);
        var one = Derive(Net, cases, new SumOfSquares(), 40, shares, ranks: null);

        Assert.All(LocalRanks.Run(ranks, its => Derive(Net, cases, new SumOfSquares(), 40, shares, its), perMachine), each => AssertSame(one, each));
    }

    /// <summary>Shares of 600 cases are two blocks, those of 515 a large one and a small one.</summary>
    [Theory]
    [InlineData(1200, 2, 2, 1200)]
    [InlineData(1030, 2, 2, 1030)]
    [InlineData(2100, 4, 3, 1800)]
    public void Shares_of_several_blocks_are_final_in_the_last_one(int count, int shares, int ranks, int batch)
    {
        var topology = Topology.Layered(9, 20, 15, 4);
        var cases = Cases(topology, count);
        var one = Derive(topology, cases, new SumOfSquares(), batch, shares, ranks: null);

        Assert.All(LocalRanks.Run(ranks, its => Derive(topology, cases, new SumOfSquares(), batch, shares, its), isSynchronous: true), each => AssertSame(one, each));
    }

    [Fact]
    public void Random_nets_have_the_bits_of_one_process() => NetPlan.Check(40, static plan =>
    {
        var topology = plan.Build();
        var cases = plan.Cases(topology);
        foreach (var ranks in new[] { 2, 3 })
        {
            var one = Derive(topology, cases, plan.Error(topology), cases.Count, 4, ranks: null);

            Assert.All(LocalRanks.Run(ranks, its => Derive(topology, cases, plan.Error(topology), cases.Count, 4, its)), each => AssertSame(one, each));
        }
    });

    /// <summary>The share is not done before a message of what it has said to be final has begun; nothing of the rest is there until then.</summary>
    [Fact]
    public void What_is_final_is_sent_before_the_rest_is_computed()
    {
        var sums = LocalRanks.Run(2, static ranks =>
        {
            using var watched = new WatchedRanks(ranks);
            var sum = Vector(watched, shares: 4);
            var first = true;
            sum.Sum(
                new Source((share, into, enters) =>
                {
                    if (share != (2 * ranks.Rank) + 1)
                    {
                        Assert.Null(enters);
                        into.Values.Fill(1 << share);
                        return;
                    }
                    into.Values.Clear();
                    into.Values[10_000..11_000].Fill(1 << share);
                    enters!(2);
                    Assert.Equal(0, watched.Begun);
                    enters(1);
                    first = watched.HasBegun();
                    into.Values[..10_000].Fill(1 << share);
                    into.Values[11_000..].Fill(1 << share);
                }),
                cases: 4);
            Assert.True(first);
            return sum.Values.ToArray();
        });

        Assert.All(sums, static sum => Assert.All(sum, static number => Assert.Equal(15, number)));
    }

    [Fact]
    public void Ranks_that_share_memory_compute_first()
    {
        static float[] Sum(IRanks ranks)
        {
            var sum = Vector(ranks, shares: 2);
            sum.Sum(
                new Source(static (share, into, enters) =>
                {
                    Assert.Null(enters);
                    into.Values.Fill(1 << share);
                }),
                cases: 2);
            return sum.Values.ToArray();
        }

        Assert.All(LocalRanks.Run(2, Sum, perMachine: 2), static sum => Assert.All(sum, static number => Assert.Equal(3, number)));
    }

    /// <summary>Rank 1 has an E that is not a number; the messages are the same, and each rank comes to the end.</summary>
    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(2, 2, true)]
    [InlineData(7, 3, true)]
    public void An_error_that_is_not_finite_stops_no_message(int shares, int ranks, bool isAfterTheFirstBlock)
    {
        var topology = Topology.Build(static net =>
        {
            var hidden = net.Group("hidden", 30, UnitFunction.Identity).From(net.Input("input", 9));
            net.Output("output", 4, UnitFunction.Identity).From(hidden);
        });
        var cases = Cases(topology, 1200, infinite: isAfterTheFirstBlock ? 1190 : 610);

        Assert.All(LocalRanks.Run(ranks, its => Derive(topology, cases, new SumOfSquares(), 1200, shares, its).Error, isSynchronous: true), static error => Assert.False(double.IsFinite(error)));
    }

    [Fact]
    public void A_derivation_that_is_canceled_ends_the_exchange()
    {
        using var watched = new WatchedRanks(new LoneRank());
        var sum = Vector(watched, shares: 2);

        Assert.Throws<OperationCanceledException>(() => sum.Sum(
            new Source((_, _, enters) =>
            {
                enters!(1);
                watched.HasBegun();
                throw new OperationCanceledException();
            }),
            cases: 2));
        var begun = watched.Begun;

        Assert.NotEqual(0, begun);
        Assert.Equal(begun, watched.Begun);
    }

    [Fact]
    public void A_message_that_is_lost_while_a_rank_computes_fails_its_sum()
    {
        using var watched = new WatchedRanks(new LoneRank(isLost: true));
        var sum = Vector(watched, shares: 2);

        Assert.Equal("lost", Assert.Throws<TrainingException>(() => sum.Sum(
            new Source((_, _, enters) =>
            {
                enters!(1);
                watched.HasBegun();
            }),
            cases: 2)).Message);
    }

    private static ShareVector<float> Vector(IRanks ranks, int shares) =>
        new(new ShareNumbers(new ShareTree(shares, ranks.Count, ranks.Rank), ranks), Net.WeightCount, ShareParts.Of(Net, ranks.Count, 1000), static place => new Gradient<float>(Net, dense: true, place: place));

    /// <summary>E and the gradient of a batch, the second time it is derived.</summary>
    private static (double Error, double[] Values) Derive(Topology topology, Cases cases, ErrorMeasure error, int batch, int shares, IRanks? ranks)
    {
        var net = new Network<double>(topology).Randomize(3, 0.5);
        var numbers = new ShareNumbers(new ShareTree(shares, ranks?.Count ?? 1, ranks?.Rank ?? 0), ranks) { FewestOfWave = 1 };
        var gradient = new BatchGradient<double>(net, new BoundCases(topology, cases), error, batch, team: null, shares: numbers);
        var (first, values) = (double.NaN, Array.Empty<double>());
        for (var k = 0; k < 2; k++)
        {
            first = batch == cases.Count ? gradient.OverAll(StopNeeds.None, out _, out _) : gradient.Over([.. Enumerable.Range(k, batch)]);
            values = gradient.Values.ToArray();
        }
        return (first, values);
    }

    private static void AssertSame((double Error, double[] Values) expected, (double Error, double[] Values) actual)
    {
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected.Error), BitConverter.DoubleToInt64Bits(actual.Error));
        Assert.Equal(expected.Values, actual.Values);
    }

    private static Cases Cases(Topology topology, int count, int infinite = -1)
    {
        var random = new RandomSource(7);
        var builder = new CasesBuilder(count);
        foreach (var group in topology.Inputs.Where(static group => group.InitialState is null))
            builder.Input(group.Name, [.. Enumerable.Range(0, count * group.Size).Select(k => k / group.Size == infinite ? 1e300 : random.NextSigned())], group.Size);
        foreach (var group in topology.Outputs)
            builder.Target(group.Name, [.. Enumerable.Range(0, count * group.Size).Select(_ => random.NextDouble())], group.Size);
        return builder.ToCases();
    }

    private static bool[,] Mask(int rows, int columns)
    {
        var mask = new bool[rows, columns];
        for (var k = 0; k < mask.Length; k++)
            mask[k / columns, k % columns] = k % 3 > 0;
        return mask;
    }

    private sealed class Source(Action<int, Gradient<float>, Action<int>?> derive) : IShareSource<float>
    {
        public double Derive(int share, Gradient<float> into, Action<int>? enters)
        {
            derive(share, into, enters);
            return 1;
        }
    }

    /// <summary>Ranks that count the messages that are begun.</summary>
    private sealed class WatchedRanks(IRanks ranks) : IRanks, IDisposable
    {
        private readonly ManualResetEventSlim isBegun = new();
        private int begun;

        public int Rank => ranks.Rank;

        public int Count => ranks.Count;

        public int Begun => Volatile.Read(ref begun);

        /// <summary>Waits for the first message.</summary>
        public bool HasBegun() => isBegun.Wait(TimeSpan.FromMinutes(2));

        public IPendingMessage BeginSend(ReadOnlySpan<byte> message, int to)
        {
            var pending = ranks.BeginSend(message, to);
            Begin();
            return pending;
        }

        public IPendingMessage BeginReceive(Span<byte> into, int from)
        {
            var pending = ranks.BeginReceive(into, from);
            Begin();
            return pending;
        }

        public void Dispose() => isBegun.Dispose();

        private void Begin()
        {
            Interlocked.Increment(ref begun);
            isBegun.Set();
        }
    }

    /// <summary>The first of two ranks, of which the other one never sends.</summary>
    private sealed class LoneRank(bool isLost = false) : IRanks, IPendingMessage
    {
        public int Rank => 0;

        public int Count => 2;

        public IPendingMessage BeginSend(ReadOnlySpan<byte> message, int to) => this;

        public IPendingMessage BeginReceive(Span<byte> into, int from) => this;

        public bool IsDone() => isLost ? throw new TrainingException("lost") : false;

        public void Wait(CancellationToken cancellationToken = default) => IsDone();
    }
}
