using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;

namespace Backprop.Cli;

/// <summary>The tool: the root command, its verbs, and the one place where every failure becomes a message and an exit code.</summary>
internal static class CommandLine
{
    private const string Description = """
        Networks that learn by back-propagating errors.

        Results go to stdout, progress and messages to stderr.
        Exit codes: 0 done, 1 usage, 2 bad data or model, 3 training or check failed,
        128 + number of the signal that ended it: 129 hangup, 130 Ctrl-C, 141 closed pipe, 143 terminate.

        'backprop help train' shows the options of a command, as 'backprop train --help' does.
        """;

    /// <summary>One line per verb, in the order of the help text. Each verb is a file in Verbs/ with a Create method.</summary>
    private static readonly (string Name, Func<Terminal, Command> Create)[] Verbs =
    [
        ("train", TrainVerb.Create),
        ("test", TestVerb.Create),
        ("predict", PredictVerb.Create),
        ("explain", ExplainVerb.Create),
        ("show", ShowVerb.Create),
        ("record", RecordVerb.Create),
        ("lesion", LesionVerb.Create),
        ("resume", ResumeVerb.Create),
        ("study", StudyVerb.Create),
        ("paper", PaperVerb.Create),
        ("gallery", GalleryVerb.Create),
        ("lab", LabVerb.Create),
        ("check", CheckVerb.Create),
        ("bench", BenchVerb.Create),
        ("export", ExportVerb.Create),
        ("import", ImportVerb.Create),
    ];

    /// <param name="terminal">Where the tool writes.</param>
    /// <param name="only">The verb to create; all of them if it is not the name of one. Options of the other verbs are not created, to start faster.</param>
    public static RootCommand Root(Terminal terminal, string? only = null)
    {
        var root = new RootCommand(Description);
        var wanted = Verbs.Where(verb => verb.Name == only).ToArray();
        foreach (var (_, create) in wanted is [] ? Verbs : wanted)
            root.Add(create(terminal));
        root.SetAction(parse =>
        {
            HelpOf(root).Invoke(parse);
            return ExitCode.Usage;
        });
        HelpOf(root).MaxWidth = terminal.Width;
        return root;
    }

    /// <summary>The words of a command line, with <c>help VERB</c> as <c>VERB --help</c>; of a verb that does not exist the verb alone, which is then refused as everywhere.</summary>
    public static string[] WithHelpAsOption(string[] arguments) => arguments switch
    {
        ["help"] or ["help", "help", ..] => ["--help"],
        ["help", var verb, ..] when !verb.StartsWith('-') && !Array.Exists(Verbs, known => known.Name == verb) => [verb],
        // Before the rest, of which the last word may be an option that takes a value.
        ["help", var verb, .. var rest] => [verb, "--help", .. rest],
        _ => arguments,
    };

    public static int Run(string[] arguments, Terminal terminal)
    {
        arguments = WithHelpAsOption(arguments);
        var parse = Root(terminal, arguments.FirstOrDefault()).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is ParseErrorAction)
        {
            var verb = parse.CommandResult.Command is RootCommand ? "" : $" {parse.CommandResult.Command.Name}";
            terminal.Error.WriteLine($"backprop: {UsageError.Describe(parse)} See 'backprop{verb} --help'.");
            return ExitCode.Usage;
        }
        try
        {
            Check(parse);
            return parse.Invoke(new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception)
        {
            return Failure.Report(exception, terminal);
        }
    }

    /// <summary>Refuses values that no verb can use.</summary>
    private static void Check(ParseResult parse)
    {
        foreach (var result in parse.CommandResult.Children)
        {
            var (name, isFile) = result switch
            {
                OptionResult option => (option.Option.Name, option.Option.HelpName is "file" or "folder" or "file or folder"),
                ArgumentResult argument => ($"<{argument.Argument.Name}>", (argument.Argument.ValueType == typeof(string) || argument.Argument.ValueType == typeof(string[])) && argument.Argument.Name is not ("experiment" or "study")),
                _ => ("", false),
            };
            if (isFile && result.Tokens is [var token, ..] && (token.Value.Length == 0 || token.Value.Contains('\0', StringComparison.Ordinal)))
                throw new UsageException($"{name} must be the name of a file or folder, but was '{DisplayText.Name(token.Value)}'.");
        }
        if (Environment.GetEnvironmentVariable(Lanes.Variable) is not (null or "" or "128" or "256" or "512") and var width)
            throw new UsageException($"the environment variable {Lanes.Variable} must be 128, 256 or 512, or not be set, but was '{DisplayText.Name(width)}'.");
    }

    private static HelpAction HelpOf(RootCommand root) => (HelpAction)root.Options.OfType<HelpOption>().Single().Action!;
}
