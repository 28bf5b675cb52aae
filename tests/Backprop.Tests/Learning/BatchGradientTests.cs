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
}
