using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>The ONNX operators that networks of units and their encodings need, each as its specification defines it.</summary>
internal static class Operators
{
    private static readonly HashSet<string> Known = new(
        ["Gemm", "MatMul", "Add", "Sub", "Mul", "Div", "Sigmoid", "Tanh", "Relu", "Softplus", "Softmax", "Identity", "Dropout", "Concat", "Flatten", "Constant",
            "Transpose", "IsNaN", "Where", "Cast", "Equal", "ArgMax", "LabelEncoder", "Or"], StringComparer.Ordinal);

    public static bool Knows(NodeProto node) => Known.Contains(node.OpType);

    /// <param name="node">Of a known operator.</param>
    /// <param name="inputs">Values of its inputs; none where an optional one is not given.</param>
    /// <param name="limit">Counts what is made.</param>
    /// <exception cref="FormatException">The values do not fit the operator, or there are too many of them.</exception>
    public static GraphTensor Apply(NodeProto node, GraphTensor?[] inputs, WorkLimit limit)
    {
        foreach (var input in inputs) limit.Numbers(input?.Count ?? 0);
        GraphTensor In(int index) => index < inputs.Length && inputs[index] is { } value ? value : throw new FormatException($"input {index} is missing");
        return node.OpType switch
        {
            "Gemm" => Gemm(node, In(0), In(1), inputs.Length > 2 ? inputs[2] : null, limit),
            "MatMul" => Product(In(0), In(1), limit),
            "Add" => Pairwise(In(0), In(1), limit, (a, b) => a + b),
            "Sub" => Pairwise(In(0), In(1), limit, (a, b) => a - b),
            "Mul" => Pairwise(In(0), In(1), limit, (a, b) => a * b),
            "Div" => Pairwise(In(0), In(1), limit, (a, b) => a / b),
            "Sigmoid" => Map(In(0), x => 1 / (1 + Math.Exp(-x))),
            "Tanh" => Map(In(0), Math.Tanh),
            "Relu" => Map(In(0), x => Math.Max(x, 0)),
            "Softplus" => Map(In(0), x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)))),
            "Softmax" => Softmax(In(0), node.Long("axis", -1)),
            "Identity" or "Dropout" => In(0),
            "Constant" => GraphTensor.Of(node.Find("value")?.T ?? throw new FormatException("has no tensor as its value"), "its value"),
            "Concat" => Concat([.. inputs.Select((_, index) => In(index))], node.Long("axis", 0), limit),
            "Flatten" => In(0).Dims.Length == 2 && node.Long("axis", 1) is 1 or -1 ? In(0) : throw new FormatException("only [batch, size] can be flattened"),
            "Transpose" => Transpose(In(0)),
            "IsNaN" => Map(In(0), x => double.IsNaN(x) ? 1 : 0),
            "Where" => Where(In(0), In(1), In(2), limit),
            "Cast" => Cast(In(0), node.Long("to", 1)),
            "Equal" => Pairwise(In(0), In(1), limit, (a, b) => a == b ? 1 : 0),
            "Or" => Pairwise(In(0), In(1), limit, (a, b) => a != 0 || b != 0 ? 1 : 0),
            "ArgMax" => ArgMax(In(0), node.Long("axis", 0), node.Long("keepdims", 1)),
            "LabelEncoder" => LabelEncoder(node, In(0)),
            _ => throw new FormatException("is not supported"),
        };
    }

    // α A'B' + β C, where ' may transpose and C broadcasts.
    private static GraphTensor Gemm(NodeProto node, GraphTensor a, GraphTensor b, GraphTensor? c, WorkLimit limit)
    {
        double alpha = node.Float("alpha", 1), beta = node.Float("beta", 1);
        var product = Product(node.Long("transA", 0) != 0 ? Transpose(a) : a, node.Long("transB", 0) != 0 ? Transpose(b) : b, limit);
        if (alpha != 1) product = Map(product, x => alpha * x);
        return c is null ? product : Pairwise(product, c, limit, (x, y) => x + (beta * y));
    }

    private static GraphTensor Product(GraphTensor a, GraphTensor b, WorkLimit limit)
    {
        if (a.Dims is not [var rows, var inner] || b.Dims is not [var inner2, var columns] || inner != inner2)
            throw new FormatException($"a product of {a.Shape} and {b.Shape}");
        limit.Products((long)rows * inner * columns);
        limit.Numbers((long)rows * columns);
        var result = new double[rows * columns];
        double[] left = Numbers(a), right = Numbers(b);
        for (var r = 0; r < rows; r++)
            for (var k = 0; k < inner; k++)
                for (var c = 0; c < columns; c++) result[(r * columns) + c] += left[(r * inner) + k] * right[(k * columns) + c];
        return new GraphTensor([rows, columns], result);
    }

    public static GraphTensor Transpose(GraphTensor a)
    {
        if (a.Dims is not [var rows, var columns]) throw new FormatException($"a transpose of {a.Shape}");
        var numbers = Numbers(a);
        var result = new double[numbers.Length];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) result[(c * rows) + r] = numbers[(r * columns) + c];
        return new GraphTensor([columns, rows], result);
    }

    private static GraphTensor Map(GraphTensor a, Func<double, double> function) => a with { Numbers = Array.ConvertAll(Numbers(a), x => function(x)) };

    // Shapes are aligned at their last dimensions; a dimension of 1 is repeated.
    public static GraphTensor Pairwise(GraphTensor a, GraphTensor b, WorkLimit limit, Func<double, double, double> function)
    {
        var rank = Math.Max(a.Dims.Length, b.Dims.Length);
        int Dimension(GraphTensor tensor, int axis) => axis < rank - tensor.Dims.Length ? 1 : tensor.Dims[axis - rank + tensor.Dims.Length];
        var dims = new int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            int x = Dimension(a, axis), y = Dimension(b, axis);
            if (x != y && x != 1 && y != 1) throw new FormatException($"shapes {a.Shape} and {b.Shape} do not fit");
            dims[axis] = x == 1 ? y : x;
        }
        double[] left = Numbers(a), right = Numbers(b);
        var count = Count(dims);
        limit.Numbers(count);
        var result = new double[count];
        for (var index = 0; index < result.Length; index++)
        {
            int remaining = index, atA = 0, atB = 0, strideA = 1, strideB = 1;
            for (var axis = rank - 1; axis >= 0; axis--)
            {
                var position = remaining % dims[axis];
                remaining /= dims[axis];
                int x = Dimension(a, axis), y = Dimension(b, axis);
                if (x != 1) atA += position * strideA;
                if (y != 1) atB += position * strideB;
                strideA *= x;
                strideB *= y;
            }
            result[index] = function(left[atA], right[atB]);
        }
        return new GraphTensor(dims, result);
    }

    // The branch that is not taken becomes +∞, which a minimum leaves out; NaN and infinities of the branch that is taken stay.
    private static GraphTensor Where(GraphTensor condition, GraphTensor then, GraphTensor otherwise, WorkLimit limit) => Pairwise(
        Pairwise(condition, then, limit, (c, x) => c != 0 ? x : double.PositiveInfinity),
        Pairwise(condition, otherwise, limit, (c, x) => c != 0 ? double.PositiveInfinity : x),
        limit, Math.Min);

    private static GraphTensor Softmax(GraphTensor a, long axis)
    {
        if (a.Dims.Length != 2 || a.Columns == 0 || axis is not (1 or -1)) throw new FormatException($"a softmax of {a.Shape} over axis {axis}");
        var result = (double[])Numbers(a).Clone();
        foreach (var row in result.Chunk(a.Columns).Select((row, index) => (row, index)))
        {
            var most = row.row.Max();
            var sum = row.row.Sum(x => Math.Exp(x - most));
            for (var c = 0; c < a.Columns; c++) result[(row.index * a.Columns) + c] = Math.Exp(row.row[c] - most) / sum;
        }
        return a with { Numbers = result };
    }

    private static GraphTensor Concat(GraphTensor[] parts, long axis, WorkLimit limit)
    {
        if (parts.Length == 0 || axis is not (1 or -1) || parts.Any(part => part.Dims.Length != 2 || part.Dims[0] != parts[0].Dims[0]))
            throw new FormatException("values are joined along axis 1 of [batch, size] only");
        int[] dims = [parts[0].Dims[0], (int)Math.Min(int.MaxValue, parts.Sum(part => (long)part.Columns))];
        var count = Count(dims);
        limit.Numbers(count);
        var result = new double[count];
        var first = 0;
        foreach (var part in parts)
        {
            var numbers = Numbers(part);
            for (var row = 0; row < dims[0]; row++) numbers.AsSpan(row * part.Columns, part.Columns).CopyTo(result.AsSpan((row * dims[1]) + first));
            first += part.Columns;
        }
        return new GraphTensor(dims, result);
    }

    private static GraphTensor ArgMax(GraphTensor a, long axis, long keep)
    {
        if (a.Dims.Length != 2 || a.Columns == 0 || axis is not (1 or -1)) throw new FormatException($"the greatest of {a.Shape} over axis {axis}");
        double[] result = [.. Numbers(a).Chunk(a.Columns).Select(row => (double)Array.IndexOf(row, row.Max()))];
        return new GraphTensor(keep != 0 ? [a.Dims[0], 1] : [a.Dims[0]], result);
    }

    // Numbers that a type cannot hold exactly are rounded to it: the value that every later node is given.
    private static GraphTensor Cast(GraphTensor a, long type) => type switch
    {
        (long)TensorProto.Types.DataType.Float => Map(a, x => (float)x),
        (long)TensorProto.Types.DataType.Int64 => Map(a, Math.Truncate),
        (long)TensorProto.Types.DataType.Bool => Map(a, x => x != 0 ? 1 : 0),
        (long)TensorProto.Types.DataType.Double => Map(a, x => x),
        _ => throw new FormatException($"a cast to element type {type}"),
    };

    // Texts to numbers or whole numbers to texts, by two lists.
    private static GraphTensor LabelEncoder(NodeProto node, GraphTensor a)
    {
        if (a.Texts is { } given)
        {
            var keys = node.Strings("keys_strings");
            var floats = node.Find("values_floats") is not null;
            double[] values = floats ? [.. node.Find("values_floats")!.Floats.Select(value => (double)value)] : [.. node.Longs("values_int64s").Select(value => (double)value)];
            var otherwise = floats ? node.Float("default_float", 0) : node.Long("default_int64", -1);
            var numbers = Lookup(keys, values, StringComparer.Ordinal);
            return new GraphTensor(a.Dims, Array.ConvertAll(given, text => numbers.GetValueOrDefault(text, otherwise)));
        }
        var texts = Lookup(node.Longs("keys_int64s"), node.Strings("values_strings"), null);
        var unknown = node.Text("default_string", "_Unused");
        return new GraphTensor(a.Dims, null, Array.ConvertAll(Numbers(a), number => texts.GetValueOrDefault((long)number, unknown)));
    }

    private static Dictionary<TKey, TValue> Lookup<TKey, TValue>(TKey[] keys, TValue[] values, IEqualityComparer<TKey>? comparer)
        where TKey : notnull
    {
        if (keys.Length != values.Length) throw new FormatException($"has {keys.Length} keys, but {values.Length} values");
        var lookup = new Dictionary<TKey, TValue>(keys.Length, comparer);
        for (var k = 0; k < keys.Length; k++) lookup.TryAdd(keys[k], values[k]);
        return lookup;
    }

    private static int Count(int[] dims)
    {
        long count = 1;
        foreach (var dimension in dims)
            if ((count *= dimension) > Array.MaxLength) throw new FormatException($"makes a value of shape [{string.Join(", ", dims)}], which is too large");
        return (int)count;
    }

    private static double[] Numbers(GraphTensor tensor) => tensor.Numbers ?? throw new FormatException("texts where numbers are expected");
}
