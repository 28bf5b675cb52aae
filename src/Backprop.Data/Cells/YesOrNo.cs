using System.Text;

namespace Backprop.Data;

/// <summary>The words for yes and for no, whatever their case.</summary>
internal static class YesOrNo
{
    /// <summary>Pairs of words, in lower case.</summary>
    public static readonly (string Yes, string No)[] Pairs = [("true", "false"), ("yes", "no"), ("on", "off"), ("t", "f"), ("y", "n"), ("1", "0")];

    private const int Longest = 16;
    private const int TrueFalse = 1 << 0, YesNo = 1 << 1, OnOff = 1 << 2, Letters = 1 << 3, OtherLetters = 1 << 4, Digits = 1 << 5;

    /// <summary>Whether the word, without blanks around it, means yes or no; and which of <see cref="Pairs"/> it is of, as a bit.</summary>
    public static bool TryRead(ReadOnlySpan<char> word, out bool yes, out int pair)
    {
        word = word.Trim();
        yes = false;
        pair = 0;
        if (word.Length is 0 or > Longest)
            return false;
        for (var i = 0; i < Pairs.Length; i++)
        {
            yes = word.Equals(Pairs[i].Yes, StringComparison.OrdinalIgnoreCase);
            if (!yes && !word.Equals(Pairs[i].No, StringComparison.OrdinalIgnoreCase))
                continue;
            pair = 1 << i;
            return true;
        }
        pair = IsDigit(word, out yes) ? Digits : 0;
        return pair != 0;
    }

    /// <summary>1 or 0 in another spelling: 1.0, +1, -0,00. Three zeros may be a thousand's.</summary>
    private static bool IsDigit(ReadOnlySpan<char> word, out bool yes)
    {
        var isNegative = word[0] is '-' or '\u2212';
        if (isNegative || word[0] == '+')
            word = word[1..];
        yes = word is ['1', ..];
        return word is ['0' or '1'] or ['0' or '1', '.' or ',', '0', ..]
            && word.Length != 5 && word[1..].TrimStart(".,").TrimStart('0').IsEmpty && !(yes && isNegative);
    }

    /// <summary>Whether a cell, as UTF-8, means yes or no.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, out bool yes, out int pair)
    {
        Span<char> text = stackalloc char[32];
        yes = false;
        pair = 0;
        return cell.Length <= text.Length && Encoding.UTF8.TryGetChars(cell, text, out var length) && TryRead(text[..length], out yes, out pair);
    }

    /// <summary>
    /// Whether words of these pairs can be one yes or no. The truth words and 1/0 go together, each with its own letters; 'on' and
    /// 'off' are states of a switch and need not mean 'yes' and 'no', and 't', 'f', 'y' and 'n' together are just letters.
    /// </summary>
    public static bool AreOne(int pairs) =>
        (pairs & ~(YesNo | TrueFalse | OtherLetters | Digits)) == 0
        || (pairs & ~(YesNo | TrueFalse | Letters | Digits)) == 0
        || (pairs & ~(OnOff | Digits)) == 0;

    /// <summary>Whether the words are of several pairs.</summary>
    public static bool AreMixed(IEnumerable<string> words) => int.PopCount(PairsOf(words)) > 1;

    private static int PairsOf(IEnumerable<string> words) => words.Aggregate(0, (pairs, word) => TryRead(word, out _, out var pair) ? pairs | pair : pairs);

    /// <summary>The words by which a column shows no and yes: as it writes them where it writes each in one way, of one pair; else that pair in lower case; else no and yes.</summary>
    /// <param name="no">Every spelling of no in the column.</param>
    /// <param name="yes">Every spelling of yes in the column.</param>
    public static (string No, string Yes) Labels(IReadOnlyCollection<string> no, IReadOnlyCollection<string> yes)
    {
        var pairs = PairsOf(no.Concat(yes));
        var (usualYes, usualNo) = Array.Find(Pairs, p => TryRead(p.Yes, out _, out var pair) && pair == pairs) is { Yes: not null } only ? only : ("yes", "no");
        var asWritten = no.Count <= 1 && yes.Count <= 1 && int.PopCount(pairs) == 1;
        return asWritten ? (no.FirstOrDefault() ?? usualNo, yes.FirstOrDefault() ?? usualYes) : (usualNo, usualYes);
    }
}
