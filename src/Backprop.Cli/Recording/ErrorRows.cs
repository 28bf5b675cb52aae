using System.Numerics;

namespace Backprop.Cli;

/// <summary>E of each case or sequence: without and with its weight, and without it for each output group.</summary>
internal static class ErrorRows
{
    public static RecordTable<T> Table<T>(Topology topology, Cases cases, ErrorMeasure error)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (cases.Targets.Count == 0)
            throw new InputException("the cases have no targets, so they have no error to record");
        string[] outputs = [.. topology.Outputs.Select(static group => group.Origin).Distinct(StringComparer.Ordinal)];
        string[] head = [RecordCsv.PlaceColumns(topology.Unrolling is not null)[0], "weight", "error", "weighted error", .. outputs.Length == 1 ? [] : outputs.Select(static group => $"error of {group}")];
        return new(head, Rows);

        IEnumerable<IReadOnlyList<string>> Rows(Network<T> network)
        {
            var names = new RowNames(cases);
            var errors = ItemErrors.Of(network, cases, error);
            for (var item = 0; item < errors.Count; item++)
            {
                var (weight, sum) = (errors.Weight(item), errors.Of(item));
                yield return
                [
                    names.Of(item), RecordCsv.Number(weight), RecordCsv.Number(sum), RecordCsv.Number(weight * sum),
                    .. outputs.Length == 1 ? [] : outputs.Select(group => RecordCsv.Number(errors.Of(item, group))),
                ];
            }
        }
    }
}
