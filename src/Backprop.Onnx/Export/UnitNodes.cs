namespace Backprop.Onnx;

/// <summary>
/// The nodes that compute a unit function from a total input; the last one has the group's name. In single precision it is one operator
/// where operator set 11 has one. In double, of which attributes cannot hold the parameters and ONNX Runtime lacks many operators, it is
/// made of those that ONNX Runtime has; only the error function remains, which cannot be made of them.
/// </summary>
internal sealed class UnitNodes
{
    private const double SeluScale = 1.0507009873554805; // λ
    private const double SeluAlpha = 1.6732632423543772;

    private readonly GraphBuilder graph;
    private readonly string name;
    private readonly string group;
    private readonly string total;

    private UnitNodes(GraphBuilder graph, string name, string group, string total) => (this.graph, this.name, this.group, this.total) = (graph, name, group, total);

    private bool IsDouble => graph.Type == Schema.TensorProto.Types.DataType.Double;

    /// <summary>Adds the nodes; gives the value that holds the states.</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="function">The unit function.</param>
    /// <param name="name">The last node's name, from <see cref="GraphBuilder.Unique(string)"/>.</param>
    /// <param name="group">What the nodes are for, in the words of the user.</param>
    /// <param name="total">The value that holds the total inputs.</param>
    /// <exception cref="ArgumentException">The function is not one of the library.</exception>
    /// <param name="exactTails">Whether small logistic states are not left to the operator Sigmoid.</param>
    public static string Add(GraphBuilder graph, UnitFunction function, string name, string group, string total, bool exactTails = false) =>
        new UnitNodes(graph, name, group, total).Add(function, exactTails) ?? throw new ArgumentException(
            $"group '{group}' has the unit function '{function.Name}', which ONNX does not know; it can be {string.Join(", ", UnitFunction.All.Select(known => known.Name))}", nameof(function));

    private string? Add(UnitFunction function, bool exactTails)
    {
        if (!function.IsOfLibrary) return null;
        // 1/(1 + e^−x) = e^min(x, 0)/(1 + e^−|x|): e^x is accurate where runtimes cut Sigmoid off, and Sigmoid is from 0 up.
        if (exactTails && function == UnitFunction.Logistic) return End("Mul", Part("Exp", "exponential", Below()), Part("Sigmoid", "logistic of size", Part("Abs", "size", total)));
        var (kind, parameters) = ParameterNames.Split(function.Name) ?? (function.Name, []);
        switch (kind)
        {
            case ParameterNames.LeakyRectifiedLinear:
                return IsDouble ? End("Add", Above(), Part("Mul", "below", Below(), Number("slope", parameters[0])))
                    : End("LeakyRelu", [total], ("alpha", (float)parameters[0]));
            case ParameterNames.Elu:
                return IsDouble ? End("Add", Above(), Exponential(parameters[0])) : End("Elu", [total], ("alpha", (float)parameters[0]));
            case ParameterNames.HardSigmoid:
                return IsDouble ? Ramp(parameters[0], parameters[1])
                    : End("HardSigmoid", [total], ("alpha", (float)parameters[0]), ("beta", (float)parameters[1]));
            case ParameterNames.Clip:
                return Clipped(total, parameters[0], parameters[1]);
        }
        if (function == UnitFunction.Softmax) return End("Softmax", [total], ("axis", 1));
        if (function == UnitFunction.Softplus && IsDouble) return Softplus(End);
        if (OnnxOperations.Of(function) is { } operation) return End(operation, total);
        if (function == UnitFunction.Selu)
            return IsDouble ? End("Add", Part("Mul", "above scaled", Above(), Number("scale", SeluScale)), Exponential(SeluScale * SeluAlpha))
                : End("Selu", [total], ("alpha", (float)SeluAlpha), ("gamma", (float)SeluScale));
        if (function == UnitFunction.Gelu) return HalfOf(Part("Erf", "error function", Part("Mul", "scaled", total, Number("scale", 1 / Math.Sqrt(2)))));
        if (function == UnitFunction.GeluTanh)
        {
            var cube = Part("Mul", "cube", Part("Mul", "square", total, total), total);
            var sum = Part("Add", "sum", total, Part("Mul", "cubic part", cube, Number("cubic", 0.044715)));
            return HalfOf(Part("Tanh", "tanh", Part("Mul", "scaled", sum, Number("scale", Math.Sqrt(2 / Math.PI)))));
        }
        if (function == UnitFunction.Silu) return End("Mul", total, Part("Sigmoid", "logistic", total));
        if (function == UnitFunction.Mish) return End("Mul", total, Part("Tanh", "tanh", IsDouble ? Softplus((last, inputs) => Part(last, "softplus", inputs)) : Part("Softplus", "softplus", total)));
        if (function == UnitFunction.Softsign)
            return IsDouble ? End("Div", total, Part("Add", "divisor", Part("Abs", "size", total), Number("one", 1))) : End("Softsign", total);
        if (function == UnitFunction.Gaussian) return End("Exp", Part("Neg", "exponent", Part("Mul", "square", total, total)));
        if (function == UnitFunction.Sine) return End("Sin", total);
        if (function == UnitFunction.Cosine) return End("Cos", total);
        // The sign of x is −1, 0 or 1.
        if (function == UnitFunction.Threshold) return End("Min", Part("Add", "sign and one", Part("Sign", "sign", total), Number("one", 1)), Number("greatest", 1));
        return null;
    }

