namespace Backprop.Data;

/// <summary>
/// A number as most cells write one: a sign or none, digits, at most one decimal mark; no blanks, groups or exponent. Its value is that of the general parser: with at most 15 digits
/// the digits and the power of ten are both exact in a double, so that their quotient is rounded once.
/// </summary>
/// <param name="Value">The number.</param>
/// <param name="Whole">The digits before the mark.</param>
/// <param name="Decimals">The digits after the mark.</param>
/// <param name="HasMark">Whether there is a mark.</param>
/// <param name="BeginsWithZero">Whether the first digit is a 0.</param>
internal readonly record struct PlainDecimal(double Value, int Whole, int Decimals, bool HasMark, bool BeginsWithZero)
{
    private const int MostDigits = 15;

    private static ReadOnlySpan<double> PowersOfTen => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Digits with a needless 0 before them are a code: 007.</summary>
    public bool IsCode => BeginsWithZero && Whole > 1;

    /// <summary>Whether it would be a number too if the mark grouped thousands: 1.234.</summary>
    public bool MayBeGrouped => HasMark && Decimals == 3 && Whole is >= 1 and <= 3 && !BeginsWithZero;

    /// <summary>Reads such a number; false for every other text, which may be a number all the same.</summary>
    /// <param name="cell">The cell, as UTF-8.</param>
    /// <param name="mark">The decimal mark.</param>
    /// <param name="number">The number.</param>
    public static bool TryRead(ReadOnlySpan<byte> cell, char mark, out PlainDecimal number)
    {
        number = default;
        var at = 0;
        var isNegative = false;
        if (cell.Length > 0 && cell[0] is (byte)'-' or (byte)'+')
        {
            isNegative = cell[0] == '-';
            at = 1;
        }
        if (cell.Length - at is 0 or > MostDigits + 1)
            return false;
        var first = at;
        ulong digits = 0;
        for (; at < cell.Length; at++)
        {
            var digit = (uint)cell[at] - '0';
            if (digit > 9)
                break;
            digits = (10 * digits) + digit;
        }
        var whole = at - first;
        var decimals = 0;
        var hasMark = at < cell.Length;
        if (hasMark)
        {
            if (cell[at] != mark)
                return false;
            var firstDecimal = ++at;
            for (; at < cell.Length; at++)
            {
                var digit = (uint)cell[at] - '0';
                if (digit > 9)
                    return false;
                digits = (10 * digits) + digit;
            }
            decimals = at - firstDecimal;
        }
        if (whole + decimals is 0 or > MostDigits)
            return false;
        var value = digits / PowersOfTen[decimals];
        number = new(isNegative ? -value : value, whole, decimals, hasMark, cell[first] == '0');
        return true;
    }
}
