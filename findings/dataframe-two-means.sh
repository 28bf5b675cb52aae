#!/bin/bash
# Guess:   the mean of a DataFrame column with a missing value is over the values that are there, wherever it is shown.
# Seen:    Mean() of 1, null, 3 is 2, but Description() shows 1.333: it divides by the number of rows.
# Matters: statistics taken from Description() to standardize a column by hand are wrong where cells are missing.
#          Backprop's means are over the values that are there.
# Version: Microsoft.Data.Analysis 0.23.1 (NuGet). Needs the .NET 10 SDK.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export TMPDIR="$dir" NUGET_PACKAGES="$dir/packages" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
cat > check.cs <<'CS'
#:package Microsoft.Data.Analysis@0.23.1
#:property PublishAot=false
using Microsoft.Data.Analysis;

var missing = new DoubleDataFrameColumn("x", new double?[] { 1, null, 3 });
DataFrame description = new DataFrame(missing).Description();
for (long row = 0; row < description.Rows.Count; row++)
    if ((string)description.Rows[row][0] == "Mean")
        Console.WriteLine($"1, null, 3: Mean() {missing.Mean():0.000}, Description() {description.Rows[row][1]:0.000}");
CS
dotnet run check.cs | tee out
diff out - <<'OUT'
1, null, 3: Mean() 2.000, Description() 1.333
OUT
echo "as seen"
