using Google.Protobuf;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx.Tests;

/// <summary>Every unit function of the library as nodes, for total inputs between −12 and 12.</summary>
public sealed class UnitNodesTests : IDisposable
{
    private readonly OnnxRuntime runtime = new();
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("backprop-onnx-").FullName, "net.onnx");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    public static TheoryData<string> Functions =>
    [
        .. UnitFunction.All.Concat(
        [
            UnitFunction.LeakyRectifiedLinear(-0.3), UnitFunction.Elu(1.7), UnitFunction.HardSigmoid(-0.15, 0.3),
            UnitFunction.Clip(-1, 1), UnitFunction.Clip(-2.1, double.PositiveInfinity), UnitFunction.Clip(double.NegativeInfinity, 0.7),
        ]).Select(function => function.Name),
    ];

    private static Network<T> Net<T>(string function)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var net = new Network<T>(Topology.Build(build => build.Output("out", 3, UnitFunction.FromName(function)).From(build.Input("in", 3)))).Randomize(seed: 5, range: 0.5);
        for (var unit = 0; unit < 3; unit++) net["in->out"][unit * 4] = T.CreateChecked(12);
        return net;
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void In_single_precision_ONNX_Runtime_gives_the_states_to_a_few_ten_millionths_of_the_total_input(string function)
    {
        var net = Net<float>(function);
        OnnxFile.Export(net, path);
        Assert.InRange(OnnxFile.RequiredOperatorSet(net), 9, 11);
        Assert.InRange(OnnxFile.Verify(net, path).LargestDifference, 0, 3e-6);
        Assert.InRange(OnnxFile.Verify(net, path, runtime: runtime).LargestDifference, 0, 3e-6);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void In_double_they_agree_to_twelve_digits(string function)
    {
        var net = Net<double>(function);
        var options = new OnnxOptions { DoublePrecision = true };
        OnnxFile.Export(net, path, options);
        Assert.InRange(OnnxFile.Verify(net, path, options).LargestDifference, 0, 1e-13);
        if (function == "gelu") Assert.Contains("Erf", Assert.Throws<ModelFileException>(() => OnnxFile.Verify(net, path, options, runtime: runtime)).Message, StringComparison.Ordinal);
        else Assert.InRange(OnnxFile.Verify(net, path, options, runtime: runtime).LargestDifference, 0, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void What_is_written_is_read_as_the_same_function(string function)
    {
        OnnxFile.Export(Net<float>(function), path);
        Assert.Equal(function, OnnxFile.Import<float>(path).Topology["out"].UnitFunction.Name);
        OnnxFile.Export(Net<double>(function), path, new OnnxOptions { DoublePrecision = true });
        Assert.Equal(function, OnnxFile.Import<double>(path).Topology["out"].UnitFunction.Name);
    }

    [Theory]
    [InlineData("Elu", 17)]
    [InlineData("Selu", 17)]
    [InlineData("Softplus", 17)]
    [InlineData("Softsign", 17)]
    [InlineData("HardSigmoid", 17)]
    [InlineData("Erf", 17)]
    [InlineData("Clip", 11)]
    public void ONNX_Runtime_lacks_in_double_what_several_nodes_stand_for(string operation, int operatorSet)
    {
        var graph = new GraphBuilder("test", DataType.Double);
        graph.Input(graph.Unique("x"), "", 2);
        graph.Output(graph.Node(operation, "y", ["x"]), "", 2);
        File.WriteAllBytes(path, graph.Build("", [], operatorSet).ToByteArray());
        Assert.Throws<ModelFileException>(() => runtime.Run(path, new Dictionary<string, OnnxTensor>(StringComparer.Ordinal) { ["x"] = new(OnnxElement.Double, [1, 2], [0.5, -0.5]) }));
    }
}
