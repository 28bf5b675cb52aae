namespace Backprop.Tests;

public sealed class CaseDerivativesTests
{
    [Fact]
    public void Numbers_of_units_are_those_of_running_and_of_the_gradient_in_every_random_net() => NetPlan.Check(60, static plan =>
    {
        var net = plan.Network();
        var cases = plan.Cases(net.Topology);
        var error = plan.Error(net.Topology);

        var all = net.Derive(cases, error);

        Assert.Equal(net.Evaluate(cases, error).Error, all.Error);
        Assert.Equal(GradientCheck.Gradient(net, cases, error), all.ByWeight.ToArray());
        var states = net.Run(cases);
        foreach (var group in net.Topology.Groups)
        {
            for (var c = 0; c < cases.Count; c++)
                Assert.Equal(states[group, c].ToArray(), all.States(group, c).ToArray());
        }
    });

    [Fact]
    public void Products_of_derivatives_and_states_add_up_to_the_gradient_in_every_random_net() => NetPlan.Check(60, static plan =>
    {
        var net = plan.Network();
        var cases = plan.Cases(net.Topology);
        var all = net.Derive(cases, plan.Error(net.Topology));
        var sums = new double[net.Topology.WeightCount];
        for (var c = 0; c < cases.Count; c++)
        {
            foreach (var projection in net.Topology.Projections)
            {
                var weights = projection.Weights;
                ReadOnlySpan<double> dx = all.ByTotalInput(projection.To, c), y = all.States(projection.From, c);
                for (var k = 0; k < weights.Length; k++)
                    sums[weights.Offset + k] += dx[k / weights.Columns] * y[weights.IsOneToOne ? k : k % weights.Columns];
            }
            foreach (var group in net.Topology.Groups.Where(static group => group.Biases is not null))
            {
                for (var unit = 0; unit < group.Size; unit++)
                    sums[group.Biases!.Offset + unit] += all.ByTotalInput(group, c)[unit];
            }
        }
        foreach (var block in net.Topology.Blocks)
        {
            for (var k = 0; k < block.Length; k++)
            {
                if (!block.IsFrozen(k) && block.Mask?[k] != false)
                    Assert.Equal(sums[block.Offset + k] / (block.Sharing == SharedGradient.Mean ? block.Copies : 1), all.ByWeight[block.Offset + k], 1e-9);
            }
        }
    });

    [Fact]
    public void Derivatives_of_units_add_up_term_by_term_in_every_random_net() => NetPlan.Check(60, static plan =>
    {
        var net = plan.Network();
        var cases = plan.Cases(net.Topology);
        var all = net.Derive(cases, plan.Error(net.Topology));
        foreach (var group in net.Topology.Groups)
        {
            for (var c = 0; c < cases.Count; c++)
            {
                for (var unit = 0; unit < group.Size; unit++)
                {
                    var (x, dy) = (group.Biases is { } biases ? net[biases][unit] : 0, group.IsOutput && !all.ErrorGivesTotalInput(group) ? all.OfError(group, c)[unit] : 0);
                    foreach (var projection in group.Incoming)
                    {
                        for (var from = 0; from < projection.From.Size; from++)
                            x += Weight(net, projection, unit, from) * all.States(projection.From, c)[from];
                    }
                    foreach (var projection in group.Outgoing)
                    {
                        for (var to = 0; to < projection.To.Size; to++)
                            dy += Weight(net, projection, to, unit) * all.ByTotalInput(projection.To, c)[to];
                    }
                    Assert.Equal(dy, all.ByState(group, c)[unit], 1e-9);
                    if (!group.IsInput)
                        Assert.Equal(x, all.TotalInputs(group, c)[unit], 1e-9);
                }
            }
        }
    });

