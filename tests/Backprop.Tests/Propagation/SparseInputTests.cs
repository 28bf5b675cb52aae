namespace Backprop.Tests;

/// <summary>Input groups of which few states are not 0 learn what they would learn if they were laid out whole.</summary>
public sealed unsafe class SparseInputTests
{
    private const int Count = 61;

    [Theory]
    [InlineData(0, false, 61, 9)]
    [InlineData(7, false, 61, 9)]
    [InlineData(7, true, 61, 9)]
    [InlineData(1, true, 61, 9)]
    [InlineData(0, false, 540, 60)] // two blocks a sweep, and so many weights that the gradient is not cleared at a stroke
    [InlineData(520, true, 540, 60)] // two blocks a change
    [InlineData(3, true, 61, 60)]
    [InlineData(7, true, 61, 60)]
    public void Training_goes_as_with_whole_rows(int batch, bool shuffle, int count, int hidden)
    {
        var (sparse, whole) = (Net(false, hidden), Net(true, hidden));
        Copy(sparse, whole);
        var options = new TrainerOptions { Batch = batch == 0 ? Batch.All : Batch.Of(batch), Shuffle = shuffle, Seed = 3, Validation = Data(9) };
        var rule = new GradientDescent { LearningRate = 2.0 / count, Momentum = 0.8, WeightDecay = 0.001 };
        var trainer = new Trainer<double>(sparse, Data(count), rule, options: options);
        var reference = new Trainer<double>(whole, Data(count), rule, options: options);

        trainer.Run(StopWhen.Sweeps(12));
        reference.Run(StopWhen.Sweeps(12));

        Assert.True(Keeps(sparse.Topology, Data(Count), "word") && Keeps(sparse.Topology, Data(Count), "few"));
        Assert.False(Keeps(whole.Topology, Data(Count), "word") || Keeps(whole.Topology, Data(Count), "few"));
        AssertNear(reference.History.Errors, trainer.History.Errors);
        AssertNear(reference.History.ValidationErrors, trainer.History.ValidationErrors);
        AssertNearWeights(whole, sparse);
    }

    [Fact]
    public void A_gradient_of_one_case_a_unit_is_the_same_number()
    {
        // Case c has the one at unit c: no sum over cases has two terms that are not 0.
        var cases = new CasesBuilder(40).InputOneHot("word", [.. Enumerable.Range(0, 40)], 40).Input("few", new double[40 * 50], 50).Input("rest", new double[120], 3)
            .TargetOneHot("out", [.. Enumerable.Range(0, 40).Select(static c => c % 2)], 2).ToCases();
        var (sparse, whole) = (Net(false), Net(true));
        Copy(sparse, whole);

        var (gradient, expected) = (GradientCheck.Gradient(sparse, cases), GradientCheck.Gradient(whole, cases));

        var (here, there) = (sparse.Topology["hidden"].Incoming[0].Weights, whole.Topology["hidden"].Incoming[0].Weights);
        Assert.True(Keeps(sparse.Topology, cases, "few"));
        Assert.Equal(expected.AsSpan(there.Offset, there.Length), gradient.AsSpan(here.Offset, here.Length));
        Assert.DoesNotContain(0, gradient.AsSpan(here.Offset, here.Length).ToArray());
    }

    [Fact]
    public void States_and_error_are_those_of_the_definitions_and_the_gradient_that_of_differences()
    {
        var net = Net(false);
        var (error, states, _) = new PlainNet(net.Topology, Data(Count), static _ => PlainMeasure.Squares).Run(net.Weights);

        var activity = net.Run(Data(Count));
        foreach (var group in net.Topology.Groups)
        {
            for (var c = 0; c < Count; c++)
                AssertNear(Enumerable.Range(0, group.Size).Select(unit => states[group.Index][c, unit]), activity[group, c].ToArray());
        }
        Assert.Equal(error, net.Evaluate(Data(Count)).Error, 1e-11 * error);
        var check = GradientCheck.Run(net, Data(Count));
        Assert.True(check.Passes(1e-8), check.ToString());
    }

    [Fact]
    public void Unrolled_nets_and_windows_of_sequences_learn_from_sparse_inputs()
    {
        static Network<double> Iterative(bool whole) => new Network<double>(Topology.Iterative(net =>
        {
            var letter = net.Input("letter", 30);
            var hidden = net.Group("hidden", 5).From(letter);
            hidden.From(hidden, delay: 1).From(letter, delay: 1);
            net.Output("out", 2).From(hidden);
            if (whole)
                net.Output("copy", 30).From(letter, oneToOne: true);
        }).Unroll(3)).Randomize(4);
        static Cases Letters(Topology topology)
        {
            var builder = new SequencesBuilder(topology, 4, 12);
            for (var s = 0; s < 4; s++)
            {
                builder.Input(s, "letter", [.. Enumerable.Range(0, 12).Select(t => OneOf(30, (s * 11) + (t * 7)))]);
                builder.Target(s, "out", [.. Enumerable.Range(0, 12).Select(t => OneOf(2, s + t))]);
                builder.InitialState(s, "hidden", [0.1, 0.2, 0.3, 0.4, 0.5]);
            }
            return builder.ToCases();
        }
        var (sparse, whole) = (Iterative(false), Iterative(true));
        Copy(sparse, whole);
        var cases = Letters(sparse.Topology);
        foreach (var batch in new[] { Batch.All, Batch.Of(4) })
        {
            var trainer = new Trainer<double>(sparse, cases, new GradientDescent { LearningRate = 0.1 }, options: new TrainerOptions { Batch = batch });
            var reference = new Trainer<double>(whole, Letters(whole.Topology), new GradientDescent { LearningRate = 0.1 }, options: new TrainerOptions { Batch = batch });
            for (var sweep = 0; sweep < 5; sweep++)
                Assert.Equal(reference.Step(), trainer.Step(), 1e-10);
        }
        Assert.True(Keeps(sparse.Topology, cases, "letter@1") && Keeps(sparse.Topology, cases, "letter@0"));
        AssertNearWeights(whole, sparse);
    }

