using System.Diagnostics;
using System.Globalization;
using Backprop;

// The memory and the time of a sweep of an iterative net of 10-50-10 units, with all states kept and with states recomputed, over more and more iterations.
// Each line is a process of its own, so that its peak is its own. README.md says what the columns are.
if (args is [var iterations, var count, var kind])
{
    Measure(int.Parse(iterations, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture), kind == "recomputed");
    return;
}
var cases = args is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 128;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"10-50-10 units, the hidden ones recurrent; {cases} sequences per change, single precision, one thread"));
Console.WriteLine();
Console.WriteLine("| T | states | trainer, MB | peak of the process, MB | processor seconds per sweep | E after the last sweep |");
Console.WriteLine("|---|---|---|---|---|---|");
foreach (var t in new[] { 10, 100, 1_000, 10_000 })
{
    foreach (var states in new[] { "kept", "recomputed" })
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [t.ToString(CultureInfo.InvariantCulture), cases.ToString(CultureInfo.InvariantCulture), states]))!;
        child.WaitForExit();
        if (child.ExitCode != 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {t:N0} | {states} | exit code {child.ExitCode} | | | |"));
    }
}

static void Measure(int iterations, int count, bool recompute)
{
    var topology = Topology.Iterative(static net =>
    {
        var hidden = net.Group("hidden", 50, UnitFunction.Tanh).From(net.Input("in", 10));
        hidden.From(hidden, delay: 1);
        net.Output("out", 10).From(hidden);
    }).Unroll(iterations, SharedGradient.Sum);
    var random = new RandomSource(1);
    var builder = new CasesBuilder(count);
    for (var t = 1; t <= iterations; t++)
        builder.Input(IterativeTopology.Copy("in", t), Numbers(), 10).Target(IterativeTopology.Copy("out", t), Numbers(), 10);
    var cases = builder.ToCases();
    var net = new Network<float>(topology).Randomize(seed: 1, range: 0.1);

    var before = GC.GetTotalMemory(forceFullCollection: true);
    var trainer = new Trainer<float>(net, cases, new GradientDescent { LearningRate = 0.01 / count / iterations }, options: new TrainerOptions { Recompute = recompute });
    trainer.Step();
    var held = GC.GetTotalMemory(forceFullCollection: true) - before;

    // A sweep of every length takes some tenths of a second in all; the median of five.
    var sweeps = Math.Max(1, 1_000 / iterations);
    var seconds = new List<double>();
    for (var round = 0; round < 5; round++)
    {
        var start = Environment.CpuUsage.TotalTime;
        for (var sweep = 0; sweep < sweeps; sweep++)
            trainer.Step();
        seconds.Add((Environment.CpuUsage.TotalTime - start).TotalSeconds / sweeps);
    }
    seconds.Sort();
    using var process = Process.GetCurrentProcess();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {iterations:N0} | {(recompute ? "recomputed" : "kept")} | {held / 1e6:N1} | {process.PeakWorkingSet64 / 1e6:N0} | {seconds[2]:G3} | {trainer.History.Errors[^1]:R} |"));
    GC.KeepAlive(trainer);

    float[] Numbers() => [.. Enumerable.Range(0, count * 10).Select(_ => (float)random.NextDouble())];
}
