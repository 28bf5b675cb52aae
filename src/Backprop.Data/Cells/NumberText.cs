using System.Globalization;

namespace Backprop.Data;

/// <summary>
/// The spellings of a number: a decimal mark; whole digits in groups of three by the other mark, a blank or an apostrophe; a minus
/// as a hyphen or as U+2212, or parentheses in place of a minus. With a decimal point also Indian groups: 12,34,567.
/// </summary>
internal static class NumberText
{
    /// <summary>Characters of the longest number that is read.</summary>
    public const int Longest = 128;

    /// <summary>
    /// Writes a number with ASCII characters, a point as the decimal mark and no group marks; false where the text is not a number.
    /// The digits and the exponent are not checked further: that is up to the parser.
    /// </summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="decimalMark"><c>.</c> or <c>,</c>; the other one groups.</param>
    /// <param name="plain">Destination, at least <see cref="Longest"/> characters.</param>
    /// <param name="length">Characters written.</param>
    public static bool TryPlain(ReadOnlySpan<char> text, char decimalMark, Span<char> plain, out int length)
    {
        length = 0;
        if (text.Length is 0 or > Longest)
            return false;
        var isNegative = text is ['(', _, .., ')'];
        if (isNegative)
        {
            plain[length++] = '-';
            text = text[1..^1];
        }
        else if (text[0] is '-' or '+' or '\u2212')
        {
            plain[length++] = text[0] == '+' ? '+' : '-';
            text = text[1..];
        }
        var end = text.IndexOfAny(decimalMark, 'e', 'E');
        var whole = end < 0 ? text : text[..end];
        if (!TryWhole(whole, decimalMark, plain, ref length))
            return false;
        if (whole.Length == 0 && (end < 0 || text[end] != decimalMark))
            return false;
        for (var i = whole.Length; i < text.Length; i++)
        {
            var c = text[i];
            if (c == decimalMark)
                plain[length++] = '.';
            else if (char.IsAsciiDigit(c) || c is 'e' or 'E' or '+' or '-')
                plain[length++] = c;
            else if (c == '\u2212')
                plain[length++] = '-';
            else
                return false;
        }
        return true;
    }

    /// <summary>The digits before the decimal mark: without group marks, or one to three (not beginning with 0) and then threes after the same mark; or, after commas, twos and at last three.</summary>
    private static bool TryWhole(ReadOnlySpan<char> whole, char decimalMark, Span<char> plain, ref int length)
    {
        var first = 0;
        while (first < whole.Length && char.IsAsciiDigit(whole[first]))
            first++;
        if (first < whole.Length && (first is 0 or > 3 || whole[0] == '0' || !IsGroupMark(whole[first], decimalMark)))
            return false;
        var isIndian = first is 1 or 2 && whole.Length >= first + 7 && whole[first] == ',' && whole[first + 3] == ',';
        var last = isIndian ? whole.Length - 4 : first; // the mark from which on groups are of three
        if (first < whole.Length && ((whole.Length - last) % 4 != 0 || (last - first) % 3 != 0))
            return false;
        for (var i = 0; i < whole.Length; i++)
        {
            var inMark = i >= last ? (i - last) % 4 == 0 : i >= first && (i - first) % 3 == 0;
            if (inMark ? whole[i] != whole[first] : !char.IsAsciiDigit(whole[i]))
                return false;
            if (!inMark)
                plain[length++] = whole[i];
        }
        return true;
    }

    /// <summary>The other mark, an apostrophe, or a blank: usual, no-break, narrow no-break, thin or of a digit's width.</summary>
    private static bool IsGroupMark(char c, char decimalMark) =>
        c is '.' or ',' ? c != decimalMark : c is '\'' or '\u2019' or ' ' or '\u00A0' or '\u202F' or '\u2009' or '\u2007';

    /// <summary>
    /// The one spelling of a number's value: no sign but a minus, no exponent, no needless zeros: 1000, -0.5, 0. Whole numbers are exact
    /// at any length; others are as near as a double is.
    /// </summary>
    /// <param name="plain">What <see cref="TryPlain"/> wrote.</param>
    /// <returns>Null where it is not a finite number.</returns>
    public static string? Canonical(ReadOnlySpan<char> plain)
    {
        if (!double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            return null;
        if (value == 0)
            return "0";
        var (negative, digits, exponent) = Parts(plain);
        if (exponent < 0 && digits.Length > 15)
            (_, digits, exponent) = Parts(value.ToString("R", CultureInfo.InvariantCulture));
        var text = exponent >= 0 ? digits + new string('0', exponent)
            : digits.Length > -exponent ? digits[..(digits.Length + exponent)] + "." + digits[(digits.Length + exponent)..]
            : "0." + new string('0', -exponent - digits.Length) + digits;
        return negative ? "-" + text : text;
    }

    /// <summary>Whether two numbers are the same to their last digit, however they are written and however many digits they have.</summary>
    /// <param name="plain">What <see cref="TryPlain"/> wrote.</param>
    /// <param name="other">The same of the other number.</param>
    public static bool AreSame(ReadOnlySpan<char> plain, ReadOnlySpan<char> other)
    {
        var (number, second) = (Parts(plain), Parts(other));
        return number == second || (number.Digits.Length == 0 && second.Digits.Length == 0);
    }

    /// <summary>Sign, significant digits without zeros around them, and the power of ten of the last digit.</summary>
    private static (bool Negative, string Digits, int Exponent) Parts(ReadOnlySpan<char> plain)
    {
        var negative = plain[0] == '-';
        plain = plain.TrimStart("+-");
        var e = plain.IndexOfAny('e', 'E');
        var exponent = 0;
        if (e >= 0)
        {
            exponent = int.Parse(plain[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            plain = plain[..e];
        }
        var point = plain.IndexOf('.');
        if (point >= 0)
            exponent -= plain.Length - point - 1;
        var digits = (point < 0 ? plain.ToString() : string.Concat(plain[..point], plain[(point + 1)..])).TrimStart('0');
        var significant = digits.TrimEnd('0');
        return (negative, significant, exponent + digits.Length - significant.Length);
    }
}
