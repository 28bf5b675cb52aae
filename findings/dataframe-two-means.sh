#!/bin/bash
# Guess:   the mean of a DataFrame column with a missing value is over the values that are there, wherever it is shown,
#          and the sum of a column of bytes or integers does not wrap.
# Seen:    Mean() of 1, null, 3 is 2, but Description() shows 1.333: it divides by the number of rows. A column of the
#          bytes 200 and 100 has the sum 44 and the mean 22; two times 2,000,000,000 as integers has a negative mean.
# Matters: statistics taken from Description() to standardize a column by hand are wrong where cells are missing.
#          Backprop's means are over the values that are there, in double precision.
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

var bytes = new ByteDataFrameColumn("x", new byte[] { 200, 100 });
Console.WriteLine($"bytes 200, 100: sum {bytes.Sum()}, mean {bytes.Mean()}");
var integers = new Int32DataFrameColumn("x", new[] { 2_000_000_000, 2_000_000_000 });
Console.WriteLine($"integers 2000000000, 2000000000: mean {integers.Mean()}");
CS
dotnet run check.cs | tee out
diff out - <<'OUT'
1, null, 3: Mean() 2.000, Description() 1.333
bytes 200, 100: sum 44, mean 22
integers 2000000000, 2000000000: mean -147483648
OUT
echo "as seen"
