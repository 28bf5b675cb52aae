namespace Backprop.Tests;

/// <summary>Leaky units, x ← x + τ(net − x), and soft clamps, y ← y + s(clamp − y), in unrolled nets.</summary>
public sealed class LeakyUnitsTests
{
    /// <summary>
    /// One linear unit, w = 2, τ = 1/4, inputs 1, 1, 0, worked by hand: x = 0 + (2 − 0)/4 = 0.5, then 0.5 + (2 − 0.5)/4 = 0.875, then 0.875 + (0 − 0.875)/4 = 0.65625.
    /// The target 1 at the end gives e = −0.34375, ∂E/∂x = e, (3/4) e, (3/4)² e on the way back, and ∂E/∂w = e (0 + 3/4 + 9/16)/4.
    /// </summary>
    [Theory]
    [InlineData(SharedGradient.Sum, 1)]
    [InlineData(SharedGradient.Mean, 3)]
    public void States_and_gradient_of_a_leaky_unit_are_those_worked_by_hand(SharedGradient sharing, double copies)
    {
        var topology = Topology.Iterative(static net => net.Output("o", 1, UnitFunction.Identity, biases: false, leakRate: 0.25).From(net.Input("i", 1))).Unroll(3, sharing);
        var network = new Network<double>(topology);
        network.Weights[0] = 2;
        var cases = new SequencesBuilder(topology, 1).Input(0, "i", [[1], [1], [0]]).Target(0, "o", [[1]], first: 3).ToCases();

        var activity = network.Run(cases);
        Assert.Equal([0.5, 0.875, 0.65625], [activity["o@1", 0][0], activity["o@2", 0][0], activity["o@3", 0][0]]);
        Assert.Equal(0.34375 * 0.34375 / 2, network.Evaluate(cases).Error);
        Assert.Equal(-0.34375 * 1.3125 / 4 / copies, GradientCheck.Gradient(network, cases)[0], 1e-16);
    }

    /// <summary>One linear unit, w = 2, input 1, clamp 1, s = 1/4: y = 2 + (1 − 2)/4 = 1.75; the target 0 gives ∂E/∂y = 1.75, of which 3/4 reach the total input.</summary>
    [Fact]
    public void State_and_gradient_of_a_soft_clamp_are_those_worked_by_hand()
    {
        var network = new Network<double>(Topology.Build(static net => net.Output("o", 1, UnitFunction.Identity, biases: false, clampStrength: 0.25).From(net.Input("i", 1))));
        network.Weights[0] = 2;
        var cases = new CasesBuilder(2).Input("i", [1.0, 1.0], 1).Target("o", [0.0, Backprop.Cases.DontCare], 1).Clamp("o", [1, Backprop.Cases.DontCare], 1).ToCases();

        var activity = network.Run(cases);
        Assert.Equal((1.75, 2.0), (activity["o", 0][0], activity["o", 1][0]));
        Assert.Equal(1.75 * 0.75, GradientCheck.Gradient(network, cases)[0]);
    }

    [Fact]
    public void States_and_error_are_those_of_the_plain_net_and_the_gradient_that_of_differences() => IterativePlan.Check(60, static plan =>
    {
        plan = plan with { Leaky = true };
        var topology = plan.Build().Unroll(plan.Iterations, plan.Sharing);
        var network = new Network<double>(topology).Randomize(plan.Seed, 0.9);
        var cases = Cases(plan, topology, plan.Iterations);

        var (error, states, _) = new PlainNet(topology, cases, static _ => PlainMeasure.Squares).Run(network.Weights);
        var activity = network.Run(cases);
        foreach (var group in topology.Groups)
        {
            for (var c = 0; c < cases.Count; c++)
            {
                for (var unit = 0; unit < group.Size; unit++)
                    Assert.Equal(states[group.Index][c, unit], activity[group, c][unit], 1e-12);
            }
        }
        Assert.Equal(error, network.Evaluate(cases).Error, 1e-12);
        var check = GradientCheck.Run(network, cases);
        Assert.True(check.Passes(), check.ToString());
    });

    [Fact]
    public void Cross_entropy_has_the_gradient_of_differences_where_its_units_leak_and_are_moved() => IterativePlan.Check(60, static plan =>
    {
        plan = plan with { Leaky = true };
        var topology = plan.Build().Unroll(plan.Iterations, plan.Sharing);
        if (topology.Outputs[0].UnitFunction is var function && function != UnitFunction.Logistic && function != UnitFunction.Softmax)
            return;
        var check = GradientCheck.Run(new Network<double>(topology).Randomize(plan.Seed, 0.9), Cases(plan, topology, plan.Iterations), new CrossEntropy());
        Assert.True(check.Passes(), check.ToString());
    });

