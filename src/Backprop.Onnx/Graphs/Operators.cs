using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>The ONNX operators that networks of units and their encodings need, each as its specification defines it.</summary>
internal static class Operators
{
    private static readonly HashSet<string> Known = new(
        ["Gemm", "MatMul", "Softmax", "LogSoftmax", "Identity", "Dropout", "Concat", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Shape", "Gather", "Slice", "Constant", "ConstantOfShape",
            "Transpose", "IsNaN", "Where", "Cast", "ArgMax", "LabelEncoder", "BatchNormalization", "Scaler"], StringComparer.Ordinal);

    public static bool Knows(NodeProto node) => Known.Contains(node.OpType) || ElementFunctions.Knows(node.OpType);

    /// <param name="node">Of a known operator.</param>
    /// <param name="inputs">Values of its inputs; none where an optional one is not given.</param>
    /// <param name="limit">Counts what is made.</param>
    /// <exception cref="FormatException">The values do not fit the operator, or there are too many of them.</exception>
    public static GraphTensor Apply(NodeProto node, GraphTensor?[] inputs, WorkLimit limit)
    {
        foreach (var input in inputs) limit.Numbers(input?.Count ?? 0);
        GraphTensor In(int index) => index < inputs.Length && inputs[index] is { } value ? value : throw new FormatException($"input {index} is missing");
        GraphTensor? Optional(int index) => index < inputs.Length ? inputs[index] : null;
        double? Bound(int index) => node.OpType != "Clip" || Optional(index) is not { } bound ? null : Numbers(bound) is [var one] ? one : throw new FormatException($"a bound of shape {bound.Shape}");
        if (ElementFunctions.OfTwo(node) is { } pairs)
        {
            var result = In(0);
            // Min and Max take any number of values.
            for (var k = 1; k < Math.Max(2, inputs.Length); k++) result = Pairwise(result, In(k), limit, pairs);
            return result;
        }
        if (ElementFunctions.OfOne(node, Bound(1), Bound(2)) is { } function) return Map(In(0), function);
        return node.OpType switch
        {
            "Gemm" => Gemm(node, In(0), In(1), Optional(2), limit),
            "MatMul" => Product(In(0), In(1), limit),
            "Softmax" => Softmax(In(0), node.Long("axis", -1)),
            "LogSoftmax" => Map(Softmax(In(0), node.Long("axis", -1)), Math.Log),
            "Identity" or "Dropout" => In(0),
            "Constant" => Constant(node),
            "ConstantOfShape" => Filled(node, Numbers(In(0)), limit),
            "Concat" => Concat([.. inputs.Select((_, index) => In(index))], node.Long("axis", 0), limit),
            "Flatten" or "Reshape" or "Squeeze" or "Unsqueeze" => In(0) with { Dims = Form.Of(In(0).Dims).After(node, Optional(1)).Dims },
            "Shape" => GraphTensor.Vector([.. In(0).Dims.Select(size => (double)size)]),
            "Gather" => Gather(In(0), In(1), node.Long("axis", 0)),
            "Slice" => Slice(node, In(0), Optional(1), Optional(2), Optional(3), Optional(4)),
            "Transpose" => Transpose(node, In(0)),
            "IsNaN" => Map(In(0), x => double.IsNaN(x) ? 1 : 0),
            "Where" => Where(In(0), In(1), In(2), limit),
            "Cast" => Cast(In(0), node.Long("to", 1)),
            "ArgMax" => ArgMax(In(0), node.Long("axis", 0), node.Long("keepdims", 1)),
            "LabelEncoder" => LabelEncoder(node, In(0)),
            "BatchNormalization" => Normalized(In(0), In(1), In(2), In(3), In(4), node.Float("epsilon", 1e-5f), limit),
            "Scaler" => Pairwise(Pairwise(In(0), GraphTensor.Vector(node.Floats("offset")), limit, (x, y) => x - y), GraphTensor.Vector(node.Floats("scale")), limit, (x, y) => x * y),
            _ => throw new FormatException("is not supported"),
        };
    }

