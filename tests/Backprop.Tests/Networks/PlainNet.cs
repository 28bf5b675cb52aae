namespace Backprop.Tests;

internal enum PlainMeasure { Squares, Dead, Edge, CrossEntropy }

/// <summary>
/// A net run case by case and unit by unit as the definitions say, with the platform's own functions in double: no kernels,
/// no padding, no derivative. What the library's states, errors and (by differences) gradients are compared with.
/// </summary>
internal sealed class PlainNet(Topology topology, Cases cases, Func<Group, PlainMeasure> measureOf)
{
    private const double Band = 0.2;

    /// <summary>E over all cases; the states of every group, [group][case, unit]; how near a unit comes to a corner of its function or tolerance.</summary>
    public (double Error, double[][,] States, double Corner) Run(ReadOnlySpan<double> weights)
    {
        var states = topology.Groups.Select(group => new double[cases.Count, group.Size]).ToArray();
        var totals = new double[topology.Groups.Count][];
        var (sum, corner) = (0.0, double.PositiveInfinity);
        for (var c = 0; c < cases.Count; c++)
        {
            var e = 0.0;
            foreach (var group in topology.Groups)
            {
                var x = group.IsInput ? Given(group, c) : TotalInputs(group, c, weights, states, ref corner);
                if (group.LeakRate < 1)
                    x = [.. x.Zip(totals[BeforeOf(group).Index], (net, before) => before + (group.LeakRate * (net - before)))];
                totals[group.Index] = x;
                var y = Apply(group.UnitFunction, x);
                if (Of(cases.Clamps, group) is { } clamps)
                    y = [.. y.Select((state, unit) => double.IsNaN(clamps[c, unit]) ? state : group.ClampStrength < 1 ? state + (group.ClampStrength * (clamps[c, unit] - state)) : clamps[c, unit])];
                foreach (var unit in group.LesionedUnits)
                    y[unit] = 0;
                for (var unit = 0; unit < group.Size; unit++)
                    states[group.Index][c, unit] = y[unit];
                if (group.IsOutput && Of(cases.Targets, group) is { } targets)
                {
                    for (var unit = 0; unit < group.Size; unit++)
                        e += UnitError(group, group.LesionedUnits.Contains(unit), y[unit], targets[c, unit], ref corner);
                }
            }
            sum += e * (cases.Weights.IsEmpty ? 1 : cases.Weights[c]);
        }
        return (sum, states, corner);
    }

    /// <summary>Whose total input a leaky group keeps a part of.</summary>
    private Group BeforeOf(Group group) => topology[group.Iteration == 1 ? $"{group.Origin}@0 total input" : $"{group.Origin}@{group.Iteration - 1}"];

    private static CaseValues? Of(IReadOnlyList<CaseValues> all, Group group) => all.FirstOrDefault(values => values.Group == group.Name);

    private double[] Given(Group group, int c)
    {
        var values = Of(cases.Inputs, group);
        return [.. Enumerable.Range(0, group.Size).Select(unit => values is null ? group.InitialState!.Value : values[c, unit])];
    }

    private static double[] TotalInputs(Group group, int c, ReadOnlySpan<double> weights, double[][,] states, ref double corner)
    {
        var x = new double[group.Size];
        for (var j = 0; j < group.Size; j++)
        {
            if (group.Biases is { } biases)
                x[j] = weights[biases.Offset + j];
            foreach (var projection in group.Incoming)
            {
                var block = projection.Weights;
                for (var i = 0; i < projection.From.Size; i++)
                {
                    if (!block.IsOneToOne)
                        x[j] += weights[block.Offset + (j * block.Columns) + i] * states[projection.From.Index][c, i];
                    else if (i == j)
                        x[j] += weights[block.Offset + j] * states[projection.From.Index][c, i];
                }
            }
            foreach (var at in Corners(group.UnitFunction))
                corner = Math.Min(corner, Math.Abs(x[j] - at));
        }
        return x;
    }

