using System.Globalization;
using Microsoft.ML;

namespace Backprop.ML.Tests;

public sealed class Iris
{
    public float SepalLength { get; set; }

    public float SepalWidth { get; set; }

    public float PetalLength { get; set; }

    public float PetalWidth { get; set; }

    public string Species { get; set; } = "";

    public bool IsVirginica { get; set; }

    public static IDataView Load(MLContext ml) => ml.Data.LoadFromEnumerable(
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "tables", "iris.csv")).Skip(1).Select(static line => line.Split(',')).Select(static cells => new Iris
        {
            SepalLength = Number(cells[0]),
            SepalWidth = Number(cells[1]),
            PetalLength = Number(cells[2]),
            PetalWidth = Number(cells[3]),
            Species = cells[4],
            IsVirginica = cells[4] == "virginica",
        }).ToList());

    public static IEstimator<ITransformer> Features(MLContext ml, params string[] without) =>
        ml.Transforms.Concatenate("Features", [.. new[] { nameof(SepalLength), nameof(SepalWidth), nameof(PetalLength), nameof(PetalWidth) }.Except(without)]);

    private static float Number(string cell) => float.Parse(cell, CultureInfo.InvariantCulture);
}

public sealed class SpeciesAnswer
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
