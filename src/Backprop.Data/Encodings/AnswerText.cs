using System.Globalization;

namespace Backprop.Data;

/// <summary>
/// An answer as it would stand in the table that the encoding comes from: with its decimal mark and date format, and as many digits as a
/// deviation of the target can be told apart by. States are single-precision, exact to about a ten-millionth of the deviation.
/// </summary>
internal static class AnswerText
{
    private const int DigitsOfDeviation = 6;
    private const int DigitsOfDouble = 15;

    /// <summary>A number, rounded to a millionth of the deviation or a little more, and to what a double holds.</summary>
    public static string Of(NumberEncoding column, double value, char decimalMark)
    {
        if (!double.IsFinite(value))
            return value.ToString(CultureInfo.InvariantCulture);
        var whole = value == 0 ? 1 : (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;
        var decimals = Math.Min((int)Math.Floor(DigitsOfDeviation - Math.Log10(column.Deviation)), DigitsOfDouble - whole);
        if (column.HasExponent && (whole > DigitsOfDouble || decimals > DigitsOfDouble))
            return value.ToString("G" + Math.Clamp(whole + decimals, 1, DigitsOfDouble).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).Replace('.', decimalMark);
        var text = value.ToString("F" + Math.Max(0, decimals).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if (text.Contains('.', StringComparison.Ordinal))
            text = text.TrimEnd('0').TrimEnd('.');
        return text == "-0" ? "0" : text.Replace('.', decimalMark);
    }

    /// <summary>A date; with its time where the training table had times.</summary>
    public static string Of(DateEncoding column, double days, string? dateFormat) => new DateText(dateFormat).Write(days, column.Precision);
}
