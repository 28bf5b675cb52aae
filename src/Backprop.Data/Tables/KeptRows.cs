using System.Text;

namespace Backprop.Data;

/// <summary>
/// The rows of a file that is not delimited text, kept while it is read for the first time: reading and decoding it again would double the time. Nine
/// bytes per cell, and the text of different words once.
/// </summary>
/// <param name="names">The columns.</param>
/// <param name="rowWord">What counts the rows in messages.</param>
internal sealed class KeptRows(IReadOnlyList<SourceColumn> names, string rowWord)
{
    private const int Chunk = 1 << 16;
    private const int MostWords = 200_000;
    private const byte LongNumber = byte.MaxValue; // of more digits than a double holds
    private const long MostText = 64 << 20;
    private readonly IReadOnlyList<SourceColumn> names = names;
    private readonly string rowWord = rowWord;
    private readonly KeptColumn[] columns = [.. names.Select(static _ => new KeptColumn())];
    private readonly List<(long Index, long Row)> places = []; // where the number of a row is not one more than that of the row before
    private long rows;

    /// <summary>Keeps a cell of the row that is read; columns may come in any order, each once.</summary>
    public void Add(int column, TableCell cell) => columns[column].Add(rows, cell);

    /// <summary>Ends a row.</summary>
    /// <param name="row">Its number in the words of the file.</param>
    public void EndRow(long row)
    {
        if (places.Count == 0 || places[^1].Row + (rows - places[^1].Index) != row)
            places.Add((rows, row));
        rows++;
    }

    /// <summary>Whether all cells of a column are kept: it does not have too many different words.</summary>
    public bool IsWhole(int column) => columns[column].IsWhole;

    /// <summary>The rows from the first one.</summary>
    public TableSource Replay() => new Replayed(this);

    private sealed class KeptColumn
    {
        private readonly List<double[]> values = [];
        private readonly List<byte[]?> kinds = []; // null where all cells of the chunk are numbers, NaN if they are missing
        private Dictionary<string, int>? codes;
        private List<byte[]>? words;
        private long textBytes;

        public bool IsWhole { get; private set; } = true;

        public TableCell this[long row]
        {
            get
            {
                var (chunk, at) = ((int)(row / Chunk), (int)(row % Chunk));
                var value = values[chunk][at];
                if (kinds[chunk] is not { } kind)
                    return TableCell.Number(value);
                return (CellKind)kind[at] switch
                {
                    CellKind.Missing => TableCell.Missing,
                    CellKind.Number => TableCell.Number(value),
                    CellKind.Date => TableCell.Days(value),
                    CellKind.YesOrNo => TableCell.YesOrNo(value != 0),
                    CellKind.Word => TableCell.Word(words![(int)value]),
                    CellKind.Text => TableCell.OfText(words![(int)value]),
                    CellKind.Other => TableCell.Other(words![(int)value]),
                    _ => TableCell.Number(double.Parse(words![(int)value], System.Globalization.CultureInfo.InvariantCulture), words![(int)value]),
                };
            }
        }

        public void Add(long row, TableCell cell)
        {
            if (!IsWhole)
                return;
            var (chunk, at) = ((int)(row / Chunk), (int)(row % Chunk));
            if (chunk == values.Count)
            {
                values.Add(new double[chunk == 0 ? 16 : Chunk]);
                kinds.Add(null);
            }
            else if (at == values[chunk].Length)
            {
                values[chunk] = Grown(values[chunk]);
                if (kinds[chunk] is { } full)
                    kinds[chunk] = Grown(full);
            }
            var isLong = cell.Kind == CellKind.Number && !cell.Text.IsEmpty;
            var isPlain = cell.Kind is CellKind.Missing || (cell.Kind == CellKind.Number && !isLong);
            values[chunk][at] = cell.Kind is CellKind.Word or CellKind.Text or CellKind.Other || isLong ? CodeOf(cell.Text) : cell.Kind == CellKind.Missing ? double.NaN : cell.Value;
            if (kinds[chunk] is null && !isPlain)
                kinds[chunk] = [.. values[chunk].Take(at).Select(static value => (byte)(double.IsNaN(value) ? CellKind.Missing : CellKind.Number)), .. new byte[values[chunk].Length - at]];
            if (kinds[chunk] is { } kind)
                kind[at] = isLong ? LongNumber : (byte)cell.Kind;
            if (words is { Count: > MostWords } || textBytes > MostText)
                Drop();
        }

        /// <summary>The first chunk grows to its size, so that a few rows of many columns take little memory.</summary>
        private static T[] Grown<T>(T[] chunk)
        {
            Array.Resize(ref chunk, chunk.Length * 2);
            return chunk;
        }

        private int CodeOf(ReadOnlySpan<byte> text)
        {
            codes ??= new(StringComparer.Ordinal);
            words ??= [];
            Span<char> room = stackalloc char[256];
            var known = codes.GetAlternateLookup<ReadOnlySpan<char>>();
            ReadOnlySpan<char> word = text.Length <= room.Length ? room[..Encoding.UTF8.GetChars(text, room)] : Encoding.UTF8.GetString(text);
            if (known.TryGetValue(word, out var code))
                return code;
            code = words.Count;
            words.Add(text.ToArray());
            known[word] = code;
            textBytes += text.Length;
            return code;
        }

        private void Drop()
        {
            IsWhole = false;
            values.Clear();
            kinds.Clear();
            (codes, words) = (null, null);
        }
    }

    private sealed class Replayed(KeptRows kept) : TableSource
    {
        private long index = -1;
        private int place;

        public override IReadOnlyList<SourceColumn> Columns => kept.names;

        public override long Row => kept.places[place].Row + (index - kept.places[place].Index);

        public override string RowWord => kept.rowWord;

        public override TableCell this[int column] => kept.columns[column][index];

        public override bool Read()
        {
            if (++index >= kept.rows)
                return false;
            if (place + 1 < kept.places.Count && kept.places[place + 1].Index == index)
                place++;
            return true;
        }
    }
}
