using System.Globalization;
using System.Numerics;

namespace Backprop.Cli;

/// <summary>Weights and biases: a row for each that exists. Weights that several projections share have one row, under the first of them.</summary>
internal static class WeightRows
{
    private const string Bias = "bias";

    public static IReadOnlyList<string> Head { get; } = ["weights", "from", "to", "value"];

    /// <param name="network">The net.</param>
    /// <param name="named">The same net with names of its units.</param>
    public static IEnumerable<IReadOnlyList<string>> Of<T>(Network<T> network, Topology named)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var block in named.Blocks)
        {
            var projection = block.IsBias ? null : named.Projections.First(projection => projection.Weights == block);
            var receiver = projection?.To ?? named.Groups.First(group => group.Biases == block);
            var columns = block.Columns;
            for (var k = 0; k < block.Length; k++)
            {
                if (block.Mask?[k] == false) continue;
                var (to, from) = Math.DivRem(k, columns);
                yield return
                [
                    block.IsBias ? $"{block.Name} {Bias}" : block.Name,
                    projection is null ? Bias : RecordCsv.UnitColumn(projection.From, block.IsOneToOne ? to : from),
                    RecordCsv.UnitColumn(receiver, to),
                    network.Weights[block.Offset + k].ToString(null, CultureInfo.InvariantCulture),
                ];
            }
        }
    }
}
