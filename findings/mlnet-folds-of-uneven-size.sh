#!/bin/bash
# Guess:   ML.NET's CrossValidationSplit into 5 folds of 10 rows gives folds of 2 rows, TrainTestSplit with a fifth a
#          test set of 2.
# Seen:    each row is assigned by a random number of its own, so the sizes vary: folds of 1, 1, 1, 2 and 5 rows, a
#          test set of 1; of 100 rows 16 to 23 per fold.
# Matters: on small tables a fold can be tiny or empty, and a mean over folds weighs rows unequally. Backprop's parts
#          have the share asked for to within a row or two; give both programs the same rows for a fair comparison.
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
foreach (int count in new[] { 10, 100 })
{
    IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row { X = i }));
    IEnumerable<int> folds = ml.Data.CrossValidationSplit(rows, numberOfFolds: 5, seed: 1).Select(fold => fold.TestSet.GetColumn<float>("X").Count());
    int test = ml.Data.TrainTestSplit(rows, testFraction: 0.2, seed: 1).TestSet.GetColumn<float>("X").Count();
    Console.WriteLine($"{count} rows: folds of {string.Join(' ', folds)}, test set of {test}");
}

class Row { public float X { get; set; } }
CS
dotnet run check.cs | tee out
diff out - <<'OUT'
10 rows: folds of 1 1 1 2 5, test set of 1
100 rows: folds of 23 16 16 22 23, test set of 23
OUT
echo "as seen"
