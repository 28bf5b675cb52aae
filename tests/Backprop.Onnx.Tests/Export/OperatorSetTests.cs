namespace Backprop.Onnx.Tests;

/// <summary>Files are written in the oldest operator set that the net needs, or in the one that is asked for.</summary>
public sealed class OperatorSetTests : IDisposable
{
    private readonly OnnxRuntime runtime = new();
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("backprop-onnx-").FullName, "net.onnx");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private static readonly Network<float> Encoded = new Network<float>(Topology.Build(build => build.Output("kind", 2, UnitFunction.Softmax).From(build.Input("numbers", 2), build.Input("color", 2)))).Randomize(seed: 1, range: 1);

    private static OnnxOptions Columns(params double[] missing) => new()
    {
        Inputs = [new("numbers", [new OnnxNumber("age", 40, 10) { MissingNumbers = missing }, new OnnxNumber("height", 2, 1)]), new("color", [new OnnxCategory("color", ["red", "blue"])])],
    };

    [Theory]
    [InlineData("symmetry 6-2-1", 9)]
    [InlineData("family trees", 11)]
    [InlineData("masks, one to one, shared weights and biases, no biases", 11)]
    public void The_oldest_that_the_net_needs_is_the_default(string name, int expected)
    {
        var net = Nets.Make<float>(name);
        Assert.Equal(expected, OnnxFile.RequiredOperatorSet(net));
        OnnxFile.Export(net, path);
        Assert.Equal(expected, GraphReader.Read(path).OpsetImport.Single().Version);
        Assert.InRange(OnnxFile.Verify(net, path, rows: 100, runtime: runtime).LargestDifference, 0, 1e-6);
    }

    [Theory]
    [InlineData(9, 4)]
    [InlineData(10, 5)]
    [InlineData(11, 6)]
    [InlineData(12, 7)]
    [InlineData(13, 7)]
    [InlineData(15, 8)]
    [InlineData(17, 8)]
    [InlineData(20, 9)]
    [InlineData(21, 10)]
    [InlineData(23, 11)]
    [InlineData(24, 12)]
    public void Every_one_from_there_on_gives_the_same_answers_in_ONNX_Runtime(int operatorSet, int formatVersion)
    {
        foreach (var (net, options) in new[] { (Nets.Make<float>("symmetry 6-2-1"), new OnnxOptions()), (Nets.Make<float>("family trees"), new OnnxOptions()), (Encoded, Columns(-1)) })
        {
            if (OnnxFile.RequiredOperatorSet(net, options) > operatorSet) continue;
            var asked = options with { OperatorSet = operatorSet };
            OnnxFile.Export(net, path, asked);
            var model = GraphReader.Read(path);
            Assert.Equal((formatVersion, operatorSet), (model.IrVersion, model.OpsetImport[0].Version));
            Assert.InRange(OnnxFile.Verify(net, path, asked, rows: 100, runtime: runtime).LargestDifference, 0, 1e-6);
            Assert.Equal(net.Weights.ToArray(), OnnxFile.Import<float>(path).Weights.ToArray());
        }
    }

    [Fact]
    public void Encodings_need_no_more_than_13()
    {
        foreach (var options in new[] { Columns(), Columns(-1) })
        {
            Assert.InRange(OnnxFile.RequiredOperatorSet(Encoded, options), 11, 13);
            OnnxFile.Export(Encoded, path, options);
            Assert.InRange(OnnxFile.Verify(Encoded, path, options, rows: 100, runtime: runtime).LargestDifference, 0, 1e-6);
        }
        var numbers = new Network<float>(Topology.Layered(2, 1)).Randomize(1);
        var plain = new OnnxOptions { Inputs = [new("input", [new OnnxNumber("age", 40, 10), new OnnxNumber("height", 2, 1)])] };
        OnnxFile.Export(numbers, path, plain);
        Assert.InRange(OnnxFile.Verify(numbers, path, plain, rows: 100, runtime: runtime).LargestDifference, 0, 1e-6);
    }

    [Fact]
    public void One_that_is_too_old_or_unknown_is_refused_and_leaves_the_old_file()
    {
        File.WriteAllText(path, "old");
        void Refused(string net, int operatorSet, string problem) =>
            Assert.Contains(problem, Assert.Throws<ArgumentException>(() => OnnxFile.Export(Nets.Make<float>(net), path, new OnnxOptions { OperatorSet = operatorSet })).Message, StringComparison.Ordinal);
        Refused("family trees", 10, "the graph cannot be written in operator set 10: 'relation code->center' (Gemm) needs 11");
        Refused("symmetry 6-2-1", 8, "operator set 8 is not one of 9 to 24");
        Refused("symmetry 6-2-1", 25, "operator set 25 is not one of 9 to 24");
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void What_other_readers_do_not_heed_is_not_written()
    {
        foreach (var name in Nets.All.Keys)
        {
            OnnxFile.Export(Nets.Make<float>(name), path);
            var graph = GraphReader.Read(path).Graph;
            var constants = graph.Initializer.Select(constant => constant.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var gemm in graph.Node.Where(node => node.OpType == "Gemm"))
            {
                Assert.Equal(["transB"], gemm.Attribute.Select(attribute => attribute.Name));
                Assert.Equal(1, gemm.Attribute[0].I);
                Assert.All(gemm.Input.Skip(1), input => Assert.Contains(input, constants));
            }
            Assert.DoesNotContain(graph.Node, node => node.OpType == "Div" && constants.Contains(node.Input[0]));
        }
    }
}
