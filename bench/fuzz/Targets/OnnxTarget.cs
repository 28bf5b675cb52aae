using Backprop.Onnx;

namespace Backprop.Fuzz;

/// <summary>ONNX graphs: imported as nets and run.</summary>
internal sealed class OnnxTarget : Target
{
    public override string Name => "onnx";

    protected override string[] Words => ["Gemm", "MatMul", "Add", "Mul", "Div", "Erf", "Exp", "Clip", "PRelu", "Concat", "Softmax", "LogSoftmax", "Dropout", "Flatten", "Reshape", "Squeeze", "Shape", "BatchNormalization", "ArgMax", "ZipMap", "Scaler", "Cast", "location", "\u00ff\u00ff\u00ff\u00ff\u0007", "\u0080\u0080\u0080\u0008", "\u0000", "\u0001", "output", "input"];

    public override void Run(string path)
    {
        var network = OnnxFile.Import<float>(path);
        _ = network.Run(new float[network.Topology.Inputs.Sum(static group => group.Size)]);
    }

    public override bool IsDocumented(Exception exception) => exception is ModelFileException;

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return Nets.Written(static path => OnnxFile.Export(new Network<float>(Nets.Layered).Randomize(1), path));
        yield return Nets.Written(static path => OnnxFile.Export(new Network<double>(Topology.Layered(2, 3, 1)).Randomize(1), path));
        yield return Nets.Written(static path => OnnxFile.Export(
            new Network<float>(Topology.Build(static net => net.Output("kind", 2, UnitFunction.Softmax).From(net.Input("numbers", 2), net.Input("color", 2)))).Randomize(1), path, new OnnxOptions
            {
                Inputs = [new("numbers", [new OnnxNumber("age", 40, 10), new OnnxBoolean("member", "no", "yes")]), new("color", [new OnnxCategory("color", ["red", "blue"])])],
                Outputs = [new("kind", [new OnnxCategory("kind", ["a", "b"])])],
            }));
    }
}
