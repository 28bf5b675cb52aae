namespace Backprop.Tests;

/// <summary>
/// A 2-2-1 net of logistic units worked by hand, with weights that make every state a simple fraction.
/// <code>
/// inputs           i = (1, 1),  desired d = 1
/// hidden 1         x = 1·1 + (−1)·1 + 0   = 0        y = 1/2
/// hidden 2         x = ln 3·1 + 0·1 + 0   = ln 3     y = 1/(1 + 1/3) = 3/4
/// output           x = 3·1/2 − 2·3/4 + 0  = 0        y = 1/2
/// E                ½ (1/2 − 1)²           = 1/8
/// output           ∂E/∂y = 1/2 − 1 = −1/2            ∂E/∂x = −1/2 · 1/2 · 1/2 = −1/8
///   its weights    −1/8 · 1/2 = −1/16,  −1/8 · 3/4 = −3/32,  bias −1/8
/// hidden 1         ∂E/∂y = −1/8 · 3 = −3/8           ∂E/∂x = −3/8 · 1/4 = −3/32
///   its weights    −3/32, −3/32, bias −3/32
/// hidden 2         ∂E/∂y = −1/8 · (−2) = 1/4         ∂E/∂x = 1/4 · 3/4 · 1/4 = 3/64
///   its weights    3/64, 3/64, bias 3/64
/// ε = 1/2, α = 1/2, Δw before = 0:  Δw = −½ ∂E/∂w;  decay 1/4:  w ← (w + Δw) · 3/4, biases w + Δw
/// </code>
/// </summary>
public sealed class HandWorkedNetTests
{
    private const double Near = 1e-15;

    private static Network<double> Net()
    {
        var network = new Network<double>(Topology.Layered(2, 2, 1));
        new[] { 1, -1, Math.Log(3), 0 }.CopyTo(network["input->hidden"]);
        new[] { 3.0, -2 }.CopyTo(network["hidden->output"]);
        return network;
    }

    private static Cases Case => Cases.From([[1, 1]], [[1]]);

    [Fact]
    public void States_and_error_are_those_worked_by_hand()
    {
        var activity = Net().Run(Case);
        Assert.Equal(1.0 / 2, activity["hidden", 0][0], Near);
        Assert.Equal(3.0 / 4, activity["hidden", 0][1], Near);
        Assert.Equal(1.0 / 2, activity["output", 0][0], Near);
        Assert.Equal(1.0 / 8, Net().Evaluate(Case).Error, Near);
    }

    [Fact]
    public void Every_derivative_is_that_worked_by_hand()
    {
        double[] expected = [-3.0 / 32, -3.0 / 32, 3.0 / 64, 3.0 / 64, -1.0 / 16, -3.0 / 32, -3.0 / 32, 3.0 / 64, -1.0 / 8];
        var gradient = GradientCheck.Gradient(Net(), Case);
        for (var k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], gradient[k], Near);
    }

    [Fact]
    public void Weights_after_one_change_and_after_a_second_are_those_worked_by_hand()
    {
        var network = Net();
        var trainer = new Trainer<double>(network, Case, new GradientDescent { LearningRate = 0.5, Momentum = 0.5, WeightDecay = 0.25 });
        Assert.Equal(1.0 / 8, trainer.Step(), Near);
        double[] first = [(1 + (3.0 / 64)) * 0.75, (-1 + (3.0 / 64)) * 0.75, (Math.Log(3) - (3.0 / 128)) * 0.75, -3.0 / 128 * 0.75, (3 + (1.0 / 32)) * 0.75, (-2 + (3.0 / 64)) * 0.75, 3.0 / 64, -3.0 / 128, 1.0 / 16];
        Equal(first, network.Weights);

        // The second change: −½ ∂E/∂w at the new weights, and half of the first change, which does not include the decay.
        var gradient = GradientCheck.Gradient(network, Case);
        double[] change = [3.0 / 64, 3.0 / 64, -3.0 / 128, -3.0 / 128, 1.0 / 32, 3.0 / 64, 3.0 / 64, -3.0 / 128, 1.0 / 16];
        var second = first.Select((w, k) => (w - (0.5 * gradient[k]) + (0.5 * change[k])) * (k < 6 ? 0.75 : 1)).ToArray();
        trainer.Step();
        Equal(second, network.Weights);
    }

    private static void Equal(double[] expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], actual[k], Near * 4);
    }
}
