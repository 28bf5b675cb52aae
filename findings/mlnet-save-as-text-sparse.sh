#!/bin/bash
# Guess:   ML.NET's SaveAsText writes every row of a vector column with all its values: a table that any reader of CSV
#          can read.
# Seen:    a row that is mostly zeros is written sparse, as its length and index:value pairs ('6,5:1'); other rows of
#          the same file are written in full. A TextLoader with its default options reads the sparse row back as 6,
#          NaN, 0, … without an error. forceDense: true writes all rows in full.
# Matters: one-hot columns are mostly zeros, so this is the usual case. Export with forceDense: true before Backprop or
#          another program reads the table.
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
IDataView rows = ml.Data.LoadFromEnumerable([new Row { X = [0, 0, 0, 0, 0, 1] }, new Row { X = [1, 2, 3, 4, 5, 6] }]);
Save(forceDense: false);
IDataView read = ml.Data.CreateTextLoader([new TextLoader.Column("X", DataKind.Single, 0, 5)], separatorChar: ',').Load("table.csv");
Console.WriteLine($"read back: {string.Join(" | ", read.GetColumn<float[]>("X").Select(x => string.Join(' ', x)))}");
Save(forceDense: true);

void Save(bool forceDense)
{
    using (FileStream file = File.Create("table.csv"))
        ml.Data.SaveAsText(rows, file, separatorChar: ',', headerRow: false, schema: false, forceDense: forceDense);
    Console.WriteLine($"forceDense {forceDense}: {string.Join(" | ", File.ReadAllLines("table.csv").Where(line => line.Length > 0))}");
}

class Row { [VectorType(6)] public required float[] X { get; set; } }
CS
dotnet run check.cs | tee out
diff out - <<'OUT'
forceDense False: 6,5:1 | 1,2,3,4,5,6
read back: 6 NaN 0 0 0 0 | 1 2 3 4 5 6
forceDense True: 0,0,0,0,0,1 | 1,2,3,4,5,6
OUT
echo "as seen"