    [Fact]
    public void Derivatives_by_given_states_are_those_of_finite_differences()
    {
        var net = new Network<double>(Topology.Build(static net =>
        {
            var input = net.Input("in", 3);
            var hidden = net.Group("hidden", 4, UnitFunction.Tanh).From(input);
            net.Output("left", 2).From(hidden).From(input);
            net.Output("right", 2, UnitFunction.Softmax).From(hidden);
        })).Randomize(7, 0.9);
        var error = new ErrorByGroup(new SumOfSquares(), new Dictionary<string, ErrorMeasure> { ["right"] = new CrossEntropy() });
        double[] given = [0.3, -0.7, 1.1];

        var all = net.Derive(CasesOf(given), error);

        for (var unit = 0; unit < 3; unit++)
        {
            double E(double step) => net.Evaluate(CasesOf([.. given.Select((value, k) => k == unit ? value + step : value)]), error).Error;
            Assert.Equal((E(1e-5) - E(-1e-5)) / 2e-5, all.ByState(net.Topology["in"], 0)[unit], 1e-9);
        }
        Assert.True(all.ErrorGivesTotalInput(net.Topology["right"]));
        Assert.False(all.ErrorGivesTotalInput(net.Topology["left"]));
        Assert.Equal(all.OfError(net.Topology["right"], 0).ToArray(), all.ByTotalInput(net.Topology["right"], 0).ToArray());
        Assert.Equal([0.0, 0.0], all.ByState(net.Topology["right"], 0).ToArray());

        static Cases CasesOf(double[] given) => new CasesBuilder(1).Input("in", given, 3).Target("left", [1.0, 0], 2).Target("right", [0.0, 1], 2).ToCases();
    }

    [Fact]
    public void In_unrolled_nets_a_bias_of_one_copy_derives_as_by_finite_differences() => IterativePlan.Check(20, static plan =>
    {
        var net = new Network<double>(plan.Build().Unroll(plan.Iterations, SharedGradient.Sum)).Randomize(plan.Seed, 0.9);
        var random = new RandomSource(plan.Seed);
        var last = plan.Sizes.Length - 1;
        double[][] Rows(int size, Func<double> value) => [.. Enumerable.Range(0, plan.Iterations).Select(_ => Enumerable.Range(0, size).Select(_ => value()).ToArray())];
        var cases = new SequencesBuilder(net.Topology, 1).Input(0, "g0", Rows(plan.Sizes[0], random.NextSigned)).Target(0, $"g{last}", Rows(plan.Sizes[^1], random.NextDouble)).ToCases();

        var all = net.Derive(cases);

        Assert.Equal(GradientCheck.Gradient(net, cases), all.ByWeight.ToArray());
        foreach (var block in net.Topology.Blocks.Where(static block => block.IsBias && !block.Frozen))
        {
            for (var unit = 0; unit < block.Length; unit++)
                Assert.Equal(all.ByWeight[block.Offset + unit], net.Topology.Groups.Where(group => group.Biases == block).Sum(group => all.ByTotalInput(group, 0)[unit]), 1e-9);
        }
    });

    [Fact]
    public void More_cases_than_fit_into_a_block_are_derived_each()
    {
        var net = new Network<float>(Topology.Layered(1, 2, 1)).Randomize(1);
        double[] inputs = [.. Enumerable.Range(0, 1030).Select(static k => k / 100.0)];
        var cases = new CasesBuilder(1030).Input("input", inputs, 1).Target("output", new double[1030], 1).ToCases();

        var all = net.Derive(cases);

        foreach (var c in new[] { 0, 15, 16, 511, 512, 1023, 1024, 1029 })
        {
            var alone = net.Derive(cases.Subset([c]));
            foreach (var group in net.Topology.Groups)
            {
                Assert.Equal(alone.ByState(group, 0).ToArray(), all.ByState(group, c).ToArray());
                Assert.Equal(alone.ByTotalInput(group, 0).ToArray(), all.ByTotalInput(group, c).ToArray());
            }
        }
    }

    [Fact]
    public void An_input_group_has_no_total_inputs_and_derivatives_of_an_error_that_is_not_finite_are_NaN()
    {
        var net = new Network<double>(Topology.Layered(1, 1)).Randomize(1);
        var all = net.Derive(Cases.From([[1.0]], [[1.0]]));

        Assert.True(all.TotalInputs(net.Topology["input"], 0).IsEmpty && all.ByTotalInput(net.Topology["input"], 0).IsEmpty && all.OfError(net.Topology["input"], 0).IsEmpty);
        Assert.Throws<ArgumentOutOfRangeException>(() => all.States(net.Topology["input"], 1).Length);

        net.Weights[0] = double.NaN;
        var bad = net.Derive(Cases.From([[1.0]], [[1.0]]));
        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN], [bad.Error, bad.ByWeight[0], bad.ByState(net.Topology["input"], 0)[0], bad.ByTotalInput(net.Topology["output"], 0)[0]]);
    }

    private static double Weight(Network<double> net, Projection projection, int to, int from) =>
        !projection.Weights.IsOneToOne ? net[projection.Weights][(to * projection.Weights.Columns) + from] : to == from ? net[projection.Weights][to] : 0;
}
