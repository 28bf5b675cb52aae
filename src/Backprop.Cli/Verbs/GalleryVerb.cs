using System.CommandLine;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary><c>backprop gallery</c>: runs the ready-made studies and prints what is expected beside the measured value, or writes their nets and cases.</summary>
internal sealed class GalleryVerb
{
    private readonly Argument<string?> study = new("study")
    {
        HelpName = "study",
        Description = Studies(),
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly ExperimentOptions options = new();
    private readonly Terminal terminal;

    private GalleryVerb(Terminal terminal)
    {
        this.terminal = terminal;
        study.AcceptOnlyFromAmong([.. Gallery.Studies.Select(each => each.Name)]);
    }

    public static Command Create(Terminal terminal)
    {
        var verb = new GalleryVerb(terminal);
        var command = new Command("gallery", "Train ready-made studies over many seeds, or write their nets and cases to edit; print what is expected, what was measured, and whether it holds.") { verb.study };
        verb.options.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    private static string Studies()
    {
        var width = Gallery.Studies.Max(each => each.Name.Length) + 2;
        return "One of the studies; all of them if left out:\n"
            + string.Join('\n', Gallery.Studies.Select(each => each.Name.PadRight(width) + each.About));
    }

    private int Run(ParseResult parse)
    {
        var chosen = parse.GetValue(study) is { } name ? [Gallery.Find(name)] : Gallery.Studies;
        if (!options.TryWrite(parse, chosen, terminal))
            options.Print(parse, options.Run(parse, chosen, terminal), "expected", terminal);
        return ExitCode.Done;
    }
}
