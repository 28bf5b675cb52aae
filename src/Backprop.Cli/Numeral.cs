using System.Globalization;
using System.Numerics;

namespace Backprop.Cli;

/// <summary>Numbers as the command line writes them, in every culture: digits, a point, an exponent; no marks between thousands, no words.</summary>
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
