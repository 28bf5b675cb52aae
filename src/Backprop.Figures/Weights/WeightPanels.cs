using System.Numerics;

namespace Backprop.Figures;

/// <summary>All weights of a net as Hinton diagrams, one per projection.</summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// WeightPanels.Of(net, "input-&gt;hidden").Save("weights.svg");
/// </code>
/// </example>
public static class WeightPanels
{
    private const int MostLarge = 6, MostShown = 48;

    /// <summary>
    /// One diagram for each block of weights (shared weights once; of more than 48, the first 48), the biases of the receiving group beside the first of its
    /// projections, connections that a mask leaves out as gaps.
    /// </summary>
    /// <param name="network">The net.</param>
    /// <param name="unitNames">Names of the units of a group, or null for those of the net. Default: those of the net, or numbers.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The figure.</returns>
    public static Figure From<T>(Network<T> network, Func<Group, IReadOnlyList<string>?>? unitNames = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        var parts = network.Topology.Projections.DistinctBy(projection => projection.Weights).Select(projection => Of(network, projection, unitNames)).ToArray();
        if (parts.Length == 1) return parts[0];
        // Of many, two share a row.
        if (parts.Length > MostLarge) parts = [.. parts.Select(part => part with { Share = 0.5 })];
        return new Panels
        {
            Title = "Weights",
            RowWidth = 860,
            Subtitle = parts.Length <= MostShown ? null : $"The first {MostShown} of {SvgNumber.Count(parts.Length)} projections.",
            Parts = [.. parts.Take(MostShown)],
        };
    }

    /// <summary>The diagram of one projection, [to × from].</summary>
    /// <param name="network">The net.</param>
    /// <param name="projection">"from->to", or the name under which weights are shared.</param>
    /// <param name="unitNames">Names of the units of a group, or null for those of the net. Default: those of the net, or numbers.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The figure.</returns>
    public static HintonDiagram Of<T>(Network<T> network, string projection, Func<Group, IReadOnlyList<string>?>? unitNames = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        var block = network.Topology.GetWeights(projection);
        return Of(network, network.Topology.Projections.First(other => other.Weights == block), unitNames);
    }

    private static HintonDiagram Of<T>(Network<T> network, Projection projection, Func<Group, IReadOnlyList<string>?>? unitNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var block = projection.Weights;
        var first = projection.To.Incoming[0] == projection;
        return new()
        {
            Title = block.Name,
            Values = Matrix(network, block),
            Biases = first && projection.To.Biases is { } biases ? Values(network, biases) : null,
            RowTitle = block.IsOneToOne ? "" : "to " + projection.To.Name,
            ColumnTitle = block.IsOneToOne ? $"from {projection.From.Name}, one to one" : "from " + projection.From.Name,
            RowNames = UnitNames.Of(projection.To, unitNames),
            ColumnNames = block.IsOneToOne ? [""] : UnitNames.Of(projection.From, unitNames),
        };
    }

    private static double[] Values<T>(Network<T> network, WeightBlock block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new double[block.Length];
        for (var k = 0; k < values.Length; k++) values[k] = block.Mask is { } mask && !mask[k] ? double.NaN : double.CreateTruncating(network[block][k]);
        return values;
    }

    private static double[,] Matrix<T>(Network<T> network, WeightBlock block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var matrix = new double[block.Rows, block.Columns];
        Buffer.BlockCopy(Values(network, block), 0, matrix, 0, block.Length * sizeof(double));
        return matrix;
    }
}
