#!/bin/bash
# Guess:   ML.NET's TextLoader reads an empty cell of a number column as missing (NaN), as it does for '?', and refuses
#          text that is not a number.
# Seen:    the empty cell is 0; '?', 'NA' and any other text are NaN. In a column of integers the empty cell is 0 too.
#          MissingRealsAsNaNs = true makes the empty cell of a float column NaN.
# Matters: the same CSV file has other missing values in ML.NET than in Backprop, where an empty cell is missing: a
#          comparison of the two on such a table compares different data.
# Version: Microsoft.ML 5.0.1 (NuGet). Needs the .NET 10 SDK.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export TMPDIR="$dir" NUGET_PACKAGES="$dir/packages" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
cat > check.cs <<'CS'
#:package Microsoft.ML@5.0.1
#:property PublishAot=false
using Microsoft.ML;
using Microsoft.ML.Data;

File.WriteAllText("table.csv", "1,1\n,\n?,3\nNA,4\nmany,5\n");
Show("float, default", DataKind.Single, 0, false);
Show("float, MissingRealsAsNaNs", DataKind.Single, 0, true);
Show("integer, MissingRealsAsNaNs", DataKind.Int32, 1, true);

void Show(string name, DataKind kind, int index, bool missingAsNaN)
{
    var options = new TextLoader.Options { Columns = [new("x", kind, index)], Separators = [','], MissingRealsAsNaNs = missingAsNaN };
    IDataView rows = new MLContext().Data.CreateTextLoader(options).Load("table.csv");
    Console.WriteLine($"{name}: {(kind == DataKind.Single ? string.Join(' ', rows.GetColumn<float>("x")) : string.Join(' ', rows.GetColumn<int>("x")))}");
}
CS
dotnet run check.cs | tee out
diff out - <<'OUT'
float, default: 1 0 NaN NaN NaN
float, MissingRealsAsNaNs: 1 NaN NaN NaN NaN
integer, MissingRealsAsNaNs: 1 0 3 4 5
OUT
echo "as seen"
