using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>The value of a property as a cell of a table. Making one allocates nothing, but for numbers of more digits than a double holds.</summary>
public readonly ref struct RowCell
{
    private const long MostExact = 1L << 53;

    private RowCell(CellKind kind, double value, ReadOnlySpan<char> text = default)
    {
        Kind = kind;
        Value = value;
        Text = text;
    }

    internal CellKind Kind { get; }

    /// <summary>The number, the days of a date, 1 or 0 for yes or no.</summary>
    internal double Value { get; }

    /// <summary>The text; of a number its digits where a double cannot hold them all.</summary>
    internal ReadOnlySpan<char> Text { get; }

    /// <summary>No value.</summary>
    public static RowCell Missing => default;

    /// <summary>A number.</summary>
    /// <param name="value">The number; NaN or null is a missing value.</param>
    /// <returns>The cell.</returns>
    public static RowCell Of(double value) => double.IsNaN(value) ? default : new(CellKind.Number, value);

    /// <inheritdoc cref="Of(double)"/>
    public static RowCell Of(double? value) => value is { } number ? Of(number) : default;

    /// <summary>A number of single precision: the double that its shortest text stands for, so that 0.1f is 0.1.</summary>
    /// <param name="value">The number; NaN or null is a missing value.</param>
    /// <returns>The cell.</returns>
    public static RowCell Of(float value) => float.IsNaN(value) ? default : new(CellKind.Number, TableCell.Shortest(value));

    /// <inheritdoc cref="Of(float)"/>
    public static RowCell Of(float? value) => value is { } number ? Of(number) : default;

    /// <summary>A whole number.</summary>
    /// <param name="value">The number; null is a missing value.</param>
    /// <returns>The cell.</returns>
    public static RowCell Of(long value) =>
        new(CellKind.Number, value, value is >= -MostExact and <= MostExact ? default : value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Of(long)"/>
    public static RowCell Of(long? value) => value is { } number ? Of(number) : default;

    /// <inheritdoc cref="Of(long)"/>
    public static RowCell Of(ulong value) => value <= long.MaxValue ? Of((long)value) : new(CellKind.Number, value, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Of(long)"/>
    public static RowCell Of(ulong? value) => value is { } number ? Of(number) : default;

    /// <summary>A decimal number.</summary>
    /// <param name="value">The number; null is a missing value.</param>
    /// <returns>The cell.</returns>
    public static RowCell Of(decimal value)
    {
        var number = (double)value;
        return Math.Abs(number) < 1e28 && (decimal)number == value ? new(CellKind.Number, number) : new(CellKind.Number, number, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc cref="Of(decimal)"/>
    public static RowCell Of(decimal? value) => value is { } number ? Of(number) : default;

    /// <summary>A yes or no.</summary>
    /// <param name="value">Which of them; null is a missing value.</param>
    /// <returns>The cell.</returns>
    public static RowCell Of(bool value) => new(CellKind.YesOrNo, value ? 1 : 0);

    /// <inheritdoc cref="Of(bool)"/>
    public static RowCell Of(bool? value) => value is { } yes ? Of(yes) : default;

    /// <summary>A date.</summary>
    /// <param name="value">The date; null is a missing value.</param>
    /// <returns>The cell.</returns>
    public static RowCell Of(DateOnly value) => new(CellKind.Date, value.DayNumber);

    /// <inheritdoc cref="Of(DateOnly)"/>
    public static RowCell Of(DateOnly? value) => value is { } date ? Of(date) : default;

    /// <summary>A date with a time. One of the kind <see cref="DateTimeKind.Local"/> is converted to UTC; others are taken as they are.</summary>
    /// <param name="value">The date; null is a missing value.</param>
    /// <returns>The cell.</returns>
    public static RowCell Of(DateTime value) => new(CellKind.Date, (double)(value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value).Ticks / TimeSpan.TicksPerDay);

    /// <inheritdoc cref="Of(DateTime)"/>
    public static RowCell Of(DateTime? value) => value is { } date ? Of(date) : default;

    /// <summary>A date with a time, which is converted to UTC.</summary>
    /// <param name="value">The date; null is a missing value.</param>
    /// <returns>The cell.</returns>
    public static RowCell Of(DateTimeOffset value) => Of(value.UtcDateTime);

    /// <inheritdoc cref="Of(DateTimeOffset)"/>
    public static RowCell Of(DateTimeOffset? value) => value is { } date ? Of(date) : default;

    /// <summary>A word: a category, even if it looks like a number.</summary>
    /// <param name="value">The word; null, or one of blanks, is a missing value.</param>
    /// <returns>The cell.</returns>
    public static RowCell Of(ReadOnlySpan<char> value) => new(CellKind.Word, double.NaN, value);

    /// <inheritdoc cref="Of(ReadOnlySpan{char})"/>
    public static RowCell Of(string? value) => value is null ? default : Of(value.AsSpan());

    /// <summary>A text that stands for a number, a date, or yes or no.</summary>
    /// <param name="value">The text; null, or one of blanks, is a missing value.</param>
    /// <returns>The cell.</returns>
    public static RowCell OfText(string? value) => value is null ? default : new(CellKind.Text, double.NaN, value);

    /// <summary>The bytes that <see cref="ToTableCell"/> needs at most.</summary>
    internal int MostBytes => Encoding.UTF8.GetMaxByteCount(Text.Length);

    /// <summary>The same cell with its text as UTF-8.</summary>
    /// <param name="room">Room for the text, <see cref="MostBytes"/>.</param>
    internal TableCell ToTableCell(Span<byte> room)
    {
        ReadOnlySpan<byte> text = room[..Encoding.UTF8.GetBytes(Text, room)];
        return Kind switch
        {
            CellKind.Number => text.IsEmpty ? TableCell.Number(Value) : TableCell.Number(Value, text),
            CellKind.Date => TableCell.Days(Value),
            CellKind.YesOrNo => TableCell.YesOrNo(Value != 0),
            CellKind.Word => TableCell.Word(text),
            CellKind.Text => TableCell.OfText(text),
            _ => TableCell.Missing,
        };
    }
}
