namespace Backprop.Data;

/// <summary>The cells of the current row of a text whose values have types: numbers, of which long ones keep their digits, dates, yes or no, words.</summary>
/// <param name="columns">The number of columns.</param>
internal sealed class RowCells(int columns)
{
    /// <summary>Digits that a double does not tell apart.</summary>
    private const int LongestExact = 15;

    private readonly CellKind[] kinds = new CellKind[columns];
    private readonly double[] numbers = new double[columns];
    private readonly byte[][] texts = [.. Enumerable.Repeat(Array.Empty<byte>(), columns)];
    private readonly int[] lengths = new int[columns];

    /// <summary>A cell; valid until it is set again.</summary>
    public TableCell this[int column]
    {
        get
        {
            var text = texts[column].AsSpan(0, lengths[column]);
            return kinds[column] switch
            {
                CellKind.Missing => TableCell.Missing,
                CellKind.Number => TableCell.Number(numbers[column], text),
                CellKind.Date => TableCell.Days(numbers[column]),
                CellKind.YesOrNo => TableCell.YesOrNo(numbers[column] != 0),
                CellKind.Word => TableCell.Word(text),
                _ => TableCell.Other(text),
            };
        }
    }

    /// <summary>What a cell is.</summary>
    public CellKind KindOf(int column) => kinds[column];

    /// <summary>Makes every cell a missing value.</summary>
    public void Clear()
    {
        Array.Clear(kinds);
        Array.Clear(lengths);
    }

    /// <summary>Sets a cell without a text.</summary>
    /// <param name="column">The column.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="number">Its number, its days, or 1 for yes.</param>
    public void Set(int column, CellKind kind, double number = 0) => (kinds[column], numbers[column], lengths[column]) = (kind, number, 0);

    /// <summary>Sets a number, and keeps its digits where it is whole and has more of them, or is greater, than a double holds.</summary>
    public void SetNumber(int column, double number, ReadOnlySpan<byte> digits)
    {
        Set(column, CellKind.Number, number);
        if (double.IsInfinity(number) || (digits.Length > LongestExact && !digits.ContainsAny((byte)'.', (byte)'e', (byte)'E')))
            Keep(column, digits);
    }

    /// <summary>Sets a cell to a text.</summary>
    /// <param name="column">The column.</param>
    /// <param name="text">A word, or of <see cref="CellKind.Other"/> what it is.</param>
    /// <param name="kind">What it is.</param>
    public void SetText(int column, ReadOnlySpan<byte> text, CellKind kind = CellKind.Word)
    {
        Set(column, kind);
        Keep(column, text);
    }

    /// <summary>Room for the text of a cell, of which <see cref="SetWritten"/> says how much is written.</summary>
    public Span<byte> Room(int column, int length)
    {
        if (texts[column].Length < length)
            texts[column] = new byte[Math.Max(length, 32)];
        return texts[column];
    }

    /// <summary>Sets a cell to the word that was written into its <see cref="Room"/>.</summary>
    public void SetWritten(int column, int length)
    {
        Set(column, CellKind.Word);
        lengths[column] = length;
    }

    private void Keep(int column, ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(column, text.Length));
        lengths[column] = text.Length;
    }
}
