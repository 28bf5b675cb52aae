using Backprop.Onnx.Schema;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>What the nodes of a graph make of states of units, total inputs and constants.</summary>
internal sealed class NodeMeanings
{
    private readonly FoundNet found;
    private readonly TotalInput totals;
    private readonly WorkLimit limit;
    private readonly long operatorSet;
    private readonly UnitValues units;
    private readonly Normalizations normalizations;
    private readonly Dictionary<Meaning, IReadOnlyList<string>> classes = new(ReferenceEqualityComparer.Instance);

    /// <param name="found">The net, to which units are added.</param>
    /// <param name="totals">The arithmetic of total inputs.</param>
    /// <param name="limit">What may be computed.</param>
    /// <param name="operatorSet">The version of ONNX's operators.</param>
    public NodeMeanings(FoundNet found, TotalInput totals, WorkLimit limit, long operatorSet)
    {
        (this.found, this.totals, this.limit, this.operatorSet) = (found, totals, limit, operatorSet);
        units = new UnitValues(found, totals, limit, (node, inputs, known) => Of(node, inputs, known).Meaning);
        normalizations = new Normalizations(units, totals, limit);
    }

    /// <summary>The values as states of units.</summary>
    public UnitValues Units => units;

    /// <summary>The classes whose probabilities some states are, where a node names them; null where none does.</summary>
    public IReadOnlyList<string>? ClassesOf(Meaning states) => classes.GetValueOrDefault(states);

