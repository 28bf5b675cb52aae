// prints: net.svg, weights.svg and error.svg are pictures
using Backprop;
using Backprop.Figures;

var net = new Network<float>(Topology.Layered(2, 2, 1)).Randomize(seed: 1);
var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
var history = new Trainer<float>(net, xor, new GradientDescent { LearningRate = 0.5, Momentum = 0.9 }).Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(10_000));

UnitDiagram.From(net).Save("net.svg");
WeightPanels.From(net).Save("weights.svg");
ErrorCurves.From(history).Save("error.svg");

string[] files = ["net.svg", "weights.svg", "error.svg"];
if (files.All(static file => File.ReadAllText(file).StartsWith("<svg ", StringComparison.Ordinal)))
    Console.WriteLine($"{files[0]}, {files[1]} and {files[2]} are pictures");
