using System.Globalization;

namespace Backprop;

/// <summary>
/// Compares ∂E/∂w by back-propagation with central differences (E(w + h) − E(w − h)) / 2h, weight by weight, in double precision.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;double&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var cases = Cases.From([[0, 1], [1, 1]], [[1], [0]]);
/// Console.WriteLine(GradientCheck.Run(net, cases).Passes());   // True
/// </code>
/// </example>
public static class GradientCheck
{
    /// <summary>Checks a net on cases; the net's weights are left as they are.</summary>
    /// <param name="network">The net; one in float is checked as its copy in double.</param>
    /// <param name="cases">Cases with targets.</param>
    /// <param name="error">The measure; <see cref="SumOfSquares"/> without tolerance by default.</param>
    /// <param name="step">h; 10⁻⁵ by default.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The weight whose two derivatives differ most, and by how much.</returns>
    /// <exception cref="CasesException">The cases do not fit the net.</exception>
    /// <exception cref="TopologyException">Weights lead to <see cref="UnitFunction.Threshold"/> units only, whose derivative is 0 while E jumps.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is not a finite number above 0.</exception>
    public static GradientCheckResult Run<T>(Network<T> network, Cases cases, ErrorMeasure? error = null, double step = 1e-5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        if (!(step > 0 && double.IsFinite(step)))
            throw new ArgumentOutOfRangeException(nameof(step), step, "The step must be a finite number above 0.");
        StepUnits.Check(network.Topology);
        var net = network.Copy<double>();
        var analytic = Gradient(net, cases, error);
        var evaluator = new Evaluator<double>(net, cases, error ?? new SumOfSquares());
        var worst = new GradientCheckResult("", 0, 0, 0, 0, 0, 0);
        var checkedCount = 0;
        foreach (var block in net.Topology.Blocks)
        {
            for (var k = 0; k < block.Length; k++)
            {
                if (block.IsFrozen(k) || block.MaskArray is { } mask && !mask[k])
                    continue;
                var numeric = Difference(net, evaluator, block.Offset + k, step);
                if (block.Sharing == SharedGradient.Mean)
                    numeric /= block.Copies;
                var exact = analytic[block.Offset + k];
                // Relative to the size of the derivative, but absolute where that is small.
                var difference = Math.Abs(exact - numeric) / Math.Max(1, Math.Max(Math.Abs(exact), Math.Abs(numeric)));
                checkedCount++;
                if (checkedCount == 1 || !(difference <= worst.Difference))
                    worst = new GradientCheckResult(block.Name, k / block.Columns, k % block.Columns, exact, numeric, difference, 0);
            }
        }
        return worst with { Count = checkedCount };
    }

    /// <summary>∂E/∂w over cases, in the order of the flat vector: shared weights summed or averaged as the net says, 0 for frozen and masked ones; NaN if E is not finite.</summary>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="network">The net; its weights are not changed.</param>
    /// <param name="cases">Cases with targets.</param>
    /// <param name="error">The measure; <see cref="SumOfSquares"/> without tolerance by default.</param>
    /// <param name="method">Where the derivatives come from; <see cref="Backpropagation"/> by default.</param>
    /// <param name="sweep">The sweep, from 1, whose numbers a method draws; 1 by default.</param>
    /// <returns>A new array as long as the flat vector of weights.</returns>
    /// <exception cref="CasesException">The cases do not fit the net, or the method is not defined for them.</exception>
    /// <exception cref="TopologyException">The method is not defined for the net or the error measure.</exception>
    /// <exception cref="TrainingException">The states of <see cref="ContrastiveHebbian"/> do not settle.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sweep"/> is less than 1, or a setting of the method is out of range.</exception>
    public static T[] Gradient<T>(Network<T> network, Cases cases, ErrorMeasure? error = null, GradientMethod? method = null, int sweep = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentOutOfRangeException.ThrowIfLessThan(sweep, 1);
        var gradient = new BatchGradient<T>(network, new BoundCases(network.Topology, cases, error), error ?? new SumOfSquares(), cases.Count, team: null, method: method);
        gradient.Enter(sweep);
        return double.IsFinite(gradient.OverAll(StopNeeds.None, out _, out _)) ? gradient.Values.ToArray()
            : [.. Enumerable.Repeat(T.NaN, network.Topology.WeightCount)];
    }

    /// <summary>Measures the angle between what a method takes for ∂E/∂w and ∂E/∂w by back-propagation, in double precision.</summary>
    /// <typeparam name="T">The precision of the net; one in float is measured as its copy in double.</typeparam>
    /// <param name="network">The net; its weights are not changed.</param>
    /// <param name="cases">Cases with targets.</param>
    /// <param name="method">The method.</param>
    /// <param name="error">The measure; <see cref="SumOfSquares"/> without tolerance by default.</param>
    /// <param name="sweep">The sweep, from 1, whose numbers the method draws; 1 by default.</param>
    /// <returns>The angles, over all weights and of each block that learns.</returns>
    /// <exception cref="CasesException">The cases do not fit the net, or the method is not defined for them.</exception>
    /// <exception cref="TopologyException">The method is not defined for the net or the error measure.</exception>
    /// <exception cref="TrainingException">The states of <see cref="ContrastiveHebbian"/> do not settle.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sweep"/> is less than 1, or a setting of the method is out of range.</exception>
    public static GradientAngles Angles<T>(Network<T> network, Cases cases, GradientMethod method, ErrorMeasure? error = null, int sweep = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(method);
        var net = network.Copy<double>();
        var exact = Gradient(net, cases, error);
        var taken = Gradient(net, cases, error, method, sweep);
        return new GradientAngles(GradientAngles.Between(taken, exact),
            [.. net.Topology.Blocks.Where(static block => !block.Frozen).Select(block => new BlockAngle(block.Name, GradientAngles.Between(taken.AsSpan(block.Offset, block.Length), exact.AsSpan(block.Offset, block.Length))))]);
    }

    private static double Difference(Network<double> net, Evaluator<double> evaluator, int index, double step)
    {
        var weight = net.Weights[index];
        net.Weights[index] = weight + step;
        var above = evaluator.Evaluate().Error;
        net.Weights[index] = weight - step;
        var below = evaluator.Evaluate().Error;
        net.Weights[index] = weight;
        return (above - below) / (2 * step);
    }
}

/// <summary>The weight at which the two gradients differ most.</summary>
/// <param name="Weights">The block's name.</param>
/// <param name="To">The receiving unit.</param>
/// <param name="From">The sending unit; 0 for biases.</param>
/// <param name="Analytic">∂E/∂w by back-propagation.</param>
/// <param name="Numeric">∂E/∂w by central differences.</param>
/// <param name="Difference">Their distance, divided by the greater of their sizes and 1.</param>
/// <param name="Count">How many weights were compared.</param>
public sealed record GradientCheckResult(string Weights, int To, int From, double Analytic, double Numeric, double Difference, int Count)
{
    /// <summary>Whether the difference is at most a limit; a correct gradient of a smooth net is within 10⁻⁷.</summary>
    /// <param name="limit">The greatest difference to accept, relative to the derivatives; 10⁻⁷ by default.</param>
    /// <returns>True where <see cref="Difference"/> is at most the limit.</returns>
    public bool Passes(double limit = 1e-7) => Difference <= limit;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Count} weights, largest difference {Difference:E1} at '{Weights}' [{To}, {From}]: {Analytic:G9} by back-propagation, {Numeric:G9} by differences");
}
