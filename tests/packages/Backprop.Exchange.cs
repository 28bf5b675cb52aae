// prints: brain.js computes in single precision, so that its answers differ from those of this net by about 1e-7 of their size
// prints: 2 inputs, 1 output
using Backprop;
using Backprop.Exchange;

// A net of brain.js.
File.WriteAllText("net.json", """{"sizes":[2,1],"layers":[{"0":{},"1":{}},{"0":{"bias":1,"weights":{"0":2,"1":-1}}}],"activation":"sigmoid"}""");
Imported imported = ForeignFile.Read(["net.json"]);
foreach (string note in imported.Notes)
    Console.WriteLine(note);
imported.Model?.Save("net.safetensors");
var net = Model.Load("net.safetensors").Network<float>();
Console.WriteLine($"{net.Topology.Inputs.Sum(group => group.Size)} inputs, {net.Topology.Outputs.Sum(group => group.Size)} output");
