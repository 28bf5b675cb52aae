using Google.Protobuf;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx.Tests;

/// <summary>Small files that ask for a whole machine.</summary>
public sealed class WorkLimitTests : IDisposable
{
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("backprop-onnx-").FullName, "net.onnx");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private static string Column(GraphBuilder graph, int rows) => graph.Constant("column", new double[rows], [rows, 1]);

    private static string Row(GraphBuilder graph, int columns) => graph.Constant("row", new double[columns], [1, columns]);

    public static TheoryData<string> Greedy => ["outer product", "broadcast sum", "doubled again and again", "a long chain of products", "one input, many copies", "scaled again and again", "one number for all weights"];

    [Theory]
    [MemberData(nameof(Greedy))]
    public void They_are_refused_by_the_name_of_the_node_with_little_memory(string kind)
    {
        Write(graph =>
        {
            graph.Input(graph.Unique("x"), "", 1_000_000);
            var end = "x";
            switch (kind)
            {
                case "outer product":
                    end = graph.Node("MatMul", "greedy", [Column(graph, 20_000), Row(graph, 20_000)]);
                    break;
                case "broadcast sum":
                    end = graph.Node("Add", "greedy", [Column(graph, 20_000), Row(graph, 20_000)]);
                    break;
                case "doubled again and again":
                    end = Row(graph, 10);
                    for (var times = 0; times < 60; times++) end = graph.Node("Concat", "greedy", [end, end], ("axis", 1));
                    break;
                case "a long chain of products":
                    var square = graph.Constant("square", new double[90_000], [300, 300]);
                    end = square;
                    for (var times = 0; times < 5_000; times++) end = graph.Node("MatMul", "greedy", [end, square]);
                    break;
                case "one input, many copies":
                    for (var times = 0; times < 1_000; times++) end = graph.Node("Tanh", "greedy", [end]);
                    break;
                case "scaled again and again":
                    for (var times = 0; times < 1_000; times++) end = graph.Node("Mul", "greedy", [end, graph.Constant("half", [0.5], [1])]);
                    break;
                default:
                    end = graph.Node("MatMul", "greedy", ["x", graph.Node("Add", "greedy weights", [graph.Constant("zeros", new double[1_000], [1_000, 1]), Row(graph, 1_000_000)])]);
                    break;
            }
            graph.Output(end, "", 1);
        });
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFileException>(() => OnnxFile.Import<float>(path));
        Assert.Matches("node 'greedy.*' .*(takes the graph beyond|joins more than)", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000 + (64 * new FileInfo(path).Length));
    }

    [Fact]
    public void Empty_entries_are_refused_before_they_take_memory()
    {
        // A graph of a million nodes of two bytes each.
        using (var file = new CodedOutputStream(File.Create(path)))
        {
            var nodes = new byte[2_000_000];
            for (var at = 0; at < nodes.Length; at += 2) nodes[at] = 1 << 3 | 2;
            file.WriteTag(1, WireFormat.WireType.Varint);
            file.WriteInt64(8);
            file.WriteTag(7, WireFormat.WireType.LengthDelimited);
            file.WriteBytes(ByteString.CopyFrom(nodes));
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("325,000 nodes, constants and other entries", Assert.Throws<ModelFileException>(() => OnnxFile.Import<float>(path)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void Twenty_thousand_small_groups_take_time_in_proportion()
    {
        Write(graph =>
        {
            var end = graph.Unique("x");
            graph.Input(end, "", 1);
            var weight = graph.Constant("w", [0.5], [1, 1]);
            for (var times = 0; times < 20_000; times++) end = graph.Node("Tanh", "again", [graph.Node("MatMul", "again", [end, weight])]);
            graph.Output(end, "", 1);
        });
        var net = OnnxFile.Import<float>(path);
        Assert.Equal(20_001, net.Topology.Groups.Count);
        Assert.Equal(1, net.Topology.WeightCount);
    }

    private void Write(Action<GraphBuilder> describe)
    {
        var graph = new GraphBuilder("greedy", DataType.Double);
        describe(graph);
        File.WriteAllBytes(path, graph.Build("", [], operatorSet: 17).ToByteArray());
    }
}
