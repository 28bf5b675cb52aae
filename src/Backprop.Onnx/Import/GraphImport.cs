using Backprop.Onnx.Schema;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>
/// Reads a graph as a net: walks the nodes in order and says of each value whether it is a constant, states of units or a total input.
/// A node that fits none of this is refused by name.
/// </summary>
internal sealed class GraphImport
{
    // Sizes of inputs are claims that no bytes of the file stand behind.
    private const int MostUnits = 1_000_000;
    private const int MostSteps = 64;

    private readonly ModelProto model;
    private readonly bool hasBatch;
    private readonly WorkLimit limit;
    private readonly TotalInput totals;
    private readonly Expressions expressions = new();
    private readonly Dictionary<string, Meaning> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Form> forms = new(StringComparer.Ordinal);
    private readonly HashSet<string> joined = new(StringComparer.Ordinal);
    private readonly Dictionary<Meaning, NodeProto> makers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Meaning, Meaning.States> asStates = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Meaning, Meaning.Total> steps = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Meaning, (Meaning Of, double[] Factors, double[] Offsets)> normalized = new(ReferenceEqualityComparer.Instance);
    private readonly List<ImportedGroup> groups = [];
    private readonly List<OnnxGroup> inputColumns = [];
    private readonly Dictionary<Meaning, IReadOnlyList<string>> classes = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> notes = [];
    private readonly FreeNames names = new();

    private GraphImport(ModelProto model, long fileBytes, bool hasBatch)
    {
        this.model = model;
        this.hasBatch = hasBatch;
        limit = new WorkLimit(fileBytes);
        totals = new TotalInput(limit);
    }

    private bool IsOurs => model.ProducerName == "Backprop";

    /// <param name="model">The file.</param>
    /// <param name="fileBytes">Its length, in proportion to which memory and time are taken.</param>
    /// <exception cref="FormatException">The graph is not a net of units; the message names the node.</exception>
    public static ImportedNet Read(ModelProto model, long fileBytes)
    {
        try
        {
            return new GraphImport(model, fileBytes, hasBatch: true).Read();
        }
        catch (FormatException) when (model.Graph.Input.Any(input => input.Type?.TensorType?.Shape?.Dim is [{ DimValue: > 1 }, _, ..]))
        {
            // The first axis may be one of the units of a single case, such as the rows of an image [28, 28].
            try
            {
                return new GraphImport(model, fileBytes, hasBatch: false).Read();
            }
            catch (FormatException)
            {
                // The usual meaning of the axis gives the better message.
            }
            throw;
        }
    }

    private ImportedNet Read()
    {
        foreach (var node in model.Graph.Node)
            if (node.OpType == "Concat") joined.UnionWith(node.Input);
        ReadConstants();
        ReadInputs();
        foreach (var node in model.Graph.Node) ReadNode(node);
        var (outputs, columns) = ReadOutputs();
        return new ImportedNet(Used(outputs), outputs, inputColumns, columns, notes);
    }

    private void ReadConstants()
    {
        foreach (var constant in model.Graph.Initializer)
            values[constant.Name] = new Meaning.Constant(GraphTensor.Of(constant, $"constant '{constant.Name}'"), NameOf(constant.Name, constant.DocString));
    }

    private void ReadInputs()
    {
        InputWidths? widths = null;
        foreach (var input in model.Graph.Input)
        {
            if (values.ContainsKey(input.Name)) continue;
            var name = NameOf(input.Name, input.DocString);
            var type = (DataType)(input.Type?.TensorType?.ElemType ?? 0);
            if (IsOurs && (type == DataType.String || (type == DataType.Double && model.Graph.Node.Any(node => node.OpType == "IsNaN" && node.Input.Contains(input.Name)))))
            {
                values[input.Name] = new RawColumn(name, type == DataType.String).Given;
                continue;
            }
            if (type == DataType.String) throw new FormatException($"its input '{input.Name}' is of texts; a net's inputs are numbers");
            NoteHalf(type, $"input '{input.Name}'");
            var form = FormOf(input, value => (widths ??= new InputWidths(model.Graph)).Of(value));
            forms[input.Name] = form;
            values[input.Name] = Define(new ImportedGroup(names.Take(name), (int)form.Units));
        }
    }