    /// <summary>What a node makes of values of which each is states, a total input or a constant.</summary>
    public (Meaning Meaning, Form? Form) Of(NodeProto node, Meaning?[] inputs, Form?[] known)
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
                    normalizations.Check(In(0));
                    var flat = Flat();
                    var product = normalizations.Product(In(0), In(1), node.Long("transB", 0) != 0, node.Float("alpha", 1));
                    var form = flat.WithLast(product.Size);
                    // What is added was there first: total inputs keep the order in which they are summed.
                    return (Optional(2) is { } added ? totals.Sum(Spread(totals.Scaled(added, node.Float("beta", 1)), form), product) : product, form);
                }
            case "MatMul":
                {
                    normalizations.Check(In(0));
                    var flat = Flat();
                    var product = normalizations.Product(In(0), In(1), transposed: false, factor: 1);
                    return (product, flat.WithLast(product.Size));
                }
            case "Add" or "Sub" or "Mul" or "Div" when inputs.Length == 2:
                {
                    if (node.OpType == "Div" && In(1) is not Meaning.Constant) throw new FormatException("divides by something that is not a constant");
                    var form = Form.Common(known);
                    var (left, right) = (Spread(units.AsUnits(In(0)), form), Spread(units.AsUnits(In(1)), form));
                    if (left is not Meaning.Constant && right is not Meaning.Constant && left.Size == right.Size && !FormAt(0).IsSame(FormAt(1)))
                        throw new FormatException($"joins values of shapes {FormAt(0)} and {FormAt(1)}");
                    var total = node.OpType switch
                    {
                        "Add" => totals.Sum(left, right),
                        "Sub" => totals.Sum(left, totals.Scaled(right, -1)),
                        "Mul" => totals.Scale(left, right),
                        _ => totals.Scale(left, ((Meaning.Constant)right).Map(x => 1 / x, limit)),
                    };
                    units.NoteScalar(node, total, inputs);
                    return (total, form);
                }
            case "Neg":
                {
                    var negative = totals.Scaled(units.AsUnits(In(0)), -1);
                    units.NoteScalar(node, negative, inputs);
                    return (negative, FormAt(0));
                }
            case "Scaler":
                {
                    var total = totals.Sum(units.AsUnits(In(0)), Meaning.Constant.Of([.. node.Floats("offset").Select(x => -x)], limit));
                    return (totals.Scale(total, Meaning.Constant.Of(node.Floats("scale"), limit)), FormAt(0));
                }
            case "BatchNormalization":
                return (normalizations.Of(node, In, FormAt(0)), FormAt(0));
            case "Celu":
                {
                    var alpha = node.Float("alpha", 1);
                    return (totals.Scaled(found.Add(node, totals.Of(totals.Scaled(units.AsUnits(In(0)), 1 / alpha)), UnitFunction.Elu()), alpha), FormAt(0));
                }
            case "ThresholdedRelu":
                {
                    // Above α, x is (x − α) + α.
                    var alpha = node.Float("alpha", 1);
                    var above = totals.Sum(units.AsUnits(In(0)), Meaning.Constant.Of([-alpha], limit));
                    return (totals.Sum(found.Add(node, above, UnitFunction.RectifiedLinear), totals.Scaled(units.Stepped(node, above, new(0, 0, 1)), alpha)), FormAt(0));
                }
            case "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual":
                return Compared(node, In(0), In(1), known);
            case "PRelu":
                return (Sloped(node, units.AsUnits(In(0)), Spread(In(1), FormAt(0))), FormAt(0));
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
                var zipped = units.StatesOf(In(0));
                classes[zipped] = ClassLabels.Of(node, "classlabels_");
                return (zipped, FormAt(0));
            case "ArgMax":
                CheckLast(node, FormAt(0), 0);
                return (new Meaning.Label(units.AsUnits(In(0)), null), null);
            case "IsNaN":
                return (new Meaning.Unknown(), null);
            case "Softmax" or "LogSoftmax":
                {
                    CheckLast(node, FormAt(0), operatorSet < 13 ? 1 : -1);
                    var states = found.Add(node, totals.Of(units.AsUnits(In(0))), UnitFunction.Softmax);
                    return (node.OpType == "Softmax" ? states : new Meaning.Logarithms(states), FormAt(0));
                }
            default:
                if (OnnxOperations.Of(node.OpType) is not { } function) throw new FormatException("is not supported");
                var made = found.Add(node, totals.Of(units.AsUnits(In(0))), function);
                if (ElementFunctions.OfOne(node) is { } elements) units.Remember(made, elements, In(0));
                return (made, FormAt(0));
        }
    }

    // A jump where a value less a constant is 0.
    private (Meaning Meaning, Form? Form) Compared(NodeProto node, Meaning first, Meaning second, Form?[] known)
    {
        var form = Form.Common(known);
        var (left, right) = (Spread(units.AsUnits(first), form), Spread(units.AsUnits(second), form));
        if (left is Meaning.Constant == right is Meaning.Constant) throw new FormatException("compares units with units, which is not supported");
        var isRising = node.OpType is "Greater" or "GreaterOrEqual" == right is Meaning.Constant;
        var at = node.OpType is "GreaterOrEqual" or "LessOrEqual" ? 1 : 0;
        var (value, threshold) = right is Meaning.Constant constant ? (left, constant) : (right, (Meaning.Constant)left);
        return (units.Stepped(node, totals.Sum(value, threshold.Map(static x => -x, limit)), isRising ? new(0, at, 1) : new(1, at, 0)), form);
    }

    // max(x, 0) + s min(x, 0) = r(x) − s r(−x) with rectified linear units r.
    private Meaning.Total Sloped(NodeProto node, Meaning value, Meaning slopes)
    {
        if (slopes is not Meaning.Constant constant) throw new FormatException("has slopes that are not constant");
        var above = found.Add(node, totals.Of(value), UnitFunction.RectifiedLinear);
        var below = found.Add(node, totals.Of(totals.Scaled(value, -1)), UnitFunction.RectifiedLinear);
        return totals.Sum(above, totals.Scale(below, constant.Map(x => -x, limit)));
    }

    private (Meaning Meaning, Form Form) Joined(NodeProto node, Meaning[] parts, Form?[] known)
    {
        if (known.Any(form => form is null)) throw new FormatException("joins units and constants, which is not supported");
        var first = known[0]!;
        var axis = node.Long("axis", 1);
        if (known.Any(form => !form!.IsFlat || form.Dims.Length != first.Dims.Length) || (axis < 0 ? axis + first.Dims.Length : axis) != first.Dims.Length - 1)
            throw new FormatException($"joins values of shapes {string.Join(", ", known.Take(4).Select(form => form!.ToString()))} along axis {axis}, which is not that of the units");
        if (parts.Sum(part => (long)part.Size) > FoundNet.MostUnits) throw new FormatException($"joins more than {FoundNet.MostUnits} units");
        if (parts.Length == 2 && TwoClasses(node, units.AsUnits(parts[0]), units.AsUnits(parts[1])) is { } pair) return (pair, first.WithLast(2));
        Meaning.States[] states = [.. parts.Select(units.StatesOf)];
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
        return found.Add(node, new Meaning.Total(2, terms, total.Biases is [var bias] ? [0, bias] : null, null), UnitFunction.Softmax);
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
        found.NoteHalf(type, GraphReader.Describe(node));
        return value;
    }

    private static void CheckLast(NodeProto node, Form form, long otherwise)
    {
        if (!form.IsLast(node.Long("axis", otherwise)) || !form.IsFlat) throw new FormatException($"is not over the units of a group: it takes axis {node.Long("axis", otherwise)} of a value of shape {form}");
    }

    private Meaning Spread(Meaning value, Form form) => value is Meaning.Constant constant ? constant.Spread(form, limit) : value;
}
