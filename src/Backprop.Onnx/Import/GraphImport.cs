using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>
/// Reads a graph as a net: walks the nodes in order and says of each value whether it is a constant, states of units or a total input.
/// A node that fits none of this is refused by name.
/// </summary>
internal sealed class GraphImport
{
    // Sizes of inputs are claims that no bytes of the file stand behind.
    private const int MostUnits = 1_000_000;

    private readonly ModelProto model;
    private readonly WorkLimit limit;
    private readonly TotalInput totals;
    private readonly Dictionary<string, Meaning> values = new(StringComparer.Ordinal);
    private readonly Dictionary<Meaning, NodeProto> makers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Meaning, Meaning.States> linear = new(ReferenceEqualityComparer.Instance);
    private readonly List<ImportedGroup> groups = [];
    private readonly FreeNames names = new();

    private GraphImport(ModelProto model, long fileBytes)
    {
        this.model = model;
        limit = new WorkLimit(fileBytes);
        totals = new TotalInput(limit);
    }

    /// <param name="model">The file.</param>
    /// <param name="fileBytes">Its length, in proportion to which memory and time are taken.</param>
    /// <exception cref="FormatException">The graph is not a net of units; the message names the node.</exception>
    public static ImportedNet Read(ModelProto model, long fileBytes)
    {
        var import = new GraphImport(model, fileBytes);
        import.ReadConstants();
        import.ReadInputs();
        foreach (var node in model.Graph.Node) import.ReadNode(node);
        return new ImportedNet(import.groups, import.ReadOutputs());
    }

    private void ReadConstants()
    {
        foreach (var constant in model.Graph.Initializer)
            values[constant.Name] = new Meaning.Constant(GraphTensor.Of(constant, $"constant '{constant.Name}'"), NameOf(constant.Name, constant.DocString));
    }

    private void ReadInputs()
    {
        foreach (var input in model.Graph.Input)
        {
            if (values.ContainsKey(input.Name)) continue;
            if (input.Type?.TensorType?.Shape?.Dim is not [_, { DimValue: > 0 and <= MostUnits and var size }])
                throw new FormatException($"its input '{input.Name}' is not of shape [batch, units] with 1 to {MostUnits} units");
            values[input.Name] = Define(new ImportedGroup(names.Take(NameOf(input.Name, input.DocString)), (int)size));
        }
    }

    private void ReadNode(NodeProto node)
    {
        try
        {
            var meaning = Understand(node, [.. node.Input.Select(name => name.Length == 0 ? null : Value(name))]);
            values[node.Output[0]] = meaning;
            if (meaning is Meaning.Total) makers.TryAdd(meaning, node);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{GraphReader.Describe(node)} {e.Message}", e);
        }
    }

    private Meaning Value(string name) => values.TryGetValue(name, out var value) ? value
        : throw new FormatException($"uses '{name}', a further output of another node, which is not supported");

