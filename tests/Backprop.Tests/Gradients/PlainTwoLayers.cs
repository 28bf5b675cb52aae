namespace Backprop.Tests;

/// <summary>A 2-2-1 net of logistic units in plain arithmetic: its states, and equation 6 from any ∂E/∂x. The weights are in the order of the flat vector: of hidden 1, of hidden 2, of the output, then their biases.</summary>
internal sealed class PlainTwoLayers(double[] weights, double[] input)
{
    internal static readonly double[] Start = [1, -1, Math.Log(3), 0, 3, -2, 0.25, -0.5, 0.125];

    internal static readonly Cases Cases = Cases.From([[1, 0.5], [-1, 2]], [[1], [0]]);

    internal static readonly (double[] Input, double Target)[] Pairs = [([1, 0.5], 1), ([-1, 2], 0)];

    internal double[] Hidden { get; } = [Logistic((weights[0] * input[0]) + (weights[1] * input[1]) + weights[6]), Logistic((weights[2] * input[0]) + (weights[3] * input[1]) + weights[7])];

    internal double Output => Logistic((weights[4] * Hidden[0]) + (weights[5] * Hidden[1]) + weights[8]);

    internal double Error(double target) => (Output - target) * (Output - target) / 2;

    /// <summary>∂E/∂x of the output by equations 4 and 5.</summary>
    internal double OutputDerivative(double target) => (Output - target) * Output * (1 - Output);

    /// <summary>∂E/∂x of both hidden units and of the output, given what each hidden unit gets back.</summary>
    internal double[] Derivatives(double target, double back1, double back2) =>
        [back1 * OutputDerivative(target) * Hidden[0] * (1 - Hidden[0]), back2 * OutputDerivative(target) * Hidden[1] * (1 - Hidden[1]), OutputDerivative(target)];

    /// <summary>Equation 6.</summary>
    internal double[] Gradient(double[] dx) =>
        [dx[0] * input[0], dx[0] * input[1], dx[1] * input[0], dx[1] * input[1], dx[2] * Hidden[0], dx[2] * Hidden[1], dx[0], dx[1], dx[2]];

    internal static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    internal static double[] Sum(IEnumerable<double[]> gradients) => gradients.Aggregate(new double[9], static (sum, gradient) => [.. sum.Zip(gradient, static (a, b) => a + b)]);

    internal static Network<double> Network()
    {
        var network = new Network<double>(Topology.Layered(2, 2, 1));
        Start.CopyTo(network.Weights);
        return network;
    }

    /// <summary>Two steps of a trainer against two steps in plain arithmetic: ε 0.5, α 0.5.</summary>
    internal static void TwoStepsAreThose(GradientMethod method, Func<double[], int, double[]> gradientAt, ErrorMeasure? error = null, double near = 1e-12)
    {
        var network = Network();
        var trainer = new Trainer<double>(network, Cases, new GradientDescent { LearningRate = 0.5, Momentum = 0.5 }, error, new TrainerOptions { Gradient = method });
        double[] expected = [.. Start], change = new double[9];
        for (var sweep = 1; sweep <= 2; sweep++)
        {
            trainer.Step();
            var gradient = gradientAt(expected, sweep);
            for (var k = 0; k < 9; k++)
            {
                change[k] = (-0.5 * gradient[k]) + (0.5 * change[k]);
                expected[k] += change[k];
                Assert.True(Math.Abs(expected[k] - network.Weights[k]) < near, $"weight {k} after step {sweep} is {network.Weights[k]}, not {expected[k]}");
            }
        }
    }
}
