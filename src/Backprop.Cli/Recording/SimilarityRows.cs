using System.Globalization;
using System.Numerics;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>How alike the codes of cases are, the states of one group: a row for each pair of cases, or of sequences at the same iteration, with their correlation and their Euclidean distance.</summary>
internal static class SimilarityRows
{
    public static RecordTable<T> Table<T>(Group group, Topology topology, Cases cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var isIterative = topology.Unrolling is not null;
        return new([.. isIterative ? ["iteration"] : Array.Empty<string>(), "first", "second", "correlation", "distance"], Rows);

        IEnumerable<IReadOnlyList<string>> Rows(Network<T> network)
        {
            var names = new RowNames(cases);
            var activity = network.Run(cases);
            var places = new CasePlaces(network.Topology, cases);
            for (var iteration = 1; iteration <= places.Iterations; iteration++)
            {
                double[][] codes = [.. Enumerable.Range(0, places.Count).Select(item => iteration > places.Length(item) ? [] : Code(StateRows.States(activity, places, group, item, iteration)))];
                for (var first = 0; first < codes.Length; first++)
                {
                    for (var second = first + 1; second < codes.Length; second++)
                    {
                        if (codes[first].Length == 0 || codes[second].Length == 0) continue;
                        yield return
                        [
                            .. isIterative ? [iteration.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
                            names.Of(first), names.Of(second),
                            RecordCsv.Number(CodeSimilarity.Correlation(codes[first], codes[second])), RecordCsv.Number(CodeSimilarity.Distance(codes[first], codes[second])),
                        ];
                    }
                }
            }
        }
    }

    private static double[] Code<T>(ReadOnlySpan<T> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var code = new double[states.Length];
        for (var unit = 0; unit < code.Length; unit++)
            code[unit] = double.CreateTruncating(states[unit]);
        return code;
    }
}
