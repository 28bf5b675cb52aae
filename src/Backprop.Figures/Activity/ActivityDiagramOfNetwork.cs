using System.Numerics;

namespace Backprop.Figures;

public sealed partial record ActivityDiagram
{
    /// <summary>The states of all groups of a net for one case, layer by layer; units whose target is above 0.5 are marked.</summary>
    /// <param name="network">The net.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="case">Which of them, counted from 0.</param>
    /// <param name="unitNames">Names of the units of a group, or null for those of the net. Default: those of the net.</param>
    /// <param name="unitsPerRow">Units in a row of a group, or null for one row. Default: one row.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such case.</exception>
    public static ActivityDiagram From<T>(
        Network<T> network, Cases cases, int @case = 0, Func<Group, IReadOnlyList<string>?>? unitNames = null, Func<Group, int?>? unitsPerRow = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentOutOfRangeException.ThrowIfNegative(@case, nameof(@case));
        if (@case >= cases.Count) throw new ArgumentOutOfRangeException(nameof(@case), @case, $"There are {cases.Count} cases, counted from 0.");
        var activity = network.Run(cases.Subset([@case]));
        var layers = network.Topology.Groups.GroupBy(group => group.Depth).OrderBy(layer => layer.Key).Select(layer => layer.Select(Shown).ToArray()).ToArray();
        return new() { Title = cases.NameOf(@case) is { } name ? $"Activity for {name}" : null, Layers = layers, Largest = Math.Max(1, layers.SelectMany(layer => layer).SelectMany(group => group.States).Max(Math.Abs)) };

        GroupActivity Shown(Group group)
        {
            var states = new double[group.Size];
            for (var unit = 0; unit < states.Length; unit++) states[unit] = double.CreateTruncating(activity[group, 0][unit]);
            return new(group.Name, states) { UnitNames = UnitNames.Of(group, unitNames), UnitsPerRow = unitsPerRow?.Invoke(group), Marked = Desired(group) };
        }

        IReadOnlyList<int> Desired(Group group)
        {
            if (!group.IsOutput) return [];
            // Without a name, the one set of targets belongs to the one output group.
            var targets = cases.Targets.FirstOrDefault(values => values.Group is null || values.Group == group.Name);
            return targets is null ? [] : [.. Enumerable.Range(0, group.Size).Where(unit => targets[@case, unit] > 0.5)];
        }
    }
}
