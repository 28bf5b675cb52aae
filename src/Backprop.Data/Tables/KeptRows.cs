namespace Backprop.Data;

/// <summary>
/// The rows of a file that is not delimited text, kept while it is read for the first time: reading and decoding it again would double the time.
/// </summary>
/// <param name="names">The columns.</param>
/// <param name="rowWord">What counts the rows in messages.</param>
/// <param name="isReadOnce">Whether every text is kept, however many there are, since the rows cannot be read again.</param>
internal sealed class KeptRows(IReadOnlyList<SourceColumn> names, string rowWord, bool isReadOnce = false)
{
    private readonly IReadOnlyList<SourceColumn> names = names;
    private readonly string rowWord = rowWord;
    private readonly CellColumn[] columns = [.. names.Select(_ => new CellColumn(isReadOnce))];
    private readonly List<(long Index, long Row)> places = []; // where the number of a row is not one more than that of the row before

    /// <summary>The number of rows.</summary>
    public long Count { get; private set; }

    /// <summary>The cells of a column, to which those of further rows are added.</summary>
    public CellColumn this[int column] => columns[column];

    /// <summary>Ends a row, all of whose cells are added or will be.</summary>
    /// <param name="row">Its number in the words of the file.</param>
    public void EndRow(long row) => EndRows(row, 1);

    /// <summary>Ends rows whose numbers follow each other.</summary>
    /// <param name="firstRow">The number of the first in the words of the file.</param>
    /// <param name="count">How many they are.</param>
    public void EndRows(long firstRow, int count)
    {
        if (places.Count == 0 || places[^1].Row + (Count - places[^1].Index) != firstRow)
            places.Add((Count, firstRow));
        Count += count;
    }

    /// <summary>The number of a row in the words of the file.</summary>
    /// <param name="index">The row, from 0.</param>
    public long RowAt(long index)
    {
        var (low, high) = (0, places.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = places[middle].Index <= index ? (middle, high) : (low, middle - 1);
        }
        return places[low].Row + (index - places[low].Index);
    }

    /// <summary>The rows that are kept, from the first one.</summary>
    public ReplayedRows Replay() => new(this, names, rowWord);
}

/// <summary>Rows that are kept, in any order.</summary>
internal sealed class ReplayedRows(KeptRows kept, IReadOnlyList<SourceColumn> names, string rowWord) : TableSource
{
    private long index = -1;

    public override IReadOnlyList<SourceColumn> Columns => names;

    public override long Row => kept.RowAt(index);

    public override string RowWord => rowWord;

    public override TableCell this[int column] => kept[column][index];

    public override bool Read() => ++index < kept.Count;

    /// <summary>Goes to a row.</summary>
    public void MoveTo(long row) => index = row;
}