    private Form FormOf(ValueInfoProto input, Func<string, long?> widthOf)
    {
        var dims = input.Type?.TensorType?.Shape?.Dim;
        // A file that says nothing of the shape has the usual one.
        long[] sizes = dims is null ? [0, 0] : [.. dims.Select(dim => dim.DimValue)];
        var shape = $"[{string.Join(", ", dims?.Select((dim, axis) => dim.DimValue > 0 ? dim.DimValue.ToString(System.Globalization.CultureInfo.InvariantCulture) : dim.DimParam.Length > 0 ? DisplayText.Name(dim.DimParam) : axis == 0 ? "batch" : "?") ?? ["?"])}]";
        var batch = hasBatch && sizes.Length > 1 ? 0 : sizes.Length > 1 && sizes[0] <= 0 ? 0 : -1;
        if (sizes.Length is 0 or > 16 || sizes.Any(size => size is < 0 or > MostUnits)) throw Refused("is");
        int[] open = [.. Enumerable.Range(0, sizes.Length).Where(axis => axis != batch && sizes[axis] == 0)];
        if (open.Length > 1) throw Refused("is");
        if (open is [var missing])
        {
            var known = sizes.Where((size, axis) => axis != batch && axis != missing).Aggregate(1L, (product, size) => Math.Min(int.MaxValue, product * size));
            if (widthOf(input.Name) is not { } width || width % known != 0) throw Refused("leaves its units open, and no weights fix them: it is");
            sizes[missing] = width / known;
        }
        if (sizes.Any(size => size > MostUnits)) throw Refused("is");
        var form = new Form([.. sizes.Select(size => (int)size)], batch);
        return form.Units is > 0 and <= MostUnits ? form : throw Refused("is");

        FormatException Refused(string verb) => new($"its input '{input.Name}' {verb} of shape {shape}; expected [batch, units], or [batch, …] that is flattened, with 1 to {MostUnits} units");
    }

    private void ReadNode(NodeProto node)
    {
        try
        {
            Meaning?[] inputs = [.. node.Input.Select(name => name.Length == 0 ? null : Value(name))];
            Form?[] known = [.. node.Input.Select(name => forms.GetValueOrDefault(name))];
            var (meaning, form) = Understand(node, inputs, known);
            values[node.Output[0]] = meaning;
            if (form is not null) forms[node.Output[0]] = form;
            if (meaning is Meaning.Total or Meaning.Curve) makers.TryAdd(meaning, node);
        }
        catch (FormatException e) when (e is not NodeException)
        {
            throw new NodeException(node, e);
        }
    }

    private Meaning Value(string name) => values.TryGetValue(name, out var value) ? value
        : throw new FormatException($"uses '{name}', a further output of another node, which is not supported");

    private (Meaning Meaning, Form? Form) Understand(NodeProto node, Meaning?[] inputs, Form?[] known)
    {
        if (node.Domain is not ("" or "ai.onnx" or GraphBuilder.MachineLearning)) throw new FormatException($"is of the operator set '{node.Domain}', which is not supported");
        if (node.OpType == "Constant") return (new Meaning.Constant(Operators.Apply(node, [], limit), NameOf(node.Output[0], node.DocString)), null);
        if (inputs.Length > 0 && inputs.All(input => input is Meaning.Constant or null) && inputs[0] is not null && Operators.Knows(node))
            return (new Meaning.Constant(Operators.Apply(node, [.. inputs.Select(input => (input as Meaning.Constant)?.Tensor)], limit), null), null);
        if (inputs.FirstOrDefault(input => input is Meaning.Raw { Stage: not RawStage.States }) is Meaning.Raw raw) return Encoded(node, raw.Column.After(node, inputs));
        if (inputs.Any(input => input is Meaning.Label or Meaning.Unknown)) return (OfLabel(node, inputs), null);
        if (node.OpType == "Concat" && inputs.Length > 0 && inputs.All(input => input is Meaning.Raw)) return (InputOf([.. inputs.Cast<Meaning.Raw>()], node), Form.OfUnits(inputs.Sum(input => input!.Size)));
        if (inputs is [Meaning.Logarithms logarithms, ..]) return (OfLogarithms(node, logarithms), known[0]);
        if (ElementFunctions.Knows(node.OpType) && OfElements(node, inputs, known) is { } curve) return (curve, Common(known));
        return OfUnits(node, inputs, known);
    }

