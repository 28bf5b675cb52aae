using System.Globalization;
using System.Numerics;

namespace Backprop.Figures;

public sealed partial record UnitDiagram
{
    /// <summary>The most connections that a net drawn unit by unit may have.</summary>
    public const int MostArcs = 400;

    /// <summary>The most units side by side that a net drawn unit by unit may have.</summary>
    public const int MostAbreast = 18;

    /// <summary>Every unit and every weight of a small net, as the paper's Fig. 1.</summary>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="network">The net.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The net has more than <see cref="MostArcs"/> connections, or a layer of more than <see cref="MostAbreast"/> units.</exception>
    public static UnitDiagram From<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        var links = Connections(network.Topology, network.Topology.Projections);
        var widest = network.Topology.Groups.GroupBy(group => group.Depth).Max(layer => layer.Sum(group => group.Size));
        if (widest > MostAbreast)
            throw new ArgumentException($"A net with {SvgNumber.Count(widest)} units in a layer is too wide to draw unit by unit (at most {MostAbreast}): draw it by groups, or its weights as Hinton diagrams.");
        var weights = new double[network.Weights.Length];
        for (var k = 0; k < weights.Length; k++) weights[k] = double.CreateTruncating(network.Weights[k]);
        var units = new UnitNumbers(network.Topology);
        return new()
        {
            Units = [.. network.Topology.Groups.SelectMany(group => Enumerable.Range(0, group.Size).Select(unit => new DiagramUnit(
                group.UnitNames.Count > 0 ? group.UnitNames[unit] : group.Size == 1 ? group.Name : group.IsInput || group.IsOutput ? string.Create(CultureInfo.InvariantCulture, $"{group.Name} {unit + 1}") : "",
                group.Depth,
                group.Biases is { } biases ? SvgNumber.Value(weights[biases.Offset + unit]) : "")))],
            Arcs = [.. links.Select(link =>
                new DiagramArc(units[link.From.Group, link.From.Unit], units[link.To.Group, link.To.Unit], weights[link.Weight]))],
        };
    }

    /// <summary>An unrolled iterative net unit by unit, time upwards; every copy of a weight looks alike and bears its name (Fig. 5, right).</summary>
    /// <param name="topology">The unrolled topology.</param>
    /// <returns>The figure.</returns>
    public static UnitDiagram Unrolled(Topology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var units = new UnitNumbers(topology);
        var series = SeriesOfWeights(topology);
        return new()
        {
            Units = [.. topology.Groups.SelectMany(group => Enumerable.Range(1, group.Size).Select(unit => new DiagramUnit(
                string.Create(CultureInfo.InvariantCulture, $"{unit}"), group.Iteration ?? group.Depth)))],
            Arcs = [.. Connections(topology, topology.Projections).Select(link => new DiagramArc(
                units[link.From.Group, link.From.Unit], units[link.To.Group, link.To.Unit], 0, WeightName(link.To.Unit, link.From.Unit), series[link.Weight]))],
        };
    }

    /// <summary>The iterative net of which a topology is the unrolled form, unit by unit on a ring (Fig. 5, left).</summary>
    /// <param name="topology">The unrolled topology.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The topology is not an unrolled net.</exception>
    public static UnitDiagram Iterative(Topology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var last = topology.Unrolling?.Iterations ?? throw new ArgumentException("Only the unrolled form of an iterative net can be drawn as iterative; this net is layered.", nameof(topology));
        string[] origins = [.. topology.Groups.Select(group => group.Origin).Distinct(StringComparer.Ordinal)];
        var sizes = origins.Select(origin => topology.Groups.First(group => group.Origin == origin).Size).ToArray();
        int Number(Group group, int unit) => sizes.Take(Array.IndexOf(origins, group.Origin)).Sum() + unit;
        var series = SeriesOfWeights(topology);
        return new()
        {
            Units = [.. sizes.SelectMany(size => Enumerable.Range(1, size).Select(unit => new DiagramUnit(string.Create(CultureInfo.InvariantCulture, $"{unit}"), 1)))],
            Arcs = [.. Connections(topology, topology.Projections.Where(projection => projection.To.Iteration == last)).Select(link => new DiagramArc(
                Number(link.From.Group, link.From.Unit), Number(link.To.Group, link.To.Unit), 0, WeightName(link.To.Unit, link.From.Unit), series[link.Weight]))],
        };
    }

    private static string WeightName(int to, int from) => string.Create(CultureInfo.InvariantCulture, $"w_{{{to + 1}{from + 1}}}");

    /// <summary>A number for each weight that exists, in the order of the flat vector.</summary>
    private static Dictionary<int, int> SeriesOfWeights(Topology topology) =>
        Connections(topology, topology.Projections).Select(link => link.Weight).Distinct().Order().Select((weight, index) => (weight, index)).ToDictionary(pair => pair.weight, pair => pair.index);

    /// <summary>Every connection that exists, with the place of its weight in the flat vector.</summary>
    private static List<((Group Group, int Unit) From, (Group Group, int Unit) To, int Weight)> Connections(Topology topology, IEnumerable<Projection> projections)
    {
        var links = new List<((Group, int), (Group, int), int)>();
        foreach (var projection in projections)
        {
            var block = projection.Weights;
            for (var k = 0; k < block.Length; k++)
            {
                if (block.Mask is { } mask && !mask[k]) continue;
                var (to, from) = block.IsOneToOne ? (k, k) : (k / block.Columns, k % block.Columns);
                links.Add(((projection.From, from), (projection.To, to), block.Offset + k));
            }
        }

        return links.Count <= MostArcs ? links : throw new TopologyException(
            $"A net of {SvgNumber.Count(links.Count)} connections is too large to draw unit by unit (at most {MostArcs}): draw it by groups, or its weights as Hinton diagrams. Its {topology.Groups.Count} groups have {SvgNumber.Count(topology.Groups.Sum(group => group.Size))} units.");
    }

    /// <summary>Numbers the units of all groups in one row.</summary>
    private sealed class UnitNumbers(Topology topology)
    {
        public int this[Group group, int unit] => topology.Groups.Take(group.Index).Sum(other => other.Size) + unit;
    }
}
