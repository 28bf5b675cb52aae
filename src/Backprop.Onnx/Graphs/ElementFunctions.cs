using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>The operators of ONNX that work on each element by itself, as their specification defines them, in double precision.</summary>
internal static class ElementFunctions
{
    private static readonly Dictionary<string, Func<NodeProto, Func<double, double>>> Unary = new(StringComparer.Ordinal)
    {
        ["Sigmoid"] = _ => x => 1 / (1 + Math.Exp(-x)),
        ["Tanh"] = _ => Math.Tanh,
        ["Relu"] = _ => x => Math.Max(x, 0),
        ["Softplus"] = _ => Softplus,
        ["Erf"] = _ => Erf,
        ["Exp"] = _ => Math.Exp,
        ["Log"] = _ => Math.Log,
        ["Sqrt"] = _ => Math.Sqrt,
        ["Abs"] = _ => Math.Abs,
        ["Neg"] = _ => x => -x,
        ["Sign"] = _ => x => x > 0 ? 1 : x < 0 ? -1 : x,
        ["Reciprocal"] = _ => x => 1 / x,
        ["Sin"] = _ => Math.Sin,
        ["Cos"] = _ => Math.Cos,
        ["Softsign"] = _ => x => x / (1 + Math.Abs(x)),
        ["HardSwish"] = _ => x => x * Math.Clamp((x / 6) + 0.5, 0, 1),
        ["Mish"] = _ => x => x * Math.Tanh(Softplus(x)),
        ["Gelu"] = node => node.Text("approximate", "none") == "tanh"
            ? x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))
            : x => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
        ["LeakyRelu"] = node => Leaky(node.Float("alpha", 0.01f)),
        ["ThresholdedRelu"] = node => Above(node.Float("alpha", 1)),
        ["Elu"] = node => Elu(node.Float("alpha", 1), 1),
        ["Celu"] = node => Celu(node.Float("alpha", 1)),
        ["Selu"] = node => Elu(node.Float("alpha", 1.67326319217681884765625f), node.Float("gamma", 1.05070102214813232421875f)),
        ["HardSigmoid"] = node => Clipped(node.Float("alpha", 0.2f), node.Float("beta", 0.5f)),
    };

    private static readonly Dictionary<string, Func<double, double, double>> Binary = new(StringComparer.Ordinal)
    {
        ["Add"] = (a, b) => a + b,
        ["Sub"] = (a, b) => a - b,
        ["Mul"] = (a, b) => a * b,
        ["Div"] = (a, b) => a / b,
        ["Pow"] = Math.Pow,
        ["Min"] = Math.Min,
        ["Max"] = Math.Max,
        ["PRelu"] = (x, slope) => x < 0 ? slope * x : x,
        ["Equal"] = (a, b) => a == b ? 1 : 0,
        ["Greater"] = (a, b) => a > b ? 1 : 0,
        ["GreaterOrEqual"] = (a, b) => a >= b ? 1 : 0,
        ["Less"] = (a, b) => a < b ? 1 : 0,
        ["LessOrEqual"] = (a, b) => a <= b ? 1 : 0,
        ["Or"] = (a, b) => a != 0 || b != 0 ? 1 : 0,
    };

    public static bool Knows(string operation) => Unary.ContainsKey(operation) || Binary.ContainsKey(operation) || operation == "Clip";

    /// <summary>The function of one element that a node is; null if it is not one. <paramref name="bounds"/> are the inputs of Clip after the first.</summary>
    public static Func<double, double>? OfOne(NodeProto node, params ReadOnlySpan<double?> bounds)
    {
        if (node.OpType != "Clip") return Unary.GetValueOrDefault(node.OpType)?.Invoke(node);
        // The bounds were attributes before operator set 11.
        var least = (bounds.Length > 0 ? bounds[0] : null) ?? node.Float("min", double.NegativeInfinity);
        var greatest = (bounds.Length > 1 ? bounds[1] : null) ?? node.Float("max", double.PositiveInfinity);
        return x => Math.Min(Math.Max(x, least), greatest);
    }

    /// <summary>The function of two elements that a node is; null if it is not one.</summary>
    public static Func<double, double, double>? OfTwo(NodeProto node) => Binary.GetValueOrDefault(node.OpType);

    private static Func<double, double> Leaky(double slope) => x => x < 0 ? slope * x : x;

    private static Func<double, double> Above(double threshold) => x => x > threshold ? x : 0;

    private static Func<double, double> Elu(double alpha, double gamma) => x => gamma * (x < 0 ? alpha * double.ExpM1(x) : x);

    private static Func<double, double> Celu(double alpha) => x => Math.Max(x, 0) + Math.Min(0, alpha * double.ExpM1(x / alpha));

    private static Func<double, double> Clipped(double slope, double offset) => x => Math.Max(0, Math.Min(1, (slope * x) + offset));

    private static double Softplus(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));

    /// <summary>erf x = 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): terms of one sign, so that nothing is lost; ±1 from 6 on.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        if (Math.Abs(x) >= 6) return Math.Sign(x);
        double term = x, sum = x;
        for (var n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17 && n < 200; n++) sum += term *= 2 * x * x / ((2 * n) + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
