namespace Backprop.Tests;

/// <summary>Nets that iterate until their states no longer change.</summary>
public sealed class SettlingTests
{
    /// <summary>y ← y/2 + i with i = 1 from 0: 1, 1.5, 1.75, 1.875, 1.9375: the changes halve, and 0.125 is the one of the fourth iteration.</summary>
    [Fact]
    public void A_runner_stops_at_the_first_iteration_that_changes_no_state_by_more()
    {
        var runner = new SequenceRunner<double>(Halving(1));

        Assert.Equal(new Settling(4, true, 0.125), runner.Settle([1], within: 0.125));
        Assert.Equal(1.875, runner.State("y")[0]);
        Assert.Equal(4, runner.Iterations);
        Assert.Equal("settled after 1 iteration", runner.Settle([1], within: 0.0625).ToString());
        Assert.Equal("not settled after 2 iterations: states still change by 0.0156", runner.Settle([1], within: 0.001, most: 2).ToString());
        runner.Reset();
        Assert.Equal("not settled after 1 iteration: none before it to compare with", runner.Settle([1], most: 1).ToString());
        runner.SetState("y", [2]);
        Assert.Equal(new Settling(2, true, 0), runner.Settle([1], within: 0));
    }

    [Fact]
    public void Clamps_are_held_while_a_net_settles_and_end_with_it()
    {
        var runner = new SequenceRunner<double>(Halving(1));
        runner.Clamp("y", 5);
        Assert.Equal(new Settling(2, true, 0), runner.Settle([1]));
        Assert.Equal(5, runner.State("y")[0]);
        Assert.Equal(3.5, runner.Step([1])[0]);
    }

    /// <summary>Two iterations with the inputs 0 and 1 give 0 and 1, and the input 1 goes on: 1.5, 1.75, 1.875. From the initial state 2 they give 1, 1.5, then 1.75, 1.875.</summary>
    [Fact]
    public void Cases_go_on_with_the_inputs_of_their_last_iteration_until_they_settle()
    {
        var network = Halving(2);
        var cases = new SequencesBuilder(network.Topology, 2)
            .Input(0, "i", [[0], [1]]).Target(0, "y", [[7], [2]])
            .Input(1, "i", [[0], [1]]).Target(1, "y", [[7], [1.5]]).InitialState(1, "y", [2])
            .Weights([1, 2]).ToCases();

        var settled = network.Settle(cases, within: 0.125);

        Assert.Equal([new Settling(5, true, 0.125), new Settling(4, true, 0.125)], settled.Settlings);
        Assert.Equal((1.875, 1.875), (settled["y", 0][0], settled["y", 1][0]));
        Assert.Equal(new Evaluation(2, (0.125 * 0.125 / 2) + (0.375 * 0.375), 0.375, true), settled.Evaluation);
        Assert.False(network.Settle(cases, within: 0, most: 3).Settlings[0].IsSettled);
    }

    /// <summary>From 0 the inputs 1 give 1, 1.5, 1.75, 1.875; the clamp 4 of the second case goes on, and the third has no target at its end.</summary>
    [Fact]
    public void Cases_that_end_early_are_held_at_their_own_last_iteration_and_measured_by_its_targets()
    {
        var network = Halving(4);
        var cases = new SequencesBuilder(network.Topology, 4)
            .Input(0, "i", [[1]]).Target(0, "y", [[0.875]])
            .Input(1, "i", [[1], [1]]).Target(1, "y", [[7], [3]]).Clamp(1, "y", [[4]], first: 2)
            .Input(2, "i", [[0], [0], [0]]).Target(2, "y", [[7], [7]])
            .Input(3, "i", [[0], [0], [0], [1]]).Target(3, "y", [[1.875]], first: 4).ToCases();
        var edge = ErrorMeasure.ByGroup(new SumOfSquares(), new Dictionary<string, ErrorMeasure> { ["y@2"] = new SumOfSquares { Tolerance = Tolerance.Edge(0.5) } });

        var settled = network.Settle(cases, within: 0.125);

        Assert.Equal([new Settling(4, true, 0.125), new Settling(3, true, 0), new Settling(4, true, 0), new Settling(7, true, 0.125)], settled.Settlings);
        Assert.Equal([1.875, 4, 0, 1.875], Enumerable.Range(0, 4).Select(c => settled["y", c][0]));
        Assert.Equal(new Evaluation(3, 0.5 + 0.5, 1, true), settled.Evaluation);
        Assert.Equal(0.5 + (0.5 * 0.5 / 2), network.Settle(cases, within: 0.125, error: edge).Evaluation!.Error);
    }

