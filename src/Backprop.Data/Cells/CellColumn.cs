using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Backprop.Data;

/// <summary>
/// The cells of one column, kept in memory as their file holds them: eight bytes each, nine where a stretch of rows has cells of several kinds, and
/// every text once.
/// </summary>
/// <param name="keepsAll">Whether texts are kept however many there are.</param>
internal sealed class CellColumn(bool keepsAll = false)
{
    private const int MostWords = 200_000;
    private const long MostText = 64 << 20;
    private readonly List<CellStretch> stretches = [];
    private readonly List<byte[]> words = [];
    private Dictionary<string, int>? codes = new(StringComparer.Ordinal); // null where texts are not compared
    private long textBytes;
    private long dropped;

    /// <summary>The number of cells, with those that are kept no longer.</summary>
    public long Count { get; private set; }

    /// <summary>Whether all cells are kept: there are not too many different texts among them.</summary>
    public bool IsWhole => codes is not null;

    /// <summary>The number of different texts in cells that are kept.</summary>
    public int Words => words.Count;

    /// <summary>The cells that are kept; all stretches but the last have <see cref="CellStretch.Rows"/>.</summary>
    public IReadOnlyList<CellStretch> Stretches => stretches;

    /// <summary>A cell that is kept.</summary>
    public TableCell this[long row]
    {
        get
        {
            var stretch = stretches[(int)((row - dropped) / CellStretch.Rows)];
            var at = (int)((row - dropped) % CellStretch.Rows);
            var value = stretch.Values[at];
            if (stretch.Kinds is { } kinds)
                return OfMixed(kinds[at], value);
            return double.IsNaN(value) ? TableCell.Missing : stretch.Kind switch
            {
                CellKind.Number => TableCell.Number(value),
                CellKind.Date => TableCell.Days(value),
                CellKind.YesOrNo => TableCell.YesOrNo(value != 0),
                CellKind.Word => TableCell.Word(words[(int)value]),
                CellKind.Text => TableCell.OfText(words[(int)value]),
                CellKind.Other => TableCell.Other(words[(int)value]),
                _ => TableCell.Missing,
            };
        }
    }

    /// <summary>Adds a cell.</summary>
    public void Add(TableCell cell)
    {
        var isLong = cell.Kind == CellKind.Number && !cell.Text.IsEmpty;
        var value = cell.Kind is CellKind.Word or CellKind.Text or CellKind.Other || isLong ? CodeOf(cell.Text) : cell.Kind == CellKind.Missing ? double.NaN : cell.Value;
        Last().Add(isLong ? CellStretch.LongNumber : (byte)cell.Kind, value);
        Count++;
    }

    /// <summary>Adds cells of one kind.</summary>
    /// <param name="kind">The kind of all that are there.</param>
    /// <param name="values">Numbers, days, 1 or 0 for yes or no, or what <see cref="CodeOf(ReadOnlySpan{byte})"/> gave for texts; NaN where a cell is missing.</param>
    public void Add(CellKind kind, ReadOnlySpan<double> values)
    {
        while (!values.IsEmpty)
        {
            var added = Last(values.Length).Add(kind, values);
            Count += added;
            values = values[added..];
        }
    }

    /// <summary>The number that stands for a text among the values of cells.</summary>
    [SkipLocalsInit]
    public int CodeOf(ReadOnlySpan<byte> text)
    {
        if (codes is null)
            return NewWord(text);
        Span<char> room = stackalloc char[256];
        ReadOnlySpan<char> word = text.Length <= room.Length ? room[..Encoding.UTF8.GetChars(text, room)] : Encoding.UTF8.GetString(text);
        ref var code = ref CollectionsMarshal.GetValueRefOrAddDefault(codes.GetAlternateLookup<ReadOnlySpan<char>>(), word, out var isKnown);
        return isKnown ? code : code = NewWord(text);
    }

    /// <inheritdoc cref="CodeOf(ReadOnlySpan{byte})"/>
    [SkipLocalsInit]
    public int CodeOf(ReadOnlySpan<char> text)
    {
        var isKnown = false;
        ref var code = ref Unsafe.NullRef<int>();
        if (codes is not null)
        {
            code = ref CollectionsMarshal.GetValueRefOrAddDefault(codes.GetAlternateLookup<ReadOnlySpan<char>>(), text, out isKnown);
            if (isKnown)
                return code;
        }
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> room = most <= 1024 ? stackalloc byte[1024] : new byte[most];
        var added = NewWord(room[..Encoding.UTF8.GetBytes(text, room)]);
        if (codes is not null)
            code = added;
        return added;
    }

    /// <summary>Ends rows that have been looked at. Where there have been too many different texts, neither they nor later ones are kept beyond this.</summary>
    public void EndRows()
    {
        if (keepsAll || (IsWhole && words.Count <= MostWords && textBytes <= MostText))
            return;
        codes = null;
        Release();
    }

