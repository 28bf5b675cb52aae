using System.CommandLine;
using System.Globalization;
using System.Text;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>The options of the commands that run experiments over many seeds; runs them and prints their claims.</summary>
internal sealed class ExperimentOptions
{
    private readonly Option<int?> seeds = new Option<int?>("--seeds") { Description = "Runs, each from a seed of its own. Default: as many as fit into a minute in all." }.AtLeast(1);
    private readonly Option<ulong> firstSeed = new Option<ulong>("--first-seed") { Description = "The seed of the first run.", DefaultValueFactory = _ => 1 }.AnyNumber();
    private readonly Option<int?> sweeps = new Option<int?>("--sweeps") { Description = "Maximum sweeps per run." }.AtLeast(1);
    private readonly Option<string> precision = new Option<string>("--precision") { Description = "The number type.", DefaultValueFactory = _ => "float" }.AcceptOnlyFromAmong("float", "double");
    private readonly Option<int?> threads = new Option<int?>("--threads") { Description = "Number of runs at a time. Default: the number of cores. The results do not depend on it." }.Within(1, 1024);
    private readonly Option<string?> write = new("--write") { HelpName = "folder", Description = "Train nothing; write the nets and cases to a folder, to edit, with a README.md of the commands that train them as the run of the first seed." };

    /// <summary>Whether files that this command did not write, or that were edited since, may be replaced.</summary>
    public Option<bool> Force { get; } = new("--force");

    /// <summary>Whether results are printed as JSON.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print settings, runs, summary and claims as JSON." };

    /// <summary>Adds the options in the order of the help text.</summary>
    /// <param name="command">The command.</param>
    /// <param name="own">Options that only this command has.</param>
    public void AddTo(Command command, params Option[] own)
    {
        Force.Description = own.Length > 0
            ? "Replace existing files in the folder of --figures that this command did not write, and in that of --write those that differ."
            : "Replace existing files in the folder of --write that differ.";
        foreach (var option in (Option[])[seeds, firstSeed, sweeps, precision, threads, .. own, write, Force, Json])
            command.Options.Add(option);
    }

    /// <summary>Writes nets and cases if <c>--write</c> asks for them.</summary>
    /// <param name="parse">The parsed words.</param>
    /// <param name="chosen">The experiments.</param>
    /// <param name="terminal">Where the tool writes.</param>
    /// <param name="others">Options that cannot be given with it.</param>
    /// <returns>Whether it does.</returns>
    public bool TryWrite(ParseResult parse, IReadOnlyList<Experiment> chosen, Terminal terminal, params Option[] others)
    {
        if (parse.GetValue(write) is not { } folder) return false;
        if (others.Append(threads).Append(Json).FirstOrDefault(option => parse.GetResult(option) is { Implicit: false }) is { } other)
            throw new UsageException($"--write only writes nets and cases and trains nothing, so {other.Name} has no meaning; leave one out.");
        var folders = chosen.Select(each => new ExampleFolder(
            chosen.Count == 1 ? folder : Path.Combine(folder, each.Name), each, Settings(parse, each), $"backprop {parse.CommandResult.Command.Name} {each.Name}{Words(parse)}")).ToList();
        foreach (var each in folders) each.Check(parse.GetValue(Force));
        foreach (var each in folders)
        {
            each.Write();
            terminal.Out.WriteLine($" {each.Folder}: {string.Join(", ", each.Files.Select(static file => file.Name))}");
        }
        return true;
    }

    /// <summary>Runs experiments.</summary>
    public List<Report> Run(ParseResult parse, IReadOnlyList<Experiment> chosen, Terminal terminal)
    {
        var progress = new ProgressLine(terminal);
        var reports = new List<Report>();
        foreach (var each in chosen)
            reports.Add(each.RunAny(Settings(parse, each), parse.GetValue(threads) ?? Environment.ProcessorCount, progress, terminal.Interrupted));
        progress.Clear();
        return reports;
    }

    /// <summary>Prints the claims, or everything as JSON.</summary>
    /// <param name="parse">The parsed words.</param>
    /// <param name="reports">What was measured.</param>
    /// <param name="against">What it is compared with: "printed" or "expected".</param>
    /// <param name="terminal">Where to print.</param>
    public void Print(ParseResult parse, List<Report> reports, string against, Terminal terminal)
    {
        if (parse.GetValue(Json)) terminal.Out.WriteLine(reports is [var only] ? only.ToJson() : $"[\n{string.Join(",\n", reports.Select(report => report.ToJson()))}\n]");
        else PrintClaims(reports, against, terminal);
    }

    /// <summary>The words that repeat the runs, each with a blank before it, without the options that only choose the output.</summary>
    public string Words(ParseResult parse)
    {
        var words = new StringBuilder();
        if (parse.GetValue(seeds) is { } count) words.Append(CultureInfo.InvariantCulture, $" --seeds {count}");
        if (parse.GetValue(firstSeed) is not 1 and var first) words.Append(CultureInfo.InvariantCulture, $" --first-seed {first}");
        if (parse.GetValue(sweeps) is { } limit) words.Append(CultureInfo.InvariantCulture, $" --sweeps {limit}");
        if (parse.GetValue(precision) == "double") words.Append(" --precision double");
        return words.ToString();
    }

    private ExperimentSettings Settings(ParseResult parse, Experiment experiment)
    {
        var settings = experiment.AnyDefaults with { FirstSeed = parse.GetValue(firstSeed), Precision = parse.GetValue(precision) == "double" ? Precision.Double : Precision.Float };
        if (parse.GetValue(seeds) is { } count) settings = settings with { Seeds = count };
        if (parse.GetValue(sweeps) is { } limit) settings = settings with { Sweeps = limit };
        return settings;
    }

    private static void PrintClaims(List<Report> reports, string against, Terminal terminal)
    {
        var claims = reports.SelectMany(report => report.Claims.Select(claim => claim with { What = $"{report.Experiment}: {claim.What}" }));
        terminal.Out.WriteLine();
        terminal.Out.Write(ClaimTable.Of(claims, terminal.Width, against));
        terminal.Out.WriteLine();
        foreach (var report in reports)
        {
            var s = report.AnySettings;
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $" {report.Experiment}: {s.Seeds:N0} runs from seed {s.FirstSeed}, at most {s.Sweeps:N0} {s.LimitUnit}, {s.Precision.ToString().ToLowerInvariant()}"));
            foreach (var note in report.Notes) terminal.Out.WriteLine($" {report.Experiment}: {note}");
        }
    }
}
