using System.Globalization;
using System.Numerics;

namespace Backprop.Commands;

/// <summary>Reads and writes numbers of the command line, the same in every culture: digits, a decimal point, an exponent; no thousands separators, no words.</summary>
internal static class Numeral
{
    /// <summary>Reads a number that is finite and within its type.</summary>
    public static bool TryRead<T>(string text, out T value) where T : struct, INumber<T>
    {
        const NumberStyles whole = NumberStyles.AllowLeadingSign;
        const NumberStyles real = whole | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return T.TryParse(text, IsWhole<T>() ? whole : real, CultureInfo.InvariantCulture, out value) && T.IsFinite(value);
    }

    /// <summary>The shortest text that is read as the same number.</summary>
    public static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Whether the type holds whole numbers only.</summary>
    public static bool IsWhole<T>() where T : struct, INumber<T> => T.One / (T.One + T.One) == T.Zero;
}
