// ahead of time
// with: Microsoft.Extensions.Logging 10.0.15
// prints: setosa
// prints: virginica
// prints: column 'Color' holds 'green', which is not one of the categories seen in training (blue, white)
// prints: Healthy: model 1 answers
// prints: backprop.model_loads 1
// prints: backprop.predictions 2
// prints: backprop.refused 1
// prints: backprop.unseen_categories 1
// prints: Degraded
using System.Diagnostics.Metrics;
using Backprop.Data;
using Backprop.Services;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

// The metrics, by a listener, as a collector has one.
var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
using var listener = new MeterListener
{
    InstrumentPublished = (instrument, listener) =>
    {
        if (instrument.Meter.Name == "Backprop")
            listener.EnableMeasurementEvents(instrument);
    },
};
listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => counts[instrument.Name] = counts.GetValueOrDefault(instrument.Name) + value);
listener.Start();

// Flowers of a file, as objects with one more property.
var flowers = File.ReadLines("iris.csv").Skip(1).Select(line => line.Split(',')).Select((cells, i) =>
    new Flower(Number(cells[0]), Number(cells[1]), Number(cells[2]), Number(cells[3]), i % 2 == 0 ? "white" : "blue", cells[4])).ToList();
TableTraining.From(flowers, new TableTrainingOptions { Sweeps = 60, Members = 1 }).Run().Model.Save("iris.safetensors");

var services = new ServiceCollection();
services.AddLogging();
services.AddBackprop(options => options.Path = "iris.safetensors").For<Flower, Answer>();
services.AddHealthChecks().AddBackprop();
using var provider = services.BuildServiceProvider();

var model = provider.GetRequiredService<RowService<Flower, Answer>>();
var answers = new Answer[2];
model.Predict([new(5.1, 3.5, 1.4, 0.2, "white"), new(6.3, 3.3, 6.0, 2.5, "blue")], answers);
foreach (var answer in answers)
    Console.WriteLine(answer.Species);
try
{
    model.Predict(new Flower(5.1, 3.5, 1.4, 0.2, "green"));
}
catch (DataException wrong)
{
    Console.WriteLine(wrong.Message);
}

var checks = provider.GetRequiredService<HealthCheckService>();
var health = await checks.CheckHealthAsync();
Console.WriteLine($"{health.Status}: {health.Entries["backprop"].Description}");
foreach (var (name, count) in counts)
    Console.WriteLine($"{name} {count}");

// A file that is not a model is not taken, and the check says so.
File.WriteAllText("iris.safetensors", "none");
model.Service.Reload();
Console.WriteLine((await checks.CheckHealthAsync()).Status);

static double Number(string cell) => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture);

[TableRow]
public sealed partial record Flower(double SepalLength, double SepalWidth, double PetalLength, double PetalWidth, string Color, [TargetColumn] string Species = "");

[TableAnswer]
public readonly partial record struct Answer(string Species, [ProbabilityOf("Species")] double Probability);
