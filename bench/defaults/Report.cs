using System.Globalization;
using System.Text;

namespace Backprop.Defaults;

/// <summary>A comparison as Markdown.</summary>
internal static class Report
{
    /// <param name="comparison">The methods and their results.</param>
    /// <param name="own">The method that is compared with each of the others.</param>
    /// <param name="splits">Splits of each table.</param>
    public static string Of(Comparison comparison, string own, int splits)
    {
        var text = new StringBuilder();
        var classes = comparison.Tables.Where(table => table.HasClasses).ToArray();
        var numbers = comparison.Tables.Where(table => !table.HasClasses).ToArray();
        text.Append(CultureInfo.InvariantCulture, $"{comparison.Tables.Count} tables ({classes.Length} of classes, {numbers.Length} of numbers), {splits} splits each.\n");
        if (comparison.LeftOut.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"Left out, for a method has not finished them: {string.Join(", ", comparison.LeftOut.Select(table => table.Table))}.\n");

        text.Append(CultureInfo.InvariantCulture, $"\n| method | mean rank | by accuracy | by log-loss | by R² | time per that of {own} |\n|---|---|---|---|---|---|\n");
        string[] Ranks(IReadOnlyCollection<BenchTable> tables, Func<BenchTable, Measure> measure) =>
            tables.Count == 0 ? [.. comparison.Methods.Select(_ => "–")] : [.. comparison.MeanRanks(tables, measure).Select(rank => rank.ToString("F2", CultureInfo.InvariantCulture))];
        var (all, accuracy, logLoss, r2) = (Ranks(comparison.Tables, Measure.First), Ranks(classes, _ => Measure.Accuracy), Ranks(classes, _ => Measure.LogLoss), Ranks(numbers, _ => Measure.R2));
        for (var i = 0; i < comparison.Methods.Count; i++)
        {
            var time = comparison.Tables.Count == 0 ? double.NaN : comparison.TimeRatio(comparison.Methods[i], own);
            text.Append(CultureInfo.InvariantCulture, $"| {comparison.Methods[i]} | {all[i]} | {accuracy[i]} | {logLoss[i]} | {r2[i]} | {time:F2} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n| {own} against | measure | wins | ties | losses | losses above 0.01 | mean difference | worst table |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var other in comparison.Methods.Where(method => method != own))
        {
            foreach (var (measure, tables) in new[] { (Measure.Accuracy, classes), (Measure.LogLoss, classes), (Measure.R2, numbers) })
            {
                if (tables.Length == 0)
                    continue;
                var differences = tables.Select(table => comparison.Difference(table, own, other, measure)).ToArray();
                var (wins, losses) = (differences.Count(difference => difference.IsAbove), differences.Count(difference => difference.IsBelow));
                var far = differences.Count(difference => difference.IsBelow && difference.Mean < -0.01);
                var worst = Array.IndexOf(differences, differences.MinBy(difference => difference.Mean));
                text.Append(CultureInfo.InvariantCulture, $"| {other} | {measure.Name} | {wins} | {tables.Length - wins - losses} | {losses} | {far} | {Interval.OfIndependent([.. differences.Select(difference => difference.Mean)])} | {tables[worst].Table} {differences[worst]} |\n");
            }
        }
        foreach (var (measure, tables) in new[] { (Measure.Accuracy, classes), (Measure.LogLoss, classes), (Measure.R2, numbers) })
        {
            if (tables.Length > 0)
                Values(text, comparison, own, measure, tables);
        }
        Seconds(text, comparison);
        return text.ToString();
    }

    private static void Values(StringBuilder text, Comparison comparison, string own, Measure measure, IEnumerable<BenchTable> tables)
    {
        var sign = measure == Measure.LogLoss ? -1 : 1;
        text.Append(CultureInfo.InvariantCulture, $"\n| {measure.Name} | rows | columns | {string.Join(" | ", comparison.Methods)} |\n|---|---|---|{string.Concat(comparison.Methods.Select(_ => "---|"))}\n");
        foreach (var table in tables.OrderBy(table => table.Table, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {table.Table} | {table.Rows:N0} | {table.Columns} |");
            foreach (var method in comparison.Methods)
            {
                // + where the own method is better than this one beyond chance, − where it is worse.
                var difference = comparison.Difference(table, own, method, measure);
                var mark = method == own ? "" : difference.IsAbove ? " +" : difference.IsBelow ? " −" : "";
                var value = (sign * comparison.Mean(table, method, measure)).ToString("F3", CultureInfo.InvariantCulture).Replace('-', '−');
                text.Append(CultureInfo.InvariantCulture, $" {value}{mark} |");
            }
            text.Append('\n');
        }
    }

    private static void Seconds(StringBuilder text, Comparison comparison)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n| seconds | rows | columns | {string.Join(" | ", comparison.Methods)} |\n|---|---|---|{string.Concat(comparison.Methods.Select(_ => "---|"))}\n");
        foreach (var table in comparison.Tables.OrderBy(table => table.Cells))
            text.Append(CultureInfo.InvariantCulture, $"| {table.Table} | {table.Rows:N0} | {table.Columns} | {string.Join(" | ", comparison.Methods.Select(method => comparison.Seconds(table, method).ToString("F2", CultureInfo.InvariantCulture)))} |\n");
    }
}
