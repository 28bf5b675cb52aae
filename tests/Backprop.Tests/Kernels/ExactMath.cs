using System.Numerics;

namespace Backprop.Tests;

/// <summary>
/// The elementary functions to about 200 bits after the point by integer arithmetic: the reference that the kernels are measured against.
/// Numbers are scaled by 2^<see cref="Scale"/>.
/// </summary>
internal static partial class ExactMath
{
    private const int Scale = 1400; // below the smallest double, 2^−1074, with 300 bits to spare
    private static readonly BigInteger One = BigInteger.One << Scale;
    private static readonly BigInteger Ln2 = LogOfReduced(One * 4 / 3) + LogOfReduced(One * 3 / 2); // ln 4/3 + ln 3/2

    public static double Exp(double x) => Round(Exp(Fixed(x)));

    public static double Logistic(double x) => Round(Divide(One, One + Exp(-Fixed(x))));

    public static double Tanh(double x)
    {
        var twice = Exp(Fixed(x) * 2);
        return Round(Divide(twice - One, twice + One));
    }

    public static double Log(double x) => Round(Log(Fixed(x)));

    public static double Log1p(double x) => Round(Log(One + Fixed(x)));

    public static double Softplus(double x) => Round(Log(One + Exp(Fixed(x))));

    /// <summary>The distance of <paramref name="actual"/> from <paramref name="expected"/> in units of the last place of a <typeparamref name="T"/>.</summary>
    public static double UnitsInTheLastPlace<T>(double expected, double actual)
    {
        if (expected.Equals(actual))
            return 0;
        return Math.Abs(expected - actual) / UnitOfTheLastPlace<T>(expected);
    }

    /// <summary>The distance of two numbers of type <typeparamref name="T"/> that are about as large as <paramref name="size"/>.</summary>
    public static double UnitOfTheLastPlace<T>(double size) =>
        Math.ScaleB(1, Math.Max(Math.ILogB(size), typeof(T) == typeof(float) ? -126 : -1022) - (typeof(T) == typeof(float) ? 23 : 52));

    private static BigInteger Fixed(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)((bits >> 52) & 0x7ff);
        BigInteger mantissa = (bits & 0xfffffffffffff) | (exponent == 0 ? 0 : 1L << 52);
        var shift = Math.Max(exponent, 1) - 1075 + Scale;
        return (bits < 0 ? -mantissa : mantissa) << shift;
    }

    private static double Round(BigInteger value)
    {
        var extra = (int)Math.Max(0, BigInteger.Abs(value).GetBitLength() - 64); // 64 bits are enough to round from
        return Math.ScaleB((double)(value >> extra), extra - Scale);
    }

    private static BigInteger Divide(BigInteger a, BigInteger b) => (a << Scale) / b;

    private static BigInteger Exp(BigInteger x)
    {
        // x = n·ln 2 + r, and r halved 32 times for a short series.
        var n = (int)((x + (Ln2 >> 1)) / Ln2) - (x.Sign < 0 ? 1 : 0);
        var r = (x - (n * Ln2)) >> 32;
        BigInteger sum = One, term = One;
        for (var k = 1; !term.IsZero; k++)
        {
            term = (term * r >> Scale) / k;
            if (term == BigInteger.MinusOne)
                break;
            sum += term;
        }
        for (var k = 0; k < 32; k++)
            sum = sum * sum >> Scale;
        return n >= 0 ? sum << n : sum >> -n;
    }

    private static BigInteger Log(BigInteger x)
    {
        var k = (int)(x.GetBitLength() - Scale - 1);
        return LogOfReduced(k >= 0 ? x >> k : x << -k) + (k * Ln2);
    }

    /// <summary>2 artanh((x − 1)/(x + 1)) by its series, x from 1 to 2.</summary>
    private static BigInteger LogOfReduced(BigInteger x)
    {
        var s = Divide(x - One, x + One);
        var square = s * s >> Scale;
        var sum = BigInteger.Zero;
        for (var k = 1; !s.IsZero; k += 2, s = s * square >> Scale)
            sum += s / k;
        return sum << 1;
    }
}
