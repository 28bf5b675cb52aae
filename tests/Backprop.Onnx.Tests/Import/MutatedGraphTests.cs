using Google.Protobuf;
using Google.Protobuf.Collections;
using static Backprop.Onnx.Schema.AttributeProto.Types;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx.Tests;

/// <summary>Graphs that are valid protocol buffers and nearly right: every refusal is a ModelFileException in one line.</summary>
public sealed class MutatedGraphTests : IDisposable
{
    private static readonly string[] Operations =
    [
        "Gemm", "MatMul", "Add", "Sub", "Mul", "Div", "Sigmoid", "Tanh", "Relu", "Softplus", "Softmax", "Identity", "Dropout", "Concat", "Flatten", "Constant",
        "Transpose", "IsNaN", "Where", "Cast", "Equal", "Or", "ArgMax", "LabelEncoder", "Conv", "",
        "Reshape", "Squeeze", "Unsqueeze", "Shape", "Gather", "Slice", "BatchNormalization", "PRelu", "Clip", "Erf", "Exp", "Pow", "LogSoftmax", "ZipMap", "Scaler", "ArrayFeatureExtractor",
    ];

    private static readonly string[] Attributes =
        ["transA", "transB", "alpha", "beta", "axis", "keepdims", "to", "value", "keys_strings", "values_int64s", "values_floats", "keys_int64s", "values_strings", "default_int64", "default_string", "perm", "axes", "offset", "scale", "classlabels_strings", "epsilon"];

    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("backprop-onnx-").FullName, "net.onnx");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_nearly_right_graph_crashes_import_or_verification(int seed)
    {
        var runs = int.Parse(Environment.GetEnvironmentVariable("BACKPROP_FUZZ") ?? "1500", System.Globalization.CultureInfo.InvariantCulture);
        var random = new Random(seed);
        var good = Good().ToArray();
        var read = 0;
        for (var run = 0; run < runs; run++)
        {
            var (bytes, net, options) = good[random.Next(good.Length)];
            var model = Schema.ModelProto.Parser.ParseFrom(bytes);
            for (var times = random.Next(1, 4); times > 0; times--) Mutate(model, random);
            File.WriteAllBytes(path, model.ToByteArray());
            if (Passes(() => OnnxFile.Import<float>(path))) read++;
            if (net is not null) Passes(() => OnnxFile.Verify(net, path, options, rows: 3));
        }
        Assert.InRange(read, 1, runs);
    }

    private bool Passes(Action reads)
    {
        try
        {
            reads();
            return true;
        }
        catch (ModelFileException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
            return false;
        }
    }

    private IEnumerable<(byte[] File, Network<float>? Net, OnnxOptions? Options)> Good()
    {
        foreach (var name in Nets.All.Keys)
        {
            var net = Nets.Make<float>(name);
            OnnxFile.Export(net, path);
            yield return (File.ReadAllBytes(path), net, null);
        }
        foreach (var sample in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples"), "*.onnx").Order(StringComparer.Ordinal)) yield return (File.ReadAllBytes(sample), null, null);
        var encoded = new Network<float>(Topology.Build(build =>
        {
            var hidden = build.Group("hidden", 3).From(build.Input("numbers", 4), build.Input("color", 3));
            build.Output("species", 2, UnitFunction.Softmax).From(hidden);
            build.Output("price", 1, UnitFunction.Identity).From(hidden);
        })).Randomize(seed: 1, range: 1);
        var options = new OnnxOptions
        {
            Inputs = [new("numbers", [new OnnxNumber("age", 40, 10) { MissingUnit = true, MissingNumbers = [-1] }, new OnnxBoolean("member", "no", "yes") { MissingUnit = true }]), new("color", [new OnnxCategory("color", ["red", "blue"]) { MissingUnit = true }])],
            Outputs = [new("species", [new OnnxCategory("species", ["a", "b"])]), new("price", [new OnnxNumber("price", 1e6, 10)])],
        };
        OnnxFile.Export(encoded, path, options);
        yield return (File.ReadAllBytes(path), encoded, options);
    }

    private static void Mutate(Schema.ModelProto model, Random random)
    {
        var graph = model.Graph;
        string[] names = [.. graph.Input.Select(value => value.Name), .. graph.Initializer.Select(constant => constant.Name), .. graph.Node.SelectMany(other => other.Output), "", "nothing"];
        T? One<T>(RepeatedField<T> all) => all.Count == 0 ? default : all[random.Next(all.Count)];
        string Name() => names[random.Next(names.Length)];
        var node = One(graph.Node);
        var constant = One(graph.Initializer);
        switch (random.Next(16))
        {
            case 0 when node is not null: node.OpType = Operations[random.Next(Operations.Length)]; break;
            case 1 when node is { Input.Count: > 0 }: node.Input[random.Next(node.Input.Count)] = Name(); break;
            case 2 when node is not null: node.Input.Add(Name()); break;
            case 3 when node is { Input.Count: > 0 }: node.Input.RemoveAt(random.Next(node.Input.Count)); break;
            case 4 when node is not null: node.Output.Add("extra" + random.Next(3)); break;
            case 5 when node is { Output.Count: > 0 }: node.Output.RemoveAt(0); break;
            case 6 when node is not null: node.Attribute.Add(Attribute(random)); break;
            case 7 when node is not null: node.Attribute.Clear(); break;
            case 8 when constant is { Dims.Count: > 0 }: constant.Dims[random.Next(constant.Dims.Count)] = random.Next(5) switch { 0 => 0, 1 => -1, 2 => long.MaxValue, _ => random.Next(6) }; break;
            case 9 when constant is not null: constant.DataType = random.Next(18); break;
            case 10 when constant is not null:
                constant.Dims.Clear();
                constant.Dims.AddRange(Enumerable.Range(0, random.Next(4)).Select(_ => (long)random.Next(3)));
                constant.RawData = ByteString.CopyFrom(new byte[4 * (int)constant.Dims.Aggregate(1L, (product, size) => product * size)]);
                break;
            case 11: graph.Output.Add(new Schema.ValueInfoProto { Name = Name() }); break;
            case 12 when graph.Output.Count > 1: graph.Output.RemoveAt(0); break;
            case 13 when One(graph.Input) is { } input: input.Type = random.Next(2) == 0 ? null : input.Type; input.Name = random.Next(2) == 0 ? Name() : input.Name; break;
            case 14 when node is not null: graph.Node.Insert(random.Next(graph.Node.Count + 1), node.Clone()); break;
            case 15 when graph.Node.Count > 1: graph.Node.RemoveAt(random.Next(graph.Node.Count)); break;
        }
    }

    private static Schema.AttributeProto Attribute(Random random)
    {
        var attribute = new Schema.AttributeProto { Name = Attributes[random.Next(Attributes.Length)], Type = AttributeType.Int, I = random.Next(-2, 3), F = random.Next(3) == 0 ? float.NaN : random.Next(-2, 3) };
        attribute.Ints.AddRange(Enumerable.Range(0, random.Next(3)).Select(k => (long)k));
        attribute.Floats.AddRange(Enumerable.Range(0, random.Next(3)).Select(k => (float)k));
        attribute.Strings.AddRange(Enumerable.Range(0, random.Next(3)).Select(_ => ByteString.CopyFromUtf8("a")));
        if (random.Next(2) == 0) attribute.T = new GraphTensor([1, 2], [1, 2]).ToProto("t", DataType.Float);
        return attribute;
    }
}
