using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>
/// Computes an ONNX graph node by node, in double precision, from the operators' definitions alone: the reference against which an
/// exported graph is checked. It shares nothing with the code that trains and runs nets.
/// </summary>
internal sealed class GraphEvaluator
{
    private readonly GraphProto graph;
    private readonly Dictionary<string, GraphTensor> constants = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">A node's operator is not supported; the message names the node.</exception>
    public GraphEvaluator(ModelProto model)
    {
        graph = model.Graph;
        foreach (var constant in graph.Initializer) constants[constant.Name] = GraphTensor.Of(constant, $"constant '{constant.Name}'");
        foreach (var node in graph.Node)
            if (!Operators.Knows(node)) throw new FormatException($"{GraphReader.Describe(node)} is not supported");
    }

    /// <summary>The graph's outputs by name, for inputs by name.</summary>
    public Dictionary<string, GraphTensor> Run(IReadOnlyDictionary<string, GraphTensor> inputs)
    {
        var values = new Dictionary<string, GraphTensor>(constants, StringComparer.Ordinal);
        foreach (var (name, value) in inputs) values[name] = value;
        foreach (var node in graph.Node)
        {
            try
            {
                GraphTensor?[] arguments = [.. node.Input.Select(name => name.Length == 0 ? null : Value(name))];
                values[node.Output[0]] = Operators.Apply(node, arguments, WorkLimit.None);
            }
            catch (FormatException e)
            {
                throw new FormatException($"{GraphReader.Describe(node)}: {e.Message}", e);
            }
        }
        return graph.Output.ToDictionary(output => output.Name, output => Value(output.Name), StringComparer.Ordinal);

        // Further outputs of a node, such as Dropout's mask, are not computed.
        GraphTensor Value(string name) => values.TryGetValue(name, out var value) ? value : throw new FormatException($"the value '{name}' is not supported");
    }
}
