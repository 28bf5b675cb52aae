#!/bin/bash
# Guess:   ML.NET's NormalizeMinMax moves a column to 0…1, NormalizeMeanVariance to mean 0 and deviation 1.
# Seen:    by default neither moves the zero: 100, 101, 102 becomes 0.980, 0.990, 1 and 0.990, 1.000, 1.010. Only with
#          fixZero: false does it become 0, 0.5, 1 and -1.225, 0, 1.225.
# Matters: a column far from zero (a year, a temperature in kelvin) reaches a net nearly constant. Backprop
#          standardizes columns itself: give it the raw column.
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
IDataView rows = ml.Data.LoadFromEnumerable(new[] { 100f, 101f, 102f }.Select(x => new Row { X = x }));

Show("min-max, default", ml.Transforms.NormalizeMinMax("X"));
Show("min-max, fixZero: false", ml.Transforms.NormalizeMinMax("X", fixZero: false));
Show("mean and variance, default", ml.Transforms.NormalizeMeanVariance("X"));
Show("mean and variance, fixZero: false", ml.Transforms.NormalizeMeanVariance("X", fixZero: false));

void Show<T>(string name, IEstimator<T> normalizer) where T : ITransformer
{
    IEnumerable<float> column = normalizer.Fit(rows).Transform(rows).GetColumn<float>("X");
    Console.WriteLine($"{name}: {string.Join(' ', column.Select(x => x.ToString("0.000")))}");
}

class Row { public float X { get; set; } }
CS
dotnet run check.cs | tee out
diff out - <<'OUT'
min-max, default: 0.980 0.990 1.000
min-max, fixZero: false: 0.000 0.500 1.000
mean and variance, default: 0.990 1.000 1.010
mean and variance, fixZero: false: -1.225 0.000 1.225
OUT
echo "as seen"
