using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Backprop.Cli;

/// <summary>The parser's messages in the words of the command line: one line, and no .NET type names.</summary>
internal static partial class UsageError
{
    /// <summary>The first error is the cause and the parser's further ones are mostly its consequences, except that an unknown option may first be taken for an argument.</summary>
    public static string Describe(IReadOnlyList<ParseError> errors) =>
        errors.Select(error => UnknownOption().Match(error.Message)).FirstOrDefault(match => match.Success) is { } unknown
            ? $"There is no option '{unknown.Groups["option"].Value}' here."
            : Describe(errors[0].Message);

    private static string Describe(string message) =>
        Unparsable().Match(message) is { Success: true } match
            ? $"{match.Groups["option"].Value} takes {Kind(match.Groups["type"].Value)}, not '{match.Groups["value"].Value}'."
            : Gap().Replace(message, " ").Trim();

    private static string Kind(string type) =>
        type.Contains("Int", StringComparison.Ordinal) ? "a whole number"
        : type.Contains("Double", StringComparison.Ordinal) || type.Contains("Single", StringComparison.Ordinal) ? "a number"
        : "another kind of value";

    [GeneratedRegex(@"^Cannot parse argument '(?<value>.*)' for (option|command) '(?<option>.*)' as expected type '(?<type>.*?)'\.", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unparsable();

    [GeneratedRegex(@"^(Unrecognized command or argument|Argument) '(?<option>--?[A-Za-z][^']*)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnknownOption();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gap();
}
