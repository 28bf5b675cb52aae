using System.Text;

namespace Backprop.SourceCode;

/// <summary>Names in a program, made of names that users gave: ASCII letters, digits and '_', each only once.</summary>
/// <param name="reserved">Names that have another meaning.</param>
internal sealed class Identifiers(IEnumerable<string> reserved)
{
    private const int Longest = 40;
    private readonly HashSet<string> taken = [.. reserved];

    /// <summary>Takes a name, with a number after it where it is taken already.</summary>
    public string Unique(string name)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
            unique = $"{name}_{number}";
        return unique;
    }

    /// <summary>sepal length → sepal_length; a name without a small letter becomes small, since capitals alone are the names of macros.</summary>
    /// <param name="text">The name that the user gave.</param>
    /// <param name="prefix">Put before a name that does not begin with a letter, or has none.</param>
    public static string Snake(string text, string prefix)
    {
        var name = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
                name.Append(c);
            else if (name.Length > 0 && name[^1] != '_')
                name.Append('_');
            if (name.Length == Longest)
                break;
        }
        var plain = name.ToString().TrimEnd('_');
        if (!plain.Any(char.IsAsciiLetterLower))
            plain = plain.ToLowerInvariant();
        return plain.Length == 0 ? prefix : char.IsAsciiLetter(plain[0]) ? plain : $"{prefix}_{plain}";
    }

    /// <summary>sepal length → SepalLength.</summary>
    /// <param name="text">The name that the user gave.</param>
    /// <param name="prefix">Put before a name that does not begin with a letter, or has none.</param>
    public static string Pascal(string text, string prefix) =>
        string.Concat(Snake(text, prefix).Split('_', StringSplitOptions.RemoveEmptyEntries).Select(static (word, index) =>
            (index > 0 && char.IsAsciiDigit(word[0]) ? "_" : "") + char.ToUpperInvariant(word[0]) + word[1..]));
}
