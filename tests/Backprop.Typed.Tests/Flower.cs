using System.Globalization;

namespace Backprop.Data.Tests;

/// <summary>A row of iris.csv, whose columns are named with blanks.</summary>
[TableRow]
public sealed partial record Flower
{
    [TableColumn("sepal length")]
    public double SepalLength { get; init; }

    [TableColumn("sepal width")]
    public double SepalWidth { get; init; }

    [TableColumn("petal length")]
    public double PetalLength { get; init; }

    [TableColumn("petal width")]
    public double PetalWidth { get; init; }

    [TableColumn("species"), TargetColumn]
    public string? Species { get; init; }

    /// <summary>The rows of the file.</summary>
    public static Flower[] All { get; } = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "tables", "iris.csv")).Skip(1).Select(static line => line.Split(',')).Select(static cells => new Flower
    {
        SepalLength = Number(cells[0]),
        SepalWidth = Number(cells[1]),
        PetalLength = Number(cells[2]),
        PetalWidth = Number(cells[3]),
        Species = cells[4],
    })];

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}

public enum Species
{
    Setosa,
    Versicolor,
    Virginica,
}

/// <summary>What a model of iris.csv answers.</summary>
[TableAnswer]
public readonly partial record struct Kind(Species Species, [ProbabilityOf(nameof(Species))] double Probability, [ProbabilityOf("species", "setosa")] float Setosa);
