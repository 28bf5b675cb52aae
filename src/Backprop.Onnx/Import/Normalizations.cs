using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>Normalizations by constants (BatchNormalization), which are folded into the weights behind them.</summary>
/// <param name="units">The values as states of units.</param>
/// <param name="totals">The arithmetic of total inputs.</param>
/// <param name="limit">What may be computed.</param>
internal sealed class Normalizations(UnitValues units, TotalInput totals, WorkLimit limit)
{
    private readonly Dictionary<Meaning, (Meaning Of, double[] Factors, double[] Offsets)> normalized = new(ReferenceEqualityComparer.Instance);

    /// <summary>Checks that a value is states, or states that were normalized.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public void Check(Meaning value)
    {
        if (!normalized.ContainsKey(value)) _ = units.StatesOf(value);
    }

    /// <summary>factor · Y W, where Y may be normalized.</summary>
    public Meaning.Total Product(Meaning value, Meaning weights, bool transposed, double factor)
    {
        if (units.AreStates(value) || !normalized.TryGetValue(value, out var by)) return totals.Product(units.StatesOf(value), weights, transposed, factor);
        // (y f + o) W = y (f W) + o W
        var plain = totals.Product(units.StatesOf(by.Of), weights, transposed, factor);
        var columns = by.Factors.Length;
        limit.Numbers(2L * plain.Size * columns);
        var constant = ((Meaning.Constant)weights).Tensor;
        var (matrix, biases) = (new double[plain.Size * columns], new double[plain.Size]);
        for (var unit = 0; unit < plain.Size; unit++)
        {
            for (var k = 0; k < columns; k++)
            {
                var weight = constant.Numbers![transposed ? (unit * columns) + k : (k * plain.Size) + unit];
                matrix[(unit * columns) + k] = weight * by.Factors[k];
                biases[unit] += factor * weight * by.Offsets[k];
            }
        }
        var folded = totals.Product(units.StatesOf(by.Of), new Meaning.Constant(new GraphTensor([plain.Size, columns], matrix), null), transposed: true, factor);
        return totals.Sum(folded, Meaning.Constant.Of(biases, limit));
    }

    /// <summary>Inference: (x − mean) · scale / √(variance + ε) + bias, along axis 1.</summary>
    public Meaning.Total Of(NodeProto node, Func<int, Meaning> input, Form form)
    {
        if (node.Long("training_mode", 0) != 0) throw new FormatException("normalizes by the rows it is given (its training_mode is not 0), which is not supported");
        if (form.Batch > 0 || form.Dims.Length < 2) throw new FormatException($"normalizes a value of shape {form}; expected [batch, channels, …]");
        double[] Channels(int index) => input(index) is Meaning.Constant { Tensor.Numbers: { } numbers } && numbers.Length == form.Dims[1] ? numbers
            : throw new FormatException($"normalizes a value of shape {form}, but its input {index} is not a constant of {form.Dims[1]} numbers");
        double[] scale = Channels(1), bias = Channels(2), mean = Channels(3), variance = Channels(4);
        var epsilon = node.Float("epsilon", 1e-5f);
        var each = (int)(form.Units / Math.Max(1, form.Dims[1]));
        limit.Numbers(2 * form.Units);
        var (factors, offsets) = (new double[form.Units], new double[form.Units]);
        for (var unit = 0; unit < factors.Length; unit++)
        {
            var channel = unit / each;
            factors[unit] = scale[channel] / Math.Sqrt(variance[channel] + epsilon);
            offsets[unit] = bias[channel] - (mean[channel] * factors[unit]);
        }
        var given = units.AsUnits(input(0));
        var total = totals.Sum(totals.Scale(given, Meaning.Constant.Of(factors, limit)), Meaning.Constant.Of(offsets, limit));
        if (given is Meaning.States) normalized[total] = (given, factors, offsets);
        return total;
    }
}
