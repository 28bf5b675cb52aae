using System.Globalization;

namespace Backprop.Exchange;

/// <summary>What ANN_MLP saves: sizes, the activation function of all layers, scales and weights.</summary>
internal sealed class MlpFile
{
    // cv::ml::ANN_MLP::setActivationFunction takes parameters below FLT_EPSILON as not given.
    private const double Nothing = 1.1920929e-07, UsualAlpha = 2.0 / 3, UsualBeta = 1.7159, UsualSlope = 0.01;

    private readonly ForeignText file;
    private readonly StorageNode node;
    private readonly List<string> notes = [];

    /// <exception cref="ForeignFileException">A part is missing, of another size, or not finite.</exception>
    public MlpFile(ForeignText file, StorageNode node)
    {
        (this.file, this.node) = (file, node);
        Sizes = ReadSizes();
        (Function, Factor, Scale) = ReadFunction();
        InputScale = ReadScale("input_scale", Sizes[0]);
        OutputScale = ReadScale("output_scale", Sizes[^1]);
        Weights = ReadWeights();
    }

    /// <summary>Units a layer, inputs first, without biases.</summary>
    public int[] Sizes { get; }

    /// <summary>f in y = scale · f(factor · Σ w x), of all layers behind the inputs.</summary>
    public UnitFunction Function { get; }

    public double Factor { get; }

    public double Scale { get; }

    /// <summary>x · factor + shift, per input.</summary>
    public IReadOnlyList<(double Factor, double Shift)> InputScale { get; }

    /// <summary>The same behind the last activation, per output.</summary>
    public IReadOnlyList<(double Factor, double Shift)> OutputScale { get; }

    /// <summary>Of each layer behind the inputs [(inputs + 1) × units], row by input, biases last.</summary>
    public IReadOnlyList<double[]> Weights { get; }

    public IReadOnlyList<string> Notes => notes;

    private int[] ReadSizes()
    {
        var layers = Part("layer_sizes");
        int[] sizes = [.. layers.Words.Select(size => int.TryParse(size.Word, NumberStyles.None, CultureInfo.InvariantCulture, out var units) && units > 0 ? units
            : throw file.Problem($"layer_sizes has '{DisplayText.Name(size.Word)}'; the size of a layer is a whole number of at least 1", size.Line))];
        if (sizes.Length < 2) throw file.Problem("layer_sizes has fewer than two layers", layers.Line);
        // Each weight takes two bytes at least: sizes that no weights stand behind are not waited for.
        var weights = Enumerable.Range(1, sizes.Length - 1).Sum(layer => (sizes[layer - 1] + 1.0) * sizes[layer]);
        if (weights > file.Bytes.Length) throw file.Problem(FormattableString.Invariant($"layer_sizes asks for {weights} weights, more than there are in the file"), layers.Line);
        return sizes;
    }

    private (UnitFunction Function, double Factor, double Scale) ReadFunction()
    {
        var name = Part("activation_function");
        var (alpha, beta) = (Parameter("f_param1"), Parameter("f_param2"));
        switch (name.Value)
        {
            case "SIGMOID_SYM":
                // β (1 − e^−αx) / (1 + e^−αx) = β tanh(αx/2)
                return (UnitFunction.Tanh, (alpha ?? UsualAlpha) / 2, beta ?? UsualBeta);
            case "GAUSSIAN":
                // β e^(−α² x²)
                return (UnitFunction.Gaussian, alpha ?? 1, beta ?? 1);
            case "LEAKYRELU":
                return (UnitFunction.LeakyRectifiedLinear(alpha ?? UsualSlope), 1, 1);
            case "RELU":
                return (UnitFunction.RectifiedLinear, 1, 1);
            case "IDENTITY":
                return (UnitFunction.Identity, 1, 1);
            case { } number when double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _):
                notes.Add($"activation_function is {DisplayText.Name(number)}; OpenCV takes any number there as IDENTITY, and so does the import");
                return (UnitFunction.Identity, 1, 1);
            default:
                throw file.Problem($"activation_function is {name.Shown}; SIGMOID_SYM, GAUSSIAN, RELU, LEAKYRELU and IDENTITY are known", name.Line);
        }
    }

    private double? Parameter(string key) => node.Find(key) is { } parameter && Finite(parameter.Value ?? "", key, parameter.Line) is var value && Math.Abs(value) >= Nothing ? value : null;

    private (double Factor, double Shift)[] ReadScale(string key, int count)
    {
        var part = Part(key);
        var values = new List<double>();
        foreach (var (word, line) in part.Words)
        {
            if (word is ".Inf" or "-.Inf" or ".Nan" or ".NaN" or ".inf" or ".nan")
                throw file.Problem($"{key} has {word}, with which OpenCV itself answers nan; it writes that when outputs are scaled with RELU, LEAKYRELU, IDENTITY or no activation function set. Train it with NO_OUTPUT_SCALE, or with SIGMOID_SYM or GAUSSIAN", line);
            values.Add(Finite(word, key, line));
        }
        if (values.Count != 2 * count) throw file.Problem(FormattableString.Invariant($"{key} has {values.Count} numbers; there must be a factor and a shift for each of {count} units"), part.Line);
        return [.. Enumerable.Range(0, count).Select(k => values[2 * k] > 0 && double.IsFinite(1 / values[2 * k]) ? (values[2 * k], values[(2 * k) + 1])
            : throw file.Problem(FormattableString.Invariant($"{key} has the factor {values[2 * k]} for unit {k + 1}; it must be above 0"), part.Line))];
    }

    private double[][] ReadWeights()
    {
        var part = Part("weights");
        if (part.Items?.Count != Sizes.Length - 1)
            throw file.Problem(FormattableString.Invariant($"weights has {part.Items?.Count ?? 0} lists for {Sizes.Length - 1} layers; it is cut short or altered"), part.Line);
        return [.. part.Items.Select((layer, k) =>
        {
            double[] weights = [.. layer.Words.Select(weight => Finite(weight.Word, "weights", weight.Line))];
            var expected = (Sizes[k] + 1L) * Sizes[k + 1];
            return weights.Length == expected ? weights
                : throw file.Problem(FormattableString.Invariant($"layer {k + 1} has {weights.Length} weights; between {Sizes[k]} units, a bias and {Sizes[k + 1]} units there must be {expected}"), layer.Line);
        })];
    }

    private StorageNode Part(string key) => node.Find(key) ?? throw file.Problem($"has no '{key}'; it is cut short or not a trained ANN_MLP", node.Line);

    private double Finite(string word, string key, long line) => ForeignNumber.TryParse(word, out var number) ? number
        : throw file.Problem($"{key} has '{DisplayText.Name(word)}', which is not a finite number", line);
}
