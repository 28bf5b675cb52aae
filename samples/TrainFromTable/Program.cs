// From a CSV file to a model, and from the model's file to an answer. The same in one command: backprop train iris.csv --target species
using Backprop;
using Backprop.Data;

var path = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "iris.csv");
var table = Table.Read(path, new ColumnChoices { Targets = ["species"] });

// Splits the rows by class, fits the encoding to the training part alone, and makes the net that fits the columns.
var training = TableTraining.Prepare(table, new TableTrainingOptions { Hidden = [16], Seed = 1 });
var trainer = training.Start();
var history = trainer.Run(training.Stop);
Console.WriteLine($"{history.Stopped} after {history.Sweeps} sweeps, the best at {history.BestSweep}");

var scores = TableScores.Of(training.Encoding, trainer.Network, table, training.Split.Test);
Console.WriteLine($"right on {scores.Classes["species"].Right} of {scores.Classes["species"].Count} rows that it never saw");

// The file holds the encoding too, so it answers raw rows.
var file = Path.Combine(Path.GetTempPath(), "iris.safetensors");
(Model.Of(trainer) with { Encodings = training.Encoding.ToJson() }).Save(file);
var flower = new Dictionary<string, object?> { ["sepal length"] = 5.1, ["sepal width"] = 3.5, ["petal length"] = 1.4, ["petal width"] = 0.2 };
var answer = Model.Load(file).Predict(flower)[0];
Console.WriteLine($"{answer.Target}: {answer.Text} ({answer.Probabilities.Max():P0})");
