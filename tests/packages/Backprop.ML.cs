// prints: setosa
// prints: setosa, by another process
// prints: 150 answers in a DataFrame, the first setosa
using System.Diagnostics;
using Backprop.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

var mlContext = new MLContext(seed: 1);
var flower = new Flower { SepalLength = 5.1f, SepalWidth = 3.5f, PetalLength = 1.4f, PetalWidth = 0.2f };

// Started by itself, below: a process that has trained nothing.
if (args is ["load"])
{
    var loaded = mlContext.Model.Load("iris.zip", out _);
    Console.WriteLine($"{mlContext.Model.CreatePredictionEngine<Flower, Answer>(loaded).Predict(flower).PredictedLabel}, by another process");
    return;
}

var data = mlContext.Data.LoadFromTextFile<Flower>("iris.csv", separatorChar: ',', hasHeader: true);
var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label", "Species")
    .Append(mlContext.Transforms.Concatenate("Features", "SepalLength", "SepalWidth", "PetalLength", "PetalWidth"))
    .Append(mlContext.MulticlassClassification.Trainers.Backprop())
    .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
var model = pipeline.Fit(data);
mlContext.Model.Save(model, data.Schema, "iris.zip");

Console.WriteLine(mlContext.Model.CreatePredictionEngine<Flower, Answer>(model).Predict(flower).PredictedLabel);
using (var other = Process.Start("dotnet", [Environment.GetCommandLineArgs()[0], "load"]))
    other.WaitForExit();

var table = Table.From(data, new ColumnChoices { Targets = ["Species"] });
var trained = new TableModel(TableTraining.Train(table).Model);
var answers = trained.Predict(data);                                // a DataFrame
Console.WriteLine($"{answers.Rows.Count} answers in a DataFrame, the first {answers["Species"][0]}");

public sealed class Flower
{
    [LoadColumn(0)]
    public float SepalLength { get; set; }

    [LoadColumn(1)]
    public float SepalWidth { get; set; }

    [LoadColumn(2)]
    public float PetalLength { get; set; }

    [LoadColumn(3)]
    public float PetalWidth { get; set; }

    [LoadColumn(4)]
    public string Species { get; set; } = "";
}

public sealed class Answer
{
    public string PredictedLabel { get; set; } = "";
}
