using System.Numerics;

namespace Backprop.Tests;

/// <content>π, sine and cosine, the normal distribution and the error function, likewise by integers.</content>
internal static partial class ExactMath
{
    private const int Extra = 1100; // bits of π beyond the others, for angles up to the largest double

    private static readonly BigInteger LongHalfPi = 2 * ((4 * ArcTanOfInverse(5)) - ArcTanOfInverse(239)); // Machin 1706
    private static readonly BigInteger RootOfTwoPi = Root(LongHalfPi >> (Extra - 2));

    public static double Sin(double x) => Round(Sin(Fixed(x)));

    public static double Cos(double x) => Round(Cos(Fixed(x)));

    public static double Expm1(double x) => Round(Exp(Fixed(x)) - One);

    public static double Normal(double x) => Round(Normal(Fixed(x)));

    public static double Erf(double x) => Round((2 * Normal(Times(Fixed(x), Root(2 * One)))) - One);

    private static BigInteger Times(BigInteger a, BigInteger b) => (a * b) >> Scale;

    private static BigInteger Sin(BigInteger x) => Sine(x, 0);

    private static BigInteger Cos(BigInteger x) => Sine(x, 1);

    private static BigInteger Sine(BigInteger x, int quarters)
    {
        var n = ((x << (Extra + 1)) + LongHalfPi) / (LongHalfPi << 1);
        var r = ((x << Extra) - (n * LongHalfPi)) >> Extra;
        var square = Times(r, r);
        var quadrant = (int)(((n + quarters) % 4) + 4) % 4;
        var term = quadrant % 2 == 0 ? r : One;
        var sum = BigInteger.Zero;
        for (var k = quadrant % 2 == 0 ? 1 : 0; BigInteger.Abs(term) > 1; k += 2)
        {
            sum += term;
            term = -Times(term, square) / ((k + 1) * (k + 2));
        }
        return quadrant >= 2 ? -sum : sum;
    }

    /// <summary>e^(−x²/2)/√2π.</summary>
    private static BigInteger Density(BigInteger x) => Divide(Exp(-(Times(x, x) >> 1)), RootOfTwoPi);

    /// <summary>Φ(x): near 0 by the series ½ + φ(x)(x + x³/3 + x⁵/15 + …), far out φ(x) times the continued fraction of Laplace, 1/(a + 1/(a + 2/(a + …))).</summary>
    private static BigInteger Normal(BigInteger x)
    {
        var a = BigInteger.Abs(x);
        if (a < 6 * One)
        {
            var (sum, term) = (BigInteger.Zero, x);
            for (var k = 3; BigInteger.Abs(term) > 1; k += 2)
            {
                sum += term;
                term = Times(Times(term, x), x) / k;
            }
            return (One >> 1) + Times(Density(x), sum);
        }
        var fraction = a;
        for (var k = 400; k > 0; k--)
            fraction = a + Divide(k * One, fraction);
        var tail = Divide(Density(x), fraction);
        return x.Sign < 0 ? tail : One - tail;
    }

    private static BigInteger ArcTanOfInverse(int x)
    {
        var power = (BigInteger.One << (Scale + Extra)) / x;
        var sum = BigInteger.Zero;
        for (var k = 1; !power.IsZero; k += 2, power /= -x * x)
            sum += power / k;
        return sum;
    }

    /// <summary>√x by Newton's method.</summary>
    private static BigInteger Root(BigInteger x)
    {
        var square = x << Scale;
        var root = BigInteger.One << (int)((square.GetBitLength() + 1) / 2);
        for (var better = (root + (square / root)) >> 1; better < root; better = (root + (square / root)) >> 1)
            root = better;
        return root;
    }
}
