namespace Backprop.Defaults;

/// <summary>Methods on the tables and splits that all of them have results for.</summary>
internal sealed class Comparison
{
    private readonly Dictionary<(string Table, string Method), Result[]> results = [];

    /// <param name="tables">The tables.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="lines">Results, in any order, of these and perhaps others.</param>
    /// <param name="splits">Splits of each table; a table of which a method lacks one is left out.</param>
    public Comparison(IEnumerable<BenchTable> tables, IReadOnlyList<string> methods, IEnumerable<Result> lines, int splits)
    {
        Methods = methods;
        var byPlace = lines.Where(line => line.Split <= splits)
            .GroupBy(line => (line.Table, line.Method))
            .ToDictionary(group => group.Key, group => group.DistinctBy(line => line.Split).OrderBy(line => line.Split).ToArray());
        foreach (var table in tables)
        {
            var all = methods.Select(method => byPlace.GetValueOrDefault((table.Table, method), [])).ToArray();
            if (all.Any(found => found.Length < splits))
            {
                LeftOut.Add(table);
                continue;
            }
            Tables.Add(table);
            for (var i = 0; i < methods.Count; i++)
                results[(table.Table, methods[i])] = all[i];
        }
    }

    public IReadOnlyList<string> Methods { get; }

    /// <summary>Tables that are compared.</summary>
    public List<BenchTable> Tables { get; } = [];

    /// <summary>Tables that some method has not finished.</summary>
    public List<BenchTable> LeftOut { get; } = [];

    /// <summary>The mean of a measure over the splits of a table.</summary>
    public double Mean(BenchTable table, string method, Measure measure) => results[(table.Table, method)].Average(measure.Of);

    /// <summary>The mean seconds of a training.</summary>
    public double Seconds(BenchTable table, string method) => results[(table.Table, method)].Average(result => result.Seconds);

    /// <summary>How much better <paramref name="method"/> is than <paramref name="other"/> on a table, split by split.</summary>
    public Interval Difference(BenchTable table, string method, string other, Measure measure) =>
        Interval.OfSplits([.. results[(table.Table, method)].Zip(results[(table.Table, other)], (a, b) => measure.Of(a) - measure.Of(b))]);

    /// <summary>The mean rank of each method over tables, 1 for the best; methods that are equal on a table share the mean of their ranks.</summary>
    /// <param name="tables">Tables among <see cref="Tables"/>; at least one.</param>
    /// <param name="measure">The measure of each table.</param>
    public double[] MeanRanks(IReadOnlyCollection<BenchTable> tables, Func<BenchTable, Measure> measure)
    {
        var sums = new double[Methods.Count];
        foreach (var table in tables)
        {
            var values = Methods.Select(method => Mean(table, method, measure(table))).ToArray();
            for (var i = 0; i < sums.Length; i++)
                sums[i] += 1 + values.Count(value => value > values[i]) + ((values.Count(value => value == values[i]) - 1) / 2.0);
        }
        return [.. sums.Select(sum => sum / tables.Count)];
    }

    /// <summary>The geometric mean over all tables of the time of one method per time of another.</summary>
    public double TimeRatio(string method, string other) => Math.Exp(Tables.Average(table => Math.Log(Seconds(table, method) / Seconds(table, other))));
}
