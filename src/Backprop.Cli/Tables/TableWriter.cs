using System.Buffers;
using System.Text;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Writes rows as text with the delimiter and the quote of another table, so that what read that one reads these too.</summary>
internal sealed class TableWriter : RowWriter
{
    private const int Full = 1 << 15;
    private readonly TextWriter output;
    private readonly StringBuilder waiting = new(); // the console would write every cell by itself
    private readonly char delimiter;
    private readonly char quote;
    private readonly SearchValues<char> special;
    private int count;
    private long waitingRows;
    private bool isEmpty;

    /// <param name="output">Where to write; the caller closes it.</param>
    /// <param name="format">The format of the other table.</param>
    public TableWriter(TextWriter output, TableFormat format)
    {
        this.output = output;
        delimiter = format.Delimiter ?? ',';
        quote = format.Quote ?? '"';
        special = SearchValues.Create([delimiter, quote, '\r', '\n']);
    }

    /// <summary>Writes a row of names, which <see cref="RowWriter.RowsWritten"/> counts too.</summary>
    public override void Head(IEnumerable<SourceColumn> columns)
    {
        foreach (var column in columns)
            Cell(column.Name);
        EndRow();
    }

    /// <summary>Writes the cell as it stands in the table.</summary>
    public override void Keep(TableCell cell, string text, char mark) => Cell(text);

    /// <summary>Writes the next cell of a row, quoted where it must be.</summary>
    public override void Cell(string text)
    {
        if (count++ > 0)
            waiting.Append(delimiter);
        isEmpty = text.Length == 0;
        var isQuoted = text.AsSpan().ContainsAny(special) || (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])));
        if (!isQuoted)
        {
            waiting.Append(text);
            return;
        }
        waiting.Append(quote).Append(text.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal)).Append(quote);
    }

    /// <summary>Writes the number as it is: its decimal mark is that of the table.</summary>
    public override void Number(string text, char mark) => Cell(text);

    public override void EndRow()
    {
        if (count == 1 && isEmpty)
            waiting.Append(quote, 2); // an empty line is not a row
        waiting.Append('\n');
        count = 0;
        waitingRows++;
        if (waiting.Length >= Full)
            Write();
    }

    public override void Flush()
    {
        Write();
        output.Flush();
    }

    private void Write()
    {
        output.Write(waiting);
        waiting.Clear();
        RowsWritten += waitingRows;
        waitingRows = 0;
    }
}
