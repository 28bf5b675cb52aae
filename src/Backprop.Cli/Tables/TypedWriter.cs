using System.Globalization;
using System.Text;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Keeps rows with the types of their cells, for files that name the types of their columns.</summary>
internal sealed class TypedWriter : RowWriter
{
    private readonly bool ignoresCase;
    private int column;

    /// <param name="ignoresCase">Whether names of columns that differ in case only are the same in the file.</param>
    public TypedWriter(bool ignoresCase = false) => this.ignoresCase = ignoresCase;

    /// <summary>The rows.</summary>
    public TableOutput Table { get; private set; } = new([]);

    /// <exception cref="UsageException">Two columns have the same name.</exception>
    public override void Head(IEnumerable<SourceColumn> columns)
    {
        SourceColumn[] named = [.. columns];
        var names = NamesOf(named.Select(static column => column.Name)).ToArray();
        CheckDifferent(names, ignoresCase);
        Table = new TableOutput(named.Zip(names, static (column, name) => column with { Name = name }));
    }

    public override void Keep(TableCell cell, string text, char mark) => Table.Add(column++, cell);

    public override void Cell(string text) => Table.Add(column++, TableCell.Word(Encoding.UTF8.GetBytes(text)));

    public override void Number(string text, char mark) =>
        Table.Add(column++, double.TryParse(text.Replace(mark, '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? TableCell.Number(number) : TableCell.Missing);

    public override void Date(double days, string text) => Table.Add(column++, TableCell.Days(days));

    public override void EndRow()
    {
        Table.EndRow();
        column = 0;
        RowsWritten++;
    }

    public override void Flush()
    {
        // The whole table is written at once.
    }
}