    /// <summary>What a node makes of values of which each is states, a total input or a constant.</summary>
    private (Meaning Meaning, Form? Form) OfUnits(NodeProto node, Meaning?[] inputs, Form?[] known)
    {
        Meaning In(int index) => index < inputs.Length && inputs[index] is { } value ? value : throw new FormatException($"lacks its input {index}");
        Meaning? Optional(int index) => index < inputs.Length ? inputs[index] : null;
        Form FormAt(int index) => index < known.Length && known[index] is { } form ? form : throw new FormatException("has a constant where states of units are expected");
        Form Flat() => FormAt(0).IsFlat ? FormAt(0) : throw new FormatException($"multiplies a value of shape {FormAt(0)} by weights along its last axis; supported are values that are flattened before, of shape [batch, {FormAt(0).Units}]");
        switch (node.OpType)
        {
            case "Gemm":
                {
                    if (node.Long("transA", 0) != 0) throw new FormatException("transposes its first input, which is not supported");
                    _ = StatesOrNormalized(In(0));
                    var flat = Flat();
                    var product = Product(In(0), In(1), node.Long("transB", 0) != 0, node.Float("alpha", 1));
                    var form = flat.WithLast(product.Size);
                    // What is added was there first: total inputs keep the order in which they are summed.
                    return (Optional(2) is { } added ? totals.Sum(Spread(Scaled(added, node.Float("beta", 1)), form), product) : product, form);
                }
            case "MatMul":
                {
                    _ = StatesOrNormalized(In(0));
                    var flat = Flat();
                    var product = Product(In(0), In(1), transposed: false, factor: 1);
                    return (product, flat.WithLast(product.Size));
                }
            case "Add" or "Sub" or "Mul" or "Div" when inputs.Length == 2:
                {
                    if (node.OpType == "Div" && In(1) is not Meaning.Constant) throw new FormatException("divides by something that is not a constant");
                    var form = Common(known);
                    var (left, right) = (Spread(AsUnits(In(0)), form), Spread(AsUnits(In(1)), form));
                    if (left is not Meaning.Constant && right is not Meaning.Constant && left.Size == right.Size && !Same(FormAt(0), FormAt(1)))
                        throw new FormatException($"joins values of shapes {FormAt(0)} and {FormAt(1)}");
                    var total = node.OpType switch
                    {
                        "Add" => totals.Sum(left, right),
                        "Sub" => totals.Sum(left, Scaled(right, -1)),
                        "Mul" => totals.Scale(left, right),
                        _ => totals.Scale(left, Mapped((Meaning.Constant)right, x => 1 / x)),
                    };
                    NoteScalar(node, total, inputs);
                    return (total, form);
                }
            case "Neg":
                {
                    var negative = Scaled(AsUnits(In(0)), -1);
                    NoteScalar(node, negative, inputs);
                    return (negative, FormAt(0));
                }
            case "Scaler":
                {
                    var total = totals.Sum(AsUnits(In(0)), Constants([.. node.Floats("offset").Select(x => -x)]));
                    return (totals.Scale(total, Constants(node.Floats("scale"))), FormAt(0));
                }
            case "BatchNormalization":
                return (Normalized(node, In, FormAt(0)), FormAt(0));
            case "Celu":
                {
                    var alpha = node.Float("alpha", 1);
                    return (Scaled(AddGroup(node, totals.Of(Scaled(AsUnits(In(0)), 1 / alpha)), UnitFunction.Elu()), alpha), FormAt(0));
                }
            case "ThresholdedRelu":
                {
                    // Above α, x is (x − α) + α.
                    var alpha = node.Float("alpha", 1);
                    var above = totals.Sum(AsUnits(In(0)), Constants([-alpha]));
                    return (totals.Sum(AddGroup(node, above, UnitFunction.RectifiedLinear), Scaled(Stepped(node, above, new(0, 0, 1)), alpha)), FormAt(0));
                }
            case "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual":
                return Compared(node, In(0), In(1), known);
            case "PRelu":
                return (Sloped(node, AsUnits(In(0)), Spread(In(1), FormAt(0))), FormAt(0));
            case "Concat":
                return Joined(node, [.. inputs.Select((_, index) => In(index))], known);
            case "Dropout":
                return Optional(2) is not { } training || training is Meaning.Constant { Tensor.Numbers: [0] }
                    ? (In(0), known[0])
                    : throw new FormatException("drops units at random (its training_mode is not false), which is not supported");
            case "Flatten" or "Reshape" or "Squeeze" or "Unsqueeze":
                return (In(0), FormAt(0).After(node, Optional(1) is null ? null : Optional(1) is Meaning.Constant list ? list.Tensor : throw new FormatException("takes a shape that depends on the inputs, which is not supported")));
            case "Transpose":
                return (In(0), FormAt(0).Transposed(node.Longs("perm")));
            case "Shape":
                return (SizesOf(node, FormAt(0)), null);
            case "Identity" when In(0) is Meaning.States or Meaning.Curve:
                return (In(0), known[0]);
            case "Cast":
                return (CastOf(node, In(0)), known[0]);
            case "ZipMap":
                var zipped = StatesOf(In(0));
                classes[zipped] = LabelsOf(node, "classlabels_");
                return (zipped, FormAt(0));
            case "ArgMax":
                CheckLast(node, FormAt(0), 0);
                return (new Meaning.Label(AsUnits(In(0)), null), null);
            case "IsNaN":
                return (new Meaning.Unknown(), null);
            case "Softmax" or "LogSoftmax":
                {
                    CheckLast(node, FormAt(0), OperatorSet < 13 ? 1 : -1);
                    var states = AddGroup(node, totals.Of(AsUnits(In(0))), UnitFunction.Softmax);
                    return (node.OpType == "Softmax" ? states : new Meaning.Logarithms(states), FormAt(0));
                }
            default:
                if (OnnxOperations.Of(node.OpType) is not { } function) throw new FormatException("is not supported");
                var units = AddGroup(node, totals.Of(AsUnits(In(0))), function);
                if (ElementFunctions.OfOne(node) is { } elements) expressions.Add(units, elements, In(0));
                return (units, FormAt(0));
        }
    }

    private long OperatorSet => model.OpsetImport.Where(set => set.Domain is "" or "ai.onnx").Select(set => set.Version).DefaultIfEmpty(1).Max();

