namespace Backprop.Data;

/// <summary>Which rows of a table a process keeps, where others keep the rest.</summary>
/// <param name="Kept">The rows, ascending.</param>
/// <param name="Learned">The rows that encodings are learned from, ascending, kept or not.</param>
internal sealed record RowsToKeep(int[] Kept, int[] Learned);

/// <summary>
/// A table of which this process keeps some rows. Columns by which rows are divided, weighted or judged (targets, groups, times, weights) are there in all rows, the others in those that are
/// kept, with what an encoding needs of all training rows, which was learned while the file was read.
/// </summary>
internal sealed class TablePart
{
    private readonly RowsToKeep rows;
    private readonly Dictionary<TableColumn, ColumnFit> fits;

    internal TablePart(RowsToKeep rows, Dictionary<TableColumn, ColumnFit> fits) => (this.rows, this.fits) = (rows, fits);

    /// <summary>Whether these rows were chosen.</summary>
    public bool IsFor(RowsToKeep other) => rows.Kept.AsSpan().SequenceEqual(other.Kept) && rows.Learned.AsSpan().SequenceEqual(other.Learned);

    /// <summary>What the training rows say of a column; null for one that is there in all rows.</summary>
    public ColumnFit? FitOf(TableColumn column) => fits.GetValueOrDefault(column);

    /// <summary>For every row its place among those that are kept; −1 for one that is not.</summary>
    internal static int[] Places(RowsToKeep rows, int count)
    {
        var places = new int[count];
        Array.Fill(places, -1);
        for (var k = 0; k < rows.Kept.Length; k++)
            places[rows.Kept[k]] = k;
        return places;
    }
}
