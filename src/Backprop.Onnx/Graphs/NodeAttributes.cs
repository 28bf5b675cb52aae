using System.Text;
using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>Attributes of a node by name, with the default that the operator's specification gives.</summary>
internal static class NodeAttributes
{
    public static long Long(this NodeProto node, string name, long otherwise) => Find(node, name)?.I ?? otherwise;

    public static double Float(this NodeProto node, string name, double otherwise) => Find(node, name)?.F ?? otherwise;

    public static string Text(this NodeProto node, string name, string otherwise) => Find(node, name)?.S.ToString(Encoding.UTF8) ?? otherwise;

    public static long[] Longs(this NodeProto node, string name) => Find(node, name) is { } attribute ? [.. attribute.Ints] : [];

    public static double[] Floats(this NodeProto node, string name) => Find(node, name) is { } attribute ? [.. attribute.Floats.Select(value => (double)value)] : [];

    public static string[] Strings(this NodeProto node, string name) =>
        Find(node, name) is { } attribute ? [.. attribute.Strings.Select(text => text.ToString(Encoding.UTF8))] : [];

    public static AttributeProto? Find(this NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
