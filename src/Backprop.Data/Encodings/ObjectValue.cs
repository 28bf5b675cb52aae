using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Backprop.Data;

/// <summary>What an object of a program is as a value of an encoded column. Numbers and dates are taken as they are, without a detour by text.</summary>
internal static class ObjectValue
{
    /// <summary>Reads an object.</summary>
    /// <param name="column">The encoding of the column.</param>
    /// <param name="value">Text, a number, a boolean, an enum, a date, a JSON value of these; null where it is missing.</param>
    /// <param name="cells">How text is written, and dates where they are categories.</param>
    /// <param name="wrong">What is wrong with the value, to be put after its place; null where nothing is.</param>
    /// <returns>The value; missing where it is wrong.</returns>
    public static CellValue Read(ColumnEncoding column, object? value, CellReader cells, out CellFault? wrong)
    {
        wrong = null;
        switch (value)
        {
            case null or DBNull:
                return CellValue.Missing;
            case JsonElement json:
                return Read(column, Plain(json), cells, out wrong);
            case JsonNode json:
                return Read(column, Plain(JsonElement.Parse(json.ToJsonString())), cells, out wrong);
            case string or char:
                return Text(column, value.ToString()!, cells, out wrong);
            case bool yes:
                return Boolean(column, yes, cells, out wrong);
            case DateOnly or DateTime or DateTimeOffset or TimeOnly:
                return Date(column, value, cells, out wrong);
            case Enum when column is not NumberEncoding:
                var named = Text(column, value.ToString()!, cells, out wrong);
                return wrong is null && named.Kind != CellValueKind.Unseen ? named
                    : Read(column, Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), CultureInfo.InvariantCulture), cells, out wrong);
            default:
                var text = value is IFormattable other ? other.ToString(null, CultureInfo.InvariantCulture) : value.ToString() ?? "";
                return TryNumber(value, out var number) ? Number(column, number, text, cells, out wrong) : Text(column, text, cells, out wrong);
        }
    }

    internal static CellValue Number(ColumnEncoding column, double number, string text, CellReader cells, out CellFault? wrong)
    {
        wrong = null;
        if (double.IsNaN(number) || cells.Missing.Matches(number))
            return CellValue.Missing;
        if (column.IsConstant)
            return CellValue.Constant;
        if (!double.IsFinite(number))
            wrong = new(string.Create(CultureInfo.InvariantCulture, $"holds {number}, which is not a finite number"));
        else if (column is NumberEncoding)
            return CellValue.Number(number);
        else if (column is DateEncoding)
            wrong = new(string.Create(CultureInfo.InvariantCulture, $"holds the number {number}, which is not a date; expected a date or its text"));
        else
            return Word(column, number, text, cells, out wrong);
        return CellValue.Missing;
    }

    /// <summary>A number that is a category or a yes or no: by its own text, which distinguishes long numbers, then by its shortest.</summary>
    private static CellValue Word(ColumnEncoding column, double number, string text, CellReader cells, out CellFault? wrong)
    {
        var read = Text(column, text.Replace('.', cells.DecimalMark), cells, out wrong);
        return wrong is null && read.Kind != CellValueKind.Unseen ? read
            : Text(column, number.ToString(CultureInfo.InvariantCulture).Replace('.', cells.DecimalMark), cells, out wrong);
    }

    internal static CellValue Boolean(ColumnEncoding column, bool yes, CellReader cells, out CellFault? wrong)
    {
        wrong = null;
        switch (column)
        {
            case BooleanEncoding:
                return CellValue.Boolean(yes);
            case NumberEncoding:
                return CellValue.Number(yes ? 1 : 0);
            case CategoryEncoding category when CategoryOf(category, yes) is { } meant:
                return meant;
            default:
                return Text(column, yes ? "true" : "false", cells, out wrong);
        }
    }

    /// <summary>The only category that means yes, or no; null where there is none or several.</summary>
    private static CellValue? CategoryOf(CategoryEncoding category, bool yes)
    {
        var meant = Enumerable.Range(0, category.Categories.Count)
            .Where(i => YesOrNo.TryRead(category.Categories[i], out var word, out _) && word == yes).ToArray();
        return meant is [var index] ? CellValue.Category(index) : null;
    }

    private static CellValue Date(ColumnEncoding column, object date, CellReader cells, out CellFault? wrong)
    {
        wrong = null;
        if (column.IsConstant)
            return CellValue.Constant;
        if (cells.Dates.TryDays(date, out var days) && Days(column, days, cells) is { } value)
            return value;
        wrong = new(string.Create(CultureInfo.InvariantCulture, $"holds {date:O}, which is {(column is DateEncoding ? "a time without a date" : "a date")}; expected {Expected(column)}"));
        return CellValue.Missing;
    }

    /// <summary>A date, or the category that is its text; null for any other column.</summary>
    internal static CellValue? Days(ColumnEncoding column, double days, CellReader cells) => column switch
    {
        DateEncoding => CellValue.Days(days),
        CategoryEncoding category => CategoryOf(category, days, cells.Dates),
        _ => null,
    };

    private static CellValue CategoryOf(CategoryEncoding category, double days, DateText dates) =>
        CellValue.Category(Enum.GetValues<DatePrecision>().Select(p => category.IndexOf(dates.Write(days, p))).Max());

    private static CellValue Text(ColumnEncoding column, string text, CellReader cells, out CellFault? wrong) =>
        CellText.Read(column, Encoding.UTF8.GetBytes(text), cells, out wrong);

    internal static string Expected(ColumnEncoding column) => column switch
    {
        NumberEncoding => "a number",
        DateEncoding => "a date",
        BooleanEncoding boolean => $"'{DisplayText.Name(boolean.No)}' or '{DisplayText.Name(boolean.Yes)}'",
        _ => "a category",
    };

    private static bool TryNumber(object value, out double number)
    {
        double? found = value switch
        {
            double d => d,
            float f => double.Parse(f.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), // 0.1f means 0.1
            Half h => double.Parse(h.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
            Int128 i => (double)i,
            UInt128 i => (double)i,
            BigInteger i => (double)i,
            nint i => i,
            nuint i => i,
            IConvertible other when other.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal => other.ToDouble(CultureInfo.InvariantCulture),
            _ => null,
        };
        number = found ?? 0;
        return found is not null;
    }

    private static object? Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? (object)whole : json.GetDouble(),
        JsonValueKind.String => json.GetString(),
        _ => json.GetRawText(),
    };
}
