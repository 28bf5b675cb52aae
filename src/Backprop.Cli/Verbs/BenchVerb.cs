using System.CommandLine;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Backprop.Cli;

/// <summary><c>backprop bench</c>: times the benchmarks that every release is measured by, relative to the machine's measured peak.</summary>
internal sealed class BenchVerb
{
    private readonly Argument<string[]> works = new("works") { Description = "Which benchmarks, W1 to W11; all by default.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> precision = new Option<string>("--precision") { Description = "The precision of the nets.", DefaultValueFactory = _ => "float" }.AcceptOnlyFromAmong("float", "double");
    private readonly Option<int> threads = new Option<int>("--threads") { Description = "Also run the multi-threaded benchmarks with this many threads.", DefaultValueFactory = _ => 2 }.Within(1, 1024);
    private readonly Option<double> seconds = new Option<double>("--seconds") { Description = "About how long to repeat each benchmark.", DefaultValueFactory = _ => 2 }.Within(0.0, 3600.0);
    private readonly Option<bool> json = new("--json") { Description = "Print the results as JSON." };
    private readonly Terminal terminal;

    private BenchVerb(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new BenchVerb(terminal);
        var command = new Command("bench", "Time the library on this machine: eleven benchmarks, each as a percentage of the peak, of arithmetic or of memory, that the machine reaches in the same run.")
        {
            verb.works, verb.precision, verb.threads, verb.seconds, verb.json,
        };
        command.Subcommands.Add(BenchGrowthVerb.Create(terminal));
        command.SetAction(parse => parse.GetValue(verb.precision) == "double" ? verb.Run<double>(parse) : verb.Run<float>(parse));
        return command;
    }

    private int Run<T>(ParseResult parse)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var wanted = parse.GetValue(works) ?? [];
        var all = Works.All<T>(parse.GetValue(threads)).ToArray();
        if (Array.Find(wanted, name => !Array.Exists(all, work => Matches(work, name))) is { } unknown)
            throw new InputException($"There is no benchmark '{unknown}'; the benchmarks are {string.Join(", ", all.Select(static work => work.Name).Distinct(StringComparer.Ordinal))}.");
        var peak = MachinePeak.Measure(typeof(T) == typeof(float) ? 4 : 8);
        var asJson = parse.GetValue(json);
        if (!asJson)
            WriteHead<T>(peak);
        var results = new List<WorkTiming>();
        foreach (var work in all.Where(work => wanted.Length == 0 || wanted.Any(name => Matches(work, name))))
        {
            terminal.Interrupted.ThrowIfCancellationRequested();
            var timing = work.Measure(TimeSpan.FromSeconds(parse.GetValue(seconds)));
            results.Add(timing);
            if (!asJson)
                WriteLine(timing, peak);
        }
        if (asJson)
            WriteJson<T>(results, peak);
        return ExitCode.Done;
    }

    /// <summary>Whether a name is that of the work, or of several that a letter tells apart, as W5 of W5a and W5b.</summary>
    private static bool Matches(Work work, string name) => work.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (work.Name.Length == name.Length || char.IsAsciiLetter(work.Name[name.Length]));

    private void WriteHead<T>(MachinePeak peak)
    {
        terminal.Out.WriteLine(BenchText.Machine<T>());
        terminal.Out.WriteLine(BenchText.Text($"one core: {peak.OperationsPerSecond / 1e9:F0} GFLOP/s of fused multiply-adds, {peak.BytesPerSecond / 1e9:F1} GB/s from memory, {peak.UpdatedBytesPerSecond / 1e9:F1} GB/s changed in place"));
        terminal.Out.WriteLine();
        terminal.Out.WriteLine("work threads      median     fastest        speed  of peak");
    }

    private void WriteLine(WorkTiming timing, MachinePeak peak) => terminal.Out.WriteLine(BenchText.Text(
        $"{timing.Work.Name,-4} {timing.Work.Threads,7} {BenchText.Duration(timing.Median),11} {BenchText.Duration(timing.Fastest),11} {Speed(timing),12} {Share(timing, peak),7:P0}  {timing.Work.Description}"));

    private static string Speed(WorkTiming timing) => timing.Work.Bytes > 0 ? BenchText.Text($"{timing.BytesPerSecond / 1e9:F1} GB/s") : BenchText.Text($"{timing.OperationsPerSecond / 1e9:F1} GFLOP/s");

    private void WriteJson<T>(List<WorkTiming> results, MachinePeak peak) => terminal.Out.WriteLine(CliJson.Text(new JsonObject
    {
        ["machine"] = new JsonObject
        {
            ["cores"] = Environment.ProcessorCount,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["laneWidth"] = (int)Lanes.Width,
            ["operationsPerSecond"] = peak.OperationsPerSecond,
            ["bytesPerSecond"] = peak.BytesPerSecond,
            ["updatedBytesPerSecond"] = peak.UpdatedBytesPerSecond,
        },
        ["precision"] = BenchText.Precision<T>(),
        ["works"] = CliJson.List(results, timing => new JsonObject
        {
            ["work"] = timing.Work.Name,
            ["description"] = timing.Work.Description,
            ["threads"] = timing.Work.Threads,
            ["seconds"] = timing.Median,
            ["fastest"] = timing.Fastest,
            ["repetitions"] = timing.Repetitions,
            ["operationsPerSecond"] = timing.OperationsPerSecond,
            ["bytesPerSecond"] = timing.BytesPerSecond,
            ["shareOfPeak"] = Share(timing, peak),
        }),
    }));

    /// <summary>The share of the peak of as many cores as the benchmark uses threads; of work that memory bounds, of what one core can change in place.</summary>
    private static double Share(WorkTiming timing, MachinePeak peak) => timing.Work.Bytes > 0 ? timing.BytesPerSecond / peak.UpdatedBytesPerSecond : timing.OperationsPerSecond / peak.OperationsPerSecond / timing.Work.Threads;
}