    private static GraphTensor Constant(NodeProto node)
    {
        if (node.Find("value")?.T is { } tensor) return GraphTensor.Of(tensor, "its value");
        if (node.Find("value_float") is { } number) return new GraphTensor([], [number.F]);
        if (node.Find("value_int") is { } whole) return new GraphTensor([], [whole.I]);
        if (node.Find("value_floats") is not null) return GraphTensor.Vector(node.Floats("value_floats"));
        if (node.Find("value_ints") is not null) return GraphTensor.Vector([.. node.Longs("value_ints").Select(value => (double)value)]);
        throw new FormatException("has no tensor as its value");
    }

    private static GraphTensor Filled(NodeProto node, double[] shape, WorkLimit limit)
    {
        if (Array.Exists(shape, size => !(size is >= 0 and <= int.MaxValue))) throw new FormatException($"a shape of [{string.Join(", ", shape)}]");
        int[] dims = [.. shape.Select(size => (int)size)];
        var count = Count(dims);
        limit.Numbers(count);
        var value = node.Find("value")?.T is { } tensor ? Numbers(GraphTensor.Of(tensor, "its value")) : [0.0];
        if (value.Length != 1) throw new FormatException("has several values to fill with");
        return new GraphTensor(dims, [.. Enumerable.Repeat(value[0], count)]);
    }

    private static GraphTensor Gather(GraphTensor a, GraphTensor indices, long axis)
    {
        if (a.Dims.Length != 1 || axis is not (0 or -1)) throw new FormatException($"takes elements of a constant of shape {a.Shape}; supported are lists");
        var numbers = Numbers(a);
        return indices with { Numbers = Array.ConvertAll(Numbers(indices), index => (index < 0 ? index + numbers.Length : index) is var place && place >= 0 && place < numbers.Length ? numbers[(int)place] : throw new FormatException($"element {index} of {numbers.Length}")) };
    }

    // Of lists, such as shapes.
    private static GraphTensor Slice(NodeProto node, GraphTensor a, GraphTensor? starts, GraphTensor? ends, GraphTensor? axes, GraphTensor? steps)
    {
        double[] from = starts?.Numbers ?? [.. node.Longs("starts").Select(value => (double)value)], to = ends?.Numbers ?? [.. node.Longs("ends").Select(value => (double)value)];
        if (a.Dims.Length != 1 || from.Length != 1 || to.Length != 1 || axes?.Numbers is not (null or [0] or [-1]) || steps?.Numbers is not (null or [1])) throw new FormatException($"a slice of {a.Shape}; supported are lists, with step 1");
        var numbers = Numbers(a);
        int Place(double index) => (int)Math.Clamp(index < 0 ? index + numbers.Length : index, 0, numbers.Length);
        int first = Place(from[0]), end = Place(to[0]);
        return GraphTensor.Vector(first < end ? numbers[first..end] : []);
    }

    // (x − mean) · scale / √(variance + ε) + bias, along axis 1.
    private static GraphTensor Normalized(GraphTensor x, GraphTensor scale, GraphTensor bias, GraphTensor mean, GraphTensor variance, double epsilon, WorkLimit limit)
    {
        if (x.Dims.Length < 2) throw new FormatException($"normalizes a value of shape {x.Shape}");
        GraphTensor Channels(GraphTensor vector) => vector with { Dims = [vector.Count, .. Enumerable.Repeat(1, x.Dims.Length - 2)] };
        var result = Pairwise(x, Channels(mean), limit, (a, b) => a - b);
        result = Pairwise(result, Channels(Pairwise(scale, variance, limit, (s, v) => s / Math.Sqrt(v + epsilon))), limit, (a, b) => a * b);
        return Pairwise(result, Channels(bias), limit, (a, b) => a + b);
    }

