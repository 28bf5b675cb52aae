#!/bin/bash
# Guess:   a missing value of a DataFrame is missing for ML.NET too, whatever the type of the column: NaN once it is a
#          number, which ReplaceMissingValues replaces by the mean of the column, 2 for 1, null, 3.
# Seen:    the type decides without a word. A null of a float column is NaN; of an integer column it is 0, of yes and no
#          false, of dates the year 1, and nothing can replace them. The DataFrame itself still counts the null.
# Matters: the same table gives other training data, depending on whether a column was loaded as integers or as floats.
#          Table.From of Backprop.ML takes the DataFrame with its nulls.
# Version: Microsoft.Data.Analysis 0.23.1, Microsoft.ML 5.0.1 (NuGet). Needs the .NET 10 SDK.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export TMPDIR="$dir" NUGET_PACKAGES="$dir/packages" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
cat > check.cs <<'CS'
#:package Microsoft.ML@5.0.1
#:package Microsoft.Data.Analysis@0.23.1
#:property PublishAot=false
using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

File.WriteAllText("table.csv", "real,whole,day,yes\n1,1,2026-01-31,true\n,,,\n3,3,2026-03-31,true\n");
DataFrame frame = DataFrame.LoadCsv("table.csv", dataTypes: [typeof(float), typeof(int), typeof(DateTime), typeof(bool)]);
Console.WriteLine($"DataFrame, missing: {string.Join(", ", frame.Columns.Select(column => $"{column.Name} {column.NullCount}"))}; mean of whole {frame["whole"].Mean()}");

IDataView view = frame;
var ml = new MLContext(seed: 1);
InputOutputColumnPair[] columns = [new("real"), new("whole"), new("yes")];
var numbers = ml.Transforms.Conversion.ConvertType(columns, DataKind.Single);
Show("ML.NET, as numbers", numbers.Fit(view).Transform(view));
var replaced = numbers.Append(ml.Transforms.ReplaceMissingValues(columns, MissingValueReplacingEstimator.ReplacementMode.Mean));
Show("missing replaced", replaced.Fit(view).Transform(view));
Console.WriteLine($"ML.NET, day: {string.Join(' ', view.GetColumn<DateTime>("day").Select(day => $"{day:yyyy-MM-dd}"))}");

void Show(string name, IDataView rows) =>
    Console.WriteLine($"{name}: {string.Join(", ", columns.Select(column => $"{column.OutputColumnName} {string.Join(' ', rows.GetColumn<float>(column.OutputColumnName))}"))}");
CS
dotnet run check.cs | tee out
diff out - <<'OUT'
DataFrame, missing: real 1, whole 1, day 1, yes 1; mean of whole 2
ML.NET, as numbers: real 1 NaN 3, whole 1 0 3, yes 1 0 1
missing replaced: real 1 2 3, whole 1 0 3, yes 1 0 1
ML.NET, day: 2026-01-31 0001-01-01 2026-03-31
OUT
echo "as seen"
