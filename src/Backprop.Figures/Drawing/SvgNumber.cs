using System.Globalization;

namespace Backprop.Figures;

/// <summary>
/// Numbers as the figures write them: invariant culture, at most two decimals, no exponent, never "-0",
/// so that the same data gives the same bytes on every machine.
/// </summary>
internal static class SvgNumber
{
    /// <summary>A coordinate or length, in figure units.</summary>
    /// <exception cref="ArgumentException">The value is not finite: a figure never hides a NaN.</exception>
    public static string Coordinate(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException($"A figure cannot place something at {value}.", nameof(value));
        var rounded = Math.Round(value, 2, MidpointRounding.AwayFromZero);
        return rounded == 0 ? "0" : rounded.ToString("0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>A coordinate within a path, to a tenth of a unit: a quarter of a pixel at 1,600 pixels, and half the bytes.</summary>
    public static string OnPath(double value) => Coordinate(Math.Round(value, 1, MidpointRounding.AwayFromZero));

    /// <summary>A value that people read, with three significant digits and a true minus sign: −0.305, 14.2, 1,425.</summary>
    public static string Value(double value)
    {
        if (double.IsNaN(value)) return "–";
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "−∞";
        var size = Math.Abs(value);
        if (size != 0 && (size < 0.001 || size >= 1e7)) return Signed(value, size.ToString("0.##E+0", CultureInfo.InvariantCulture));
        var format = size >= 100 ? "#,0" : size >= 10 ? "0.#" : size >= 1 ? "0.##" : "0.###";
        return Signed(value, size.ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>A value with exactly <paramref name="decimals"/> decimals and a true minus sign.</summary>
    public static string Fixed(double value, int decimals)
    {
        var digits = Math.Abs(value).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Signed(value, digits);
    }

    /// <summary>A count with thousands separated: 1,425.</summary>
    public static string Count(double count) => Signed(count, Math.Abs(count).ToString("#,0", CultureInfo.InvariantCulture));

    /// <summary>A share in whole per cent: 73 %.</summary>
    public static string Share(double share) => Fixed(100 * share, 0) + " %";

    private static string Signed(double value, string digits) =>
        value < 0 && digits.AsSpan().ContainsAnyInRange('1', '9') ? "−" + digits : digits;
}
