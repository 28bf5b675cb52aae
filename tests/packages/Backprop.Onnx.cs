// prints: the same
using Backprop;
using Backprop.Onnx;

var net = new Network<float>(Topology.Layered(4, 8, 3)).Randomize(seed: 1);
OnnxFile.Export(net, "net.onnx");
Network<float> same = OnnxFile.Import<float>("net.onnx");
Console.WriteLine(net.Run([1, 0, 0.5f, -1]).SequenceEqual(same.Run([1, 0, 0.5f, -1])) ? "the same" : "another");
