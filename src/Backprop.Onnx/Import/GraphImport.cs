using Backprop.Onnx.Schema;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>
/// Reads a graph as a net: walks the nodes in order and says of each value whether it is a constant, states of units or a total input.
/// A node that fits none of this is refused by name.
/// </summary>
internal sealed class GraphImport
{
    private readonly ModelProto model;
    private readonly bool hasBatch;
    private readonly WorkLimit limit;
    private readonly FoundNet found;
    private readonly NodeMeanings nodes;
    private readonly Dictionary<string, Meaning> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Form> forms = new(StringComparer.Ordinal);
    private readonly HashSet<string> joined = new(StringComparer.Ordinal);

    private GraphImport(ModelProto model, long fileBytes, bool hasBatch)
    {
        this.model = model;
        this.hasBatch = hasBatch;
        limit = new WorkLimit(fileBytes);
        var totals = new TotalInput(limit);
        found = new FoundNet(model, totals);
        nodes = new NodeMeanings(found, totals, limit, model.OpsetImport.Where(set => set.Domain is "" or "ai.onnx").Select(set => set.Version).DefaultIfEmpty(1).Max());
    }

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
        var (outputs, columns) = new GraphOutputs(model, found, nodes, Value, values.GetValueOrDefault).Read();
        return new ImportedNet(found.Used(outputs), outputs, found.InputColumns, columns, found.Notes);
    }

    private void ReadConstants()
    {
        foreach (var constant in model.Graph.Initializer)
            values[constant.Name] = new Meaning.Constant(GraphTensor.Of(constant, $"constant '{constant.Name}'"), found.NameOf(constant.Name, constant.DocString));
    }

    private void ReadInputs()
    {
        InputWidths? widths = null;
        foreach (var input in model.Graph.Input)
        {
            if (values.ContainsKey(input.Name)) continue;
            var name = found.NameOf(input.Name, input.DocString);
            var type = (DataType)(input.Type?.TensorType?.ElemType ?? 0);
            if (found.IsOurs && (type == DataType.String || (type == DataType.Double && model.Graph.Node.Any(node => node.OpType == "IsNaN" && node.Input.Contains(input.Name)))))
            {
                values[input.Name] = new RawColumn(name, type == DataType.String).Given;
                continue;
            }
            if (type == DataType.String) throw new FormatException($"its input '{input.Name}' is of texts; a net's inputs are numbers");
            found.NoteHalf(type, $"input '{input.Name}'");
            var form = InputForms.Of(input, hasBatch, value => (widths ??= new InputWidths(model.Graph)).Of(value));
            forms[input.Name] = form;
            values[input.Name] = found.AddInput(name, (int)form.Units);
        }
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
            if (meaning is Meaning.Total or Meaning.Curve) nodes.Units.MadeBy(node, meaning);
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
        if (node.OpType == "Constant") return (new Meaning.Constant(Operators.Apply(node, [], limit), found.NameOf(node.Output[0], node.DocString)), null);
        if (inputs.Length > 0 && inputs.All(input => input is Meaning.Constant or null) && inputs[0] is not null && Operators.Knows(node))
            return (new Meaning.Constant(Operators.Apply(node, [.. inputs.Select(input => (input as Meaning.Constant)?.Tensor)], limit), null), null);
        if (inputs.FirstOrDefault(input => input is Meaning.Raw { Stage: not RawStage.States }) is Meaning.Raw raw) return Encoded(node, raw.Column.After(node, inputs));
        if (inputs.Any(input => input is Meaning.Label or Meaning.Unknown)) return (ClassLabels.After(node, inputs), null);
        if (node.OpType == "Concat" && inputs.Length > 0 && inputs.All(input => input is Meaning.Raw)) return (found.AddInput([.. inputs.Cast<Meaning.Raw>()], node), Form.OfUnits(inputs.Sum(input => input!.Size)));
        if (inputs is [Meaning.Logarithms logarithms, ..]) return (OfLogarithms(node, logarithms), known[0]);
        if (ElementFunctions.Knows(node.OpType) && nodes.Units.OfElements(node, inputs, known) is { } curve) return (curve, Form.Common(known));
        return nodes.Of(node, inputs, known);
    }

    private (Meaning Meaning, Form? Form) Encoded(NodeProto node, Meaning.Raw raw)
    {
        if (raw.Stage != RawStage.States) return (raw, null);
        if (joined.Contains(node.Output[0])) return (raw, Form.OfUnits(raw.Size));
        return (found.AddInput([raw], node), Form.OfUnits(raw.Size));
    }

    private static Meaning OfLogarithms(NodeProto node, Meaning.Logarithms logarithms) => node.OpType switch
    {
        "Exp" => logarithms.Of,
        "ArgMax" => new Meaning.Label(logarithms.Of, null),
        "Identity" or "Cast" or "Flatten" or "Reshape" or "Squeeze" or "Unsqueeze" => logarithms,
        _ => throw new FormatException("computes with logarithms of probabilities, which is not supported"),
    };
}
