using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>Finds the number of units of an input whose file leaves it open: the first weights or constants that meet it say so.</summary>
internal sealed class InputWidths
{
    private static readonly HashSet<string> Kept = new(
        ["Cast", "Identity", "Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "BatchNormalization", "Scaler", "Add", "Sub", "Mul", "Div", "Softmax"], StringComparer.Ordinal);

    private readonly Dictionary<string, long[]> constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NodeProto>> users = new(StringComparer.Ordinal);

    public InputWidths(GraphProto graph)
    {
        foreach (var constant in graph.Initializer) constants[constant.Name] = [.. constant.Dims];
        foreach (var node in graph.Node)
        {
            if (node.OpType == "Constant" && node.Find("value")?.T is { } tensor && node.Output.Count > 0) constants[node.Output[0]] = [.. tensor.Dims];
            foreach (var input in node.Input)
            {
                if (!users.TryGetValue(input, out var all)) users[input] = all = [];
                all.Add(node);
            }
        }
    }

    /// <summary>The units of a value of unknown width; null where nothing says.</summary>
    public long? Of(string value)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { value };
        var waiting = new Queue<string>([value]);
        while (waiting.TryDequeue(out var next))
        {
            foreach (var node in users.GetValueOrDefault(next) ?? [])
            {
                if (Width(node, next) is { } width) return width;
                if ((Kept.Contains(node.OpType) || ElementFunctions.Knows(node.OpType)) && node.Output.Count > 0 && seen.Add(node.Output[0])) waiting.Enqueue(node.Output[0]);
            }
        }
        return null;
    }

    private long? Width(NodeProto node, string value)
    {
        switch (node.OpType)
        {
            case "MatMul" or "Gemm" when node.Input.Count > 1 && node.Input[0] == value && constants.GetValueOrDefault(node.Input[1]) is [var rows, var columns]:
                return node.OpType == "Gemm" && node.Long("transB", 0) != 0 ? columns : rows;
            case "Scaler":
                return Several(node.Floats("offset").Length) ?? Several(node.Floats("scale").Length);
            case "Add" or "Sub" or "Mul" or "Div" or "BatchNormalization":
                foreach (var other in node.Input)
                    if (constants.GetValueOrDefault(other) is { Length: > 0 } dims && Several(dims[^1]) is { } width) return width;
                return null;
            default:
                return null;
        }
    }

    private static long? Several(long size) => size > 1 ? size : null;
}
