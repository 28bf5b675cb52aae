namespace Backprop.Data;

/// <summary>A column of a file that is not delimited text.</summary>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="Kind">What the file declares it to be; null where its cells decide.</param>
public sealed record SourceColumn(string Name, ColumnKind? Kind = null)
{
    /// <summary>What its cells are in the file, for a file that is written from them (<see cref="TableOutput"/>); null where the file does not say more than <see cref="Kind"/>.</summary>
    public CellType? Type { get; init; }

    /// <summary>Whether its cells are the weights of the rows, as <see cref="ColumnChoices.Weights"/> names them. Default: false.</summary>
    public bool AreWeights { get; init; }
}

/// <summary>
/// The rows of a table in a file that is not delimited text, one after another: Parquet, a sheet of a workbook, a query of a database. Its cells
/// have the types that the file gives them.
/// </summary>
public abstract class TableSource : IDisposable
{
    /// <summary>The columns in order.</summary>
    public abstract IReadOnlyList<SourceColumn> Columns { get; }

    /// <summary>The number of the current row in the words of the file, from 1.</summary>
    public abstract long Row { get; }

    /// <summary>What <see cref="Row"/> counts, for messages: "row", "line" or "sheet 'Iris', row".</summary>
    public virtual string RowWord => "row";

    /// <summary>What may surprise in what is read, such as which of several sheets.</summary>
    public virtual IReadOnlyList<TableNote> Notes => [];

    /// <summary>Goes to the next row; false at the end.</summary>
    /// <returns>Whether there is one more row.</returns>
    /// <exception cref="DataException">The file is damaged.</exception>
    public abstract bool Read();

    /// <summary>A cell of the current row, valid until the next row is read.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <exception cref="DataException">The file is damaged.</exception>
    public abstract TableCell this[int column] { get; }

    /// <summary>Whether the rows can also be read many at a time, column by column: then either in this way or by <see cref="Read"/>.</summary>
    internal virtual bool GivesColumns => false;

    /// <summary>Goes to the rows that come next and are held together in the file, such as a row group; <see cref="Row"/> is the first of them.</summary>
    /// <returns>Their number; 0 at the end.</returns>
    /// <exception cref="DataException">The file is damaged.</exception>
    internal virtual int ReadMany() => 0;

    /// <summary>Adds the cells of a column in these rows.</summary>
    /// <param name="column">The index of the column, from 0; each is asked for once.</param>
    /// <param name="cells">What they are added to, always the same for a column.</param>
    /// <exception cref="DataException">The file is damaged.</exception>
    internal virtual void AddColumn(int column, CellColumn cells)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