    private static void CheckLast(NodeProto node, Form form, long otherwise)
    {
        if (!form.IsLast(node.Long("axis", otherwise)) || !form.IsFlat) throw new FormatException($"is not over the units of a group: it takes axis {node.Long("axis", otherwise)} of a value of shape {form}");
    }

    // Something that is computed unit by unit, but is neither linear nor a unit function by itself.
    private Meaning.Curve? OfElements(NodeProto node, Meaning?[] inputs, Form?[] known)
    {
        if (inputs.Any(input => input is not (Meaning.States or Meaning.Total or Meaning.Curve or Meaning.Constant or null))) return null;
        Meaning[] units = [.. inputs.OfType<Meaning>().Where(input => input is not Meaning.Constant)];
        var isNamed = units.Length == 1 && OnnxOperations.Of(node.OpType) is not null;
        var isLinear = node.OpType is "Neg" || (node.OpType is "Add" or "Sub" or "Mul" or "Div" && (units.Length == 1 ? !(node.OpType == "Div" && inputs[0] is Meaning.Constant) : node.OpType is "Add" or "Sub"));
        if (units.Length == 0 || ((isNamed || isLinear) && !units.Any(unit => unit is Meaning.Curve))) return null;
        if (inputs.Any(input => input is Meaning.Constant { Tensor.Numbers: null })) throw new FormatException("takes texts where numbers are expected");
        if (units.Any(unit => unit.Size != units[0].Size) || (known.OfType<Form>().Any(form => !Same(form, known.OfType<Form>().First())))) return null;
        var depth = 1 + units.Max(unit => unit is Meaning.Curve inner ? inner.Depth : 0);
        if (depth > MostSteps) throw new FormatException($"is the end of more than {MostSteps} steps that are not unit functions");
        var curve = new Meaning.Curve(node, inputs, known, units[0].Size, depth);
        Remember(node, curve, inputs);
        return curve;
    }

    private void NoteScalar(NodeProto node, Meaning total, Meaning?[] inputs)
    {
        if (total is Meaning.Total) Remember(node, total, inputs);
    }

    // Only single numbers and values have a part in a function of one variable.
    private void Remember(NodeProto node, Meaning result, Meaning?[] inputs)
    {
        object[] arguments = [.. inputs.Select(input => input is Meaning.Constant constant ? Single(constant) : (object?)input).OfType<object>()];
        if (ElementFunctions.OfTwo(node) is { } pairs)
        {
            if (arguments.Length == inputs.Length && inputs.Length == 2) expressions.Add(result, pairs, arguments[0], arguments[1]);
        }
        else if (inputs.Skip(1).All(input => input is null or Meaning.Constant { Tensor.Numbers: [_] }) && inputs is [{ } argument, ..]
            && ElementFunctions.OfOne(node, Bound(1), Bound(2)) is { } function)
        {
            expressions.Add(result, function, argument);
        }

        double? Bound(int index) => index < inputs.Length && inputs[index] is Meaning.Constant { Tensor.Numbers: [var number] } ? number : null;
    }

    private static double? Single(Meaning.Constant constant) =>
        constant.Tensor.Numbers is { Length: > 0 } numbers && numbers.AsSpan().IndexOfAnyExcept(numbers[0]) < 0 ? numbers[0] : null;

    // A step that turned out to be the end of a unit function, or to do something ordinary with units of one.
    private Meaning Resolved(Meaning.Curve curve)
    {
        if (asStates.TryGetValue(curve, out var known)) return known;
        if (steps.TryGetValue(curve, out var stepped)) return stepped;
        var maker = makers.GetValueOrDefault(curve, curve.Node);
        if (Nearest(curve, RecognizedFunctions.Of) is var (variable, found))
            return asStates[curve] = AddGroup(maker, totals.Of(variable), found);
        if (Nearest(curve, RecognizedFunctions.StepOf) is var (argument, step))
            return steps[curve] = Stepped(maker, argument, step);
        Meaning?[] inputs = [.. curve.Inputs.Select(input => input is Meaning.Curve inner ? Resolved(inner) : input)];
        try
        {
            if (curve.Node.OpType is not ("Add" or "Sub" or "Mul" or "Div" or "PRelu" or "Neg" or "Cast" or "Celu" or "ThresholdedRelu" or "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual") && OnnxOperations.Of(curve.Node.OpType) is null)
                throw new FormatException("makes a function of each unit that is not one of the unit functions of Backprop");
            var (meaning, _) = OfUnits(curve.Node, inputs, curve.Forms);
            if (meaning is Meaning.Total) makers.TryAdd(meaning, curve.Node);
            return meaning;
        }
        catch (FormatException e) when (e is not NodeException)
        {
            throw new NodeException(curve.Node, e);
        }
    }

