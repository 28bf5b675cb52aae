using System.Globalization;

namespace Backprop.Data;

/// <summary>The values of a column at which its dependence is computed.</summary>
internal static class DependenceGrid
{
    private const double FirstQuantile = 0.01;

    /// <summary>A value, as the training table writes it, and the rows that have it.</summary>
    internal readonly record struct Entry(CellValue Value, string Text, int Rows);

    /// <summary>The values, ascending; categories in their order; last the missing value where there is a unit for it.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="column">The column.</param>
    /// <param name="values">Its values; null where they have no influence, and then there is nothing to compute.</param>
    /// <param name="rows">The rows.</param>
    public static IReadOnlyList<Entry> Of(TableEncoding encoding, ColumnEncoding column, EncodedColumn? values, ReadOnlySpan<int> rows)
    {
        if (values is null)
            return [];
        var counts = new SortedDictionary<double, int>();
        var missing = 0;
        foreach (var row in rows)
        {
            var value = values[row];
            if (value.Kind == CellValueKind.Missing)
                missing++;
            else if (!double.IsNaN(value.Value))
                counts[value.Value] = counts.GetValueOrDefault(value.Value) + 1;
        }
        var grid = new List<Entry>();
        if (!column.IsConstant)
            grid.AddRange(column is CategoryEncoding categories ? Categories(categories, counts) : column is BooleanEncoding boolean ? YesAndNo(boolean, counts) : Numbers(encoding, column, counts));
        if (column.MissingUnit)
            grid.Add(new(CellValue.Missing, "", missing));
        return grid;
    }

    /// <summary>How a column of numbers or dates is distributed over the rows.</summary>
    public static IReadOnlyList<DistributionBin> Distribution(Table table, ColumnEncoding column, ReadOnlySpan<int> rows, int bins)
    {
        if (!column.HasInfluence || column.IsConstant || table[column.Column] is not NumberColumn numbers)
            return [];
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var row in rows)
        {
            if (double.IsNaN(numbers[row]))
                continue;
            (least, greatest) = (Math.Min(least, numbers[row]), Math.Max(greatest, numbers[row]));
        }
        var width = (greatest / bins) - (least / bins);
        if (!(width > 0))
            return least > greatest ? [] : [new(least, greatest, rows.Length)];
        var counts = new int[bins];
        foreach (var row in rows)
            if (!double.IsNaN(numbers[row]))
                counts[Math.Min((int)((numbers[row] / width) - (least / width)), bins - 1)]++;
        return [.. counts.Select((count, bin) => new DistributionBin(least + (bin * width), bin == bins - 1 ? greatest : least + ((bin + 1) * width), count))];
    }

    private static IEnumerable<Entry> Categories(CategoryEncoding column, SortedDictionary<double, int> counts) =>
        Enumerable.Range(0, column.Categories.Count).OrderByDescending(category => counts.GetValueOrDefault(category)).Take(TableExplainer.MostCategories).Order()
            .Select(category => new Entry(CellValue.Category(category), column.Categories[category], counts.GetValueOrDefault(category)));

    private static IEnumerable<Entry> YesAndNo(BooleanEncoding column, SortedDictionary<double, int> counts) =>
        [new(CellValue.Boolean(false), column.No, counts.GetValueOrDefault(0)), new(CellValue.Boolean(true), column.Yes, counts.GetValueOrDefault(1))];

    private static IEnumerable<Entry> Numbers(TableEncoding encoding, ColumnEncoding column, SortedDictionary<double, int> counts)
    {
        double[] chosen = [.. counts.Keys];
        if (chosen.Length > TableExplainer.MostValues)
        {
            double[] sorted = [.. counts.SelectMany(static count => Enumerable.Repeat(count.Key, count.Value))];
            chosen = [.. Enumerable.Range(0, TableExplainer.MostValues).Select(i => Math.Clamp((double)i / (TableExplainer.MostValues - 1), FirstQuantile, 1 - FirstQuantile)).Select(share => Quantile.Of(sorted, share)).Distinct()];
        }
        return chosen.Select(value => new Entry(column is DateEncoding ? CellValue.Days(value) : CellValue.Number(value), Text(encoding, column, value), counts[value]));
    }

    private static string Text(TableEncoding encoding, ColumnEncoding column, double value) => column is DateEncoding date
        ? AnswerText.Of(date, value, encoding.DateFormat)
        : value.ToString(CultureInfo.InvariantCulture).Replace('.', encoding.DecimalMark);
}
