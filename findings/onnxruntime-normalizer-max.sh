#!/bin/bash
# Guess:   Normalizer with norm MAX in ONNX Runtime divides a row by its largest magnitude, as scikit-learn's
#          Normalizer('max') does.
# Seen:    it divides by the largest value, sign included: -4, 2 becomes -2, 1 and -4, -2 becomes 2, 1. The definition
#          of the operator says so (x / max(x)); L1 and L2 use magnitudes.
# Matters: a row of negative numbers changes sign on its way into the net. Normalize before the graph, or let
#          Backprop's encodings do it.
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

foreach (float[] row in new float[][] { [-4, 2], [-4, -2] })
    Console.WriteLine($"{string.Join(' ', row)}: MAX {Show("MAX", row)}, L1 {Show("L1", row)}");

string Show(string norm, float[] row) => string.Join(' ', Run("Normalizer", row, Text("norm", norm)).Select(y => y.ToString("0.000")));
AttributeProto Text(string name, string value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

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
-4 2: MAX -2.000 1.000, L1 -0.667 0.333
-4 -2: MAX 2.000 1.000, L1 -0.667 -0.333
OUT
echo "as seen"
