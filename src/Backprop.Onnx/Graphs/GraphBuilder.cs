using System.Globalization;
using System.Reflection;
using Backprop.Onnx.Schema;
using Google.Protobuf;
using static Backprop.Onnx.Schema.AttributeProto.Types;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>
/// Builds an ONNX graph node by node. Names become what ONNX asks for, C identifiers, each once; the name that the user gave is kept
/// in the documentation string. The first dimension of every input and output is the symbolic <c>batch</c>.
/// </summary>
internal sealed class GraphBuilder
{
    /// <summary>Constants need not be inputs since the format version of this operator set.</summary>
    public const int OldestOperatorSet = 9;
    public const string MachineLearning = "ai.onnx.ml";

    // The operator set since which each operator is as it is written here.
    private static readonly Dictionary<string, int> Since = new(StringComparer.Ordinal)
    {
        ["LabelEncoder"] = 11, // ai.onnx.ml 2 came with it
        ["Clip"] = 11,
        ["Celu"] = 12,
        ["HardSwish"] = 14,
        ["Mish"] = 18,
        ["Gelu"] = 20,
    };

    private readonly GraphProto graph = new();
    private (int Set, string Node) needed = (OldestOperatorSet, "");
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> copies = new(StringComparer.Ordinal);

    /// <param name="name">Name of the graph.</param>
    /// <param name="type">FLOAT or DOUBLE: the element type of all states and weights.</param>
    public GraphBuilder(string name, DataType type)
    {
        graph.Name = name;
        Type = type;
    }

    public DataType Type { get; }

    /// <summary>A C identifier that resembles <paramref name="wanted"/> and is not yet used in this graph.</summary>
    public string Unique(string wanted)
    {
        var plain = Identifier(wanted);
        var name = plain;
        while (!names.Add(name))
        {
            var copy = copies[plain] = copies.GetValueOrDefault(plain, 1) + 1;
            name = string.Create(CultureInfo.InvariantCulture, $"{plain}_{copy}");
        }
        return name;
    }

    /// <summary>The same for several: those that are identifiers already keep their names, the others get names that are left.</summary>
    public string[] Unique(IReadOnlyList<string> wanted)
    {
        var given = new string[wanted.Count];
        foreach (var areIdentifiers in new[] { true, false })
            for (var k = 0; k < given.Length; k++)
                if (string.Equals(Identifier(wanted[k]), wanted[k], StringComparison.Ordinal) == areIdentifiers) given[k] = Unique(wanted[k]);
        return given;
    }

    private static string Identifier(string wanted)
    {
        var plain = new string([.. wanted.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);
        return plain.Length == 0 || char.IsAsciiDigit(plain[0]) ? "_" + plain : plain;
    }

    /// <summary>An input of shape [batch, <paramref name="size"/>] under a name from <see cref="Unique(string)"/>.</summary>
    public void Input(string name, string documentation, int size, DataType? type = null) =>
        graph.Input.Add(Describe(name, documentation, size, type ?? Type));

    /// <summary>Makes the value <paramref name="value"/> of shape [batch, <paramref name="size"/>] an output of the graph.</summary>
    public void Output(string value, string documentation, int size, DataType? type = null) =>
        graph.Output.Add(Describe(value, documentation, size, type ?? Type));

    /// <summary>A constant of the graph's element type (or <paramref name="type"/>); gives its name.</summary>
    public string Constant(string wanted, double[] values, int[] dims, DataType? type = null) =>
        Constant(wanted, new GraphTensor(dims, values), type ?? Type);

    public string Constant(string wanted, GraphTensor tensor, DataType type)
    {
        var name = Unique(wanted);
        var proto = tensor.ToProto(name, type);
        proto.DocString = wanted;
        graph.Initializer.Add(proto);
        return name;
    }

    /// <summary>Adds a node with one output, which is named after <paramref name="wanted"/> as the node is; gives the output's name.</summary>
    public string Node(string operation, string wanted, string[] inputs, params (string Name, object Value)[] attributes) =>
        Node(operation, Unique(wanted), wanted, inputs, attributes);

    /// <summary>Adds a node whose name, and its output's, is one from <see cref="Unique(string)"/>.</summary>
    public string Node(string operation, string name, string documentation, string[] inputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = operation, Name = name, DocString = documentation };
        if (operation == "LabelEncoder") node.Domain = MachineLearning;
        Require(operation == "Gemm" && inputs.Length == 2 ? 11 : Since.GetValueOrDefault(operation, OldestOperatorSet), documentation, operation);
        node.Input.AddRange(inputs);
        node.Output.Add(name);
        foreach (var attribute in attributes) node.Attribute.Add(Attribute(attribute.Name, attribute.Value));
        graph.Node.Add(node);
        return name;
    }

    /// <summary>Replaces the documentation of the node that makes a value.</summary>
    public void Document(string value, string documentation) => graph.Node.Last(node => node.Output[0] == value).DocString = documentation;

    /// <summary>Notes that a node needs an operator set, for instance for the element type of its inputs.</summary>
    public void Require(int operatorSet, string node, string operation)
    {
        if (operatorSet > needed.Set) needed = (operatorSet, $"'{node}' ({operation})");
    }

    /// <summary>The oldest operator set in which this graph can be written.</summary>
    public int RequiredOperatorSet => needed.Set;

    /// <param name="documentation">What the file says of itself.</param>
    /// <param name="metadata">Entries of its metadata.</param>
    /// <param name="operatorSet">The operator set to write; null: the oldest that the graph needs.</param>
    /// <exception cref="ArgumentException">The operator set is older than the graph needs.</exception>
    public ModelProto Build(string documentation, IEnumerable<KeyValuePair<string, string>> metadata, int? operatorSet = null)
    {
        var set = operatorSet ?? needed.Set;
        if (set < needed.Set) throw new ArgumentException($"the graph cannot be written in operator set {set}: {needed.Node} needs {needed.Set}", nameof(operatorSet));
        var model = new ModelProto
        {
            IrVersion = FormatVersionOf(set),
            ProducerName = "Backprop",
            ProducerVersion = typeof(GraphBuilder).Assembly.GetName().Version!.ToString(3),
            DocString = documentation,
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = set });
        if (graph.Node.Any(node => node.Domain == MachineLearning))
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = MachineLearning, Version = set < 16 ? 2 : 3 });
        model.MetadataProps.AddRange(metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return model;
    }

    // The format version of the release that brought an operator set: what a program that knows the one reads.
    private static int FormatVersionOf(int operatorSet) => operatorSet switch
    {
        9 => 4,
        10 => 5,
        11 => 6,
        <= 14 => 7,
        <= 18 => 8,
        <= 20 => 9,
        <= 22 => 10,
        23 => 11,
        _ => 12,
    };

    private static ValueInfoProto Describe(string name, string documentation, int size, DataType type)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new ValueInfoProto
        {
            Name = name,
            DocString = documentation,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } },
        };
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int number:
                attribute.Type = AttributeType.Int;
                attribute.I = number;
                break;
            case float number:
                attribute.Type = AttributeType.Float;
                attribute.F = number;
                break;
            case string text:
                attribute.Type = AttributeType.String;
                attribute.S = ByteString.CopyFromUtf8(text);
                break;
            case long[] numbers:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(numbers);
                break;
            case float[] numbers:
                attribute.Type = AttributeType.Floats;
                attribute.Floats.AddRange(numbers);
                break;
            case string[] texts:
                attribute.Type = AttributeType.Strings;
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            default:
                throw new ArgumentException($"an attribute cannot be a {value.GetType().Name}", nameof(value));
        }
        return attribute;
    }
}