    [Fact]
    public void Zeros_take_no_memory()
    {
        const int Size = 100_000;
        var topology = Topology.Layered(Size, 2);
        var numbers = new float[20 * Size];
        for (var c = 0; c < 20; c++)
            numbers[(c * Size) + (c * 4567)] = 0.5f;
        foreach (var builder in new[] { new CasesBuilder(20).InputOneHot(null, [.. Enumerable.Range(0, 20)], Size), new CasesBuilder(20).Input(null, numbers, Size) })
        {
            var cases = builder.Target(null, new double[40], 2).ToCases();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var blocks = CaseBlock<float>.All(new BoundCases(topology, cases));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
            GC.KeepAlive(blocks);
        }
    }

    [Fact]
    public void A_state_beyond_single_precision_is_refused_as_in_whole_rows()
    {
        var inputs = new double[3 * 48];
        inputs[(2 * 48) + 31] = 1e300;
        var cases = new CasesBuilder(3).Input("input", inputs, 48).Target(null, new double[3], 1).ToCases();
        var refused = Assert.Throws<CasesException>(() => new Network<float>(Topology.Layered(48, 1)).Evaluate(cases));
        Assert.Equal("case 2, unit 31 of group 'input' is 1E+300, which is beyond the range of Single; scale the values, or use a net in double.", refused.Message);
    }

    [Fact]
    public void A_net_that_leaves_the_numbers_is_described_though_its_inputs_are_sparse()
    {
        var net = new Network<float>(Topology.Build(static net => net.Output("out", 1, UnitFunction.Identity).From(net.Input("in", 40)))).Randomize(1);
        var inputs = new double[40];
        inputs[7] = 1e6;
        var trainer = new Trainer<float>(net, new CasesBuilder(1).Input("in", inputs, 40).Target("out", [1.0], 1).ToCases(), new GradientDescent { LearningRate = 1e22 });
        var stopped = Assert.Throws<TrainingException>(() => trainer.Run(StopWhen.Sweeps(100)));
        Assert.Contains("the state of unit 0 of group 'out' is no longer finite", stopped.Message, StringComparison.Ordinal);
    }

    private static bool Keeps(Topology topology, Cases cases, string group) => CaseBlock<double>.All(new BoundCases(topology, cases))[0].Input(topology[group]) == null;

    /// <summary>A one-hot group, one of up to two numbers a case, and one whose states are all given. A one-to-one projection to a group that nobody cares about asks for whole rows.</summary>
    private static Network<double> Net(bool whole, int size = 9) => new Network<double>(Topology.Build(net =>
    {
        var (word, few, rest) = (net.Input("word", 40), net.Input("few", 50), net.Input("rest", 3));
        var hidden = net.Group("hidden", size).From(word, few, rest);
        net.Output("out", 2).From(hidden, few);
        if (whole)
        {
            net.Output("copy of word", 40).From(word, oneToOne: true);
            net.Output("copy of few", 50).From(few, oneToOne: true);
        }
    })).Randomize(6);

    /// <summary>Gives the net of whole rows the weights of the other.</summary>
    private static void Copy(Network<double> sparse, Network<double> whole)
    {
        foreach (var block in sparse.Topology.Blocks.Where(static block => !block.IsBias))
            sparse[block].CopyTo(whole[block.Name]);
        foreach (var group in sparse.Topology.Groups.Where(static group => group.Biases is not null))
            sparse.GetBiases(group.Name).CopyTo(whole.GetBiases(group.Name));
    }

    private static void AssertNearWeights(Network<double> whole, Network<double> sparse)
    {
        foreach (var block in sparse.Topology.Blocks.Where(static block => !block.IsBias))
            AssertNear(whole[block.Name].ToArray(), sparse[block].ToArray());
        foreach (var group in sparse.Topology.Groups.Where(static group => group.Biases is not null))
            AssertNear(whole.GetBiases(group.Name).ToArray(), sparse.GetBiases(group.Name).ToArray());
    }

    private static Cases Data(int count)
    {
        var random = new RandomSource(2);
        var few = new double[count * 50];
        for (var c = 0; c < count; c++)
        {
            for (var k = 0; k < c % 3; k++)
                few[(c * 50) + random.NextInt(50)] = random.NextSigned();
        }
        return new CasesBuilder(count)
            .InputOneHot("word", [.. Enumerable.Range(0, count).Select(_ => random.NextInt(40))], 40)
            .Input("few", few, 50)
            .Input("rest", [.. Enumerable.Range(0, count * 3).Select(_ => random.NextDouble())], 3)
            .TargetOneHot("out", [.. Enumerable.Range(0, count).Select(static c => c % 2)], 2)
            .ToCases();
    }

    private static double[] OneOf(int count, int which) => [.. Enumerable.Range(0, count).Select(k => k == which % count ? 1.0 : 0)];

    private static void AssertNear(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        var (all, got) = (expected.ToArray(), actual.ToArray());
        Assert.Equal(all.Length, got.Length);
        for (var k = 0; k < all.Length; k++)
            Assert.Equal(all[k], got[k], 1e-11);
    }
}
