namespace Backprop.Tests;

/// <summary>Random iterative nets: what unrolling makes of them is the net run in time, step by step.</summary>
public sealed class UnrollingTests
{
    private const int CaseCount = 3;

    [Fact]
    public void The_unrolled_net_has_the_states_of_the_net_run_in_time() => IterativePlan.Check(80, static plan =>
    {
        var net = new Network<double>(plan.Build().Unroll(plan.Iterations, plan.Sharing)).Randomize(plan.Seed, 0.9);
        var cases = Cases(plan, net.Topology);
        var activity = net.Run(cases);

        for (var c = 0; c < CaseCount; c++)
        {
            // history[t][group]: states at iteration t; before the first iteration the initial states.
            var history = new List<double[][]> { InitialStates(plan) };
            for (var t = 1; t <= plan.Iterations; t++)
            {
                history.Add(Iterate(plan, net, history, Given(plan, cases, c, t)));
                for (var group = 1; group < plan.Sizes.Length; group++)
                {
                    for (var unit = 0; unit < plan.Sizes[group]; unit++)
                        Assert.Equal(history[t][group][unit], activity[$"g{group}@{t}", c][unit], 1e-12);
                }
            }
        }
    });

    [Fact]
    public void The_gradient_of_the_unrolled_net_is_that_of_differences() => IterativePlan.Check(40, static plan =>
    {
        var net = new Network<double>(plan.Build().Unroll(plan.Iterations, plan.Sharing)).Randomize(plan.Seed, 0.9);

        var result = GradientCheck.Run(net, Cases(plan, net.Topology));

        Assert.Equal(net.Topology.WeightCount, result.Count);
        Assert.True(result.Passes(), result.ToString());
    });

    [Fact]
    public void The_description_of_an_iterative_net_gives_it_back() => IterativePlan.Check(40, static plan =>
    {
        var topology = plan.Build().Unroll(plan.Iterations, plan.Sharing);

        var back = Topology.FromJson(topology.ToJson());

        Assert.Equal(topology.ToString(), back.ToString());
        Assert.Equal(topology.ToJson(), back.ToJson());
        Assert.Equal(topology.Blocks.Select(static block => (block.Name, block.Offset, block.Copies, block.Sharing)), back.Blocks.Select(static block => (block.Name, block.Offset, block.Copies, block.Sharing)));
    });

    private static Cases Cases(IterativePlan plan, Topology topology)
    {
        var random = new RandomSource(plan.Seed + 1);
        var builder = new CasesBuilder(CaseCount);
        foreach (var group in topology.Inputs.Where(static group => group.Iteration > 0))
            builder.Input(group.Name, [.. Enumerable.Range(0, CaseCount * group.Size).Select(_ => random.NextSigned())], group.Size);
        foreach (var group in topology.Outputs)
            builder.Target(group.Name, [.. Enumerable.Range(0, CaseCount * group.Size).Select(_ => random.NextDouble())], group.Size);
        return builder.ToCases();
    }

    private static double[] Given(IterativePlan plan, Cases cases, int c, int t)
    {
        var values = cases.Inputs.First(input => input.Group == $"g0@{t}");
        return [.. Enumerable.Range(0, plan.Sizes[0]).Select(unit => values[c, unit])];
    }

    private static double[][] InitialStates(IterativePlan plan) =>
        [.. plan.Sizes.Select((size, group) => Enumerable.Repeat(group == 0 ? 0 : group == plan.Sizes.Length - 1 ? 0.25 : 0.5, size).ToArray())];

    private static double[][] Iterate(IterativePlan plan, Network<double> net, List<double[][]> history, double[] given)
    {
        var states = new double[plan.Sizes.Length][];
        states[0] = given;
        for (var to = 1; to < states.Length; to++)
        {
            var x = net.GetBiases($"g{to}@1").ToArray();
            foreach (var (from, _, delay) in plan.AllProjections.Where(projection => projection.To == to))
            {
                var source = delay == 0 ? states[from] : history[Math.Max(history.Count - delay, 0)][from];
                var alone = plan.AllProjections.Count(projection => projection.From == from && projection.To == to) == 1;
                var weights = net[alone ? $"g{from}->g{to}" : $"g{from}->g{to}, delay {delay}"];
                for (var j = 0; j < x.Length; j++)
                {
                    for (var i = 0; i < source.Length; i++)
                        x[j] += weights[(j * source.Length) + i] * source[i];
                }
            }
            states[to] = PlainNet.Apply(plan.Function(to), x);
        }
        return states;
    }
}
