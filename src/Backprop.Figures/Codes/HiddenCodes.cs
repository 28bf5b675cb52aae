using System.Numerics;

namespace Backprop.Figures;

/// <summary>The codes that a group of hidden units gives to cases.</summary>
public static class HiddenCodes
{
    /// <summary>One code per case: the states of the group.</summary>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="network">The net.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="group">The group. Default: the first hidden group, or the first output group of a net without.</param>
    /// <param name="name">The name of a case. Default: the name that it has, or its number from 1.</param>
    /// <param name="category">The category of a case. Default: none.</param>
    /// <returns>The codes, in the order of the cases.</returns>
    public static IReadOnlyList<Code> Of<T>(Network<T> network, Cases cases, string? group = null, Func<int, string>? name = null, Func<int, string>? category = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        var shown = group is not null ? network.Topology[group]
            : network.Topology.Groups.FirstOrDefault(other => !other.IsInput && !other.IsOutput) ?? network.Topology.Outputs[0];
        var activity = network.Run(cases);
        return [.. Enumerable.Range(0, cases.Count).Select(number =>
        {
            var states = new double[shown.Size];
            for (var unit = 0; unit < states.Length; unit++) states[unit] = double.CreateTruncating(activity[shown, number][unit]);
            return new Code(name?.Invoke(number) ?? cases.NameOf(number) ?? SvgNumber.Count(number + 1), states, category?.Invoke(number) ?? "");
        })];
    }
}
