// ahead of time
// prints: 0.80615026
// prints: all within 0.2 after 1023 sweeps
// prints: read again: 0.80615026
using Backprop;

var topology = Topology.Layered(2, 2, 1);                       // logistic units with biases
var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);

var net = new Network<float>(topology).Randomize(seed: 1, range: 0.3);
var trainer = new Trainer<float>(net, xor, new GradientDescent { LearningRate = 0.5, Momentum = 0.9 });
trainer.Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(10_000));

Console.WriteLine(net.Run([0, 1])[0]);
Model.Of(trainer).Save("xor.safetensors");

Console.WriteLine($"{trainer.History.Stopped} after {trainer.History.Sweeps} sweeps");
Console.WriteLine($"read again: {Model.Load("xor.safetensors").Network<float>().Run([0, 1])[0]}");
