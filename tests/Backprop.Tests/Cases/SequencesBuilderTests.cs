namespace Backprop.Tests;

public sealed class SequencesBuilderTests
{
    private static Topology Net(int iterations, SharedGradient sharing = SharedGradient.Mean) => Topology.Iterative(net =>
    {
        var input = net.Input("input", 2);
        var hidden = net.Group("hidden", 4).From(input).From(input, delay: 1);
        hidden.From(hidden, delay: 1).From(hidden, delay: 2);
        net.Output("output", 1).From(hidden);
    }).Unroll(iterations, sharing);

    private static double[][] Rows(int count, int size, ulong seed)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, size).Select(_ => random.NextDouble()).ToArray())];
    }

    [Fact]
    public void Sequences_of_unequal_length_stand_in_one_set()
    {
        var topology = Net(4);
        var cases = new SequencesBuilder(topology, 2)
            .Input(0, "input", Rows(4, 2, 1)).Target(0, "output", [[1]], first: 4)
            .Input(1, "input", Rows(2, 2, 2)).Target(1, "output", [[0]], first: 2)
            .ToCases();
        var network = new Network<double>(topology).Randomize(1);
        var activity = network.Run(cases);
        var expected = 0.5 * (Math.Pow(activity["output@4", 0][0] - 1, 2) + Math.Pow(activity["output@2", 1][0], 2));
        Assert.Equal(expected, network.Evaluate(cases).Error, 1e-14);
    }

    [Fact]
    public void Windows_carry_the_states_on_exactly()
    {
        const int Length = 10;
        var whole = new Network<double>(Net(Length)).Randomize(6, 0.8);
        var windows = new Network<double>(Net(4)).Randomize(6, 0.8);
        var inputs = new[] { Rows(Length, 2, 1), Rows(Length, 2, 2), Rows(7, 2, 3) };
        var (a, b) = (whole.Run(Build(whole.Topology)), windows.Run(Build(windows.Topology)));
        for (var s = 0; s < 3; s++)
        {
            for (var t = 0; t < Length; t++)
                Assert.Equal(a[$"output@{t + 1}", s].ToArray(), b[$"output@{(t % 4) + 1}", (t / 4 * 3) + s].ToArray());
        }
        Assert.Equal(whole.Evaluate(Build(whole.Topology)).Error, windows.Evaluate(Build(windows.Topology)).Error, 1e-12);

        Cases Build(Topology topology)
        {
            var sequences = new SequencesBuilder(topology, 3, Length);
            for (var s = 0; s < 3; s++)
                sequences.Input(s, "input", inputs[s]).Target(s, "output", [.. inputs[s].Select(static row => new[] { row[0] })]).InitialState(s, "hidden", [0.1, 0.2, 0.3, 0.4 + (s * 0.1)]);
            return sequences.ToCases();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void A_delay_longer_than_a_window_reads_the_input_of_as_many_iterations_before(int window)
    {
        var topology = Topology.Iterative(static net => net.Output("o", 1, UnitFunction.Identity, biases: false).From(net.Input("i", 1), delay: 2)).Unroll(window);
        var network = new Network<double>(topology);
        network.Weights[0] = 1;
        double[][] inputs = [[1], [2], [3], [4], [5], [6]];
        var cases = new SequencesBuilder(topology, 1, 6).Input(0, "i", inputs).InitialState(0, "i", [7]).InitialState(0, "i", [8], iteration: -1)
            .Target(0, "o", [[8], [7], [1], [2], [3], [4]]).ToCases();

        Assert.Equal(0, network.Evaluate(cases).Error);
        Assert.Equal(0, new Trainer<double>(network, cases, new GradientDescent()).Step());
    }

    [Fact]
    public void Windows_are_for_nets_unrolled_over_as_many_iterations()
    {
        Topology Unrolled(int iterations) => Topology.Iterative(static net =>
        {
            var units = net.Output("units", 2);
            units.From(units, delay: 1);
        }).Unroll(iterations);
        var cases = new SequencesBuilder(Unrolled(2), 1, 4).Target(0, "units", [[1, 0]]).ToCases();

        var problem = Assert.Throws<CasesException>(() => new Network<double>(Unrolled(3)).Evaluate(cases));

        Assert.Contains("windows of 2 iterations, but the net is unrolled over 3", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_derivatives_are_those_of_windows_with_the_states_given()
    {
        var topology = Net(3, SharedGradient.Sum);
        var network = new Network<double>(topology).Randomize(6, 0.8);
        var inputs = Rows(6, 2, 1);
        double[][] targets = [[0.1], [0.9], [0.2], [0.8], [0.3], [0.7]];
        var truncated = GradientCheck.Gradient(network, new SequencesBuilder(topology, 1, 6).Input(0, "input", inputs).Target(0, "output", targets).ToCases());

        var first = new SequencesBuilder(topology, 1).Input(0, "input", inputs[..3]).Target(0, "output", targets[..3]).ToCases();
        var activity = network.Run(first);
        var second = new SequencesBuilder(topology, 1).Input(0, "input", inputs[3..]).Target(0, "output", targets[3..])
            .InitialState(0, "input", inputs[2])
            .InitialState(0, "hidden", activity["hidden@3", 0].ToArray())
            .InitialState(0, "hidden", activity["hidden@2", 0].ToArray(), iteration: -1)
            .ToCases();
        var (a, b) = (GradientCheck.Gradient(network, first), GradientCheck.Gradient(network, second));
        for (var k = 0; k < truncated.Length; k++)
            Assert.Equal(a[k] + b[k], truncated[k], 1e-14);
    }

    [Theory]
    [InlineData(1, 1, 1 + 33)]
    [InlineData(2, 0.5, 2 + 16.5)]
    public void Windows_after_the_end_of_a_sequence_have_no_weight(double first, double second, double total)
    {
        var sequences = new SequencesBuilder(Net(3), 2, 99).Weights([first, second]);
        sequences.Target(0, "output", [[1]]);
        sequences.Target(1, "output", [.. Enumerable.Repeat(new[] { 1.0 }, 99)]);
        var cases = sequences.ToCases();
        Assert.Equal((66, total), (cases.Count, cases.TotalWeight));
        var history = new Trainer<double>(new Network<double>(Net(3)), cases, new GradientDescent()).Run(StopWhen.Sweeps(1));
        Assert.Equal(history.Error / total, history.ErrorPerCase, 1e-12);
    }

    [Fact]
    public void Long_sequences_are_learned_by_windows_in_either_mode()
    {
        // A running parity of the last two bits: needs the state that a window hands on.
        var random = new RandomSource(9);
        var bits = Enumerable.Range(0, 60).Select(_ => (double)random.NextInt(2)).ToArray();
        foreach (var batch in new[] { Batch.All, Batch.Of(1) })
        {
            var topology = Net(3);
            var sequences = new SequencesBuilder(topology, 1, 60);
            sequences.Input(0, "input", [.. bits.Select(static bit => new[] { bit, 1 - bit })]);
            sequences.Target(0, "output", [.. bits.Select((bit, t) => new[] { t == 0 ? double.NaN : Math.Abs(bit - bits[t - 1]) })]);
            var trainer = new Trainer<double>(new Network<double>(topology).Randomize(2, 0.5), sequences.ToCases(),
                new Rprop(), null, new TrainerOptions { Batch = batch });
            if (batch.Size == 1)
                trainer = new Trainer<double>(trainer.Network, sequences.ToCases(), new GradientDescent { LearningRate = 0.5, Momentum = 0.8 }, null, new TrainerOptions { Batch = batch });
            var history = trainer.Run(StopWhen.AllOnRightSide | StopWhen.Sweeps(4000));
            Assert.Same(StopWhen.AllOnRightSide, history.Stopped);
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(2)]
    public void A_row_of_several_ticks_holds_its_inputs_and_clamps_and_has_targets_after_the_grace(int iterations)
    {
        var topology = Net(iterations);
        var network = new Network<double>(topology).Randomize(6, 0.8);
        double[][] inputs = Rows(3, 2, 1), targets = [[0.1], [0.2], [0.3]];
        double[]?[] clamps = [null, [0.5, double.NaN, 0.25, double.NaN], null];
        var rows = new SequencesBuilder(topology, 1, length: 3, ticks: 3, grace: 2).Input(0, "input", inputs).Target(0, "output", targets).Clamp(0, "hidden", clamps).ToCases();
        var each = new SequencesBuilder(topology, 1, length: 9);
        for (var row = 0; row < 3; row++)
        {
            each.Target(0, "output", [targets[row]], first: (row * 3) + 3);
            for (var tick = 1; tick <= 3; tick++)
                each.Input(0, "input", [inputs[row]], first: (row * 3) + tick).Clamp(0, "hidden", [clamps[row]], first: (row * 3) + tick);
        }

        Assert.Equal(GradientCheck.Gradient(network, each.ToCases()), GradientCheck.Gradient(network, rows));
        Assert.Equal(network.Evaluate(each.ToCases()), network.Evaluate(rows));
    }

    [Fact]
    public void The_rows_of_an_unrolling_are_as_many_as_have_all_their_ticks()
    {
        var builder = new SequencesBuilder(Net(7), 1, ticks: 3);
        builder.Input(0, "input", Rows(2, 2, 1));
        var problem = Assert.Throws<CasesException>(() => builder.Input(0, "input", Rows(3, 2, 1)));
        Assert.Contains("for the rows 1 … 3, but the sequences last from 1 to 2", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "ticks must be at least 1, but was 0.")]
    [InlineData(3, 3, "grace must be 0 or more and below the 3 ticks of a row, but was 3.")]
    [InlineData(1, 1, "grace must be 0 or more and below the 1 tick of a row, but was 1.")]
    [InlineData(2, -1, "grace must be 0 or more and below the 2 ticks of a row, but was -1.")]
    public void Ticks_and_a_grace_that_leave_no_iteration_are_refused(int ticks, int grace, string message) =>
        Assert.Equal(message, Assert.Throws<CasesException>(() => new SequencesBuilder(Net(6), 1, ticks: ticks, grace: grace)).Message);

    /// <summary>
    /// The unit is held at 0.5 at first and free afterwards, y(2) = v · 0.5 = 1 and y(3) = v · 1 = 2 with v = 2; of the target 1 at the end e = 1,
    /// and ∂E/∂v = e (1 + v · 0.5): what goes on beyond y(2) ends at the clamp.
    /// </summary>
    [Fact]
    public void A_group_may_be_input_in_some_iterations_and_output_in_others()
    {
        var topology = Topology.Iterative(static net =>
        {
            var unit = net.Output("unit", 1, UnitFunction.Identity, biases: false);
            unit.From(unit, delay: 1);
        }).Unroll(3, SharedGradient.Sum);
        var network = new Network<double>(topology);
        network.Weights[0] = 2;
        var cases = new SequencesBuilder(topology, 1).Clamp(0, "unit", [[0.5]]).Target(0, "unit", [[1]], first: 3).ToCases();

        Assert.Equal(0.5, network.Evaluate(cases).Error);
        Assert.Equal(2, GradientCheck.Gradient(network, cases)[0]);
        Assert.True(GradientCheck.Run(network, cases).Passes());
        var runner = new SequenceRunner<double>(network);
        runner.Clamp("unit", 0.5);
        Assert.Equal([0.5, 1, 2], [runner.Step([])[0], runner.Step([])[0], runner.Step([])[0]]);
    }

    [Fact]
    public void A_target_or_clamp_beyond_the_unrolling_is_refused()
    {
        var sequences = new SequencesBuilder(Net(3), 1);
        foreach (var attempt in new Action[]
        {
            () => sequences.Target(0, "output", [[1]], first: 4),
            () => sequences.Clamp(0, "hidden", [[1, 1, 1, 1]], first: 5),
            () => sequences.Input(0, "input", Rows(4, 2, 1)),
            () => sequences.Target(0, "output", [[1]], first: 0),
        })
        {
            Assert.Contains("from 1 to 3", Assert.Throws<CasesException>(attempt).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var sequences = new SequencesBuilder(Net(3), 2);
        Refused("sequence 2", () => sequences.Input(2, "input", [[1, 0]]));
        Refused("'inputs'", () => sequences.Input(0, "inputs", [[1, 0]]));
        Refused("2 units, but 3", () => sequences.Input(0, "input", [[1, 0, 1]]));
        Refused("not an input group", () => sequences.Input(0, "hidden", [[1, 0, 1, 1]]));
        Refused("'output@0'", () => sequences.InitialState(0, "output", [1]));
        Refused("2 units, but 1", () => new SequencesBuilder(Topology.Iterative(static net => net.Output("o", 1).From(net.Input("i", 2), delay: 2)).Unroll(1), 1).Input(0, "i", [[1]]));
        Refused("fit in one set", () => new SequencesBuilder(Net(3), 2000, 3_000_000).Input(0, "input", [[1, 0]]));
        Refused("more than", () => new SequencesBuilder(Net(3), int.MaxValue, int.MaxValue));
        Refused("from 1 to 3", () => sequences.Input(0, "input", [[1, 0], [1, 0]], first: int.MaxValue));
        Refused("layered", () => new SequencesBuilder(Topology.Layered(1, 1), 1));
        Refused("count must be at least 1", () => new SequencesBuilder(Net(3), 0));
        Refused("cannot be shuffled", () => new Trainer<float>(new Network<float>(Net(3)), new SequencesBuilder(Net(3), 2, 9).Target(0, "output", [[1]]).ToCases(), new GradientDescent(), null, new TrainerOptions { Batch = Batch.Of(1) }));

        static void Refused(string expected, Action attempt) => Assert.Contains(expected, Assert.Throws<CasesException>(attempt).Message, StringComparison.Ordinal);
    }
}