    public static double[] Apply(UnitFunction function, double[] x) => function.Name switch
    {
        "logistic" => [.. x.Select(static v => 1 / (1 + Math.Exp(-v)))],
        "tanh" => [.. x.Select(Math.Tanh)],
        "identity" => x,
        "rectified linear" => [.. x.Select(static v => Math.Max(0, v))],
        "softplus" => [.. x.Select(static v => Math.Max(0, v) + Math.Log(1 + Math.Exp(-Math.Abs(v))))],
        "softmax" => [.. x.Select(v => 1 / x.Sum(other => Math.Exp(other - v)))],
        "leaky rectified linear(0.01)" => [.. x.Select(static v => v < 0 ? 0.01 * v : v)],
        "elu(1)" => [.. x.Select(static v => v < 0 ? Math.Exp(v) - 1 : v)],
        "selu" => [.. x.Select(static v => 1.0507009873554805 * (v < 0 ? 1.6732632423543772 * (Math.Exp(v) - 1) : v))],
        "gelu" => [.. x.Select(static v => v * Normal(v))],
        "gelu tanh" => [.. x.Select(static v => v / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + (0.044715 * v * v * v)))))],
        "silu" => [.. x.Select(static v => v / (1 + Math.Exp(-v)))],
        "mish" => [.. x.Select(static v => v * Math.Tanh(Math.Log(1 + Math.Exp(v))))],
        "softsign" => [.. x.Select(static v => v / (1 + Math.Abs(v)))],
        "hard sigmoid(0.2, 0.5)" => [.. x.Select(static v => Math.Clamp((0.2 * v) + 0.5, 0, 1))],
        "clip(0, 6)" => [.. x.Select(static v => Math.Clamp(v, 0, 6))],
        "gaussian" => [.. x.Select(static v => Math.Exp(-v * v))],
        "sine" => [.. x.Select(Math.Sin)],
        "cosine" => [.. x.Select(Math.Cos)],
        "threshold" => [.. x.Select(static v => v < 0 ? 0.0 : 1)],
        var other => throw new NotSupportedException(other),
    };

    /// <summary>The normal distribution by its series, whose terms far from 0 are too many to matter here.</summary>
    private static double Normal(double x)
    {
        var (sum, term) = (0.0, x);
        for (var k = 3; Math.Abs(x) < 8 && Math.Abs(term) > 1e-20 * Math.Abs(sum); k += 2)
        {
            sum += term;
            term *= x * x / k;
        }
        return Math.Abs(x) < 8 ? 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)) : x < 0 ? 0 : 1;
    }

    /// <summary>Where the derivative of a function jumps.</summary>
    private static double[] Corners(UnitFunction function) => function.Name switch
    {
        "rectified linear" or "leaky rectified linear(0.01)" or "selu" => [0],
        "hard sigmoid(0.2, 0.5)" => [-2.5, 2.5],
        "clip(0, 6)" => [0, 6],
        _ => [],
    };

    private double UnitError(Group group, bool isLesioned, double y, double d, ref double corner)
    {
        if (double.IsNaN(d))
            return 0;
        var measure = measureOf(group);
        if (measure == PlainMeasure.CrossEntropy && isLesioned)
            return 0;
        if (measure == PlainMeasure.CrossEntropy)
        {
            // A target of exactly 0 takes its term away, also where the logarithm is infinite.
            var on = d == 0 ? 0 : -d * Math.Log(y);
            return group.UnitFunction == UnitFunction.Softmax || d == 1 ? on : on - ((1 - d) * Math.Log(1 - y));
        }
        if (measure == PlainMeasure.Squares)
            return 0.5 * (y - d) * (y - d);
        var (low, high) = d switch { 1 => (1 - Band, double.PositiveInfinity), 0 => (double.NegativeInfinity, Band), _ => (d - Band, d + Band) };
        corner = Math.Min(corner, Math.Min(Math.Abs(y - low), Math.Abs(y - high)));
        if (y > low && y < high)
            return 0;
        var from = measure == PlainMeasure.Dead ? d : y <= low ? low : high;
        return 0.5 * (y - from) * (y - from);
    }
}
