using System.Globalization;
using System.Numerics;

namespace Backprop.Cli;

/// <summary>Reads numbers of the command line, the same in every culture: digits, a decimal point, an exponent; no thousands separators, no words.</summary>
internal static class Numeral
{
    /// <summary>Reads a number that is finite and within its type.</summary>
    public static bool TryRead<T>(string text, out T value) where T : struct, INumber<T>
    {
        const NumberStyles whole = NumberStyles.AllowLeadingSign;
        const NumberStyles real = whole | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return T.TryParse(text, IsWhole<T>() ? whole : real, CultureInfo.InvariantCulture, out value) && T.IsFinite(value);
    }

    /// <summary>Whether the type holds whole numbers only.</summary>
    public static bool IsWhole<T>() where T : struct, INumber<T> => T.One / (T.One + T.One) == T.Zero;
}
