namespace Backprop.Tests;

public sealed class BatchGradientTests
{
    private static readonly Cases Cases = Cases.From(
        [.. Enumerable.Range(0, 10).Select(static k => (double[])[k & 1, (k >> 1) & 1])], [.. Enumerable.Range(0, 10).Select(static k => (double[])[k % 3 / 2.0])]);

    private static BatchGradient<double> Gradient(Network<double> network, int batchSize) =>
        new(network, new BoundCases(network.Topology, Cases), new SumOfSquares(), batchSize, team: null);

    [Fact]
    public void The_gradients_of_the_batches_of_a_sweep_add_up_to_that_of_all_cases()
    {
        var network = Xor.Net<double>();
        var whole = Gradient(network, 10);
        var expected = whole.OverAll(StopNeeds.None, out _, out _);
        var parts = Gradient(network, 4);
        var (error, sum) = (0.0, new double[network.Weights.Length]);
        foreach (var batch in (int[][])[[7, 2, 5, 0], [9, 1, 3, 8], [4, 6]])
        {
            error += parts.Over(batch);
            for (var k = 0; k < sum.Length; k++)
                sum[k] += parts.Values[k];
        }

        Assert.Equal(expected, error, 1e-14);
        for (var k = 0; k < sum.Length; k++)
            Assert.Equal(whole.Values[k], sum[k], 1e-14);
    }

    [Fact]
    public void What_stop_rules_need_is_measured_only_where_they_need_it()
    {
        var network = Xor.Net<double>();
        var evaluation = network.Evaluate(Cases);
        var gradient = Gradient(network, 10);

        gradient.OverAll(StopNeeds.Distance, out var distance, out var onRightSide);
        Assert.Equal((evaluation.GreatestDistance, true), (distance, onRightSide));
        gradient.OverAll(StopNeeds.Side, out distance, out onRightSide);
        Assert.Equal((0.0, false), (distance, onRightSide));
        Assert.False(evaluation.AllOnRightSide);
    }

