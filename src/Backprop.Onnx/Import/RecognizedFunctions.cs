using System.Globalization;

namespace Backprop.Onnx;

/// <summary>Which unit function a function of one number is, by its values.</summary>
internal static class RecognizedFunctions
{
    // Constants of other programs are rounded to single precision; the closest pair, both forms of GELU, is 5E-04 apart.
    private const double Within = 1e-6;

    // How far from 0 the rise of a hard sigmoid is measured: a steep one has reached its bound at the first.
    private static readonly double[] Strides = [1.0 / 1024, 1.0 / (1 << 20)];

    private static readonly double[] Points = [-30, -12, -8, -6.1, -5, -4.3, -3.6, -3, -2.5, -2, -1.6, -1.3, -1, -0.7, -0.4, -0.2, -0.1, -0.001, 0, 0.001, 0.1, 0.2, 0.4, 0.7, 1, 1.3, 1.6, 2, 2.5, 3, 3.6, 4.3, 5, 6.1, 8, 12, 30];

    // Far out, where a function may be cut off; one that is written naively overflows there.
    private static readonly double[] FarPoints = [-1e12, -1e6, -1e3, 1e3, 1e6, 1e12];

    // What no few points tell apart: jumps and bends near 0, or between the points. Nearer than 1E-14, σ(x) > 0.5 is not x > 0 any more, by rounding.
    private static readonly double[] ClosePoints =
    [
        .. Enumerable.Range(-46, 51).SelectMany(static power => new[] { Math.ScaleB(1, power), -Math.ScaleB(1, power) }),
        .. Enumerable.Range(-128, 256).Select(static k => (k + 0.37) / 16),
    ];

    private static readonly (UnitFunction Function, Func<double, double> Value)[] Fixed =
    [
        (UnitFunction.Identity, x => x),
        (UnitFunction.Logistic, x => 1 / (1 + Math.Exp(-x))),
        (UnitFunction.Tanh, Math.Tanh),
        (UnitFunction.RectifiedLinear, x => Math.Max(x, 0)),
        (UnitFunction.Softplus, Softplus),
        (UnitFunction.Selu, x => 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * (Math.Exp(x) - 1) : x)),
        (UnitFunction.Gelu, x => 0.5 * x * (1 + ElementFunctions.Erf(x / Math.Sqrt(2)))),
        (UnitFunction.GeluTanh, x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))),
        (UnitFunction.Silu, x => x / (1 + Math.Exp(-x))),
        (UnitFunction.Mish, x => x * Math.Tanh(Softplus(x))),
        (UnitFunction.Softsign, x => x / (1 + Math.Abs(x))),
        (UnitFunction.Gaussian, x => Math.Exp(-x * x)),
        (UnitFunction.Sine, Math.Sin),
        (UnitFunction.Cosine, Math.Cos),
        (UnitFunction.Threshold, x => x >= 0 ? 1 : 0),
    ];

    /// <summary>The unit function, whose parameters, if it has some, are found from the values too; null where the library has none.</summary>
    public static UnitFunction? Of(Func<double, double> function)
    {
        var scale = ScaleOf(function);
        bool IsLike(Func<double, double> candidate) => Agrees(function, candidate, scale);
        foreach (var (known, value) in Fixed)
            if (IsLike(value)) return known;
        var slope = Tidy(-function(-1));
        if (double.IsFinite(slope) && IsLike(x => x < 0 ? slope * x : x)) return UnitFunction.LeakyRectifiedLinear(slope);
        var alpha = Tidy(-function(-40));
        if (double.IsFinite(alpha) && IsLike(x => x < 0 ? alpha * (Math.Exp(x) - 1) : x)) return UnitFunction.Elu(alpha);
        double least = Bound(function(-1e12), -1e12), greatest = Bound(function(1e12), 1e12);
        if (least < greatest && IsLike(x => Math.Min(Math.Max(x, least), greatest))) return UnitFunction.Clip(least, greatest);
        var beta = Tidy(function(0));
        foreach (var stride in Strides)
        {
            var rise = Tidy((function(stride) - function(0)) / stride);
            if (double.IsFinite(beta) && double.IsFinite(rise) && rise != 0 && IsLike(x => Math.Max(0, Math.Min(1, (rise * x) + beta)))) return UnitFunction.HardSigmoid(rise, beta);
        }
        return null;
    }

    /// <summary>The step that a function is that is constant below 0 and above 0; null of another one.</summary>
    public static Step? StepOf(Func<double, double> function)
    {
        var (below, at, above) = (function(-1), function(0), function(1));
        return double.IsFinite(below + at + above) && (below != at || at != above) && Agrees(function, x => x < 0 ? below : x > 0 ? above : at, ScaleOf(function)) ? new Step(below, at, above) : null;
    }

    // What a function multiplies by a large weight may be small.
    private static double ScaleOf(Func<double, double> function) => Math.Min(1, Points.Select(point => Math.Abs(function(point))).Where(double.IsFinite).DefaultIfEmpty().Max());

    private static bool Agrees(Func<double, double> function, Func<double, double> candidate, double scale)
    {
        return Array.TrueForAll(Points, At) && Array.TrueForAll(FarPoints, point => !double.IsFinite(function(point)) || At(point)) && Array.TrueForAll(ClosePoints, At);

        bool At(double point) => candidate(point) is var expected && Math.Abs(function(point) - expected) <= Within * Math.Max(scale, Math.Abs(expected));
    }

    private static double Bound(double value, double given) => value == given ? double.CopySign(double.PositiveInfinity, given) : Tidy(value);

    // A parameter in single precision was written as the shortest decimal number of it: 0.2, not 0.20000000298023224. One that was computed here is nearly a number of few digits if it was one.
    private static double Tidy(double value)
    {
        if (Math.Abs((float)value - value) <= 1e-12 * Math.Abs(value)) return double.Parse(((float)value).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var few = double.Parse(value.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Math.Abs(few - value) <= 1e-12 * Math.Abs(value) ? few : value;
    }

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    /// <summary>The values of a function below 0, at 0 and above 0.</summary>
    internal sealed record Step(double Below, double At, double Above);
}
