namespace Backprop.Tests;

/// <summary>Input groups that are 0 in all cases are left out, and nothing else of the training knows.</summary>
public sealed class SilentInputTests
{
    private const int Count = 37;

    [Theory]
    [InlineData(3, 4, 0, 1)] // a net whose gradient is kept in lanes
    [InlineData(3, 4, 10, 1)]
    [InlineData(30, 40, 0, 1)]
    [InlineData(30, 40, 10, 1)] // of a silent group of so many units cases keep what is not 0
    [InlineData(300, 200, 0, 1)]
    [InlineData(300, 200, 0, 2)]
    public void Weights_become_bit_for_bit_those_of_the_net_without_the_group(int hidden, int silent, int batch, int threads)
    {
        var (with, without) = (Net(hidden, silent), Net(hidden, 0));
        with.Randomize(2, 0.4);
        foreach (var (there, here) in Pairs(with, without))
            with[there].CopyTo(without[here]);
        var before = with[Silent(with)].ToArray();
        var options = new TrainerOptions { Batch = batch == 0 ? Batch.All : Batch.Of(batch), Threads = threads };
        var rule = new GradientDescent { LearningRate = 0.01, Momentum = 0.9 };
        var trainer = new Trainer<float>(with, Data(silent), rule, options: options);

        trainer.Run(StopWhen.Sweeps(5));
        new Trainer<float>(without, Data(0), rule, options: options).Run(StopWhen.Sweeps(5));

        foreach (var (there, here) in Pairs(with, without))
            Assert.Equal(without[here].ToArray(), with[there].ToArray());
        Assert.Equal(before, with[Silent(with)].ToArray());
        Assert.All(trainer.LastGradient.Slice(Silent(with).Offset, Silent(with).Length).ToArray(), static share => Assert.Equal(0, share));
    }

    [Theory]
    [InlineData(3, 4, 0)] // a net whose gradient is kept in lanes
    [InlineData(20, 30, 0)]
    [InlineData(20, 30, 2)]
    [InlineData(100, 100, 0)] // of an input group of so many units cases keep what is not 0
    public void Inputs_that_end_before_the_last_iteration_leave_no_gradient_of_the_sweep_before(int inputs, int hidden, int window)
    {
        Of<float>();
        Of<double>();

        void Of<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var topology = Topology.Iterative(net =>
            {
                var units = net.Group("hidden", hidden).From(net.Input("in", inputs));
                units.From(units, delay: 1);
                net.Output("out", 2).From(units);
            }).Unroll(4);
            var sequences = new SequencesBuilder(topology, 3, window == 0 ? null : 4 * window);
            for (var sequence = 0; sequence < 3; sequence++)
            {
                sequences.Input(sequence, "in", [Row(sequence), Row(sequence + 1)]);
                sequences.Target(sequence, "out", [[sequence / 2.0, 1]], first: 4);
            }
            var cases = sequences.ToCases();
            Assert.True(new BoundCases(topology, cases).IsAlwaysZero(topology["in@4"]));
            var trainer = new Trainer<T>(new Network<T>(topology).Randomize(3), cases, new GradientDescent { LearningRate = 0.05, Momentum = 0.5 });
            for (var sweep = 0; sweep < 5; sweep++)
            {
                var expected = GradientCheck.Gradient(trainer.Network, cases);
                trainer.Step();
                Assert.Equal(expected, trainer.LastGradient.ToArray());
            }
        }

        double[] Row(int one) => [.. Enumerable.Range(0, inputs).Select(unit => unit == one % inputs ? 1.0 : 0)];
    }

    [Fact]
    public void A_group_is_silent_if_no_case_gives_it_a_state_that_is_not_0()
    {
        var topology = Net(3, 4).Topology;
        var cases = new BoundCases(topology, Data(4));
        Assert.True(cases.IsAlwaysZero(topology["silent"]));
        Assert.False(cases.IsAlwaysZero(topology["in"]));
        Assert.False(cases.IsAlwaysZero(topology["hidden"]));

        var one = new double[Count * 4];
        one[^1] = 1e-300;
        Assert.False(new BoundCases(topology, new CasesBuilder(Count).Input("in", new double[Count * 5], 5).Input("silent", one, 4).ToCases()).IsAlwaysZero(topology["silent"]));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0.5, false)]
    public void The_states_before_the_first_iteration_are_silent_if_they_are_0_and_no_window_hands_on_its_own(double initial, bool expected)
    {
        var topology = Topology.Iterative(net =>
        {
            var hidden = net.Group("hidden", 3, initialState: initial).From(net.Input("in", 2));
            hidden.From(hidden, delay: 1);
            net.Output("out", 1).From(hidden);
        }).Unroll(2);
        var before = topology[IterativeTopology.Copy("hidden", 0)];

        Assert.Equal(expected, new BoundCases(topology, Sequences(topology, 2)).IsAlwaysZero(before));
        Assert.False(new BoundCases(topology, Sequences(topology, 4)).IsAlwaysZero(before));
    }

    private static Cases Sequences(Topology topology, int length)
    {
        var sequences = new SequencesBuilder(topology, 2, length);
        for (var sequence = 0; sequence < 2; sequence++)
            sequences.Input(sequence, "in", [[1, 2], [3, 4]]).Target(sequence, "out", [[1]]);
        return sequences.ToCases();
    }

    private static Network<float> Net(int hidden, int silent) => new(Topology.Build(net =>
    {
        var input = net.Input("in", 5);
        var middle = net.Group("hidden", hidden).From(input);
        if (silent > 0)
            middle.From(net.Input("silent", silent));
        net.Output("out", 2).From(middle);
    }));

    private static WeightBlock Silent(Network<float> net) => net.Topology["hidden"].Incoming.Single(static projection => projection.From.Name == "silent").Weights;

    /// <summary>The blocks that both nets have.</summary>
    private static IEnumerable<(WeightBlock There, WeightBlock Here)> Pairs(Network<float> with, Network<float> without) =>
        with.Topology.Blocks.Where(block => block != Silent(with)).Zip(without.Topology.Blocks);

    private static Cases Data(int silent)
    {
        var random = new Random(4);
        var cases = new CasesBuilder(Count)
            .Input("in", [.. Enumerable.Range(0, Count * 5).Select(_ => random.NextDouble())], 5)
            .Target("out", [.. Enumerable.Range(0, Count * 2).Select(_ => random.NextDouble())], 2);
        return (silent > 0 ? cases.Input("silent", new double[Count * silent], silent) : cases).ToCases();
    }
}
