using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>What the values of a graph are as states of units: those that a node makes unit by unit may be a step on the way to a unit function, which is recognized where it is needed.</summary>
/// <param name="found">The net, to which units are added.</param>
/// <param name="totals">The arithmetic of total inputs.</param>
/// <param name="limit">What may be computed.</param>
/// <param name="ofUnits">What a node makes of states, total inputs and constants.</param>
internal sealed class UnitValues(FoundNet found, TotalInput totals, WorkLimit limit, Func<NodeProto, Meaning?[], Form?[], Meaning> ofUnits)
{
    private const int MostSteps = 64;

    private readonly Expressions expressions = new();
    private readonly Dictionary<Meaning, NodeProto> makers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Meaning, Meaning.States> asStates = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Meaning, Meaning.Total> steps = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a value was needed as states.</summary>
    public bool AreStates(Meaning value) => asStates.ContainsKey(value);

    /// <summary>Remembers which node made a value first.</summary>
    public void MadeBy(NodeProto node, Meaning value) => makers.TryAdd(value, node);

    /// <summary>Remembers that states are a function of a value, perhaps a step on the way to another.</summary>
    public void Remember(Meaning states, Func<double, double> function, Meaning argument) => expressions.Add(states, function, argument);

    /// <summary>A value as states: a total input is that of units with the identity function.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public Meaning.States StatesOf(Meaning value)
    {
        switch (value)
        {
            case Meaning.States states:
                return states;
            case Meaning.Curve curve:
                return StatesOf(Resolved(curve));
            case Meaning.Raw { Stage: RawStage.States } raw:
                if (!asStates.TryGetValue(raw, out var encoded)) asStates[raw] = encoded = found.AddInput([raw], new NodeProto());
                return encoded;
            case Meaning.Total total:
                if (!asStates.TryGetValue(total, out var units)) asStates[total] = units = found.Add(makers[total], total, UnitFunction.Identity);
                return units;
            case Meaning.Constant:
                throw new FormatException("has a constant where states of units are expected");
            default:
                throw new FormatException("has a class, a raw value or a logarithm where states of units are expected");
        }
    }

    /// <summary>A value with what was recognized as a function of units in its place.</summary>
    public Meaning AsUnits(Meaning value) => value switch
    {
        Meaning.Curve curve => Resolved(curve),
        Meaning.Raw { Stage: RawStage.States } raw => StatesOf(raw),
        _ => value,
    };

    /// <summary>Something that is computed unit by unit, but is neither linear nor a unit function by itself; null where it is.</summary>
    public Meaning.Curve? OfElements(NodeProto node, Meaning?[] inputs, Form?[] known)
    {
        if (inputs.Any(input => input is not (Meaning.States or Meaning.Total or Meaning.Curve or Meaning.Constant or null))) return null;
        Meaning[] units = [.. inputs.OfType<Meaning>().Where(input => input is not Meaning.Constant)];
        var isNamed = units.Length == 1 && OnnxOperations.Of(node.OpType) is not null;
        var isLinear = node.OpType is "Neg" || (node.OpType is "Add" or "Sub" or "Mul" or "Div" && (units.Length == 1 ? !(node.OpType == "Div" && inputs[0] is Meaning.Constant) : node.OpType is "Add" or "Sub"));
        if (units.Length == 0 || ((isNamed || isLinear) && !units.Any(unit => unit is Meaning.Curve))) return null;
        if (inputs.Any(input => input is Meaning.Constant { Tensor.Numbers: null })) throw new FormatException("takes texts where numbers are expected");
        if (units.Any(unit => unit.Size != units[0].Size) || (known.OfType<Form>().Any(form => !form.IsSame(known.OfType<Form>().First())))) return null;
        var depth = 1 + units.Max(unit => unit is Meaning.Curve inner ? inner.Depth : 0);
        if (depth > MostSteps) throw new FormatException($"is the end of more than {MostSteps} steps that are not unit functions");
        var curve = new Meaning.Curve(node, inputs, known, units[0].Size, depth);
        Remember(node, curve, inputs);
        return curve;
    }

    /// <summary>Remembers how a total input was computed, which may be a step on the way to a function of units.</summary>
    public void NoteScalar(NodeProto node, Meaning total, Meaning?[] inputs)
    {
        if (total is Meaning.Total) Remember(node, total, inputs);
    }

    // Only single numbers and values have a part in a function of one variable.
    private void Remember(NodeProto node, Meaning result, Meaning?[] inputs)
    {
        object[] arguments = [.. inputs.Select(input => input is Meaning.Constant constant ? constant.Single : (object?)input).OfType<object>()];
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

    /// <summary>A step, with thresholds t, which are 1 from 0 on: below + above − at + (at − below) t(x) + (at − above) t(−x).</summary>
    public Meaning.Total Stepped(NodeProto node, Meaning variable, RecognizedFunctions.Step step)
    {
        Meaning sum = Meaning.Constant.Of([step.Below + step.Above - step.At], limit);
        if (step.At != step.Below) sum = totals.Sum(totals.Scaled(found.Add(node, totals.Of(variable), UnitFunction.Threshold), step.At - step.Below), sum);
        if (step.At != step.Above) sum = totals.Sum(totals.Scaled(found.Add(node, totals.Of(totals.Scaled(variable, -1)), UnitFunction.Threshold), step.At - step.Above), sum);
        makers.TryAdd(sum, node);
        return (Meaning.Total)sum;
    }

    // A step that turned out to be the end of a unit function, or to do something ordinary with units of one.
    private Meaning Resolved(Meaning.Curve curve)
    {
        if (asStates.TryGetValue(curve, out var known)) return known;
        if (steps.TryGetValue(curve, out var stepped)) return stepped;
        var maker = makers.GetValueOrDefault(curve, curve.Node);
        if (Nearest(curve, RecognizedFunctions.Of) is var (variable, function))
            return asStates[curve] = found.Add(maker, totals.Of(variable), function);
        if (Nearest(curve, RecognizedFunctions.StepOf) is var (argument, step))
            return steps[curve] = Stepped(maker, argument, step);
        Meaning?[] inputs = [.. curve.Inputs.Select(input => input is Meaning.Curve inner ? Resolved(inner) : input)];
        try
        {
            if (curve.Node.OpType is not ("Add" or "Sub" or "Mul" or "Div" or "PRelu" or "Neg" or "Cast" or "Celu" or "ThresholdedRelu" or "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual") && OnnxOperations.Of(curve.Node.OpType) is null)
                return steps[curve] = Reflected(curve, maker) ?? throw new FormatException("makes a function of each unit that is not one of the unit functions of Backprop");
            var meaning = ofUnits(curve.Node, inputs, curve.Forms);
            if (meaning is Meaning.Total) makers.TryAdd(meaning, curve.Node);
            return meaning;
        }
        catch (FormatException e) when (e is not NodeException)
        {
            throw new NodeException(curve.Node, e);
        }
    }

    // −f(−x), as the logarithm of a logistic unit is of softplus; null where f is not a unit function.
    private Meaning.Total? Reflected(Meaning.Curve curve, NodeProto maker)
    {
        if (Nearest(curve, static function => RecognizedFunctions.Of(x => -function(-x))) is not var (variable, reflected)) return null;
        var units = found.Add(maker, totals.Of(totals.Scaled(variable, -1)), reflected);
        var total = (Meaning.Total)totals.Scaled(units, -1);
        makers.TryAdd(total, maker);
        return total;
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
}
