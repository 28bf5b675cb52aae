// prints: the same to 1e-6
using Backprop;
using Backprop.Onnx;

var net = new Network<float>(Topology.Layered(4, 8, 3)).Randomize(seed: 1);
OnnxFile.Export(net, "net.onnx");
double largest = OnnxFile.Verify(net, "net.onnx", runtime: new OnnxRuntime()).LargestDifference;
Console.WriteLine(largest < 1e-6 ? "the same to 1e-6" : "another");
