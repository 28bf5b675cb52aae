#!/bin/bash
# Guess:   DataFrame.LoadCsv reads a column of times of day (12:30) as text or as times, the same on every day.
# Seen:    it becomes a column of dates: today's date, at that time. The same file gives other values tomorrow.
# Matters: as numbers of days these are values that no training row had. Ask for text (dataTypes) when reading such a
#          column. Backprop takes times of day as words and says so.
# Version: Microsoft.Data.Analysis 0.23.1 (NuGet). Needs the .NET 10 SDK.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export TMPDIR="$dir" NUGET_PACKAGES="$dir/packages" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
cat > check.cs <<'CS'
#:package Microsoft.Data.Analysis@0.23.1
#:property PublishAot=false
using Microsoft.Data.Analysis;

File.WriteAllText("table.csv", "leaves,stops\n12:30,2\n01:05,3\n");
DateTime before = DateTime.Today;
DataFrameColumn column = DataFrame.LoadCsv("table.csv")["leaves"];
var first = (DateTime)column[0];
Console.WriteLine($"{column.DataType.Name}, today: {first.Date >= before && first.Date <= DateTime.Today}, time {first:HH:mm}");
CS
dotnet run check.cs | tee out
diff out - <<'OUT'
DateTime, today: True, time 12:30
OUT
echo "as seen"
