using System.Text;

namespace Backprop.Data;

/// <summary>What one pass over a column found: enough to tell its kind, and nothing of its text but the first surprises.</summary>
internal sealed class ColumnProfile(string name, CellReader cells)
{
    /// <summary>Distinct values are counted up to this number.</summary>
    public const int MostDistinct = 1_001;

    private const int MostDistinctNumbers = 101; // of a column that holds numbers only, it does not matter how many
    private readonly HashSet<string> distinct = new(StringComparer.Ordinal);
    private double previous = double.NaN;
    private long values;

    public string Name { get; } = name;

    /// <summary>How cells are read.</summary>
    public CellReader Cells => cells;

    /// <summary>What the cells say of the decimal mark.</summary>
    public DecimalEvidence Decimals { get; } = new(cells);
    public long Rows { get; private set; }
    public long Missing { get; private set; }
    public long Numbers { get; private set; }

    /// <summary>Words for yes or no; not counted further once there is another value.</summary>
    public long Booleans { get; private set; }

    /// <summary>Dates; not counted further once there is another value.</summary>
    public long Dates { get; private set; }

    /// <summary>Distinct values that are not missing, <see cref="MostDistinct"/> at most.</summary>
    public int Distinct => distinct.Count;

    /// <summary>Every number is whole.</summary>
    public bool AllWhole { get; private set; } = true;

    /// <summary>The values are 0, 1, 2, … or 1, 2, 3, … in the order of the rows.</summary>
    public bool CountsRows { get; private set; } = true;

    /// <summary>Some number begins with a needless 0, as codes do: 00501.</summary>
    public bool HasLeadingZero { get; private set; }

    /// <summary>The line and text of the first cell that is neither missing nor a number.</summary>
    public (long Line, string Text)? FirstText { get; private set; }

    /// <summary>The first value, where all values are that one.</summary>
    public string? Constant => distinct.Count == 1 ? distinct.First() : null;

    public void Add(ReadOnlySpan<byte> cell, long line)
    {
        Rows++;
        if (cells.IsMissing(cell))
        {
            Missing++;
            return;
        }
        var isNumber = cells.TryNumber(cell, out var number);
        Decimals.Add(cell, isNumber, line);
        if (isNumber)
        {
            Numbers++;
            AllWhole &= number == Math.Floor(number);
            CountsRows &= double.IsNaN(previous) ? number is 0 or 1 : number == previous + 1;
            HasLeadingZero |= cell.Length > 1 && cell[0] == '0' && cell[1] is >= (byte)'0' and <= (byte)'9';
            previous = number;
        }
        else
        {
            FirstText ??= (line, Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 200)]));
            Dates += Dates == values && cells.TryDate(cell, out _) ? 1 : 0;
        }
        Booleans += Booleans == values && CellReader.TryBoolean(cell, out _) ? 1 : 0;
        values++;
        if (distinct.Count < (Numbers == values && !HasLeadingZero ? MostDistinctNumbers : MostDistinct))
            AddDistinct(cell);
    }

    private void AddDistinct(ReadOnlySpan<byte> cell)
    {
        Span<char> text = stackalloc char[256];
        if (cell.Length > text.Length || !Encoding.UTF8.TryGetChars(cell, text, out var length))
            distinct.Add(Encoding.UTF8.GetString(cell));
        else
            distinct.GetAlternateLookup<ReadOnlySpan<char>>().Add(text[..length]);
    }
}
