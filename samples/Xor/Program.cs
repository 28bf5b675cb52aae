// Exclusive or, from scratch: a net with two hidden units learns it, is saved, and is used again from the file.
using Backprop;

var topology = Topology.Layered(2, 2, 1); // logistic units, biases
Console.WriteLine(topology);

var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
var net = new Network<float>(topology).Randomize(seed: 1, range: 0.3);
var trainer = new Trainer<float>(net, xor, new GradientDescent { LearningRate = 0.5, Momentum = 0.9 });
var history = trainer.Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(10_000));
Console.WriteLine($"{history.Stopped} after {history.Sweeps} sweeps, E = {history.Error:F4}");

var path = Path.Combine(Path.GetTempPath(), $"xor-{Guid.NewGuid():N}.safetensors");
Model.Of(trainer).Save(path);
var loaded = Model.Load(path).Network<float>();
foreach (var (a, b) in new[] { (0f, 0f), (0f, 1f), (1f, 0f), (1f, 1f) })
    Console.WriteLine($"{a} xor {b} = {loaded.Run(a, b)[0]:F2}");
File.Delete(path);
