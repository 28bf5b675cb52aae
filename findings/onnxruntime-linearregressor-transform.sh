#!/bin/bash
# Guess:   the post_transform of LinearRegressor (here LOGISTIC) is applied in ONNX Runtime whatever the number of
#          targets.
# Seen:    with one target it is left out, and the plain sum is the answer; with two targets it is applied.
# Matters: a regression with one output beyond the range of its function looks like a fault of the exporter. Backprop
#          writes Gemm and Sigmoid, which have no such case.
# Version: Microsoft.ML.OnnxRuntime 1.31.1; OnnxSharp 0.3.2 and Google.Protobuf 3.30.2 write the files (NuGet). Needs
#          the .NET 10 SDK.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export TMPDIR="$dir" NUGET_PACKAGES="$dir/packages" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
cat > check.cs <<'CS'
#:package Microsoft.ML.OnnxRuntime@1.31.1
#:package OnnxSharp@0.3.2
#:package Google.Protobuf@3.30.2
#:property PublishAot=false
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Onnx;

// The totals are 0.5·1 + 1·2 + 0.1 = 2.6; the logistic function of 2.6 is 0.931.
Console.WriteLine($"one target: {Run("LinearRegressor", [1, 2], Floats("coefficients", 0.5f, 1), Floats("intercepts", 0.1f), Text("post_transform", "LOGISTIC"))[0]:0.000}");
Console.WriteLine($"two targets: {string.Join(' ', Run("LinearRegressor", [1, 2], Floats("coefficients", 0.5f, 1, 0.5f, 1), Floats("intercepts", 0.1f, 0.1f), Number("targets", 2), Text("post_transform", "LOGISTIC")).Select(y => y.ToString("0.000")))}");

AttributeProto Floats(string name, params float[] values) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Floats, Floats = { values } };
AttributeProto Text(string name, string value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };
AttributeProto Number(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

float[] Run(string op, float[] row, params AttributeProto[] attributes)
{
    var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "g" } };
    model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
    model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 3 });
    var node = new NodeProto { OpType = op, Domain = "ai.onnx.ml" };
    node.Input.Add("x");
    node.Output.Add("y");
    node.Attribute.Add(attributes);
    model.Graph.Node.Add(node);
    model.Graph.Input.Add(Value("x", 1));
    model.Graph.Output.Add(Value("y", 1));
    using var session = new InferenceSession(model.ToByteArray());
    using var results = session.Run([NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(row, [1, row.Length]))]);
    return results.First().AsEnumerable<float>().ToArray();
}

ValueInfoProto Value(string name, int type)
{
    var shape = new TensorShapeProto();
    shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = name + "0" });
    shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = name + "1" });
    return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } } };
}
CS
dotnet run check.cs | tee out
diff out - <<'OUT'
one target: 2.600
two targets: 0.931 0.931
OUT
echo "as seen"
