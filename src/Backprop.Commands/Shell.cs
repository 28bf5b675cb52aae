namespace Backprop.Commands;

/// <summary>Quotes words for a shell.</summary>
internal static class Shell
{
    /// <summary>An option with its value, joined to one word where the value alone would be parsed as an option: --missing=--.</summary>
    public static string[] Words(string option, string? value) =>
        value is null ? [] : IsLikeOption(value) ? [$"{option}={value}"] : [option, value];

    /// <summary>Whether the parser may take a value for an option: it begins with a hyphen and is neither "-" nor a negative number.</summary>
    public static bool IsLikeOption(string value) => value is ['-', not (>= '0' and <= '9' or '.' or ','), ..];

    /// <summary>The word, in single quotes if it needs them.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./,=+:@%".Contains(c, StringComparison.Ordinal))
            ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
