using System.Buffers;

namespace Backprop.Data;

/// <summary>What makes a word the same word: the one place that says which cells mean the same category.</summary>
internal static class Word
{
    private static readonly SearchValues<char> DigitsAndPoints = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        "\t\n\v\f\r\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF");

    /// <summary>The text without blanks around it, each stretch of blanks within as one space, in composed form; the same object where nothing changes.</summary>
    public static string Clean(string text)
    {
        if (text.Length == 0)
            return text;
        if (text.AsSpan().ContainsAny(Suspicious) || text[0] == ' ' || text[^1] == ' ' || text.Contains("  ", StringComparison.Ordinal))
            text = string.Join(' ', text.Replace('\uFEFF', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return UnicodeForm.Compose(text);
    }

    /// <summary>Cells with equal keys are the same category.</summary>
    /// <param name="word">What <see cref="Clean"/> gave.</param>
    /// <param name="identity">What the column holds.</param>
    /// <param name="decimalMark">The decimal mark of the text.</param>
    public static string Key(string word, CategoryIdentity identity, char decimalMark) => identity switch
    {
        CategoryIdentity.YesOrNo => YesOrNo.TryRead(word, out var yes, out _) ? yes ? "yes" : "no" : word,
        CategoryIdentity.Codes => word,
        _ => Number(word, decimalMark, withExponent: identity == CategoryIdentity.Numbers) ?? word,
    };

    /// <summary>The number that a word writes, in its one spelling; null where it writes none, or begins with a needless 0 as codes do.</summary>
    private static string? Number(string word, char decimalMark, bool withExponent)
    {
        Span<char> plain = stackalloc char[NumberText.Longest];
        return NumberText.TryPlain(word, decimalMark, plain, out var length)
            && !HasNeedlessZero(plain[..length])
            && (withExponent || plain[..length].IndexOfAny('e', 'E') < 0)
                ? NumberText.Canonical(plain[..length]) : null;
    }

    /// <summary>Whether two words are numbers that differ, if only in digits that a double does not keep.</summary>
    public static bool AreDifferentNumbers(string word, string other, char decimalMark)
    {
        Span<char> plain = stackalloc char[NumberText.Longest], second = stackalloc char[NumberText.Longest];
        return NumberText.TryPlain(word, decimalMark, plain, out var length) && NumberText.TryPlain(other, decimalMark, second, out var count)
            && !NumberText.AreSame(plain[..length], second[..count]);
    }

    /// <summary>Whether a word is a number, and not a code that begins with a needless 0.</summary>
    public static bool IsNumber(string word, char decimalMark) => Number(word, decimalMark, withExponent: true) is not null;

    /// <summary>Whether a number begins as a code does: 007, -01; not 0 or 0.5.</summary>
    public static bool HasNeedlessZero(ReadOnlySpan<char> plain)
    {
        var digits = plain.TrimStart("+-");
        return digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]);
    }

    /// <summary>Whether a word is digits with two points or more among them, as versions and addresses are.</summary>
    public static bool IsDotted(ReadOnlySpan<char> word) =>
        word.Count('.') > 1 && char.IsAsciiDigit(word[0]) && char.IsAsciiDigit(word[^1])
        && !word.ContainsAnyExcept(DigitsAndPoints) && !word.Contains("..", StringComparison.Ordinal);
}
