using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary><c>backprop bench growth</c>: measures how the time of a sweep grows with cases, weights and iterations, and where it is not in proportion.</summary>
internal sealed class BenchGrowthVerb
{
    private readonly Option<string> precision = new Option<string>("--precision") { Description = "The precision of the nets.", DefaultValueFactory = _ => "float" }.AcceptOnlyFromAmong("float", "double");
    private readonly Option<double> seconds = new Option<double>("--seconds") { Description = "About how long to time each of the three curves.", DefaultValueFactory = _ => 3 }.Within(0.0, 3600.0);
    private readonly Option<string?> figure = new("--figure", "--output", "-o") { Description = "Draw the curves: an .svg or .png file.", HelpName = "file" };
    private readonly Option<bool> json = new("--json") { Description = "Print the results as JSON." };
    private readonly Terminal terminal;

    private BenchGrowthVerb(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new BenchGrowthVerb(terminal);
        var command = new Command("growth", "Time a sweep over doubling cases, weights and iterations, on one thread.") { verb.precision, verb.seconds, verb.figure, verb.json };
        command.SetAction(parse => parse.GetValue(verb.precision) == "double" ? verb.Run<double>(parse) : verb.Run<float>(parse));
        return command;
    }

    private int Run<T>(ParseResult parse)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FigureFile.Check(parse.GetValue(figure), new OutputGuard());
        var asJson = parse.GetValue(json);
        if (!asJson)
            terminal.Out.WriteLine(BenchText.Machine<T>());
        var all = new List<GrowthSeries>();
        foreach (var series in Growth.Measure<T>(TimeSpan.FromSeconds(parse.GetValue(seconds))))
        {
            terminal.Interrupted.ThrowIfCancellationRequested();
            all.Add(series);
            if (!asJson)
                WriteText(series);
        }
        if (asJson)
            WriteJson<T>(all);
        if (parse.GetValue(figure) is { } file)
        {
            FigureFile.Save(Drawn<T>(all), file);
            terminal.Error.WriteLine($" curves in {file}");
        }
        return ExitCode.Done;
    }

    private void WriteText(GrowthSeries series)
    {
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{series.Quantity}: {series.Net}");
        terminal.Out.WriteLine($"{series.Quantity,12}      median     fastest     for one");
        foreach (var timing in series.Timings)
            terminal.Out.WriteLine(BenchText.Text($"{timing.Size,12:N0} {BenchText.Duration(timing.Median),11} {BenchText.Duration(timing.Fastest),11} {BenchText.Duration(timing.PerUnit),11}"));
        terminal.Out.WriteLine(BenchText.Text($"Over the larger half the time of a sweep grows as {series.Quantity} to the power {series.Exponent:F2}."));
    }

    private void WriteJson<T>(List<GrowthSeries> all) => terminal.Out.WriteLine(CliJson.Text(new JsonObject
    {
        ["machine"] = BenchText.Machine<T>(),
        ["precision"] = BenchText.Precision<T>(),
        ["curves"] = CliJson.List(all, static series => new JsonObject
        {
            ["quantity"] = series.Quantity,
            ["net"] = series.Net,
            ["exponent"] = series.Exponent,
            ["points"] = CliJson.List(series.Timings, static timing => new JsonObject { ["size"] = timing.Size, ["seconds"] = timing.Median, ["fastest"] = timing.Fastest, ["perUnit"] = timing.PerUnit }),
        }),
    }));

    private static Panels Drawn<T>(List<GrowthSeries> all) => new()
    {
        Title = "The time of a sweep over cases, weights and iterations",
        Subtitle = $"Fastest of many sweeps, one thread: {BenchText.Machine<T>()}",
        RowWidth = 1200,
        Parts =
        [
            .. all.Select(static series => new GrowthCurve
            {
                Title = BenchText.Text($"{series.Quantity}: time grows with the power {series.Exponent:F2}"),
                Subtitle = series.Net,
                SizeAxis = char.ToUpperInvariant(series.Quantity[0]) + series.Quantity[1..],
                CostAxis = "Time of a sweep, µs",
                Points = [.. series.Timings.Select(static timing => new GrowthPoint(timing.Size, timing.Fastest * 1e6))],
            }),
        ],
    };
}