    [Fact]
    public void An_error_that_is_not_finite_is_returned_and_described()
    {
        var network = Xor.Net<double>();
        network["hidden->output"].Fill(double.NaN);
        var rule = new Adam();

        foreach (var batchSize in (int[])[10, 4])
        {
            var gradient = Gradient(network, batchSize);
            var error = batchSize == 10 ? gradient.OverAll(StopNeeds.None, out _, out _) : gradient.Over([3, 1]);
            Assert.False(double.IsFinite(error));
            Assert.Contains("in sweep 3: the weights 'hidden->output' are no longer finite", gradient.DescribeNonFinite(3, error, rule), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1300)]
    [InlineData(1200)]
    public void A_batch_of_any_size_has_the_bits_of_its_cases_alone(int batchSize)
    {
        var random = new RandomSource(6);
        var cases = Cases.From([.. Enumerable.Range(0, 1300).Select(_ => new[] { random.NextSigned(), random.NextSigned() })], [.. Enumerable.Range(0, 1300).Select(_ => new[] { random.NextDouble() })]);
        var network = Xor.Net<double>();
        var gradient = new BatchGradient<double>(network, new BoundCases(network.Topology, cases), new SumOfSquares(), batchSize, team: null);
        int[] chosen = [.. Enumerable.Range(0, batchSize)];

        var error = batchSize == 1300 ? gradient.OverAll(StopNeeds.None, out _, out _) : gradient.Over(chosen);

        Assert.Equal(network.Evaluate(cases.Subset(chosen)).Error, error);
        Assert.Equal(GradientCheck.Gradient(network, cases.Subset(chosen)), gradient.Values.ToArray());
    }

    /// <summary>A state that overflows in one case of 1300: what is described is the block that it stands in, not one that comes later.</summary>
    [Theory]
    [InlineData(1300, 3)]
    [InlineData(1300, 700)]
    [InlineData(1200, 3)]
    [InlineData(1200, 700)]
    public void The_first_block_whose_error_is_not_finite_is_described(int batchSize, int odd)
    {
        var network = new Network<double>(Topology.Build(static net => net.Output("out", 1, UnitFunction.Identity).From(net.Input("in", 1))));
        network.Weights[0] = 1e200;
        var cases = Cases.From([.. Enumerable.Range(0, 1300).Select(c => new[] { c == odd ? 1e200 : 0 })], [.. Enumerable.Repeat(new[] { 0.0 }, 1300)]);
        var gradient = new BatchGradient<double>(network, new BoundCases(network.Topology, cases), new SumOfSquares(), batchSize, team: null);

        var error = batchSize == 1300 ? gradient.OverAll(StopNeeds.None, out _, out _) : gradient.Over([.. Enumerable.Range(0, batchSize)]);

        Assert.Equal(double.PositiveInfinity, error);
        Assert.Contains("the state of unit 0 of group 'out' is no longer finite", gradient.DescribeNonFinite(1, error, new Adam()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_whose_error_is_not_finite_passes_nothing_on()
    {
        var topology = Topology.Iterative(static net =>
        {
            var state = net.Output("state", 1, UnitFunction.Identity);
            state.From(net.Input("in", 1)).From(state, delay: 1);
        }).Unroll(iterations: 2);
        var builder = new SequencesBuilder(topology, 1, length: 4);
        builder.Input(0, "in", [[1], [1e200], [1], [1]]);
        builder.Target(0, "state", [[0], [0], [0], [0]]);
        var network = new Network<double>(topology);
        network["in->state"][0] = 1e200;
        var gradient = new BatchGradient<double>(network, new BoundCases(topology, builder.ToCases()), new SumOfSquares(), 1, team: null);

        Assert.Equal(double.PositiveInfinity, gradient.OverWindow(0));
        Assert.Equal(0, gradient.CaptureCarried(1)["state@0"][0]);
        Assert.Contains("group 'state@2' is no longer finite", gradient.DescribeNonFinite(1, double.PositiveInfinity, new Adam()), StringComparison.Ordinal);
        Assert.Equal(double.PositiveInfinity, gradient.OverAll(StopNeeds.None, out _, out _));
        Assert.Contains("group 'state@2' is no longer finite", gradient.DescribeNonFinite(1, double.PositiveInfinity, new Adam()), StringComparison.Ordinal);
    }

    [Fact]
    public void What_stop_rules_need_is_measured_over_all_blocks()
    {
        var network = new Network<double>(Topology.Layered(1, 1));
        network.GetBiases("output")[0] = 2;
        foreach (var odd in (int[])[0, 600, 1199])
        {
            var cases = Cases.From([.. Enumerable.Repeat(new[] { 0.0 }, 1200)], [.. Enumerable.Range(0, 1200).Select(c => new[] { c == odd ? 0.0 : 1 })]);
            var gradient = new BatchGradient<double>(network, new BoundCases(network.Topology, cases), new SumOfSquares(), 1200, team: null);

            gradient.OverAll(StopNeeds.Distance | StopNeeds.Side, out var distance, out var onRightSide);

            Assert.Equal((network.Run(0)[0], false), (distance, onRightSide));
        }
    }

    [Fact]
    public void A_window_begins_with_the_states_at_the_end_of_the_one_before()
    {
        var topology = Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 3);
            hidden.From(net.Input("in", 1)).From(hidden, delay: 1);
            net.Output("out", 1).From(hidden);
        }).Unroll(iterations: 2);
        var builder = new SequencesBuilder(topology, 1, length: 6);
        builder.Input(0, "in", [.. Enumerable.Range(0, 6).Select(static t => new[] { Math.Sin(t) })]);
        builder.Target(0, "out", [.. Enumerable.Range(0, 6).Select(static t => new[] { t % 2.0 })]);
        var cases = builder.ToCases();
        var network = new Network<double>(topology).Randomize(3);
        var expected = network.Evaluate(cases).Error;
        BatchGradient<double> Gradient(int batchSize) => new(network, new BoundCases(topology, cases), new SumOfSquares(), batchSize, team: null);

        var windows = Gradient(1);
        Assert.Empty(windows.CaptureCarried(0));
        var fresh = windows.OverWindow(2);
        var carried = windows.OverWindow(0) + windows.OverWindow(1);
        var last = windows.OverWindow(2);

        Assert.Equal(expected, Gradient(3).OverAll(StopNeeds.None, out _, out _), 1e-14);
        Assert.Equal(expected, carried + last, 1e-14);
        Assert.NotEqual(fresh, last);
        Assert.Null(windows.CarriedProblem(2, windows.CaptureCarried(2)));
        Assert.Equal("the states of group 'hidden@0' that the last window passes on are missing", windows.CarriedProblem(2, new Dictionary<string, double[]>()));
        Assert.Matches("^it has 1 carried states of group 'hidden@0', expected [0-9]+$", windows.CarriedProblem(2, new Dictionary<string, double[]> { ["hidden@0"] = [1] }));
    }
}
