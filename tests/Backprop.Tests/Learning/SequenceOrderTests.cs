namespace Backprop.Tests;

/// <summary>Training sequence after sequence: changes after each window, each sequence or some of them.</summary>
public sealed class SequenceOrderTests
{
    private const int Sequences = 3;

    /// <summary>
    /// One linear unit s(t) = w i(t) + v s(t − 1), both weights 0.5, inputs 1, 2, targets 1, 1, ε = 0.1, worked by hand.
    /// Copy-back, a change per step: s = 0.5 and e = −0.5 change w to 0.55; then s = 1.35 and e = 0.35, with the state 0.5 as it was, change w by −0.07 and v by −0.0175.
    /// A change per sequence: s = 0.5, 1.25; ∂E/∂w = −0.5 + 0.25 · 2 = 0 and ∂E/∂v = 0.25 · 0.5.
    /// Through all time the second error also reaches w through v: 0.25 · 0.5 · 1.
    /// </summary>
    [Theory]
    [InlineData(1, "each window", 0.48, 0.4825, 0.18625)]
    [InlineData(1, "each sequence", 0.5, 0.4875, 0.15625)]
    [InlineData(2, "each sequence", 0.4875, 0.4875, 0.15625)]
    [InlineData(2, "each window", 0.4875, 0.4875, 0.15625)]
    public void Copy_back_and_back_propagation_through_time_change_the_weights_as_worked_by_hand(int iterations, string batch, double w, double v, double error)
    {
        var topology = Topology.Iterative(static net =>
        {
            var unit = net.Output("s", 1, UnitFunction.Identity, biases: false).From(net.Input("i", 1));
            unit.From(unit, delay: 1);
        }).Unroll(iterations, SharedGradient.Sum);
        var network = new Network<double>(topology);
        network.Weights.Fill(0.5);
        var cases = new SequencesBuilder(topology, 1, 2).Input(0, "i", [[1], [2]]).Target(0, "s", [[1], [1]]).ToCases();
        var options = new TrainerOptions { Batch = batch == "each window" ? Batch.EachWindow : Batch.EachSequence };
        Assert.Equal(batch, options.Batch.ToString());

        var trainer = new Trainer<double>(network, cases, new GradientDescent { LearningRate = 0.1, Momentum = 0 }, options: options);

        Assert.Equal(error, trainer.Step(), 1e-15);
        Assert.Equal(w, network.Weights[0], 1e-15);
        Assert.Equal(v, network.Weights[1], 1e-15);
        Assert.Equal(batch == "each window" && iterations == 1 ? 2 : 1, trainer.Changes);
    }

