#!/bin/bash
# Guess:   an ONNX graph that takes the largest value or its index from a row with NaN treats the NaN alike wherever it
#          stands: NaN, or the index of the NaN, as NumPy does.
# Seen:    ReduceMax and ArgMax in ONNX Runtime pass over a NaN in the middle (1, NaN, 3: 3 and index 2) and are caught
#          by one in the first place (NaN, 1, 3: NaN and index 0).
# Matters: a class chosen by ArgMax in a graph can look valid though the net's states are not finite. Backprop's
#          exported graphs test for that and answer the empty text.
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

foreach (float[] row in new float[][] { [1, float.NaN, 3], [float.NaN, 1, 3] })
    Console.WriteLine($"{string.Join(", ", row)}: ReduceMax {Run("ReduceMax", row)[0]}, ArgMax {Run("ArgMax", row)[0]}");

float[] Run(string op, float[] row)
{
    var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "g" } };
    model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
    var node = new NodeProto { OpType = op };
    node.Input.Add("x");
    node.Output.Add("y");
    node.Attribute.Add(op == "ArgMax"
        ? new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 1 }
        : new AttributeProto { Name = "axes", Type = AttributeProto.Types.AttributeType.Ints, Ints = { 1 } });
    model.Graph.Node.Add(node);
    model.Graph.Input.Add(Value("x", 1));
    model.Graph.Output.Add(Value("y", op == "ArgMax" ? 7 : 1));
    using var session = new InferenceSession(model.ToByteArray());
    using var results = session.Run([NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(row, [1, row.Length]))]);
    return op == "ArgMax" ? [.. results.First().AsEnumerable<long>()] : [.. results.First().AsEnumerable<float>()];
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
1, NaN, 3: ReduceMax 3, ArgMax 2
NaN, 1, 3: ReduceMax NaN, ArgMax 0
OUT
echo "as seen"
