// prints: net.h: int net_run(const float *inputs, float *outputs)
// prints: Net.cs: Net.Run
using Backprop;
using Backprop.SourceCode;

var net = new Network<float>(Topology.Layered(4, 8, 3)).Randomize(seed: 1);
SourceFile.WriteC(Model.Of(net), "net.h");
SourceFile.WriteCSharp(Model.Of(net), "Net.cs");
SourceFile.WriteJson(Model.Of(net), "net.json");
Console.WriteLine($"net.h: {(File.ReadAllText("net.h").Contains("int net_run(const float *inputs, float *outputs)") ? "int net_run(const float *inputs, float *outputs)" : "")}");
Console.WriteLine($"Net.cs: {(File.ReadAllText("Net.cs").Contains("public static void Run(") ? "Net.Run" : "")}");