    private Meaning Understand(NodeProto node, Meaning?[] inputs)
    {
        if (node.Domain is not ("" or "ai.onnx")) throw new FormatException($"is of the operator set '{node.Domain}', which is not supported");
        Meaning In(int index) => index < inputs.Length && inputs[index] is { } value ? value : throw new FormatException($"lacks its input {index}");
        Meaning? Optional(int index) => index < inputs.Length ? inputs[index] : null;

        if (inputs.Length > 0 && inputs.All(input => input is Meaning.Constant) && Operators.Knows(node))
            return new Meaning.Constant(Operators.Apply(node, [.. inputs.Select(input => ((Meaning.Constant)input!).Tensor)], limit), null);
        switch (node.OpType)
        {
            case "Gemm":
                if (node.Long("transA", 0) != 0) throw new FormatException("transposes its first input, which is not supported");
                var product = totals.Product(StatesOf(In(0)), In(1), node.Long("transB", 0) != 0, node.Float("alpha", 1));
                // What is added was there first: total inputs keep the order in which they are summed.
                return Optional(2) is { } added ? totals.Sum(Scaled(added, node.Float("beta", 1)), product) : product;
            case "MatMul":
                return totals.Product(StatesOf(In(0)), In(1), transposed: false, factor: 1);
            case "Add":
                return totals.Sum(In(0), In(1));
            case "Sub":
                return totals.Sum(In(0), Scaled(In(1), -1));
            case "Mul":
                return totals.Scale(In(0), In(1));
            case "Div":
                return In(1) is Meaning.Constant divisor
                    ? totals.Scale(In(0), Mapped(divisor, x => 1 / x))
                    : throw new FormatException("divides by something that is not a constant");
            case "Concat":
                return Joined(node, [.. inputs.Select((_, index) => StatesOf(In(index)))]);
            case "Dropout":
                return Optional(2) is not { } training || training is Meaning.Constant { Tensor.Numbers: [0] }
                    ? In(0)
                    : throw new FormatException("drops units at random (its training_mode is not false), which is not supported");
            case "Flatten" when node.Long("axis", 1) is 1 or -1:
            case "Identity" when In(0) is Meaning.States:
                return In(0);
            case "Constant":
                return new Meaning.Constant(Operators.Apply(node, [], limit), NameOf(node.Output[0], node.DocString));
            default:
                if (OnnxOperations.Of(node.OpType) is not { } function) throw new FormatException("is not supported");
                if (node.OpType == "Softmax" && node.Long("axis", -1) is not (1 or -1)) throw new FormatException("is not over the units of a group");
                return AddGroup(node, totals.Of(In(0)), function);
        }
    }

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

    // A total input that is used as states is that of units with the identity function.
    private Meaning.States StatesOf(Meaning value)
    {
        if (value is Meaning.States states) return states;
        if (value is not Meaning.Total total) throw new FormatException("has a constant where states of units are expected");
        if (!linear.TryGetValue(total, out var units)) linear[total] = units = AddGroup(makers[total], total, UnitFunction.Identity);
        return units;
    }

    private Meaning.States Joined(NodeProto node, Meaning.States[] parts)
    {
        if (node.Long("axis", 1) is not (1 or -1)) throw new FormatException("joins values along another axis than that of the units");
        if (parts.Sum(part => (long)part.Size) > MostUnits) throw new FormatException($"joins more than {MostUnits} units");
        limit.Numbers(parts.Sum(part => (long)part.Groups.Count));
        return new Meaning.States([.. parts.SelectMany(part => part.Groups)]);
    }

    private Meaning.States AddGroup(NodeProto node, Meaning.Total total, UnitFunction function) =>
        Define(new ImportedGroup(names.Take(NameOf(node.Output[0], node.DocString)), total.Size) { Function = function, Total = total });

    private Meaning.States Define(ImportedGroup group)
    {
        groups.Add(group);
        return new Meaning.States([group]);
    }

    private List<ImportedGroup> ReadOutputs()
    {
        var outputs = new List<ImportedGroup>();
        var taken = new HashSet<ImportedGroup>();
        foreach (var output in model.Graph.Output)
        {
            try
            {
                var states = StatesOf(Value(output.Name));
                // A group is one output; an input, or a group that is an output already, is handed on by units of its own.
                var group = states.Groups is [{ Total: not null } alone] && taken.Add(alone) ? alone : Copy(output, states);
                outputs.Add(group);
            }
            catch (FormatException e)
            {
                throw new FormatException($"its output '{output.Name}' {e.Message}", e);
            }
        }
        return outputs;
    }

    private ImportedGroup Copy(ValueInfoProto output, Meaning.States states)
    {
        var total = totals.Of(states);
        return Define(new ImportedGroup(names.Take(NameOf(output.Name, output.DocString)), total.Size) { Function = UnitFunction.Identity, Total = total }).Groups[0];
    }

    // Backprop keeps the user's own names in the documentation strings; others have names of theirs.
    private string NameOf(string name, string documentation) => model.ProducerName == "Backprop" && documentation.Length > 0 ? documentation : name;
}
