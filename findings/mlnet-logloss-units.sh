#!/bin/bash
# Guess:   the log-loss that ML.NET reports is in the same unit for two classes and for more: natural logarithms, as
#          the documentation of the binary one says (ln).
# Seen:    for the same probabilities, BinaryClassification.Evaluate gives it in bits (logarithm to base 2),
#          MulticlassClassification.Evaluate in nats. 0.8 and 0.6 for the true classes give 0.529 and 0.367.
# Matters: Backprop's cross-entropy and scikit-learn's log-loss are natural: multiply ML.NET's binary log-loss by ln 2
#          before comparing.
# Version: Microsoft.ML 5.0.1 (NuGet). Needs the .NET 10 SDK.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export TMPDIR="$dir" NUGET_PACKAGES="$dir/packages" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
cat > check.cs <<'CS'
#:package Microsoft.ML@5.0.1
#:property PublishAot=false
using Microsoft.ML;
using Microsoft.ML.Data;

var ml = new MLContext();
IDataView two = ml.Data.LoadFromEnumerable([
    new Two { Label = true, Score = 1, Probability = 0.8f, PredictedLabel = true },
    new Two { Label = false, Score = -1, Probability = 0.4f, PredictedLabel = false }]);
IDataView many = ml.Data.LoadFromEnumerable([
    new Many { Label = "yes", Score = [0.8f, 0.2f] },
    new Many { Label = "no", Score = [0.4f, 0.6f] }]);
many = ml.Transforms.Conversion.MapValueToKey("Label").Append(ml.Transforms.CopyColumns("PredictedLabel", "Label")).Fit(many).Transform(many);

Console.WriteLine($"natural: {-(Math.Log(0.8) + Math.Log(0.6)) / 2:0.000}, base 2: {-(Math.Log2(0.8) + Math.Log2(0.6)) / 2:0.000}");
Console.WriteLine($"binary: {ml.BinaryClassification.Evaluate(two).LogLoss:0.000}");
Console.WriteLine($"multiclass: {ml.MulticlassClassification.Evaluate(many).LogLoss:0.000}");

class Two { public bool Label { get; set; } public float Score { get; set; } public float Probability { get; set; } public bool PredictedLabel { get; set; } }
class Many { public required string Label { get; set; } [VectorType(2)] public required float[] Score { get; set; } }
CS
dotnet run check.cs | tee out
diff out - <<'OUT'
natural: 0.367, base 2: 0.529
binary: 0.529
multiclass: 0.367
OUT
echo "as seen"