    // The nearest value of which it is a known function; where that is states that are a step on the way, as in min(relu(x), 6), their total input.
    private (Meaning Variable, TFound Function)? Nearest<TFound>(Meaning.Curve curve, Func<Func<double, double>, TFound?> recognize)
        where TFound : class
    {
        (Meaning Variable, TFound Function)? nearest = null;
        foreach (var (variable, function) in expressions.FunctionsOf(curve))
        {
            if ((nearest is not null && variable is not Meaning.Total) || recognize(function) is not { } found) continue;
            if (variable is Meaning.Total) return (variable, found);
            nearest = (variable, found);
        }
        return nearest;
    }

    private Meaning AsUnits(Meaning value) => value switch
    {
        Meaning.Curve curve => Resolved(curve),
        Meaning.Raw { Stage: RawStage.States } raw => StatesOf(raw),
        _ => value,
    };

    private Meaning Scaled(Meaning value, double factor) => value switch
    {
        _ when factor == 1 => value,
        Meaning.Constant constant => Mapped(constant, x => factor * x),
        _ => totals.Scale(value, new Meaning.Constant(new GraphTensor([], [factor]), null)),
    };

    private Meaning.Constant Mapped(Meaning.Constant constant, Converter<double, double> function)
    {
        limit.Numbers(constant.Size);
        return new Meaning.Constant(constant.Tensor with { Numbers = Array.ConvertAll(constant.Tensor.Numbers ?? [], function) }, null);
    }

    private Meaning.Constant Constants(double[] numbers)
    {
        limit.Numbers(numbers.Length);
        return new Meaning.Constant(GraphTensor.Vector(numbers), null);
    }

    // A constant as one number for all units, or one each.
    private Meaning Spread(Meaning value, Form form)
    {
        if (value is not Meaning.Constant { Tensor.Numbers: { } numbers } constant || numbers.Length == 1) return value;
        if (form.IsFlat && constant.Tensor.Columns == form.Units && numbers.Length == form.Units) return value;
        int[] sizes = [.. form.Dims.Select((size, axis) => axis == form.Batch ? 1 : size)];
        GraphTensor spread;
        try
        {
            if (constant.Tensor.Dims.Length > 16) throw Unfit();
            limit.Numbers(form.Units);
            spread = Operators.Pairwise(new GraphTensor(sizes, new double[form.Units]), constant.Tensor, limit, (_, x) => x);
        }
        catch (FormatException)
        {
            throw Unfit();
        }
        return spread.Count == form.Units ? new Meaning.Constant(GraphTensor.Vector(spread.Numbers!), numbers.Length == form.Units ? constant.Name : null) : throw Unfit();

        FormatException Unfit() => new($"joins {form.Units} units of shape {form} and a constant of shape {constant.Tensor.Shape}");
    }

    private static Form Common(Form?[] known) => known.OfType<Form>().MaxBy(form => form.Units) ?? throw new FormatException("has no states of units among its inputs");

    // Leading axes of 1 make no difference.
    private static bool Same(Form a, Form b)
    {
        if (a.Dims.Length > b.Dims.Length) (a, b) = (b, a);
        var more = b.Dims.Length - a.Dims.Length;
        return b.Dims.Take(more).All(size => size == 1) && b.Batch >= more == a.Batch >= 0 && (a.Batch < 0 || a.Batch + more == b.Batch)
            && a.Dims.Zip(b.Dims.Skip(more)).Select((pair, axis) => pair.First == pair.Second || axis == a.Batch).All(same => same);
    }

    private Meaning.Total Product(Meaning value, Meaning weights, bool transposed, double factor)
    {
        if (asStates.ContainsKey(value) || !normalized.TryGetValue(value, out var by)) return totals.Product(StatesOf(value), weights, transposed, factor);
        // (y f + o) W = y (f W) + o W
        var plain = totals.Product(StatesOf(by.Of), weights, transposed, factor);
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
        var folded = totals.Product(StatesOf(by.Of), new Meaning.Constant(new GraphTensor([plain.Size, columns], matrix), null), transposed: true, factor);
        return totals.Sum(folded, Constants(biases));
    }

    private Meaning StatesOrNormalized(Meaning value) => normalized.ContainsKey(value) ? value : StatesOf(value);