    [Fact]
    public void Each_sequence_makes_the_change_that_it_makes_alone() => IterativePlan.Check(30, static plan =>
    {
        var network = Net(plan);
        var trainer = Trainer(network, Cases(plan, network.Topology), Batch.EachSequence);
        var expected = network.Copy();
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            Trainer(expected, Alone(plan, network.Topology, sequence), Batch.All).Step();
            Assert.Equal(sequence == Sequences - 1, trainer.StepBatch());
            Assert.Equal(expected.Weights.ToArray(), network.Weights.ToArray());
        }
    });

    [Fact]
    public void Each_window_makes_the_change_that_it_makes_where_its_sequence_is_alone() => IterativePlan.Check(30, static plan =>
    {
        var network = Net(plan);
        var trainer = Trainer(network, Cases(plan, network.Topology), Batch.EachWindow);
        var expected = network.Copy();
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            var alone = Trainer(expected, Alone(plan, network.Topology, sequence), Batch.Of(1));
            for (var ended = false; !ended;)
            {
                ended = alone.StepBatch();
                Assert.Equal(ended && sequence == Sequences - 1, trainer.StepBatch());
                Assert.Equal(expected.Weights.ToArray(), network.Weights.ToArray());
            }
        }
        Assert.Equal(Enumerable.Range(0, Sequences).Sum(sequence => ((Length(plan, sequence) - 1) / plan.Iterations) + 1), trainer.Changes);
    });

    [Fact]
    public void The_gradient_of_some_sequences_is_the_sum_of_their_gradients() => IterativePlan.Check(30, static plan =>
    {
        var network = Net(plan);
        double[][] gradients = [.. Enumerable.Range(0, Sequences).Select(sequence => GradientCheck.Gradient(network, Alone(plan, network.Topology, sequence)))];
        var trainer = Trainer(network, Cases(plan, network.Topology), Batch.OfSequences(2), rate: 1e-300);

        trainer.StepBatch();
        for (var k = 0; k < gradients[0].Length; k++)
            Assert.Equal(gradients[0][k] + gradients[1][k], trainer.LastGradient[k], 1e-12);
        Assert.True(trainer.StepBatch());
        Assert.Equal(gradients[2], trainer.LastGradient.ToArray());
    });

    [Fact]
    public void A_sequence_that_has_ended_runs_no_further()
    {
        // The state of the first sequence is infinite in its second iteration, and an infinite state makes the gradient NaN.
        var topology = Topology.Iterative(static net =>
        {
            var unit = net.Output("s", 1, UnitFunction.Identity, biases: false);
            unit.From(unit, delay: 1);
        }).Unroll(1);
        var cases = new SequencesBuilder(topology, 2, 4).InitialState(0, "s", [1]).Target(0, "s", [[1e200]]).Target(1, "s", [[0], [0], [0], [0]]).ToCases();
        double Weight(Batch batch)
        {
            var network = new Network<double>(topology);
            network.Weights[0] = 1e200;
            Trainer(network, cases, batch).Step();
            return network.Weights[0];
        }

        Assert.Equal(1e200, Weight(Batch.OfSequences(2)));
        Assert.Equal(double.NaN, Weight(Batch.All));
    }

    [Fact]
    public void Shuffling_takes_whole_sequences_in_another_order_each_sweep()
    {
        var topology = Recurrent(1);
        var builder = new SequencesBuilder(topology, 6, 3);
        for (var sequence = 0; sequence < 6; sequence++)
            builder.Input(sequence, "in", [.. Enumerable.Range(0, 1 + (sequence % 3)).Select(t => new double[] { sequence, t })]).Target(sequence, "out", [[0.5]]);
        var trainer = new Trainer<double>(new Network<double>(topology).Randomize(1), builder.ToCases(), new GradientDescent(), options: new TrainerOptions { Batch = Batch.EachWindow, Shuffle = true, Seed = 3 });
        var orders = new List<string>();
        for (var sweep = 0; sweep < 4; sweep++)
        {
            trainer.StepBatch();
            var state = trainer.Capture();
            Assert.Equal([0, 1, 2, 3, 4, 5], state.Order.Order());
            orders.Add(string.Join(' ', state.Order));
            trainer.Step();
        }
        Assert.Equal(4, orders.Distinct().Count());
        Assert.Equal(4 * 12, trainer.Changes);
    }

    [Fact]
    public void A_training_restored_in_the_middle_of_a_sequence_goes_on_with_the_same_bits() => IterativePlan.Check(10, static plan =>
    {
        foreach (var batch in new[] { Batch.EachWindow, Batch.EachSequence, Batch.OfSequences(2) })
        {
            Trainer<double> New() => new(Net(plan), Cases(plan, Net(plan).Topology), new GradientDescent { LearningRate = 0.05 }, options: new TrainerOptions { Batch = batch, Shuffle = true });
            for (var changes = 1; changes <= 7; changes++)
            {
                var (first, second) = (New(), New());
                for (var k = 0; k < changes; k++)
                    first.StepBatch();
                second.Network.Randomize(99);
                second.StepBatch();
                second.Restore(first.Capture());
                first.Step();
                second.Step();
                Assert.Equal(first.Network.Weights.ToArray(), second.Network.Weights.ToArray());
                Assert.Equal(first.History.Errors, second.History.Errors);
            }
        }
    });

    [Theory]
    [InlineData(true, 0, 0, null)]
    [InlineData(true, 5, 2, null)]
    [InlineData(true, 6, 0, "window 6 of a sweep of 6")]
    [InlineData(true, -1, 0, "window -1 of a sweep of 6")]
    [InlineData(false, 3, 0, null)]
    [InlineData(false, 2, 1, "window 2 of a sweep of 6")]
    public void A_position_within_a_sequence_is_one_of_a_training_window_by_window(bool eachWindow, int position, int window, string? problem)
    {
        // The sequences 2, 0, 1 have 1, 2 and 3 windows.
        var order = new SequenceOrder(new CaseOrder(3, 1, shuffle: true, seed: 1), [2, 3, 1], eachWindow);
        ulong[] generator = [1, 2, 3, 4];
        if (problem is not null)
        {
            Assert.Contains(problem, order.Problem([2, 0, 1], generator, position)!, StringComparison.Ordinal);
            return;
        }
        Assert.Null(order.Problem([2, 0, 1], generator, position));
        order.Restore([2, 0, 1], generator, position);
        Assert.Equal((position, window), (order.Position, order.Window));
        Assert.Equal(window, order.WindowAt([2, 0, 1], position));
    }

    [Fact]
    public void Sequences_are_a_batch_only_of_an_iterative_net()
    {
        var network = new Network<double>(Topology.Layered(1, 1));
        var problem = Assert.Throws<CasesException>(() => new Trainer<double>(network, Backprop.Cases.From([[1]], [[1]]), new GradientDescent(), options: new TrainerOptions { Batch = Batch.EachSequence }));
        Assert.Equal("The batch, each sequence, is for sequences through an iterative net, but this net is layered; use Batch.EachCase or Batch.Of(…).", problem.Message);
    }

    [Fact]
    public void Windows_of_all_sequences_at_once_cannot_be_shuffled_and_the_message_names_the_batches_that_can()
    {
        var topology = Recurrent(1);
        var cases = new SequencesBuilder(topology, 2, 3).Target(0, "out", [[1], [1], [1]]).ToCases();
        var problem = Assert.Throws<CasesException>(() => new Trainer<double>(new Network<double>(topology), cases, new GradientDescent(), options: new TrainerOptions { Batch = Batch.Of(2), Shuffle = true }));
        Assert.Contains("Batch.EachSequence", problem.Message, StringComparison.Ordinal);
    }

    private static Topology Recurrent(int iterations) => Topology.Iterative(static net =>
    {
        var hidden = net.Group("hidden", 3).From(net.Input("in", 2));
        hidden.From(hidden, delay: 1);
        net.Output("out", 1).From(hidden);
    }).Unroll(iterations);

    private static Trainer<double> Trainer(Network<double> network, Cases cases, Batch batch, double rate = 0.05) =>
        new(network, cases, new GradientDescent { LearningRate = rate, Momentum = 0 }, options: new TrainerOptions { Batch = batch });

    private static Network<double> Net(IterativePlan plan) => new Network<double>(plan.Build().Unroll(plan.Iterations, plan.Sharing)).Randomize(plan.Seed, 0.9);

    /// <summary>Sequences of different lengths, each of more than one window, so that it has a window to pass on also where it is alone.</summary>
    private static int Length(IterativePlan plan, int sequence) => plan.Iterations + 1 + (int)((plan.Seed + (ulong)(3 * sequence)) % 7);

    private static Cases Cases(IterativePlan plan, Topology topology)
    {
        var builder = new SequencesBuilder(topology, Sequences, Enumerable.Range(0, Sequences).Max(sequence => Length(plan, sequence)));
        for (var sequence = 0; sequence < Sequences; sequence++)
            Add(builder, plan, topology, sequence, sequence);
        return builder.ToCases();
    }

    private static Cases Alone(IterativePlan plan, Topology topology, int sequence)
    {
        var builder = new SequencesBuilder(topology, 1, Length(plan, sequence));
        Add(builder, plan, topology, sequence, 0);
        return builder.ToCases();
    }

    private static void Add(SequencesBuilder builder, IterativePlan plan, Topology topology, int sequence, int place)
    {
        var random = new RandomSource((plan.Seed * 31) + (ulong)sequence);
        double[] Row(int group) => [.. Enumerable.Range(0, plan.Sizes[group]).Select(_ => random.NextDouble())];
        foreach (var group in topology.Inputs.Where(static group => group.Iteration < 1))
            builder.InitialState(place, group.Origin, Row(group.Origin[1] - '0'), group.Iteration!.Value);
        for (var t = 1; t <= Length(plan, sequence); t++)
        {
            builder.Input(place, "g0", [Row(0)], t);
            builder.Target(place, $"g{plan.Sizes.Length - 1}", [Row(plan.Sizes.Length - 1)], t);
        }
    }
}