    // α A'B' + β C, where ' may transpose and C broadcasts.
    private static GraphTensor Gemm(NodeProto node, GraphTensor a, GraphTensor b, GraphTensor? c, WorkLimit limit)
    {
        double alpha = node.Float("alpha", 1), beta = node.Float("beta", 1);
        var product = Product(node.Long("transA", 0) != 0 ? Transpose(a) : a, node.Long("transB", 0) != 0 ? Transpose(b) : b, limit);
        if (alpha != 1) product = Map(product, x => alpha * x);
        return c is null ? product : Pairwise(product, c, limit, (x, y) => x + (beta * y));
    }

    // A matrix times a matrix; a value of other rank times one is taken row by row.
    private static GraphTensor Product(GraphTensor a, GraphTensor b, WorkLimit limit)
    {
        if (a.Dims.Length == 0 || b.Dims is not [var inner, var columns] || a.Columns != inner)
            throw new FormatException($"a product of {a.Shape} and {b.Shape}");
        int[] dims = [.. a.Dims.SkipLast(1), columns];
        var rows = Count([.. a.Dims.SkipLast(1)]);
        limit.Products((long)rows * inner * columns);
        limit.Numbers(Count(dims));
        var result = new double[Count(dims)];
        double[] left = Numbers(a), right = Numbers(b);
        for (var r = 0; r < rows; r++)
            for (var k = 0; k < inner; k++)
                for (var c = 0; c < columns; c++) result[(r * columns) + c] += left[(r * inner) + k] * right[(k * columns) + c];
        return new GraphTensor(dims, result);
    }

    // Of matrices, or where the elements keep their order.
    private static GraphTensor Transpose(NodeProto node, GraphTensor a)
    {
        var order = node.Longs("perm");
        return a.Dims.Length == 2 && (order.Length == 0 || order is [1, 0]) ? Transpose(a) : a with { Dims = Form.Of(a.Dims).Transposed(order).Dims };
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

    // Over the last axis; over all from the given one on where those before it have one element each.
    private static GraphTensor Softmax(GraphTensor a, long axis)
    {
        if (!Form.Of(a.Dims).IsLast(axis) || a.Columns == 0) throw new FormatException($"a softmax of {a.Shape} over axis {axis}");
        var result = (double[])Numbers(a).Clone();
        for (var first = 0; first < result.Length; first += a.Columns)
        {
            var row = result.AsSpan(first, a.Columns);
            double most = double.NegativeInfinity, sum = 0;
            foreach (var x in row) most = Math.Max(most, x);
            foreach (var x in row) sum += Math.Exp(x - most);
            foreach (ref var x in row) x = Math.Exp(x - most) / sum;
        }
        return a with { Numbers = result };
    }

    private static GraphTensor Concat(GraphTensor[] parts, long axis, WorkLimit limit)
    {
        var rank = parts.Length == 0 ? 0 : parts[0].Dims.Length;
        if (rank == 0 || (axis < 0 ? axis + rank : axis) != rank - 1 || parts.Any(part => !part.Dims.SkipLast(1).SequenceEqual(parts[0].Dims.SkipLast(1))))
            throw new FormatException($"joins values of shapes {string.Join(", ", parts.Select(part => part.Shape))} along axis {axis}; supported is the last axis");
        int[] dims = [.. parts[0].Dims.SkipLast(1), (int)Math.Min(int.MaxValue, parts.Sum(part => (long)part.Columns))];
        var count = Count(dims);
        limit.Numbers(count);
        var result = new double[count];
        var first = 0;
        foreach (var part in parts)
        {
            var numbers = Numbers(part);
            for (var row = 0; row * dims[^1] < count && part.Columns > 0; row++) numbers.AsSpan(row * part.Columns, part.Columns).CopyTo(result.AsSpan((row * dims[^1]) + first));
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
        (long)TensorProto.Types.DataType.Float16 => Map(a, x => (double)(Half)x),
        (long)TensorProto.Types.DataType.Int64 or (long)TensorProto.Types.DataType.Int32 => Map(a, Math.Truncate),
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
