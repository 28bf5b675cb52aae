namespace Backprop.Tests;

public sealed class EvaluatorTests
{
    [Fact]
    public void The_right_side_of_one_half_is_strict_and_one_half_itself_is_desired_above()
    {
        // Without weights the state is 0.5: on neither side.
        var net = new Network<double>(Topology.Layered(1, 1));

        Assert.False(net.Evaluate(Cases.From([[0]], [[1]])).AllOnRightSide);
        Assert.False(net.Evaluate(Cases.From([[0]], [[0]])).AllOnRightSide);
        net.GetBiases("output")[0] = 0.1;
        Assert.True(net.Evaluate(Cases.From([[0]], [[1]])).AllOnRightSide);
        Assert.False(net.Evaluate(Cases.From([[0]], [[0]])).AllOnRightSide);
        Assert.True(net.Evaluate(Cases.From([[0]], [[0.5]])).AllOnRightSide);
    }

    [Fact]
    public void What_nobody_cares_about_counts_as_reached_and_one_that_is_not_reached_is_enough()
    {
        var net = new Network<double>(Topology.Layered(1, 1));
        net.GetBiases("output")[0] = 2;
        double[][] inputs = [.. Enumerable.Repeat(0, 40).Select(static _ => new double[] { 0 })];
        double[][] targets = [.. Enumerable.Range(0, 40).Select(static c => new[] { c % 3 == 0 ? Cases.DontCare : 1 })];

        var reached = net.Evaluate(Cases.From(inputs, targets));
        targets[37] = [0];
        var missed = net.Evaluate(Cases.From(inputs, targets));

        Assert.True(reached.AllOnRightSide);
        Assert.Equal(1 - net.Run(0)[0], reached.GreatestDistance, 1e-15);
        Assert.False(missed.AllOnRightSide);
        Assert.Equal(net.Run(0)[0], missed.GreatestDistance, 1e-15);
        Assert.Equal(40, missed.Cases);
    }
}
