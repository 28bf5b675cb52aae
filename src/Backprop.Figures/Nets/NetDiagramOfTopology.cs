using System.Globalization;

namespace Backprop.Figures;

public sealed partial record NetDiagram
{
    /// <summary>The groups and projections of a topology, an unrolled iterative net as the layered net that it is.</summary>
    /// <param name="topology">The topology.</param>
    /// <returns>The figure.</returns>
    public static NetDiagram From(Topology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return new()
        {
            Groups = [.. topology.Groups.Select(group => Shown(group, group.Name))],
            Projections = [.. topology.Projections.Select(projection => new DiagramProjection(
                projection.From.Index, projection.To.Index, Label(projection), projection.Weights.Copies > 1 ? projection.Weights.Name : ""))],
        };
    }

    /// <summary>The iterative net of which a topology is the unrolled form: each group once, delayed projections as loops.</summary>
    /// <param name="topology">The topology.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The topology is not an unrolled net.</exception>
    public static NetDiagram Folded(Topology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var last = topology.Unrolling?.Iterations ?? throw new ArgumentException("Only the unrolled form of an iterative net can be folded; this net is layered.", nameof(topology));
        // The last iteration has every group and every projection; a group before it may be an input of its own copy.
        var ends = topology.Projections.Where(projection => projection.To.Iteration == last).ToArray();
        var copies = topology.Groups.Where(group => group.Iteration == last || ends.Any(projection => projection.From == group))
            .OrderByDescending(group => group.Iteration).DistinctBy(group => group.Origin, StringComparer.Ordinal)
            .OrderBy(group => group.Depth).ThenBy(group => group.Index).ToArray();
        int IndexOf(string origin) => Array.FindIndex(copies, copy => copy.Origin == origin);
        return new()
        {
            Groups = [.. copies.Select(copy => Shown(copy, copy.Origin))],
            Projections = [.. ends.Select(projection => new DiagramProjection(
                IndexOf(projection.From.Origin), IndexOf(projection.To.Origin),
                Label(projection) + (projection.Delay > 0 ? string.Create(CultureInfo.InvariantCulture, $", delay {projection.Delay}") : "")))],
        };
    }

    private static DiagramGroup Shown(Group group, string name) =>
        new(name, group.Size, group.IsInput ? "" : group.UnitFunction.Name, group.IsInput, group.IsOutput);

    private static string Label(Projection projection)
    {
        var weights = projection.Weights;
        var size = weights.IsOneToOne
            ? string.Create(CultureInfo.InvariantCulture, $"{weights.Rows}, one to one")
            : string.Create(CultureInfo.InvariantCulture, $"{weights.Rows} × {weights.Columns}");
        return size + (weights.Mask is null ? "" : ", masked") + (weights.Frozen ? ", frozen" : weights.FrozenWeights?.Count(static frozen => frozen) is { } frozen ? string.Create(CultureInfo.InvariantCulture, $", {frozen} frozen") : "");
    }
}
