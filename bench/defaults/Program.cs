// Trains a net with the default settings on each table, ten seeds each, and writes scores and splits as JSON, for compare.py
// to train scikit-learn's nets on the same rows. Options after the tables try other settings than the defaults.
//   dotnet run -c Release --project bench/defaults -- FOLDER > out/defaults.json
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Backprop;
using Backprop.Data;

var folder = args.FirstOrDefault(a => !a.StartsWith("--", StringComparison.Ordinal)) ?? "out/tables";
string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
double? Number(string name) => Option(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
(string File, string Target)[] tables =
[
    ("iris.csv", "species"), ("wine.csv", "cultivar"), ("breast_cancer.csv", "diagnosis"), ("digits.csv.gz", "digit"),
    ("titanic.csv", "survived"), ("diabetes.csv", "progression"), ("mnist-10k", IdxTable.Label),
];
var options = new TableTrainingOptions
{
    Hidden = Option("--hidden") is { } hidden ? [.. hidden.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(h => int.Parse(h, CultureInfo.InvariantCulture))] : null,
    HiddenFunction = Option("--function") is { } function ? UnitFunction.FromName(function) : null,
    Batch = (int?)Number("--batch") switch { null => null, 0 => Batch.All, { } size => Batch.Of(size) },
    Sweeps = (int?)Number("--sweeps"),
    Patience = (int?)Number("--patience"),
    ValidationShare = Number("--validation") ?? new TableTrainingOptions().ValidationShare,
    Skip = args.Contains("--skip", StringComparer.Ordinal),
    Rule = Option("--rule") switch
    {
        "adam" => new Adam { LearningRate = Number("--rate") ?? 0.003, WeightDecay = Number("--decay") ?? 0 },
        "rprop" => new Rprop { WeightDecay = Number("--decay") ?? 0 },
        "descent" => new GradientDescent { LearningRate = Number("--rate") ?? 0.01, Momentum = Number("--momentum") ?? 0.9, WeightDecay = Number("--decay") ?? 0 },
        _ => null,
    },
};
var seeds = (int)(Number("--seeds") ?? 10);
var results = new List<object>();
foreach (var (file, target) in tables)
{
    if (Option("--only") is { } only && !only.Split(',').Any(o => file.StartsWith(o, StringComparison.Ordinal)))
        continue;
    var path = Path.Combine(folder, file);
    var table = file.EndsWith("10k", StringComparison.Ordinal)
        ? IdxTable.Read(path + "-images", path + "-labels")
        : Table.Read(path, new ColumnChoices { Targets = [target] });
    var runs = new List<object>();
    var scores = new List<double>();
    var clock = Stopwatch.StartNew();
    var sweeps = 0;
    for (var seed = 1; seed <= seeds; seed++)
    {
        var training = TableTraining.Prepare(table, options with { Seed = (ulong)seed });
        var trainer = training.CreateTrainer();
        var history = trainer.Run(training.StopRule);
        var score = Score(training, trainer.Network);
        scores.Add(score);
        sweeps += history.Sweeps;
        runs.Add(new { seed, score, sweeps = history.Sweeps, best = history.BestSweep, training = training.Split.Training, validation = training.Split.Validation, test = training.Split.Test });
    }
    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file,-18} {scores.Average():F4}  {sweeps / seeds} sweeps  {clock.Elapsed.TotalSeconds / seeds:F2} s  [{string.Join(' ', scores.Select(s => s.ToString("F3", CultureInfo.InvariantCulture)))}]"));
    results.Add(new { table = file, target, mean = scores.Average(), seconds = clock.Elapsed.TotalSeconds / seeds, runs });
}
Console.WriteLine(JsonSerializer.Serialize(results));

// Accuracy of classes, R² of numbers, on the test rows.
static double Score(TableTraining training, Network<float> net)
{
    var scores = TableScores.Of(training.Encoding, net, training.Table, training.Split.Test.AsSpan());
    return scores.Classes.Values.FirstOrDefault()?.Accuracy ?? scores.Numbers.Values.Single().RSquared;
}