    [Fact]
    public void Windows_the_runner_and_single_runs_have_the_bits_of_the_unrolled_net() => IterativePlan.Check(40, static plan =>
    {
        plan = plan with { Leaky = true };
        var length = (plan.Iterations * 2) + 1;
        var whole = new Network<double>(plan.Build().Unroll(length, plan.Sharing)).Randomize(plan.Seed, 0.9);
        var windows = new Network<double>(plan.Build().Unroll(plan.Iterations, plan.Sharing)).Randomize(plan.Seed, 0.9);
        var expected = whole.Run(Cases(plan, whole.Topology, length));
        var actual = windows.Run(Cases(plan, windows.Topology, length));
        var runner = new SequenceRunner<double>(windows);
        var free = whole.Run(Cases(plan, whole.Topology, length, clamped: false));
        var single = new Runner<double>(whole);
        for (var sequence = 0; sequence < 3; sequence++)
        {
            runner.Reset();
            foreach (var (group, iteration) in InitialStates(windows.Topology))
                runner.SetState($"g{group}", Row(plan, group, iteration, sequence, 2), iteration);
            foreach (var group in LeakyGroups(plan))
                runner.SetTotalInput($"g{group}", Row(plan, group, 0, sequence, 3));
            for (var t = 1; t <= length; t++)
            {
                for (var group = 1; group < plan.Sizes.Length; group++)
                {
                    if (Clamp(plan, group, t, sequence) is { } clamp)
                        runner.Clamp($"g{group}", clamp);
                }
                runner.Step(Row(plan, 0, t, sequence, 0));
                var (window, at) = Math.DivRem(t - 1, plan.Iterations);
                for (var group = 1; group < plan.Sizes.Length; group++)
                {
                    Assert.Equal(expected[$"g{group}@{t}", sequence].ToArray(), actual[$"g{group}@{at + 1}", (window * 3) + sequence].ToArray());
                    Assert.Equal(expected[$"g{group}@{t}", sequence].ToArray(), runner.State($"g{group}"));
                }
            }
            var outputs = single.Run([.. whole.Topology.Inputs.SelectMany(group => free[group, sequence].ToArray())]);
            Assert.Equal(whole.Topology.Outputs.SelectMany(group => free[group, sequence].ToArray()), outputs);
        }
    });

    [Fact]
    public void A_net_with_leaky_units_and_soft_clamps_is_the_same_after_JSON() => IterativePlan.Check(20, static plan =>
    {
        var topology = (plan with { Leaky = true }).Build().Unroll(plan.Iterations, plan.Sharing);
        var back = Topology.FromJson(topology.ToJson());
        Assert.Equal(topology.ToString(), back.ToString());
        Assert.Equal(topology.Groups.Select(static group => (group.Name, group.LeakRate, group.ClampStrength, group.Depth)), back.Groups.Select(static group => (group.Name, group.LeakRate, group.ClampStrength, group.Depth)));
    });

    [Fact]
    public void The_total_input_before_the_first_iteration_is_0_unless_a_sequence_gives_it()
    {
        var topology = Topology.Iterative(static net => net.Output("o", 1, leakRate: 0.5).From(net.Input("i", 1))).Unroll(1);
        var network = new Network<double>(topology);
        var activity = network.Run(new SequencesBuilder(topology, 2).InitialTotalInput(1, "o", [3]).ToCases());

        Assert.Equal(0.5, activity["o@1", 0][0], 1e-15);
        Assert.Equal(1 / (1 + Math.Exp(-1.5)), activity["o@1", 1][0], 1e-15);
    }

    [Fact]
    public void The_plan_lets_clamps_hold_the_state_and_the_total_input_go_on()
    {
        var topology = Topology.Iterative(static net => net.Output("o", 2, leakRate: 0.5).From(net.Input("i", 1))).Unroll(2);
        var shape = new GroupShape[topology.Groups.Count];
        shape[topology["o@2"].Index] = new GroupShape { HasTargets = true, HasClamps = true };
        var plan = PropagationPlanner.Plan(topology, new PlanKey(new BlockShape(shape), 4, GradientLayout.Flat, IsFresh: true));

        Assert.Equal([Operation.Dense, Operation.Leak, Operation.Value, Operation.Clamp], plan.Forward[1].Steps.Select(static step => step.Operation));
        Assert.Equal(["SumAndDerivative (Derivative)", "ClearClamped", "BackLeak from 0"], plan.Backward[0].Steps.Take(3).Select(static step => step.ToString()));
        Assert.Equal(["StartBack from 0", "BackLeak"], plan.Backward[1].Steps.Take(2).Select(static step => step.ToString()));
    }

