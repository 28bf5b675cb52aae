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
    private readonly Dictionary<string, Meaning> values = new(StringComparer.Ordinal);
    private readonly List<ImportedGroup> groups = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    private GraphImport(ModelProto model) => this.model = model;

    /// <summary>The groups in an order in which they can be computed.</summary>
    /// <exception cref="FormatException">The graph is not a net of units; the message names the node.</exception>
    public static List<ImportedGroup> Read(ModelProto model)
    {
        var import = new GraphImport(model);
        import.ReadConstants();
        import.ReadInputs();
        foreach (var node in model.Graph.Node) import.ReadNode(node);
        import.ReadOutputs();
        return import.groups;
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
            Define(input.Name, new ImportedGroup(Unique(NameOf(input.Name, input.DocString)), (int)size));
        }
    }

    private void ReadNode(NodeProto node)
    {
        try
        {
            var inputs = node.Input.Select(name => name.Length == 0 ? null : values[name]).ToArray();
            if (Understand(node, inputs) is { } meaning) values[node.Output[0]] = meaning;
        }
        catch (FormatException e)
        {
            throw new FormatException($"{GraphReader.Describe(node)} {e.Message}", e);
        }
    }

    // None where the node made a group, which is then known already.
    private Meaning? Understand(NodeProto node, Meaning?[] inputs)
    {
        if (node.Domain is not ("" or "ai.onnx")) throw new FormatException($"is of the operator set '{node.Domain}', which is not supported");
        if (node.Output.Count == 0) throw new FormatException("makes nothing");
        Meaning In(int index) => index < inputs.Length && inputs[index] is { } value ? value : throw new FormatException($"lacks its input {index}");
        Meaning? Optional(int index) => index < inputs.Length ? inputs[index] : null;

        if (inputs.Length > 0 && inputs.All(input => input is Meaning.Constant) && Operators.Knows(node))
            return new Meaning.Constant(Operators.Apply(node, [.. inputs.Select(input => ((Meaning.Constant)input!).Tensor)]), null);
        switch (node.OpType)
        {
            case "Gemm":
                if (node.Long("transA", 0) != 0) throw new FormatException("transposes its first input, which is not supported");
                var product = TotalInput.Product(StatesOf(In(0), node), In(1), node.Long("transB", 0) != 0, node.Float("alpha", 1));
                // What is added was there first: total inputs keep the order in which they are summed.
                return Optional(2) is { } added ? TotalInput.Sum(Scaled(added, node.Float("beta", 1)), product) : product;
            case "MatMul":
                return TotalInput.Product(StatesOf(In(0), node), In(1), transposed: false, factor: 1);
            case "Add":
                return TotalInput.Sum(In(0), In(1));
            case "Sub":
                return TotalInput.Sum(In(0), Scaled(In(1), -1));
            case "Mul":
                return TotalInput.Scale(In(0), In(1));
            case "Div":
                return In(1) is Meaning.Constant divisor
                    ? TotalInput.Scale(In(0), new Meaning.Constant(divisor.Tensor with { Numbers = Array.ConvertAll(divisor.Tensor.Numbers ?? [], x => 1 / x) }, null))
                    : throw new FormatException("divides by something that is no constant");
            case "Concat":
                return Joined(node, [.. inputs.Select((_, index) => StatesOf(In(index), node))]);
            case "Flatten" when node.Long("axis", 1) is 1 or -1:
            case "Dropout":
            case "Identity" when In(0) is Meaning.States:
                return In(0);
            case "Constant":
                return new Meaning.Constant(Operators.Apply(node, []), NameOf(node.Output[0], node.DocString));
            default:
                if (OnnxOperations.Of(node.OpType) is not { } function) throw new FormatException("is not supported");
                if (node.OpType == "Softmax" && node.Long("axis", -1) is not (1 or -1)) throw new FormatException("is not over the units of a group");
                AddGroup(node, TotalInput.Of(In(0)), function);
                return null;
        }
    }

    private static Meaning Scaled(Meaning value, double factor) => value switch
    {
        _ when factor == 1 => value,
        Meaning.Constant { Tensor: { Numbers: { } numbers } tensor } => new Meaning.Constant(tensor with { Numbers = Array.ConvertAll(numbers, x => factor * x) }, null),
        _ => TotalInput.Scale(value, new Meaning.Constant(new GraphTensor([], [factor]), null)),
    };

    // A total input that is used as states is that of units with the identity function.
    private Meaning.States StatesOf(Meaning value, NodeProto reader)
    {
        if (value is Meaning.States states) return states;
        if (value is Meaning.Constant) throw new FormatException("has a constant where states of units are expected");
        var made = model.Graph.Node.First(node => node.Output.Count > 0 && values.TryGetValue(node.Output[0], out var known) && ReferenceEquals(known, value) && node != reader);
        AddGroup(made, (Meaning.Total)value, UnitFunction.Identity);
        return (Meaning.States)values[made.Output[0]];
    }

    private static Meaning.States Joined(NodeProto node, Meaning.States[] parts)
    {
        if (node.Long("axis", 1) is not (1 or -1)) throw new FormatException("joins values along another axis than that of the units");
        if (parts.Sum(part => (long)part.Size) > MostUnits) throw new FormatException($"joins more than {MostUnits} units");
        return new Meaning.States([.. parts.SelectMany(part => part.Groups)]);
    }

    private void AddGroup(NodeProto node, Meaning.Total total, UnitFunction function) =>
        Define(node.Output[0], new ImportedGroup(Unique(NameOf(node.Output[0], node.DocString)), total.Size) { Function = function, Total = total });

    private void Define(string value, ImportedGroup group)
    {
        groups.Add(group);
        values[value] = new Meaning.States([group]);
    }

    private void ReadOutputs()
    {
        foreach (var output in model.Graph.Output)
        {
            if (values[output.Name] is Meaning.Total total)
                AddGroup(model.Graph.Node.First(node => node.Output.Contains(output.Name)), total, UnitFunction.Identity);
            if (values[output.Name] is not Meaning.States { Groups: [{ Total: not null } group] })
                throw new FormatException($"its output '{output.Name}' is not the states of one group of units");
            group.IsOutput = true;
        }
    }

    // Backprop keeps the user's own names in the documentation strings; others have names of theirs.
    private string NameOf(string name, string documentation) => model.ProducerName == "Backprop" && documentation.Length > 0 ? documentation : name;

    private string Unique(string wanted)
    {
        var plain = new string([.. wanted.Replace("->", "→", StringComparison.Ordinal).Select(c => char.IsControl(c) ? '_' : c)]).Trim();
        if (plain.Length == 0) plain = "group";
        var name = plain;
        for (var copy = 2; !names.Add(name); copy++) name = $"{plain} {copy}";
        return name;
    }
}
