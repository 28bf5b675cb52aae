using System.CommandLine;
using System.Globalization;
using System.Text;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary><c>backprop paper</c>: runs the experiments and prints each claim of the paper beside the measured value.</summary>
internal sealed class PaperVerb
{
    private readonly Argument<string?> experiment = new("experiment")
    {
        HelpName = "experiment",
        Description = Experiments(),
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> seeds = new Option<int?>("--seeds") { Description = "Runs, each from a seed of its own. Default: as many as fit into a minute in all." }.AtLeast(1);
    private readonly Option<ulong> firstSeed = new Option<ulong>("--first-seed") { Description = "The seed of the first run.", DefaultValueFactory = _ => 1 }.AnyNumber();
    private readonly Option<int?> sweeps = new Option<int?>("--sweeps") { Description = "Maximum sweeps per run." }.AtLeast(1);
    private readonly Option<string> precision = new Option<string>("--precision") { Description = "The number type.", DefaultValueFactory = _ => "float" }.AcceptOnlyFromAmong("float", "double");
    private readonly Option<int?> threads = new Option<int?>("--threads") { Description = "Number of runs at a time. Default: the number of cores. The results do not depend on it." }.Within(1, 1024);
    private readonly Option<bool> json = new("--json") { Description = "Print settings, runs, summary and claims as JSON." };
    private readonly Option<string?> figures = new("--figures", "--output", "-o") { HelpName = "folder", Description = "A folder to write every figure to, as SVG, with paper.html: claims and figures on one page." };
    private readonly Option<bool> force = new("--force") { Description = "Replace existing files in the folder of --figures that this command did not write." };
    private readonly Terminal terminal;

    private PaperVerb(Terminal terminal)
    {
        this.terminal = terminal;
        experiment.AcceptOnlyFromAmong([.. Paper.Experiments.Select(e => e.Name)]);
    }

    public static Command Create(Terminal terminal)
    {
        var verb = new PaperVerb(terminal);
        var command = new Command("paper", "Train the paper's experiments over many seeds; print each claim, what was measured, and whether it holds.") { verb.experiment, verb.seeds, verb.firstSeed, verb.sweeps, verb.precision, verb.threads, verb.figures, verb.force, verb.json };
        command.SetAction(verb.Run);
        return command;
    }

    private static string Experiments()
    {
        var width = Paper.Experiments.Max(e => e.Name.Length) + 2;
        return "One of the experiments; all of them if left out:\n"
            + string.Join('\n', Paper.Experiments.Select(e => e.Name.PadRight(width) + e.About));
    }

    private int Run(ParseResult parse)
    {
        if (parse.GetValue(figures) is { } into) PaperFolder.Check(into, parse.GetValue(force));
        var chosen = parse.GetValue(experiment) is { } name ? [Paper.Find(name)] : Paper.Experiments;
        var progress = new ProgressLine(terminal);
        var reports = new List<Report>();
        foreach (var each in chosen)
        {
            var settings = each.AnyDefaults with { FirstSeed = parse.GetValue(firstSeed), Precision = parse.GetValue(precision) == "double" ? Precision.Double : Precision.Float };
            if (parse.GetValue(seeds) is { } count) settings = settings with { Seeds = count };
            if (parse.GetValue(sweeps) is { } limit) settings = settings with { Sweeps = limit };
            reports.Add(each.RunAny(settings, parse.GetValue(threads) ?? Environment.ProcessorCount, progress, terminal.Interrupted));
        }
        progress.Clear();
        if (parse.GetValue(figures) is { } folder) WriteFigures(parse, folder, reports);

        if (parse.GetValue(json)) terminal.Out.WriteLine(reports is [var only] ? only.ToJson() : $"[\n{string.Join(",\n", reports.Select(report => report.ToJson()))}\n]");
        else PrintClaims(reports);
        return ExitCode.Done;
    }

    /// <summary>The command that repeats the run, without the options that only choose the output.</summary>
    private string Command(ParseResult parse)
    {
        var command = new StringBuilder("backprop paper");
        if (parse.GetValue(experiment) is { } name) command.Append(' ').Append(name);
        if (parse.GetValue(seeds) is { } count) command.Append(CultureInfo.InvariantCulture, $" --seeds {count}");
        if (parse.GetValue(firstSeed) is not 1 and var first) command.Append(CultureInfo.InvariantCulture, $" --first-seed {first}");
        if (parse.GetValue(sweeps) is { } limit) command.Append(CultureInfo.InvariantCulture, $" --sweeps {limit}");
        if (parse.GetValue(precision) == "double") command.Append(" --precision double");
        return command.Append(" --figures out").ToString();
    }

    private void WriteFigures(ParseResult parse, string folder, List<Report> reports)
    {
        PaperFolder.Write(folder, reports, whole: parse.GetValue(experiment) is null, Command(parse));
        terminal.Error.WriteLine($" figures and {PaperFolder.Page} in {folder}");
    }

    private void PrintClaims(List<Report> reports)
    {
        var claims = reports.SelectMany(report => report.Claims.Select(claim => claim with { What = $"{report.Experiment}: {claim.What}" }));
        terminal.Out.WriteLine();
        terminal.Out.Write(ClaimTable.Of(claims, terminal.Width));
        terminal.Out.WriteLine();
        foreach (var report in reports)
        {
            var s = report.AnySettings;
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $" {report.Experiment}: {s.Seeds:N0} runs from seed {s.FirstSeed}, at most {s.Sweeps:N0} sweeps, {s.Precision.ToString().ToLowerInvariant()}"));
        }
    }
}
