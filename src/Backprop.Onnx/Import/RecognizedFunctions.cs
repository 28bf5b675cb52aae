namespace Backprop.Onnx;

/// <summary>Which unit function a function of one number is, by its values.</summary>
internal static class RecognizedFunctions
{
    // Constants of other programs are rounded to single precision; the closest pair, both forms of GELU, is 5E-04 apart.
    private const double Within = 1e-6;

    private static readonly double[] Points = [-30, -12, -8, -6.1, -5, -4.3, -3.6, -3, -2.5, -2, -1.6, -1.3, -1, -0.7, -0.4, -0.2, -0.1, -0.001, 0, 0.001, 0.1, 0.2, 0.4, 0.7, 1, 1.3, 1.6, 2, 2.5, 3, 3.6, 4.3, 5, 6.1, 8, 12, 30];

    private static readonly (UnitFunction Function, Func<double, double> Value)[] Fixed =
    [
        (UnitFunction.Identity, x => x),
        (UnitFunction.Logistic, x => 1 / (1 + Math.Exp(-x))),
        (UnitFunction.Tanh, Math.Tanh),
        (UnitFunction.RectifiedLinear, x => Math.Max(x, 0)),
        (UnitFunction.Softplus, x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)))),
    ];

    public static UnitFunction? Of(Func<double, double> function)
    {
        var values = Array.ConvertAll(Points, point => function(point));
        foreach (var (known, value) in Fixed)
            if (Agrees(values, value)) return known;
        return null;
    }

    private static bool Agrees(double[] values, Func<double, double> candidate)
    {
        for (var k = 0; k < values.Length; k++)
        {
            var expected = candidate(Points[k]);
            if (!(Math.Abs(values[k] - expected) <= Within * Math.Max(1, Math.Abs(expected)))) return false;
        }
        return true;
    }
}
