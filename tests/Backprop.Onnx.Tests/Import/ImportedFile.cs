using Google.Protobuf;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx.Tests;

/// <summary>A graph in a file of its own, imported and compared with what the graph computes.</summary>
internal sealed class ImportedFile : IDisposable
{
    private readonly OnnxRuntime runtime = new();

    public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("backprop-onnx-").FullName, "net.onnx");

    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);

    public static string Sample(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Samples", name);

    /// <summary>Numbers that no rule makes special, exact in single precision.</summary>
    public static double[] Numbers(int count, int first = 1) => [.. Enumerable.Range(first, count).Select(k => ((k * 37 % 23) - 11) / 8.0)];

    /// <summary>Writes a graph with an input x of the given shape (0: any number of cases).</summary>
    public void Write(long[] shape, Func<GraphBuilder, string> describe, Action<Schema.ModelProto>? change = null, int operatorSet = 17)
    {
        var graph = new GraphBuilder("other", DataType.Float);
        graph.Input(graph.Unique("x"), "", 1);
        graph.Output(describe(graph), "", 1);
        var model = graph.Build("", [], operatorSet);
        model.ProducerName = "another program";
        Shape(model.Graph.Input[0], shape);
        model.Graph.Output[0].Type.TensorType.Shape = null;
        change?.Invoke(model);
        File.WriteAllBytes(Path, model.ToByteArray());
    }

    public static void Shape(Schema.ValueInfoProto value, params long[] shape)
    {
        var dims = value.Type.TensorType.Shape = new Schema.TensorShapeProto();
        foreach (var size in shape)
            dims.Dim.Add(size > 0 ? new Schema.TensorShapeProto.Types.Dimension { DimValue = size } : new Schema.TensorShapeProto.Types.Dimension { DimParam = "n" + dims.Dim.Count });
    }

    /// <summary>Imports the file and compares it with our evaluator, to rounding, and with ONNX Runtime, in the precision of the file.</summary>
    public OnnxImport<double> Same(string? path = null, double within = 2e-6, bool inRuntime = true)
    {
        path ??= Path;
        var import = OnnxFile.Read<double>(path);
        var model = GraphReader.Read(path);
        var evaluator = new GraphEvaluator(model);
        var random = new Random(5);
        for (var row = 0; row < 8; row++)
        {
            var inputs = new Dictionary<string, (GraphTensor Value, DataType Type)>(StringComparer.Ordinal);
            var given = new List<double>();
            foreach (var (input, group) in model.Graph.Input.Zip(import.Network.Topology.Inputs))
            {
                long[] sizes = [.. input.Type.TensorType.Shape.Dim.Select(dim => dim.DimValue)];
                var others = sizes.Where((_, axis) => axis > 0 && sizes[axis] > 0).Aggregate(1L, (product, size) => product * size);
                int[] dims = [.. sizes.Select((size, axis) => size > 0 ? (int)size : axis == 0 && sizes.Length > 1 ? 1 : group.Size / (int)others)];
                double[] values = [.. Enumerable.Range(0, group.Size).Select(_ => (double)(float)((random.NextDouble() * 6) - 3))];
                inputs[input.Name] = (new GraphTensor(dims, values), (DataType)input.Type.TensorType.ElemType);
                given.AddRange(values);
            }
            var own = import.Network.Run([.. given]);
            Compare(own, model.Graph.Output.SelectMany(output => evaluator.Run(inputs.ToDictionary(input => input.Key, input => input.Value.Value, StringComparer.Ordinal))[output.Name].Numbers!), within: 1e-6);
            if (!inRuntime) continue;
            var theirs = runtime.Run(path, inputs.ToDictionary(input => input.Key, input => input.Value.Value.ToPublic(input.Value.Type), StringComparer.Ordinal));
            Compare(own, model.Graph.Output.SelectMany(output => theirs[output.Name].Numbers), within);
        }
        return import;
    }

    public string Refusal() => Assert.Throws<ModelFileException>(() => OnnxFile.Read<float>(Path)).Message;

    private static void Compare(double[] own, IEnumerable<double> theirs, double within)
    {
        var expected = theirs.ToArray();
        Assert.Equal(expected.Length, own.Length);
        foreach (var (a, b) in expected.Zip(own)) Assert.Equal(a, b, within * Math.Max(1, Math.Abs(a)));
    }
}