    // β + αx, x between the totals where that is 0 and 1: a factor before the bounds would be read as a part of the weights.
    private string Ramp(double slope, double offset)
    {
        double zero = -offset / slope, one = (1 - offset) / slope;
        var bounded = Part("Min", "bounded", Part("Max", "bounded below", total, Number("least", Math.Min(zero, one))), Number("greatest", Math.Max(zero, one)));
        return End("Add", Part("Mul", "rise", bounded, Number("slope", slope)), Number("offset", offset));
    }

    // Clip has no double in ONNX Runtime before operator set 12; Max and Min always had.
    private string Clipped(string value, double least, double greatest)
    {
        if (!IsDouble)
        {
            string[] bounds = [double.IsInfinity(least) ? "" : Bound("least", least), .. double.IsInfinity(greatest) ? Array.Empty<string>() : [Bound("greatest", greatest)]];
            return End("Clip", [value, .. bounds]);
        }
        if (double.IsInfinity(greatest)) return End("Max", value, Number("least", least));
        return End("Min", double.IsInfinity(least) ? value : Part("Max", "bounded below", value, Number("least", least)), Number("greatest", greatest));

        string Bound(string what, double bound) => graph.Constant($"{group} {what}", [bound], []);
    }

    // max(x, 0) + log(1 + e^−|x|), where nothing overflows.
    private string Softplus(Func<string, string[], string> last) =>
        last("Add", [Above(), Part("Log", "logarithm", Part("Add", "exponential and one", Part("Exp", "exponential", Part("Neg", "exponent", Part("Abs", "size", total))), Number("one", 1)))]);

    // x/2 · (1 + what is given).
    private string HalfOf(string part) => End("Mul", Part("Mul", "half", total, Number("one half", 0.5)), Part("Add", "part and one", part, Number("one", 1)));

    // factor · (e^x − 1) below 0, else 0.
    private string Exponential(double factor) => Part("Mul", "below", Part("Sub", "exponential less one", Part("Exp", "exponential", Below()), Number("one", 1)), Number("factor", factor));

    private string Above() => Part("Relu", "above 0", total);

    private string Below() => Part("Min", "below 0", total, Number("zero", 0));

    private string Part(string operation, string what, params string[] inputs) => graph.Node(operation, $"{group} {what}", inputs);

    private string End(string operation, params string[] inputs) => graph.Node(operation, name, group, inputs);

    private string End(string operation, string[] inputs, params (string Name, object Value)[] attributes) => graph.Node(operation, name, group, inputs, attributes);

    private string Number(string what, double value) => graph.Constant($"{group} {what}", [value], [1]);
}

/// <summary>Which single ONNX operator without parameters is which unit function.</summary>
internal static class OnnxOperations
{
    private static readonly Dictionary<string, UnitFunction> Functions = new(StringComparer.Ordinal)
    {
        ["Sigmoid"] = UnitFunction.Logistic,
        ["Tanh"] = UnitFunction.Tanh,
        ["Identity"] = UnitFunction.Identity,
        ["Relu"] = UnitFunction.RectifiedLinear,
        ["Softplus"] = UnitFunction.Softplus,
        ["Softmax"] = UnitFunction.Softmax,
    };

    public static string? Of(UnitFunction function) => Functions.FirstOrDefault(entry => entry.Value == function).Key;

    public static UnitFunction? Of(string operation) => Functions.GetValueOrDefault(operation);
}
