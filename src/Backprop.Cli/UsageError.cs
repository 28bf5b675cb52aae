using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Backprop.Cli;

/// <summary>Rewords the parser's messages for the command line: one line, no .NET type names, with a suggestion.</summary>
internal static partial class UsageError
{
    /// <summary>The first error is usually the cause and the others its consequences, except that an unknown option may first be parsed as an argument.</summary>
    public static string Describe(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        if (parse.Errors.Select(error => UnknownOption().Match(error.Message)).FirstOrDefault(match => match.Success) is { } unknown)
        {
            var name = unknown.Groups["option"].Value;
            return $"There is no option '{DisplayText.Name(name)}' here{End(NearestName.Hint(name, command.Options.SelectMany(option => option.Aliases.Append(option.Name)).Where(known => known.StartsWith("--", StringComparison.Ordinal))))}";
        }
        var first = parse.Errors[0];
        if (command is RootCommand && UnknownVerb().Match(first.Message) is { Success: true } verb)
            return $"There is no command '{DisplayText.Name(verb.Groups["verb"].Value)}'{End(NearestName.Hint(verb.Groups["verb"].Value, command.Subcommands.Select(known => known.Name)))}";
        if (Repeated().Match(first.Message) is { Success: true } repeated)
            return $"{DisplayText.Name(repeated.Groups["option"].Value)} is given {repeated.Groups["times"].Value} times; give it once.";
        if (NoValue().Match(first.Message) is { Success: true } empty)
            return $"{DisplayText.Name(empty.Groups["option"].Value)} needs a value.";
        if (NoArgument().Match(first.Message) is { Success: true } missing)
            return $"<{DisplayText.Name(missing.Groups["argument"].Value)}> is missing.";
        if (UnknownVerb().Match(first.Message) is { Success: true } extra)
            return $"'{DisplayText.Name(extra.Groups["verb"].Value)}' is one argument too many.";
        return OneOf().Match(first.Message) is { Success: true } match ? Described(first, match) : DisplayText.Of(Gap().Replace(first.Message, " ").Trim());
    }

    /// <summary>The value is not one that the option or argument accepts.</summary>
    private static string Described(ParseError error, Match match)
    {
        var value = match.Groups["value"].Value;
        var known = match.Groups["known"].Captures.Select(capture => capture.Value).ToArray();
        var symbol = error.SymbolResult switch
        {
            OptionResult option => option.Option.Name,
            ArgumentResult { Parent: OptionResult option } => option.Option.Name,
            ArgumentResult argument => argument.Argument.HelpName ?? argument.Argument.Name,
            _ => "the value",
        };
        return $"{symbol} must be one of {string.Join(", ", known)}, but was '{DisplayText.Name(value)}'{End(NearestName.Hint(value, known))}";
    }

    private static string End(string hint) => hint.Length > 0 ? hint : ".";

    [GeneratedRegex(@"^(Unrecognized command or argument|Argument) '(?<option>--?[A-Za-z][^']*)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnknownOption();

    [GeneratedRegex(@"^Unrecognized command or argument '(?<verb>.*)'\.$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnknownVerb();

    [GeneratedRegex(@"^Argument '(?<value>.*)' not recognized\. Must be one of:(\s+'(?<known>[^']*)')+\s*$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OneOf();

    [GeneratedRegex(@"^Option '(?<option>[^']*)' expects a single argument but (?<times>\d+) were provided\.$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Repeated();

    [GeneratedRegex(@"^Required argument missing for option: '(?<option>[^']*)'\.$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoValue();

    [GeneratedRegex(@"^Required argument '(?<argument>[^']*)' missing for command: '[^']*'\.$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoArgument();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gap();
}
