// How many flowers per second the sample web API answers while its model is replaced: README.md.
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Backprop.ServiceBench;

if (args is ["client", ..])
    return await Client.Run(new Uri(args[1]), args[2], args[3..]);

var settings = new Dictionary<string, int>(StringComparer.Ordinal) { ["--rows"] = 100, ["--connections"] = 2, ["--seconds"] = 10 };
for (var i = 0; i < args.Length; i += 2)
{
    if (!settings.ContainsKey(args[i]) || i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value == 0)
    {
        Console.Error.WriteLine($"'{args[i]}' is not one of {string.Join(", ", settings.Keys)} with a whole number of 1 or more after it.");
        return 1;
    }
    settings[args[i]] = value;
}
var (rows, connections, seconds) = (settings["--rows"], settings["--connections"], settings["--seconds"]);

using var models = new TwoModels();
models.Replace();
var address = await Server.Start(models.Path);
var program = Environment.ProcessPath!;
string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Assembly.GetExecutingAssembly().Location] : [];
using var client = Process.Start(new ProcessStartInfo(program, [.. self, "client", address.ToString(), models.Expected, $"{rows}", $"{connections}", $"{seconds}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;

// The client says when it has warmed up, and when it ends.
await client.StandardOutput.ReadLineAsync();
var (allocated, processor, collections) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime, GC.CollectionCount(0));
var answer = client.StandardOutput.ReadLineAsync();
var replaced = 0;
while (await Task.WhenAny(answer, Task.Delay(500)) != answer)
{
    models.Replace();
    replaced++;
}
allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
processor = Environment.CpuUsage.TotalTime - processor;
var said = (await answer)?.Split(' ');
await client.WaitForExitAsync();
if (said is not [var predictions, var errors, var elapsed])
{
    Console.Error.WriteLine("The client ended without a result.");
    return 1;
}
var count = double.Parse(predictions, CultureInfo.InvariantCulture);
var time = double.Parse(elapsed, CultureInfo.InvariantCulture);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count / time:N0} predictions per second ({rows} per request, {connections} connections, {time:F1} s, {Environment.ProcessorCount} processors)"));
Console.WriteLine($"{errors} errors while the model was replaced {replaced} times");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the service: {allocated / count:F1} bytes allocated and {processor.TotalMicroseconds / count:F2} µs of a processor per prediction, {GC.CollectionCount(0) - collections} collections"));
return errors == "0" ? 0 : 1;
