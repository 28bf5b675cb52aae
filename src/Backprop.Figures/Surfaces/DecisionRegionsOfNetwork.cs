using System.Numerics;

namespace Backprop.Figures;

public sealed partial record DecisionRegions
{
    /// <summary>The regions of a net of two inputs and one output, with its cases.</summary>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="network">The net.</param>
    /// <param name="cases">The cases, which are drawn on the plane and give its extent.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The net has another number of inputs or outputs.</exception>
    public static DecisionRegions From<T>(Network<T> network, Cases cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        var (inputs, outputs) = (network.Topology.Inputs.Sum(group => group.Size), network.Topology.Outputs.Sum(group => group.Size));
        if (inputs != 2 || outputs != 1) throw new ArgumentException($"Decision regions are drawn over two inputs for one output, but the net has {inputs} and {outputs}.", nameof(network));
        var states = Enumerable.Range(0, cases.Count).Select(k => (Across: Input(cases, k, 0), Up: Input(cases, k, 1))).ToArray();
        var ((left, right), (bottom, top)) = (Span(states.Select(at => at.Across)), Span(states.Select(at => at.Up)));
        return new()
        {
            Output = new Surface((across, up) => double.CreateTruncating(network.Run(T.CreateTruncating(across), T.CreateTruncating(up))[0]), left, right, bottom, top),
            Cases = [.. states.Select((at, k) => new PlaneCase(at.Across, at.Up, cases.Targets[0][k, 0] > 0.5))],
        };
    }

    /// <summary>An input counted through all input groups.</summary>
    private static double Input(Cases cases, int @case, int unit) =>
        cases.Inputs[0].Size > unit ? cases.Inputs[0][@case, unit] : cases.Inputs[1][@case, unit - cases.Inputs[0].Size];

    private static (double, double) Span(IEnumerable<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        var room = high > low ? 0.25 * (high - low) : 1;
        return (low - room, high + room);
    }
}