    /// <summary>Forgets the cells.</summary>
    public void Release()
    {
        stretches.Clear();
        words.Clear();
        textBytes = 0;
        dropped = Count;
    }

    /// <summary>The cell of a text.</summary>
    /// <param name="kind">A word or a text.</param>
    /// <param name="code">What <see cref="CodeOf(ReadOnlySpan{byte})"/> gave.</param>
    public TableCell Text(CellKind kind, double code) => kind == CellKind.Word ? TableCell.Word(words[(int)code]) : TableCell.OfText(words[(int)code]);

    /// <summary>The stretch of kept cells that begins with a row, up to the next end of one.</summary>
    public CellStretch Stretch(long row, out int from)
    {
        from = (int)((row - dropped) % CellStretch.Rows);
        return stretches[(int)((row - dropped) / CellStretch.Rows)];
    }

    private TableCell OfMixed(byte kind, double value) => (CellKind)kind switch
    {
        CellKind.Missing => TableCell.Missing,
        CellKind.Number => TableCell.Number(value, default),
        CellKind.Date => TableCell.Days(value),
        CellKind.YesOrNo => TableCell.YesOrNo(value != 0),
        CellKind.Word => TableCell.Word(words[(int)value]),
        CellKind.Text => TableCell.OfText(words[(int)value]),
        CellKind.Other => TableCell.Other(words[(int)value]),
        _ => TableCell.Number(double.Parse(words[(int)value], CultureInfo.InvariantCulture), words[(int)value]),
    };

    /// <summary>The last stretch, which has room for a cell.</summary>
    private CellStretch Last(int wanted = 1)
    {
        if (stretches.Count == 0 || stretches[^1].Count == CellStretch.Rows)
            stretches.Add(new CellStretch(stretches.Count > 0 ? CellStretch.Rows : Math.Clamp(wanted, 16, CellStretch.Rows)));
        var last = stretches[^1];
        if (last.Count == last.Values.Length)
            last.Grow((int)Math.Min(CellStretch.Rows, Math.Max(2L * last.Count, (long)last.Count + wanted)));
        return last;
    }

    private int NewWord(ReadOnlySpan<byte> text)
    {
        words.Add(text.ToArray());
        textBytes += text.Length;
        return words.Count - 1;
    }
}

/// <summary>Cells of rows that follow each other.</summary>
/// <param name="rows">The cells that it has room for.</param>
internal sealed class CellStretch(int rows)
{
    /// <summary>The most cells of a stretch.</summary>
    public const int Rows = 1 << 16;

    /// <summary>Stands among <see cref="Kinds"/> for a number of more digits than a double holds, whose value is the code of its digits.</summary>
    public const byte LongNumber = byte.MaxValue;

    private double[] values = new double[rows];
    private byte[]? kinds;

    /// <summary>The number of cells.</summary>
    public int Count { get; private set; }

    /// <summary>The values with the room for more: numbers, days, 1 or 0 for yes or no, codes of texts.</summary>
    public double[] Values => values;

    /// <summary>The kind of each cell; null where all that are there are of one kind, and NaN is a missing one.</summary>
    public byte[]? Kinds => kinds;

    /// <summary>The kind of the cells that are there; missing where none is.</summary>
    public CellKind Kind { get; private set; }

    /// <summary>Adds a cell.</summary>
    public void Add(byte kind, double value)
    {
        if (kinds is null && kind != (byte)CellKind.Missing && (kind != (byte)Kind || double.IsNaN(value)))
        {
            if (Kind == CellKind.Missing && kind != LongNumber && !double.IsNaN(value))
                Kind = (CellKind)kind;
            else
                Mix();
        }
        if (kinds is { } mixed)
            mixed[Count] = kind;
        values[Count++] = value;
    }

    /// <summary>Adds as many cells of one kind as it has room for.</summary>
    /// <returns>Their number.</returns>
    public int Add(CellKind kind, ReadOnlySpan<double> more)
    {
        more = more[..Math.Min(more.Length, values.Length - Count)];
        if (kinds is null && Kind != kind)
        {
            if (Kind == CellKind.Missing)
                Kind = kind;
            else
                Mix();
        }
        more.CopyTo(values.AsSpan(Count));
        if (kinds is { } mixed)
            for (var i = 0; i < more.Length; i++)
                mixed[Count + i] = (byte)(double.IsNaN(more[i]) ? CellKind.Missing : kind);
        Count += more.Length;
        return more.Length;
    }

    /// <summary>The values without the room for more, which no cell may be added to afterwards.</summary>
    public double[] Trimmed()
    {
        Array.Resize(ref values, Count);
        return values;
    }

    /// <summary>Makes room.</summary>
    public void Grow(int rows)
    {
        Array.Resize(ref values, rows);
        if (kinds is not null)
            Array.Resize(ref kinds, rows);
    }

    private void Mix()
    {
        kinds = new byte[values.Length];
        for (var i = 0; i < Count; i++)
            kinds[i] = (byte)(double.IsNaN(values[i]) ? CellKind.Missing : Kind);
    }
}
