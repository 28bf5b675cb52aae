using System.Globalization;

namespace Backprop.Data;

/// <summary>What a <see cref="TableCell"/> holds.</summary>
public enum CellKind
{
    /// <summary>No value.</summary>
    Missing,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A date, with or without a time.</summary>
    Date,

    /// <summary>Yes or no.</summary>
    YesOrNo,

    /// <summary>A text that the file holds as text: a word, even if it looks like a number.</summary>
    Word,

    /// <summary>A text that may stand for a number, a date, yes or no, or a missing value, as a cell of delimited text does.</summary>
    Text,

    /// <summary>What no column can hold, such as a list; the text says what it is.</summary>
    Other,
}

/// <summary>One cell of a table, as its file holds it. Its text is valid until the next row is read.</summary>
public readonly ref struct TableCell
{
    private static readonly DateText Iso = new(null);

    private TableCell(CellKind kind, double number, ReadOnlySpan<byte> text)
    {
        Kind = kind;
        Value = number;
        Text = text;
    }

    /// <summary>What it holds.</summary>
    public CellKind Kind { get; }

    /// <summary>The number; of a date the days since 0001-01-01 in UTC; 1 for yes and 0 for no; NaN for anything else.</summary>
    public double Value { get; }

    /// <summary>The text, as UTF-8; of a number its digits where a double cannot hold them all; otherwise empty.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>A cell without a value.</summary>
    public static TableCell Missing => default;

    /// <summary>A number.</summary>
    /// <param name="number">The number; NaN is a missing value.</param>
    /// <returns>The cell.</returns>
    public static TableCell Number(double number) => double.IsNaN(number) ? default : new(CellKind.Number, number, default);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The cell; it has the digits as its text where a double does not hold the number exactly.</returns>
    public static TableCell Number(long number) =>
        number is >= -(1L << 53) and <= 1L << 53 ? new(CellKind.Number, number, default) : Number(number, Digits(number));

    /// <summary>A number of more digits than a double holds.</summary>
    /// <param name="number">The nearest double.</param>
    /// <param name="digits">All digits, as UTF-8 with a decimal point.</param>
    /// <returns>The cell.</returns>
    public static TableCell Number(double number, ReadOnlySpan<byte> digits) => new(CellKind.Number, number, digits);

    /// <summary>A number of single precision: the double that its shortest text stands for, so that 0.1f is 0.1.</summary>
    /// <param name="number">The number; NaN is a missing value.</param>
    /// <returns>The cell.</returns>
    public static TableCell Number(float number) => Number(Shortest(number));

    /// <summary>A date.</summary>
    /// <param name="date">Date and time, in UTC or without a zone.</param>
    /// <returns>The cell.</returns>
    public static TableCell Date(DateTime date) => Days((double)date.Ticks / TimeSpan.TicksPerDay);

    /// <summary>A date as days since 0001-01-01.</summary>
    /// <param name="days">The days, with the time of day as a fraction.</param>
    /// <returns>The cell.</returns>
    public static TableCell Days(double days) => new(CellKind.Date, days, default);

    /// <summary>Yes or no.</summary>
    /// <param name="yes">Which of them.</param>
    /// <returns>The cell.</returns>
    public static TableCell YesOrNo(bool yes) => new(CellKind.YesOrNo, yes ? 1 : 0, default);

    /// <summary>A text that the file holds as text.</summary>
    /// <param name="text">The text as UTF-8; blank is a missing value.</param>
    /// <returns>The cell.</returns>
    public static TableCell Word(ReadOnlySpan<byte> text) => new(CellKind.Word, double.NaN, text);

    /// <summary>A text that may stand for another value.</summary>
    /// <param name="text">The text as UTF-8; blank is a missing value.</param>
    /// <returns>The cell.</returns>
    public static TableCell OfText(ReadOnlySpan<byte> text) => new(CellKind.Text, double.NaN, text);

    /// <summary>What no column can hold.</summary>
    /// <param name="what">What it is, with an article, as UTF-8: "a list".</param>
    /// <returns>The cell.</returns>
    public static TableCell Other(ReadOnlySpan<byte> what) => new(CellKind.Other, double.NaN, what);

    /// <summary>The text by which delimited text would hold the cell: numbers in their shortest form, dates in the form of the table.</summary>
    /// <param name="cells">The decimal mark, and the form of dates.</param>
    internal ReadOnlySpan<byte> Written(CellReader cells) => Kind switch
    {
        CellKind.Number => WrittenNumber(cells.DecimalMark),
        CellKind.Date => System.Text.Encoding.UTF8.GetBytes(WrittenDate(cells.Dates)),
        CellKind.YesOrNo => Value != 0 ? "true"u8 : "false"u8,
        _ => Text,
    };

    /// <summary>A date to its last part that is not zero, to the millisecond.</summary>
    private string WrittenDate(DateText dates)
    {
        foreach (var precision in Enum.GetValues<DatePrecision>())
            if (Iso.TryRead(Iso.Write(Value, precision), out var days) && Math.Abs(days - Value) < 1e-9)
                return dates.Write(Value, precision);
        return dates.Write(Value, DatePrecision.Millisecond);
    }

    private byte[] WrittenNumber(char decimalMark)
    {
        Span<byte> text = stackalloc byte[NumberText.Longest];
        var length = Text.Length;
        if (length is > 0 and <= NumberText.Longest)
            Text.CopyTo(text);
        else
            Value.TryFormat(text, out length, provider: CultureInfo.InvariantCulture);
        if (decimalMark != '.')
            text[..length].Replace((byte)'.', (byte)decimalMark);
        return text[..length].ToArray();
    }

    private static byte[] Digits(long number)
    {
        Span<byte> text = stackalloc byte[20];
        number.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        return text[..length].ToArray();
    }

    /// <summary>The double of the fewest decimals that is this number in single precision.</summary>
    internal static double Shortest(float number)
    {
        double exact = number;
        if (exact == Math.Floor(exact) && Math.Abs(exact) < 1 << 24)
            return exact;
        if (Math.Abs(exact) is >= 1e-3 and < 1e6)
        {
            // Both factors are whole and below 2^53, so that the quotient is the double nearest to the decimals.
            var scale = 10.0;
            for (var decimals = 1; decimals <= 12; decimals++, scale *= 10)
                if (Math.Round(exact * scale) / scale is var rounded && (float)rounded == number)
                    return rounded;
        }
        Span<char> text = stackalloc char[32];
        return number.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture) ? double.Parse(text[..length], CultureInfo.InvariantCulture) : exact;
    }
}
