namespace Backprop.Cli;

/// <summary>Writes rows of named cells, one cell after another.</summary>
internal abstract class RowWriter
{
    /// <summary>Rows that have been written out, whole; rows that still wait are none of them.</summary>
    public long RowsWritten { get; protected set; }

    /// <summary>Whether numbers, and cells without a value, differ from texts in what is written.</summary>
    public abstract bool HasTypes { get; }

    /// <summary>Names the columns, before the first row.</summary>
    public abstract void Head(IEnumerable<string> names);

    /// <summary>Writes the next cell of a row: a text; empty where it has no value.</summary>
    public abstract void Cell(string text);

    /// <summary>Writes the next cell of a row: a number.</summary>
    /// <param name="text">The number as it is written with <paramref name="mark"/>.</param>
    /// <param name="mark">The decimal mark.</param>
    public abstract void Number(string text, char mark);

    /// <summary>Ends the row.</summary>
    public abstract void EndRow();

    /// <summary>Writes out what waits to be written.</summary>
    public abstract void Flush();
}
