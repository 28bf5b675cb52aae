#!/bin/bash
# Guess:   LightGBM trained by ML.NET without options has LightGBM's own defaults: learning rate 0.1, up to 31 leaves.
# Seen:    ML.NET sets its own: learning rate 0.2, up to 20 leaves. The first tree moves the prediction by a fifth of
#          the way from the mean, and no tree of 1,000 noisy rows has more than 20 leaves.
# Matters: 'LightGBM with its defaults' is another model when it comes through ML.NET: a comparison of Backprop with it
#          must name the settings.
# Version: Microsoft.ML.LightGbm 5.0.1 with its LightGBM 4.6.0 (NuGet), LightGBM's documented defaults of 4.6. Needs
#          the .NET 10 SDK.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export TMPDIR="$dir" NUGET_PACKAGES="$dir/packages" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
cat > check.cs <<'CS'
#:package Microsoft.ML.LightGbm@5.0.1
#:property PublishAot=false
using Microsoft.ML;
using Microsoft.ML.Data;

var ml = new MLContext(seed: 1);
var random = new Random(1);

// Half of the targets is 0, half is 1, and one column tells which: leaves before shrinking are 0.5 from the mean.
var tree = Fit(Enumerable.Range(0, 1000).Select(i => new Row { Features = [i % 2, i % 7], Label = i % 2 })).First();
Console.WriteLine($"learning rate: {tree.LeafValues.Max() - tree.LeafValues.Min():0.000}");

var noisy = Enumerable.Range(0, 1000).Select(_ => new Row { Features = [random.NextSingle(), random.NextSingle()], Label = random.NextSingle() });
Console.WriteLine($"most leaves: {Fit(noisy).Max(each => each.NumberOfLeaves)}");

IEnumerable<Microsoft.ML.Trainers.FastTree.RegressionTree> Fit(IEnumerable<Row> rows) =>
    ml.Regression.Trainers.LightGbm().Fit(ml.Data.LoadFromEnumerable(rows.ToArray())).Model.TrainedTreeEnsemble.Trees;

class Row { [VectorType(2)] public required float[] Features { get; set; } public float Label { get; set; } }
CS
dotnet run check.cs | tee out
diff out - <<'OUT'
learning rate: 0.200
most leaves: 20
OUT
echo "as seen"
