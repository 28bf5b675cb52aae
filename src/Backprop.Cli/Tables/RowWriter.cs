using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Writes rows of named cells, one cell after another.</summary>
internal abstract class RowWriter
{
    /// <summary>Rows that have been written out, whole; rows that still wait are none of them.</summary>
    public long RowsWritten { get; protected set; }

    /// <summary>Names the columns, before the first row.</summary>
    public abstract void Head(IEnumerable<SourceColumn> columns);

    /// <summary>Names columns that are not declared to be anything, before the first row.</summary>
    public void Head(IEnumerable<string> names) => Head(names.Select(static name => new SourceColumn(name)));

    /// <summary>Writes the next cell of a row: a cell of the table that is read.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="text">The cell as delimited text holds it.</param>
    /// <param name="mark">The decimal mark of <paramref name="text"/>.</param>
    public abstract void Keep(TableCell cell, string text, char mark);

    /// <summary>Writes the next cell of a row: a text; empty where it has no value.</summary>
    public abstract void Cell(string text);

    /// <summary>Writes the next cell of a row: a number.</summary>
    /// <param name="text">The number as it is written with <paramref name="mark"/>.</param>
    /// <param name="mark">The decimal mark.</param>
    public abstract void Number(string text, char mark);

    /// <summary>Writes the next cell of a row: a date.</summary>
    /// <param name="days">The days since 0001-01-01.</param>
    /// <param name="text">The date as text.</param>
    public virtual void Date(double days, string text) => Cell(text);

    /// <summary>Ends the row.</summary>
    public abstract void EndRow();

    /// <summary>Writes out what waits to be written.</summary>
    public abstract void Flush();

    /// <summary>What columns are called where each needs a name: one without a name by its number.</summary>
    public static IEnumerable<string> NamesOf(IEnumerable<string> columns) => columns.Select(static (name, i) => name.Length > 0 ? name : $"#{i + 1}");

    /// <summary>Refuses two columns of one name, where the file cannot hold both.</summary>
    /// <exception cref="UsageException">There are two.</exception>
    protected static void CheckDifferent(IEnumerable<string> names, bool ignoresCase = false)
    {
        var taken = new Dictionary<string, string>(ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var name in names)
            if (!taken.TryAdd(name, name))
                throw new UsageException($"two columns are named {(taken[name] == name ? $"'{DisplayText.Name(name)}'" : $"'{DisplayText.Name(taken[name])}' and '{DisplayText.Name(name)}'")}, of which such a file can hold one only: name a .csv file for the predictions.");
    }
}