    // Inference: (x − mean) · scale / √(variance + ε) + bias, along axis 1.
    private Meaning.Total Normalized(NodeProto node, Func<int, Meaning> input, Form form)
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
        var given = AsUnits(input(0));
        var total = totals.Sum(totals.Scale(given, Constants(factors)), Constants(offsets));
        if (given is Meaning.States) normalized[total] = (given, factors, offsets);
        return total;
    }

    // With thresholds t, which are 1 from 0 on: below + above − at + (at − below) t(x) + (at − above) t(−x).
    private Meaning.Total Stepped(NodeProto node, Meaning variable, RecognizedFunctions.Step step)
    {
        Meaning sum = Constants([step.Below + step.Above - step.At]);
        if (step.At != step.Below) sum = totals.Sum(Scaled(AddGroup(node, totals.Of(variable), UnitFunction.Threshold), step.At - step.Below), sum);
        if (step.At != step.Above) sum = totals.Sum(Scaled(AddGroup(node, totals.Of(Scaled(variable, -1)), UnitFunction.Threshold), step.At - step.Above), sum);
        makers.TryAdd(sum, node);
        return (Meaning.Total)sum;
    }

    // A jump where a value less a constant is 0.
    private (Meaning Meaning, Form? Form) Compared(NodeProto node, Meaning first, Meaning second, Form?[] known)
    {
        var form = Common(known);
        var (left, right) = (Spread(AsUnits(first), form), Spread(AsUnits(second), form));
        if (left is Meaning.Constant == right is Meaning.Constant) throw new FormatException("compares units with units, which is not supported");
        var isRising = node.OpType is "Greater" or "GreaterOrEqual" == right is Meaning.Constant;
        var at = node.OpType is "GreaterOrEqual" or "LessOrEqual" ? 1 : 0;
        var (units, limit) = right is Meaning.Constant constant ? (left, constant) : (right, (Meaning.Constant)left);
        return (Stepped(node, totals.Sum(units, Mapped(limit, static x => -x)), isRising ? new(0, at, 1) : new(1, at, 0)), form);
    }

    // max(x, 0) + s min(x, 0) = r(x) − s r(−x) with rectified linear units r.
    private Meaning.Total Sloped(NodeProto node, Meaning value, Meaning slopes)
    {
        if (slopes is not Meaning.Constant constant) throw new FormatException("has slopes that are not constant");
        var above = AddGroup(node, totals.Of(value), UnitFunction.RectifiedLinear);
        var below = AddGroup(node, totals.Of(Scaled(value, -1)), UnitFunction.RectifiedLinear);
        return totals.Sum(above, totals.Scale(below, Mapped(constant, x => -x)));
    }

    private static Meaning.Constant SizesOf(NodeProto node, Form form)
    {
        var sizes = form.Sizes;
        int Place(long axis) => (int)Math.Clamp(axis < 0 ? axis + sizes.Length : axis, 0, sizes.Length);
        int first = Place(node.Long("start", 0)), end = Place(node.Long("end", sizes.Length));
        return new Meaning.Constant(GraphTensor.Vector(first < end ? sizes[first..end] : []), null);
    }

    private Meaning CastOf(NodeProto node, Meaning value)
    {
        var type = (DataType)node.Long("to", 1);
        if (type is not (DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16)) throw new FormatException($"turns states of units into {type}, which is not supported");
        NoteHalf(type, GraphReader.Describe(node));
        return value;
    }

    private void NoteHalf(DataType type, string where)
    {
        if (type is DataType.Float16 or DataType.Bfloat16 && !notes.Exists(note => note.Contains("half precision", StringComparison.Ordinal)))
            notes.Add($"{where} rounds to half precision ({type}); the net does not");
    }

    private (Meaning Meaning, Form? Form) Encoded(NodeProto node, Meaning.Raw raw)
    {
        if (raw.Stage != RawStage.States) return (raw, null);
        if (joined.Contains(node.Output[0])) return (raw, Form.OfUnits(raw.Size));
        return (InputOf([raw], node), Form.OfUnits(raw.Size));
    }

    // The input group of columns whose states are joined; the documentation of that node names the group.
    private Meaning.States InputOf(Meaning.Raw[] parts, NodeProto node)
    {
        OnnxColumn[] columns = [.. parts.Select(part => part.Column).Distinct().Select(column => column.Build())];
        var (size, found) = (parts.Sum(part => (long)part.Size), columns.Sum(column => (long)column.Size));
        if (size != found || size > MostUnits) throw new FormatException($"joins {size} units of columns that have {found}");
        const string Ending = " states";
        var wanted = node.DocString.EndsWith(Ending, StringComparison.Ordinal) ? node.DocString[..^Ending.Length] : columns[0].Name;
        var group = new ImportedGroup(names.Take(wanted), (int)size);
        inputColumns.Add(new OnnxGroup(group.Name, columns));
        return Define(group);
    }

    private static Meaning OfLogarithms(NodeProto node, Meaning.Logarithms logarithms) => node.OpType switch
    {
        "Exp" => logarithms.Of,
        "ArgMax" => new Meaning.Label(logarithms.Of, null),
        "Identity" or "Cast" or "Flatten" or "Reshape" or "Squeeze" or "Unsqueeze" => logarithms,
        _ => throw new FormatException("computes with logarithms of probabilities, which is not supported"),
    };

    // The class of the greatest value; what follows only says how it is called.
    private static Meaning OfLabel(NodeProto node, Meaning?[] inputs)
    {
        if (inputs.OfType<Meaning.Label>().FirstOrDefault() is not { } label)
            return node.OpType is "Identity" or "Cast" ? new Meaning.Unknown() : throw new FormatException("asks which values are not finite, which is not supported");
        switch (node.OpType)
        {
            case "Cast" or "Reshape" or "Squeeze" or "Unsqueeze" or "Identity" or "Flatten" when inputs[0] is Meaning.Label:
                return label;
            case "Where" when inputs is [Meaning.Unknown, _, Meaning.Label]:
                return label;
            case "ArrayFeatureExtractor" or "Gather" when label.Classes is null && inputs is [Meaning.Constant { Tensor: var tensor }, Meaning.Label]:
                return label with { Classes = tensor.Texts ?? [.. tensor.Numbers!.Select(Shown)] };
            case "LabelEncoder" when inputs is [Meaning.Label]:
                var names = LabelsOf(node, "values_");
                if (label.Classes is null && node.Longs("keys_int64s") is { Length: > 0 } keys && keys.Length == names.Length)
                {
                    var byIndex = keys.Zip(names).GroupBy(pair => pair.First).ToDictionary(same => same.Key, same => same.First().Second);
                    if (byIndex.Count == label.Of.Size && Enumerable.Range(0, label.Of.Size).All(index => byIndex.ContainsKey(index)))
                        return label with { Classes = [.. Enumerable.Range(0, label.Of.Size).Select(index => byIndex[index])] };
                }
                throw new FormatException("names classes in a way that is not supported");
            default:
                throw new FormatException("computes with the class of the greatest value, which is not supported");
        }
    }

    private static string Shown(double number) => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static string[] LabelsOf(NodeProto node, string attribute)
    {
        string[] texts = node.Strings(attribute + "strings");
        if (texts.Length == 0) texts = [.. node.Longs(attribute + "int64s").Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        return texts;
    }

    // A total input that is used as states is that of units with the identity function.
    private Meaning.States StatesOf(Meaning value)
    {
        switch (value)
        {
            case Meaning.States states:
                return states;
            case Meaning.Curve curve:
                return StatesOf(Resolved(curve));
            case Meaning.Raw { Stage: RawStage.States } raw:
                if (!asStates.TryGetValue(raw, out var encoded)) asStates[raw] = encoded = InputOf([raw], new NodeProto());
                return encoded;
            case Meaning.Total total:
                if (!asStates.TryGetValue(total, out var units)) asStates[total] = units = AddGroup(makers[total], total, UnitFunction.Identity);
                return units;
            case Meaning.Constant:
                throw new FormatException("has a constant where states of units are expected");
            default:
                throw new FormatException("has a class, a raw value or a logarithm where states of units are expected");
        }
    }

    private (Meaning Meaning, Form Form) Joined(NodeProto node, Meaning[] parts, Form?[] known)
    {
        if (known.Any(form => form is null)) throw new FormatException("joins units and constants, which is not supported");
        var first = known[0]!;
        var axis = node.Long("axis", 1);
        if (known.Any(form => !form!.IsFlat || form.Dims.Length != first.Dims.Length) || (axis < 0 ? axis + first.Dims.Length : axis) != first.Dims.Length - 1)
            throw new FormatException($"joins values of shapes {string.Join(", ", known.Take(4).Select(form => form!.ToString()))} along axis {axis}, which is not that of the units");
        if (parts.Sum(part => (long)part.Size) > MostUnits) throw new FormatException($"joins more than {MostUnits} units");
        if (parts.Length == 2 && TwoClasses(node, AsUnits(parts[0]), AsUnits(parts[1])) is { } pair) return (pair, first.WithLast(2));
        Meaning.States[] states = [.. parts.Select(StatesOf)];
        limit.Numbers(states.Sum(part => (long)part.Groups.Count));
        return (new Meaning.States([.. states.SelectMany(part => part.Groups)]), first.WithLast(states.Sum(part => part.Size)));
    }

    // 1 − p and p of a logistic unit with the total input x are the states of two softmax units with the total inputs 0 and x.
    private Meaning.States? TwoClasses(NodeProto node, Meaning complement, Meaning positive)
    {
        if (positive is not Meaning.States { Groups: [{ Size: 1, Total: { } total } unit] } || unit.Function != UnitFunction.Logistic
            || complement is not Meaning.Total { Terms: [{ OneToOne: true, Weights: [-1] } term], Biases: [1] } || !ReferenceEquals(term.From, unit)) return null;
        limit.Numbers(total.Terms.Sum(each => 2L * each.Weights.Length));
        Term[] terms = [.. total.Terms.Select(each => new Term(each.From, [.. new double[each.Weights.Length], .. each.Weights], false, null, false))];
        return AddGroup(node, new Meaning.Total(2, terms, total.Biases is [var bias] ? [0, bias] : null, null), UnitFunction.Softmax);
    }

    private Meaning.States AddGroup(NodeProto node, Meaning.Total total, UnitFunction function) =>
        Define(new ImportedGroup(names.Take(NameOf(node.Output[0], node.DocString)), total.Size) { Function = function, Total = total });

    private Meaning.States Define(ImportedGroup group)
    {
        groups.Add(group);
        return new Meaning.States([group]);
    }

    private (List<ImportedGroup> Outputs, List<OnnxGroup> Columns) ReadOutputs()
    {
        var outputs = new List<(Meaning Meaning, ImportedGroup Group)>();
        var columns = new List<OnnxGroup>();
        var taken = new HashSet<ImportedGroup>();
        var labels = new List<(string Name, Meaning.Label Label)>();
        var numbers = new List<(OnnxNumber Column, ImportedGroup Group)>();
        foreach (var output in model.Graph.Output)
        {
            try
            {
                var value = Value(output.Name);
                if (value is Meaning.Label label)
                {
                    labels.Add((NameOf(output.Name, output.DocString), label));
                    continue;
                }
                if (Decoded(output, value) is { } number)
                {
                    numbers.Add(number);
                    continue;
                }
                if (value is Meaning.Logarithms logarithms)
                {
                    notes.Add($"output '{output.Name}' gives logarithms of probabilities (LogSoftmax); the net gives the probabilities themselves (softmax)");
                    value = logarithms.Of;
                }
                var states = StatesOf(value);
                // A group is one output; an input, or a group that is an output already, is handed on by units of its own.
                var group = states.Groups is [{ Total: not null } alone] && taken.Add(alone) ? alone : Copy(output, states);
                outputs.Add((states, group));
                if (classes.TryGetValue(states, out var zipped) && zipped.Count == group.Size) columns.Add(new OnnxGroup(group.Name, [new OnnxCategory(NameOf(output.Name, output.DocString), zipped)]));
            }
            catch (FormatException e) when (e is not NodeException)
            {
                throw new FormatException($"its output '{output.Name}' {e.Message}", e);
            }
        }
        foreach (var (column, group) in numbers) columns.Add(new OnnxGroup(group.Name, [column]));
        foreach (var (name, label) in labels)
        {
            var group = outputs.Find(one => OfOneTotal(one.Meaning, label.Of)).Group;
            if (group is null)
            {
                var states = StatesOf(label.Of);
                group = states.Groups is [{ Total: not null } alone] ? alone : Copy(new ValueInfoProto { Name = name }, states);
                outputs.Add((states, group));
            }
            if (label.Classes is { } texts && texts.Count == group.Size && texts.Distinct(StringComparer.Ordinal).Count() == texts.Count)
            {
                columns.RemoveAll(column => column.Name == group.Name);
                columns.Add(new OnnxGroup(group.Name, [new OnnxCategory(name, texts)]));
                if (!IsOurs) notes.Add($"output '{name}', the class, is left out: it is the greatest of '{group.Name}', whose units are {string.Join(", ", texts.Take(8).Select(DisplayText.Name))}{(texts.Count > 8 ? ", …" : "")}");
            }
            else
            {
                notes.Add($"output '{name}', the index of the greatest of '{group.Name}', is left out");
            }
        }
        return ([.. outputs.Select(output => output.Group)], columns);
    }

    // A softmax of some values has its greatest where they have theirs.
    private static bool OfOneTotal(Meaning output, Meaning compared) => ReferenceEquals(output, compared)
        || (output is Meaning.States { Groups: [var group] } && (compared is Meaning.States { Groups: [var other] } ? ReferenceEquals(group, other)
            : ReferenceEquals(group.Total, compared) && group.Function is { } function && (function == UnitFunction.Softmax || function == UnitFunction.Identity || function == UnitFunction.Logistic)));

    // Graphs of ours answer with the states of a number and with the number itself.
    private (OnnxNumber, ImportedGroup)? Decoded(ValueInfoProto output, Meaning value) =>
        IsOurs && (DataType)(output.Type?.TensorType?.ElemType ?? 0) == DataType.Double && inputColumns.Count > 0
        && value is Meaning.Total { Terms: [{ OneToOne: true, Weights: [> 0 and var deviation], From: { Size: 1, Total: not null } group }], Biases: [var mean] }
        && model.Graph.Output.Any(other => other != output && values.GetValueOrDefault(other.Name) is Meaning.States { Groups: [var states] } && states == group)
            ? (new OnnxNumber(NameOf(output.Name, output.DocString), mean, deviation), group) : null;

    private ImportedGroup Copy(ValueInfoProto output, Meaning.States states)
    {
        var total = totals.Of(states);
        return Define(new ImportedGroup(names.Take(NameOf(output.Name, output.DocString)), total.Size) { Function = UnitFunction.Identity, Total = total }).Groups[0];
    }

    // The inputs, and what leads to an output: a step of a function that was recognized leads nowhere.
    private List<ImportedGroup> Used(List<ImportedGroup> outputs)
    {
        var used = new HashSet<ImportedGroup>(outputs);
        var waiting = new Stack<ImportedGroup>(outputs);
        while (waiting.TryPop(out var group))
            foreach (var term in group.Total?.Terms ?? [])
                if (used.Add(term.From)) waiting.Push(term.From);
        return groups.FindAll(group => group.Total is null || used.Contains(group));
    }

    // Backprop keeps the user's own names in the documentation strings; others have names of theirs.
    private string NameOf(string name, string documentation) => IsOurs && documentation.Length > 0 ? documentation : name;

    // Of the node that is at fault, which need not be the one that is read.
    private sealed class NodeException(NodeProto node, FormatException inner) : FormatException($"{GraphReader.Describe(node)} {inner.Message}", inner);
}
