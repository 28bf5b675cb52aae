using System.CommandLine;
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

    private readonly ExperimentOptions options = new();
    private readonly Option<string?> figures = new("--figures", "--output", "-o") { HelpName = "folder", Description = "A folder to write every figure to, as SVG, with paper.html: claims and figures on one page." };
    private readonly Terminal terminal;

    private PaperVerb(Terminal terminal)
    {
        this.terminal = terminal;
        experiment.AcceptOnlyFromAmong([.. Named.Select(e => e.Name)]);
    }

    public static Command Create(Terminal terminal)
    {
        var verb = new PaperVerb(terminal);
        var command = new Command("paper", "Train the paper's experiments over many seeds; print each claim, what was measured, and whether it holds.") { verb.experiment };
        verb.options.AddTo(command, verb.figures);
        command.SetAction(verb.Run);
        return command;
    }

    private static IEnumerable<Experiment> Named => Paper.Experiments.Concat(Paper.Comparisons);

    private static string Experiments()
    {
        var width = Named.Max(e => e.Name.Length) + 2;
        string Lines(IEnumerable<Experiment> experiments) => string.Join('\n', experiments.Select(e => e.Name.PadRight(width) + e.About));
        return $"One of the experiments; all of them if left out:\n{Lines(Paper.Experiments)}\nor a comparison, which takes minutes, runs by its name alone, and counts gradient evaluations where others count sweeps (--sweeps):\n{Lines(Paper.Comparisons)}";
    }

    private int Run(ParseResult parse)
    {
        var chosen = parse.GetValue(experiment) is { } name ? [Paper.Find(name)] : Paper.Experiments;
        if (options.TryWrite(parse, chosen, terminal, figures)) return ExitCode.Done;
        if (parse.GetValue(figures) is { } into) PaperFolder.Check(into, chosen, parse.GetValue(options.Force));
        var reports = options.Run(parse, chosen, terminal);
        if (parse.GetValue(figures) is { } folder)
        {
            PaperFolder.Write(folder, reports, whole: parse.GetValue(experiment) is null, Command(parse));
            terminal.Error.WriteLine($" figures and {PaperFolder.Page} in {folder}");
        }
        options.Print(parse, reports, "printed", terminal);
        return ExitCode.Done;
    }

    /// <summary>The command that repeats the run, without the options that only choose the output.</summary>
    private string Command(ParseResult parse) =>
        $"backprop paper{(parse.GetValue(experiment) is { } name ? $" {name}" : "")}{options.Words(parse)} --figures out";
}