    [Fact]
    public void Cases_settle_with_the_bits_of_a_longer_unrolling() => IterativePlan.Check(30, static plan =>
    {
        plan = plan with { Leaky = true };
        // An input that only delays read says nothing of its last iteration.
        var network = new Network<double>(plan.Build().Unroll(plan.Iterations, plan.Sharing)).Randomize(plan.Seed, 0.9);
        if (!network.Topology.TryGetGroup($"g0@{plan.Iterations}", out _))
            return;
        var settled = network.Settle(Cases(plan, network.Topology, plan.Iterations), within: 0.01, most: 30);
        for (var c = 0; c < 2; c++)
        {
            var iterations = settled.Settlings[c].Iterations;
            var longer = new Network<double>(plan.Build().Unroll(iterations, plan.Sharing));
            network.Weights.CopyTo(longer.Weights);
            var activity = longer.Run(Cases(plan, longer.Topology, iterations));
            var change = 0.0;
            for (var group = 1; group < plan.Sizes.Length; group++)
            {
                Assert.Equal(activity[$"g{group}@{iterations}", c].ToArray(), settled[$"g{group}", c].ToArray());
                for (var unit = 0; unit < plan.Sizes[group]; unit++)
                    change = Math.Max(change, Math.Abs(activity[$"g{group}@{iterations}", c][unit] - activity[$"g{group}@{iterations - 1}", c][unit]));
            }
            Assert.Equal(change, settled.Settlings[c].Change);
            Assert.Equal(change <= 0.01, settled.Settlings[c].IsSettled);
        }

        Cases Cases(IterativePlan plan, Topology topology, int length)
        {
            var builder = new SequencesBuilder(topology, 2);
            for (var c = 0; c < 2; c++)
            {
                // The second case ends an iteration earlier than the first, where there are several.
                var end = Math.Max(1, plan.Iterations - c);
                for (var t = 1; t <= (topology == network.Topology ? end : length); t++)
                {
                    var random = new RandomSource((plan.Seed * 5) + (ulong)((c * 100) + Math.Min(t, end)));
                    double[] Row(int group) => [.. Enumerable.Range(0, plan.Sizes[group]).Select(_ => random.NextDouble())];
                    builder.Input(c, "g0", [Row(0)], t).Clamp(c, "g1", [c == 0 ? null : Row(1)], t);
                }
                foreach (var initial in topology.Inputs.Where(static group => group.Iteration < 1 && !group.Description.IsTotalInput && group.Origin != "g0"))
                    builder.InitialState(c, initial.Origin, [.. Enumerable.Repeat(0.3 + (0.1 * c), initial.Size)], initial.Iteration!.Value);
            }
            return builder.ToCases();
        }
    });

    [Fact]
    public void Settled_states_are_measured_by_the_error_of_their_group()
    {
        var network = Halving(2);
        var cases = new SequencesBuilder(network.Topology, 1).Input(0, "i", [[1], [1]]).Target(0, "y", [[0]], first: 2).ToCases();
        var edge = ErrorMeasure.ByGroup(new SumOfSquares(), new Dictionary<string, ErrorMeasure> { ["y@1"] = new SumOfSquares(), ["y@2"] = new SumOfSquares { Tolerance = Tolerance.Edge(0.5) } });
        Assert.Equal(1.5 * 1.5 / 2, network.Settle(cases, within: 1e-9, error: edge).Evaluation!.Error, 1e-6);
    }

    [Fact]
    public void What_cannot_settle_is_refused_by_name()
    {
        var network = Halving(2);
        var cases = new SequencesBuilder(network.Topology, 1).Input(0, "i", [[1]]).ToCases();
        Assert.Null(network.Settle(cases).Evaluation);
        Assert.Contains("more than the 2 iterations", Assert.Throws<ArgumentOutOfRangeException>(() => network.Settle(cases, most: 2)).Message, StringComparison.Ordinal);
        Assert.Contains("'within' must be 0 or more", Assert.Throws<ArgumentOutOfRangeException>(() => network.Settle(cases, within: double.NaN)).Message, StringComparison.Ordinal);
        Assert.Contains("longer than the 2 iterations", Assert.Throws<CasesException>(() => network.Settle(new SequencesBuilder(network.Topology, 1, 4).ToCases())).Message, StringComparison.Ordinal);
        Assert.Contains("this one is layered", Assert.Throws<CasesException>(static () => new Network<double>(Topology.Layered(1, 1)).Settle(Backprop.Cases.From([[1]], [[1]]))).Message, StringComparison.Ordinal);
        Assert.Contains("has 1 input units, but 0 inputs", Assert.Throws<CasesException>(() => new SequenceRunner<double>(network).Settle([])).Message, StringComparison.Ordinal);
        Assert.Throws<CasesException>(() => new SequenceRunner<double>(network).Settle([double.NaN]));

        var delayed = Topology.Iterative(static net => net.Output("o", 1).From(net.Input("i", 1), delay: 1)).Unroll(2);
        var problem = Assert.Throws<CasesException>(() => new Network<double>(delayed).Settle(new SequencesBuilder(delayed, 1).ToCases()));
        Assert.Contains("Only delayed projections send from the input group 'i'", problem.Message, StringComparison.Ordinal);
    }

    private static Network<double> Halving(int iterations)
    {
        var network = new Network<double>(Topology.Iterative(static net =>
        {
            var y = net.Output("y", 1, UnitFunction.Identity, biases: false).From(net.Input("i", 1));
            y.From(y, delay: 1);
        }).Unroll(iterations));
        network["i->y"][0] = 1;
        network["y->y"][0] = 0.5;
        return network;
    }
}
