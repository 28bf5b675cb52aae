using System.Globalization;
using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>The class of the greatest value of a graph; what follows in the graph only says how it is called.</summary>
internal static class ClassLabels
{
    /// <summary>What a node makes of a class.</summary>
    /// <exception cref="FormatException">Something else than its name.</exception>
    public static Meaning After(NodeProto node, Meaning?[] inputs)
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
                var names = Of(node, "values_");
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

    /// <summary>The classes that an attribute of a node lists, as texts or as whole numbers.</summary>
    /// <param name="node">The node.</param>
    /// <param name="attribute">The beginning of the attribute's name.</param>
    public static string[] Of(NodeProto node, string attribute)
    {
        string[] texts = node.Strings(attribute + "strings");
        if (texts.Length == 0) texts = [.. node.Longs(attribute + "int64s").Select(number => number.ToString(CultureInfo.InvariantCulture))];
        return texts;
    }

    private static string Shown(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
