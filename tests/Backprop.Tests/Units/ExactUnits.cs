using System.Numerics;

namespace Backprop.Tests;

/// <content>Unit functions and their derivatives from their definitions, by integers.</content>
internal static partial class ExactMath
{
    private static BigInteger Cubic => One * 44715 / 1_000_000;
    private static BigInteger RootOfTwoOverPi => Divide(2 * One, RootOfTwoPi);

    public static (double Y, double Slope) Elu(double x, double alpha) => Of(x, x => x.Sign > 0 ? (x, One) : (Times(Fixed(alpha), Exp(x) - One), Times(Fixed(alpha), Exp(x))));

    public static (double Y, double Slope) Selu(double x)
    {
        var scale = BigInteger.Parse("10507009873554804934193349852946", System.Globalization.CultureInfo.InvariantCulture) * One / BigInteger.Pow(10, 31);
        var alpha = BigInteger.Parse("16732632423543772848170429916717", System.Globalization.CultureInfo.InvariantCulture) * One / BigInteger.Pow(10, 31);
        return Of(x, x => x.Sign > 0 ? (Times(scale, x), scale) : (Times(Times(scale, alpha), Exp(x) - One), Times(Times(scale, alpha), Exp(x))));
    }

    public static (double Y, double Slope) Gelu(double x) => Of(x, static x => (Times(x, Normal(x)), Normal(x) + Times(x, Density(x))));

    public static (double Y, double Slope) GeluTanh(double x) => Of(x, static x =>
    {
        var square = Times(x, x);
        var s = Logistic(2 * Times(RootOfTwoOverPi, x + Times(Cubic, Times(square, x))));
        var inner = 2 * Times(RootOfTwoOverPi, One + (3 * Times(Cubic, square)));
        return (Times(x, s), s + Times(Times(x, inner), Times(s, One - s)));
    });

    public static (double Y, double Slope) Silu(double x) => Of(x, static x => (Times(x, Logistic(x)), Logistic(x) + Times(x, Times(Logistic(x), One - Logistic(x)))));

    public static (double Y, double Slope) Mish(double x) => Of(x, static x =>
    {
        var square = Exp(2 * Log(One + Exp(x)));
        var t = Divide(square - One, square + One);
        return (Times(x, t), t + Times(Times(x, Logistic(x)), One - Times(t, t)));
    });

    public static (double Y, double Slope) Softsign(double x) => Of(x, static x => (Divide(x, One + BigInteger.Abs(x)), Divide(One, Times(One + BigInteger.Abs(x), One + BigInteger.Abs(x)))));

    public static (double Y, double Slope) Gaussian(double x) => Of(x, static x => (Exp(-Times(x, x)), -2 * Times(x, Exp(-Times(x, x)))));

    public static (double Y, double Slope) Sine(double x) => Of(x, static x => (Sin(x), Cos(x)));

    public static (double Y, double Slope) Cosine(double x) => Of(x, static x => (Cos(x), -Sin(x)));

    private static BigInteger Logistic(BigInteger x) => Divide(One, One + Exp(-x));

    private static (double Y, double Slope) Of(double x, Func<BigInteger, (BigInteger Y, BigInteger Slope)> function)
    {
        var (y, slope) = function(Fixed(x));
        return (Round(y), Round(slope));
    }
}
