// From a CSV file to a model, and from the model's file to an answer. The same in one command: backprop train iris.csv --target species
using Backprop;
using Backprop.Data;

var path = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "iris.csv");
var table = Table.Read(path, new ColumnChoices { Targets = ["species"] });
var trained = TableTraining.Train(table, new TableTrainingOptions { Hidden = [16], Restarts = 2, Seed = 1 });
Console.WriteLine($"{trained.History.Stopped} after {trained.History.Sweeps} sweeps, the best at {trained.History.BestSweep}");
if (trained.Scores?.Classes["species"] is { } scores)
    Console.WriteLine($"right on {scores.Right} of {scores.Count} rows that it never saw");

// The file holds the encoding too, so it takes raw rows.
var file = Path.Combine(Path.GetTempPath(), "iris.safetensors");
trained.Model.Save(file);
var flower = new Dictionary<string, object?> { ["sepal length"] = 5.1, ["sepal width"] = 3.5, ["petal length"] = 1.4, ["petal width"] = 0.2 };
var answer = Model.Load(file).Predict(flower)[0];
Console.WriteLine($"{answer.Target}: {answer.Text} ({answer.Probabilities.Max():P0})");
