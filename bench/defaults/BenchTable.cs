using System.Globalization;
using Backprop.Data;

namespace Backprop.Defaults;

/// <summary>A table of the measurements: a line of tables.csv, which <c>prepare</c> writes.</summary>
internal sealed record BenchTable
{
    /// <summary>Tables that chose the first defaults; they cannot judge later ones.</summary>
    private static readonly string[] Used = ["breast_cancer", "diabetes", "digits", "titanic"];

    public required string Table { get; init; }

    /// <summary>The package that carries the data.</summary>
    public required string Package { get; init; }

    /// <summary>classes or numbers.</summary>
    public required string Task { get; init; }

    public required string Target { get; init; }

    public required int Rows { get; init; }

    /// <summary>Input columns, of which <see cref="Categories"/> have words.</summary>
    public required int Columns { get; init; }

    public required int Categories { get; init; }

    /// <summary>Empty cells of the inputs.</summary>
    public required int Missing { get; init; }

    /// <summary>Classes of the target; 0 for numbers.</summary>
    public required int Classes { get; init; }

    /// <summary>choose: settings may be chosen by it; report: it only judges them. Empty before <see cref="InHalves"/>.</summary>
    public string Half { get; init; } = "";

    public bool HasClasses => Task == "classes";

    /// <summary>Rows times columns, a measure of the work.</summary>
    public long Cells => (long)Rows * (Columns + 1);

    /// <summary>
    /// Assigns each table to a half by its name alone: those that chose the defaults before to <c>choose</c>, the others in turn to
    /// <c>report</c> and <c>choose</c>, in the order of their names among those of the same task. The smallest come first.
    /// </summary>
    public static IReadOnlyList<BenchTable> InHalves(IEnumerable<BenchTable> tables)
    {
        var halved = new List<BenchTable>();
        foreach (var task in tables.GroupBy(table => table.Task, StringComparer.Ordinal))
        {
            var used = task.Where(table => Used.Contains(table.Table, StringComparer.Ordinal));
            var others = task.Except(used).OrderBy(table => table.Table, StringComparer.Ordinal);
            halved.AddRange(used.Select(table => table with { Half = "choose" }));
            halved.AddRange(others.Select((table, i) => table with { Half = i % 2 == 0 ? "report" : "choose" }));
        }
        return [.. halved.OrderBy(table => table.Cells).ThenBy(table => table.Table, StringComparer.Ordinal)];
    }

    /// <summary>The whole table, its target taken as the task says, whatever it looks like.</summary>
    public Table Load(string folder) => Data.Table.Read(
        Path.Combine(folder, Table + ".csv"),
        HasClasses ? new ColumnChoices { Targets = [Target], Categories = [Target] } : new ColumnChoices { Targets = [Target], Numbers = [Target] });

    /// <summary>Reads sources.csv, which has no halves, or tables.csv.</summary>
    public static IReadOnlyList<BenchTable> Read(string file) =>
    [
        .. CsvText.Read(file).Select(line => new BenchTable
        {
            Table = line["table"],
            Package = line["package"],
            Task = line["task"],
            Target = line["target"],
            Rows = line.Count("rows"),
            Columns = line.Count("columns"),
            Categories = line.Count("categories"),
            Missing = line.Count("missing"),
            Classes = line.Count("classes"),
            Half = line.GetValueOrDefault("half", ""),
        }),
    ];

    public static void Write(string file, IReadOnlyList<BenchTable> tables)
    {
        using var writer = new StreamWriter(file);
        writer.NewLine = "\n";
        writer.WriteLine("table,package,task,target,rows,columns,categories,missing,classes,half");
        foreach (var t in tables)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{t.Table},{t.Package},{t.Task},{t.Target},{t.Rows},{t.Columns},{t.Categories},{t.Missing},{t.Classes},{t.Half}"));
    }
}
