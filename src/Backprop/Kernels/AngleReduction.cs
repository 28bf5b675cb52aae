using System.Globalization;

namespace Backprop;

/// <summary>An angle of any size less a multiple of π/2, by integers: x · 2/π with the first 1216 bits of 2/π, which the largest double leaves 190 bits of fraction of (Payne and Hanek 1983).</summary>
internal static class AngleReduction
{
    private const int BitsOfTwoOverPi = 1216;
    private const int BitsOfHalfPi = 256;
    private const int BitsOfRest = 200;

    /// <summary>2/π · 2¹²¹⁶.</summary>
    public static BigInteger TwoOverPi { get; } = Hexadecimal(
        "a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1d" +
        "eb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b" +
        "5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6bab");

    /// <summary>π/2 · 2²⁵⁶.</summary>
    public static BigInteger HalfPi { get; } = Hexadecimal("1921fb54442d18469898cc51701b839a252049c1114cf98e804177d4c76273644");

    /// <summary>x = n · π/2 + r + low, without multiples of 2π: n from −3 to 3, and r from −π/4 to π/4, with what its rounding leaves; NaN for an infinite x.</summary>
    public static (T N, T R, T Low) Of<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!T.IsFinite(x))
            return (T.NaN, T.NaN, T.NaN);
        var bits = BitConverter.DoubleToInt64Bits(double.CreateTruncating(x));
        var exponent = (int)(bits >> 52) & 0x7ff;
        if (exponent < 1023)
            return (T.Zero, x, T.Zero);
        var shift = BitsOfTwoOverPi - (exponent - 1075);
        var product = TwoOverPi * ((bits & 0xfffffffffffff) | (1L << 52));
        var n = (product + (BigInteger.One << (shift - 1))) >> shift;
        var rest = ((product - (n << shift)) * HalfPi) >> (shift + BitsOfHalfPi - BitsOfRest);
        var high = Rounded<T>(rest);
        var low = Rounded<T>(rest - new BigInteger(Math.ScaleB(double.CreateTruncating(high), BitsOfRest)));
        var quarter = T.CreateTruncating((int)(n & 3));
        return bits < 0 ? (-quarter, -high, -low) : (quarter, high, low);
    }

    private static T Rounded<T>(BigInteger rest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.CreateTruncating(Math.ScaleB((double)rest, -BitsOfRest));

    private static BigInteger Hexadecimal(string digits) => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
