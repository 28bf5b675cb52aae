using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Backprop;
using Backprop.WebAssembly;

// Trains nets in a page of a real browser and prints sweeps a second, ours and those of TensorFlow.js where it is installed; see README.md.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string Option(string name, string otherwise) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
var browser = Option("--browser", "chromium");
var tensorFlow = Option("--tfjs", Path.Combine("node_modules", "@tensorflow"));

const int Sweeps = 1425, PeerSweeps = 200;
var rule = new GradientDescent { LearningRate = 0.1, Momentum = 0.9 };
var inputs = Enumerable.Range(0, 64).Select(static number => Enumerable.Range(0, 6).Select(bit => (double)((number >> bit) & 1)).ToArray()).ToArray();
var targets = inputs.Select(static input => new[] { input.SequenceEqual(input.Reverse()) ? 1.0 : 0.0 }).ToArray();
var (symmetry, symmetryCases) = (Topology.Layered(6, 2, 1), Cases.From(inputs, targets));
var random = new RandomSource(1);
double[][] Numbers(int count, int size) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, size).Select(_ => random.NextDouble()).ToArray())];
var (larger, largerCases) = (Topology.Layered(20, 30, 10), Cases.From(Numbers(200, 20), Numbers(200, 10)));

var works = new JsonArray();
var expected = new List<double[]>();
foreach (var fused in (bool[])[true, false])
{
    var way = fused ? "fused by an instruction" : "fused in software";
    Add<float>($"symmetry 6-2-1, float, {way}", symmetry, symmetryCases, fused, 2000);
    Add<double>($"symmetry 6-2-1, double, {way}", symmetry, symmetryCases, fused, 200);
    Add<float>($"20-30-10, 200 cases, float, {way}", larger, largerCases, fused, 20);
}
var start = new Network<float>(symmetry).Randomize(seed: 1, range: 0.3);
var task = new JsonObject
{
    ["probe"] = Convert.ToBase64String(FusedProbe.Write()),
    ["works"] = works,
    ["peer"] = new JsonObject
    {
        ["sizes"] = Values([6, 2, 1]),
        ["weights"] = Values(start.Weights.ToArray().Select(static weight => (double)weight)),
        ["inputs"] = new JsonArray([.. inputs.Select(static row => Values(row))]),
        ["targets"] = new JsonArray([.. targets.Select(static row => Values(row))]),
        ["learningRate"] = rule.LearningRate,
        ["momentum"] = rule.Momentum,
        ["peerSweeps"] = PeerSweeps,
    },
};
var peerTrainer = new Trainer<float>(start, symmetryCases, rule);
for (var k = 0; k < PeerSweeps; k++)
    peerTrainer.Step();
var peerError = peerTrainer.Evaluate().Error;

var answer = await AnswerOf(browser, task.ToJsonString());
if (answer["problem"] is { } problem)
{
    Console.Error.WriteLine(problem);
    return 1;
}
Console.WriteLine($"{answer["browser"]}; relaxed multiply-adds {((bool)answer["fused"]! ? "round once" : "do not round once")}");
var index = (bool)answer["fused"]! ? 0 : works.Count / 2;
var best = 0.0;
foreach (var result in answer["results"]!.AsArray())
{
    var rate = (double)result!["rate"]!;
    string remark;
    if (result["weights"] is { } weights)
    {
        remark = weights.AsArray().Select(static weight => (double)weight!).SequenceEqual(expected[index++]) ? "the library's bits" : "OTHER BITS";
        best = Math.Max(best, rate);
    }
    else
    {
        var error = (double)result["error"]!;
        remark = $"E after {PeerSweeps} sweeps {error:G6}, ours {peerError:G6}; ours is {best / rate:F0} times as fast";
    }
    Console.WriteLine($"{rate,12:N0} sweeps/s   {result["name"],-54}{remark}");
}
return 0;

void Add<T>(string name, Topology topology, Cases cases, bool fused, int slice)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    if (!TrainingModule.TryWrite<T>(topology, cases, rule with { LearningRate = topology == symmetry ? 0.1 : 0.002 }, null, null, fused, out var module, out var reason))
        throw new InvalidOperationException(reason);
    var net = new Network<T>(topology).Randomize(seed: 1, range: 0.3);
    var sweeps = topology == symmetry ? Sweeps : 50;
    works.Add(new JsonObject
    {
        ["name"] = name,
        ["fused"] = fused,
        ["module"] = Convert.ToBase64String(module.Bytes.Span),
        ["numberBytes"] = module.Layout.NumberBytes,
        ["address"] = module.Layout.Weights,
        ["weights"] = Values(net.Weights.ToArray().Select(double.CreateTruncating)),
        ["sweeps"] = sweeps,
        ["slice"] = slice,
    });
    var trainer = new Trainer<T>(net, cases, rule with { LearningRate = topology == symmetry ? 0.1 : 0.002 });
    for (var k = 0; k < sweeps; k++)
        trainer.Step();
    expected.Add([.. net.Weights.ToArray().Select(double.CreateTruncating)]);
}

static JsonArray Values(IEnumerable<double> numbers) => [.. numbers.Select(static number => (JsonNode)number)];

// Serves the page on the loopback address, opens it in the browser, and waits for its answer.
async Task<JsonNode> AnswerOf(string command, string taskText)
{
    using var finder = new TcpListener(IPAddress.Loopback, 0);
    finder.Start();
    var port = ((IPEndPoint)finder.LocalEndpoint).Port;
    finder.Stop();
    using var listener = new HttpListener();
    listener.Prefixes.Add($"http://localhost:{port}/");
    listener.Start();
    var profile = Directory.CreateTempSubdirectory("lab-bench");
    using var process = Process.Start(new ProcessStartInfo(command, ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", $"--user-data-dir={profile.FullName}", $"http://localhost:{port}/page.html"]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
    process.BeginErrorReadLine();
    process.BeginOutputReadLine();
    try
    {
        while (true)
        {
            var context = await listener.GetContextAsync().WaitAsync(TimeSpan.FromMinutes(3));
            var path = context.Request.Url!.AbsolutePath.TrimStart('/');
            using var response = context.Response;
            if (path == "answer")
                return (await JsonNode.ParseAsync(context.Request.InputStream))!;
            var file = path.StartsWith("tfjs/", StringComparison.Ordinal) ? Path.Combine(tensorFlow, path["tfjs/".Length..]) : Path.Combine(AppContext.BaseDirectory, path);
            var content = path == "task.json" ? JsonSerializer.SerializeToUtf8Bytes(JsonNode.Parse(taskText)) : File.Exists(file) && !path.Contains("..", StringComparison.Ordinal) ? await File.ReadAllBytesAsync(file) : null;
            response.StatusCode = content is null ? 404 : 200;
            response.ContentType = Path.GetExtension(path) switch { ".html" => "text/html", ".js" => "text/javascript", ".wasm" => "application/wasm", _ => "application/json" };
            await response.OutputStream.WriteAsync(content);
        }
    }
    finally
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        profile.Delete(recursive: true);
    }
}
