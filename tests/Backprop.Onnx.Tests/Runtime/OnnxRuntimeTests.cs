using Google.Protobuf;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx.Tests;

public sealed class OnnxRuntimeTests : IDisposable
{
    private readonly OnnxRuntime runtime = new();
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("backprop-onnx-").FullName, "net.onnx");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Fact]
    public void It_says_its_version() => Assert.Matches(@"^ONNX Runtime 1\.\d+\.\d+$", runtime.Name);

    [Theory]
    [InlineData((int)DataType.Float, OnnxElement.Float)]
    [InlineData((int)DataType.Double, OnnxElement.Double)]
    [InlineData((int)DataType.Int64, OnnxElement.Int64)]
    [InlineData((int)DataType.Bool, OnnxElement.Bool)]
    public void Numbers_of_every_element_type_go_in_and_come_out(int type, OnnxElement element)
    {
        Write((DataType)type);
        var given = new OnnxTensor(element, [2, 2], [0, 1, 1, 0]);
        var answer = runtime.Run(path, new Dictionary<string, OnnxTensor>(StringComparer.Ordinal) { ["x"] = given })["y"];
        Assert.Equal(element, answer.Element);
        Assert.Equal(given.Dims, answer.Dims);
        Assert.Equal(given.Numbers, answer.Numbers);
    }

    [Fact]
    public void Texts_go_in_and_come_out()
    {
        Write(DataType.String);
        var given = new OnnxTensor([1, 2], ["", "größe"]);
        Assert.Equal(given.Texts, runtime.Run(path, new Dictionary<string, OnnxTensor>(StringComparer.Ordinal) { ["x"] = given })["y"].Texts);
    }

    [Fact]
    public void Refusals_name_the_file_in_one_line()
    {
        void Refused(params (string Name, OnnxTensor Value)[] inputs)
        {
            var error = Assert.Throws<ModelFileException>(() => runtime.Run(path, inputs.ToDictionary(input => input.Name, input => input.Value, StringComparer.Ordinal)));
            Assert.StartsWith(path + ": ONNX Runtime says: ", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
        Refused();
        File.WriteAllText(path, "no graph");
        Refused();
        Write(DataType.Float);
        Refused(("z", new(OnnxElement.Float, [1, 2], [0, 1])));
        Refused(("x", new(OnnxElement.Float, [1, 3], [0, 1, 2])));
        Refused(("x", new([1, 2], ["a", "b"])));
    }

    private void Write(DataType type)
    {
        var graph = new GraphBuilder("test", type);
        graph.Input(graph.Unique("x"), "", 2);
        graph.Output(graph.Node("Identity", "y", ["x"]), "", 2);
        File.WriteAllBytes(path, graph.Build("", [], operatorSet: 17).ToByteArray());
    }
}
