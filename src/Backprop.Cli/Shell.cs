namespace Backprop.Cli;

/// <summary>Words as a shell takes them.</summary>
internal static class Shell
{
    /// <summary>A word in single quotes, unless it needs none.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./,=+:@%".Contains(c, StringComparison.Ordinal))
            ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
