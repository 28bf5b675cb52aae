using System.Buffers;
using System.Data;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Backprop.Data;

/// <summary>The records of an <see cref="IDataReader"/>. Its cells have the types of their values, not those of the columns: databases such as SQLite mix them.</summary>
internal sealed class RecordRows : TableSource
{
    private readonly IDataReader reader;
    private readonly SourceColumn[] columns;
    private readonly ArrayBufferWriter<byte> text = new();
    private long row;

    public RecordRows(IDataReader reader)
    {
        this.reader = reader;
        columns = [.. Enumerable.Range(0, reader.FieldCount).Select(i => new SourceColumn(reader.GetName(i)))];
    }

    public override IReadOnlyList<SourceColumn> Columns => columns;

    public override long Row => row;

    public override TableCell this[int column] => Cell(reader.GetValue(column));

    public override bool Read()
    {
        if (!reader.Read())
            return false;
        row++;
        text.ResetWrittenCount();
        return true;
    }

    private TableCell Cell(object? value) => value switch
    {
        null or DBNull => TableCell.Missing,
        string word => TableCell.OfText(Utf8(word)),
        double number => TableCell.Number(number),
        float number => TableCell.Number(number),
        Half or ulong or decimal or BigInteger or Int128 or UInt128 => Long((IFormattable)value),
        bool yes => TableCell.YesOrNo(yes),
        DateTime date => TableCell.Date(date.Kind == DateTimeKind.Local ? date.ToUniversalTime() : date),
        DateTimeOffset date => TableCell.Date(date.UtcDateTime),
        DateOnly date => TableCell.Days(date.DayNumber),
        char letter => TableCell.OfText(Utf8(letter.ToString())),
        Enum named => TableCell.Word(Utf8(named.ToString())),
        sbyte or byte or short or ushort or int or uint or long => TableCell.Number(((IConvertible)value).ToInt64(CultureInfo.InvariantCulture)),
        Guid id => TableCell.Word(Utf8(id.ToString())),
        _ => TableCell.Other(Utf8($"a value of type {value.GetType().Name}")),
    };

    /// <summary>A number that may have more digits than a double holds, or fewer.</summary>
    private TableCell Long(IFormattable value)
    {
        var digits = value.ToString(null, CultureInfo.InvariantCulture);
        var number = double.Parse(digits, CultureInfo.InvariantCulture);
        return string.Equals(number.ToString(CultureInfo.InvariantCulture), digits, StringComparison.Ordinal) ? TableCell.Number(number) : TableCell.Number(number, Utf8(digits));
    }

    private ReadOnlySpan<byte> Utf8(string word)
    {
        var length = (int)Encoding.UTF8.GetBytes(word, text);
        return text.WrittenSpan[^length..]; // stays valid where the buffer grows: it is then another one
    }
}
