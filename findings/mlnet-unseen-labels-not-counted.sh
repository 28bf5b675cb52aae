#!/bin/bash
# Guess:   a test row whose label did not occur in training counts as an error in ML.NET's multiclass evaluation: it
#          cannot be predicted right.
# Seen:    such rows are left out of the accuracy, the log-loss and the confusion matrix without a word: 2 of 4 test
#          rows have the unseen label 'c', and both accuracies are 1.
# Matters: an accuracy from ML.NET can be over fewer rows than the file has. Count the rows of the confusion matrix
#          before comparing. Backprop's test stops at such a row and names its line.
# Version: Microsoft.ML 5.0.1 (NuGet). Needs the .NET 10 SDK.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export TMPDIR="$dir" NUGET_PACKAGES="$dir/packages" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
cat > check.cs <<'CS'
#:package Microsoft.ML@5.0.1
#:property PublishAot=false
using Microsoft.ML;
using Microsoft.ML.Data;

var ml = new MLContext(seed: 1);
IDataView training = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Row { Label = i % 2 == 0 ? "a" : "b", X = i % 2 }));
IDataView test = ml.Data.LoadFromEnumerable([
    new Row { Label = "a", X = 0 }, new Row { Label = "b", X = 1 }, new Row { Label = "c", X = 0 }, new Row { Label = "c", X = 1 }]);
var model = ml.Transforms.Conversion.MapValueToKey("Label")
    .Append(ml.Transforms.Concatenate("Features", "X"))
    .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
    .Fit(training);

MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
double counted = metrics.ConfusionMatrix.Counts.Sum(row => row.Sum());
Console.WriteLine($"4 rows, {counted} in the confusion matrix, micro accuracy {metrics.MicroAccuracy}, macro accuracy {metrics.MacroAccuracy}");

class Row { public required string Label { get; set; } public float X { get; set; } }
CS
dotnet run check.cs | tee out
diff out - <<'OUT'
4 rows, 2 in the confusion matrix, micro accuracy 1, macro accuracy 1
OUT
echo "as seen"