    [Theory]
    [InlineData("leakRate", "0", "group 'o' has the leak rate 0; it must be above 0 and at most 1.")]
    [InlineData("leakRate", "1.5", "group 'o' has the leak rate 1.5; it must be above 0 and at most 1.")]
    [InlineData("clampStrength", "-1", "group 'o' has the clamp strength -1; it must be above 0 and at most 1.")]
    public void A_rate_or_strength_out_of_range_is_refused(string property, string value, string message)
    {
        var json = $$"""{"iterations": 2, "groups": [{"name": "i", "size": 1, "role": "input"}, {"name": "o", "size": 1, "role": "output", "{{property}}": {{value}}}], "projections": [{"from": "i", "to": "o"}]}""";
        Assert.Equal(message, Assert.Throws<TopologyException>(() => Topology.FromJson(json)).Message);
    }

    [Fact]
    public void Leaky_units_need_time()
    {
        var problem = Assert.Throws<TopologyException>(static () => Topology.Build(static net => net.Output("o", 1, leakRate: 0.5).From(net.Input("i", 1))));
        Assert.Equal("group 'o' has the leak rate 0.5, but a layered net has no time; only an iterative net has leaky units.", problem.Message);
    }

    [Fact]
    public void Total_inputs_of_units_that_are_not_leaky_are_refused_by_name()
    {
        var topology = Topology.Iterative(static net => net.Output("o", 1).From(net.Input("i", 1))).Unroll(1);
        var runner = new SequenceRunner<double>(new Network<double>(topology));
        Assert.Contains("group 'o', but it has a leak rate of 1", Assert.Throws<CasesException>(() => new SequencesBuilder(topology, 1).InitialTotalInput(0, "o", [1])).Message, StringComparison.Ordinal);
        Assert.Contains("'p', but it is not a group of the net", Assert.Throws<CasesException>(() => new SequencesBuilder(topology, 1).InitialTotalInput(0, "p", [1])).Message, StringComparison.Ordinal);
        Assert.Contains("group 'o' keeps no total inputs: its leak rate is 1", Assert.Throws<CasesException>(() => runner.SetTotalInput("o", [1])).Message, StringComparison.Ordinal);
        Assert.Contains("no group 'p'", Assert.Throws<CasesException>(() => runner.SetTotalInput("p", [1])).Message, StringComparison.Ordinal);
    }

    /// <summary>Targets in about half of the iterations, and at the end.</summary>
    private static Cases Cases(IterativePlan plan, Topology topology, int length, bool clamped = true)
    {
        var builder = new SequencesBuilder(topology, 3, length);
        for (var sequence = 0; sequence < 3; sequence++)
        {
            foreach (var (group, iteration) in InitialStates(topology))
                builder.InitialState(sequence, $"g{group}", Row(plan, group, iteration, sequence, 2), iteration);
            foreach (var group in LeakyGroups(plan))
                builder.InitialTotalInput(sequence, $"g{group}", Row(plan, group, 0, sequence, 3));
            for (var t = 1; t <= length; t++)
            {
                builder.Input(sequence, "g0", [Row(plan, 0, t, sequence, 0)], t);
                if (t == length || (plan.Seed + (ulong)t) % 2 == 0)
                    builder.Target(sequence, $"g{plan.Sizes.Length - 1}", [Row(plan, plan.Sizes.Length - 1, t, sequence, 1)], t);
                for (var group = 1; group < plan.Sizes.Length && clamped; group++)
                    builder.Clamp(sequence, $"g{group}", [Clamp(plan, group, t, sequence)], t);
            }
        }
        return builder.ToCases();
    }

    private static IEnumerable<(int Group, int Iteration)> InitialStates(Topology topology) =>
        topology.Inputs.Where(static group => group.Iteration < 1 && !group.Description.IsTotalInput).Select(static group => (group.Origin[1] - '0', group.Iteration!.Value));

    private static IEnumerable<int> LeakyGroups(IterativePlan plan) => Enumerable.Range(1, plan.Sizes.Length - 1).Where(group => plan.LeakRate(group) < 1);

    private static double[]? Clamp(IterativePlan plan, int group, int t, int sequence)
    {
        var random = new RandomSource((plan.Seed * 13) + (ulong)((group * 1000) + (t * 10) + sequence));
        if (random.NextInt(3) > 0)
            return null;
        return [.. Row(plan, group, t, sequence, 4).Select(state => plan.Function(group) == UnitFunction.Softmax || random.NextInt(2) == 0 ? state : double.NaN)];
    }

    private static double[] Row(IterativePlan plan, int group, int t, int sequence, int purpose)
    {
        var random = new RandomSource((plan.Seed * 7) + (ulong)(((((group * 100) + t + 20) * 10) + sequence) * 10) + (ulong)purpose);
        return [.. Enumerable.Range(0, plan.Sizes[group]).Select(_ => random.NextDouble())];
    }
}
