using System.CommandLine;

namespace Backprop.Cli;

/// <summary>Words as a shell takes them.</summary>
internal static class Shell
{
    /// <summary>An option with its value, as one word where the value alone would be taken for an option: --missing=--.</summary>
    public static string[] Words(Option option, string? value) =>
        value is null ? [] : IsLikeOption(value) ? [$"{option.Name}={value}"] : [option.Name, value];

    /// <summary>Whether the parser may take a value for an option: it begins with a hyphen and is neither that alone nor a negative number.</summary>
    public static bool IsLikeOption(string value) => value is ['-', not (>= '0' and <= '9' or '.' or ','), ..];

    /// <summary>A word in single quotes, unless it needs none.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./,=+:@%".Contains(c, StringComparison.Ordinal))
            ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
