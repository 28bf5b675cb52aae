using System.Globalization;
using System.Text;

namespace Backprop;

/// <summary>
/// Makes text of unknown origin (names of columns, categories and groups, what a damaged file holds) safe to show: it cannot break
/// the line, drive a terminal, reverse or hide the text around it, or fill the screen. Text that is data is not passed through here.
/// </summary>
internal static class DisplayText
{
    /// <summary>The most characters of a name that a message quotes.</summary>
    public const int LongestName = 40;

    private const char Unshowable = '\uFFFD';
    private const int ZeroWidthNonJoiner = 0x200C, ZeroWidthJoiner = 0x200D;

    /// <summary>A name to be quoted: on one line, without control characters, at most 40 characters.</summary>
    public static string Name(string text) => Of(text, LongestName);

    /// <summary>Text on one line without control characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most UTF-16 units to keep; an ellipsis stands for the rest.</param>
    public static string Of(string text, int longest = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = text.Length > longest ? text.AsSpan(0, LastBreak(text, longest)) : text;
        var isPlain = shown.Length == text.Length;
        foreach (var c in shown)
            isPlain &= c is >= ' ' and <= '~';
        if (isPlain)
            return text;
        var clean = new StringBuilder(shown.Length + 1);
        Rune before = default;
        while (!shown.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(shown, out var rune, out var length) != System.Buffers.OperationStatus.Done)
                rune = new Rune(Unshowable); // half of a surrogate pair
            var after = Rune.DecodeFromUtf16(shown[length..], out var next, out _) == System.Buffers.OperationStatus.Done ? next : default;
            // The two characters of a line break are one blank.
            if (!(rune.Value == '\n' && before.Value == '\r'))
                clean.Append(Shown(rune, before, after));
            before = rune;
            shown = shown[length..];
        }
        return text.Length > longest ? clean.Append('…').ToString() : clean.ToString();
    }

    /// <summary>The character itself, a blank for a line break or tab, or a mark in the place of what must not be shown.</summary>
    public static Rune Shown(Rune rune, Rune before = default, Rune after = default) => Rune.GetUnicodeCategory(rune) switch
    {
        _ when rune.Value is '\t' or '\n' or '\r' or '\v' or '\f' or 0x85 => new Rune(' '),
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => new Rune(' '),
        // Joiners are part of words of some scripts and of emoji; between ASCII characters they only hide.
        UnicodeCategory.Format when rune.Value is ZeroWidthNonJoiner or ZeroWidthJoiner && !IsAsciiOrNone(before) && !IsAsciiOrNone(after) => rune,
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate => new Rune(Unshowable),
        _ => rune,
    };

    private static bool IsAsciiOrNone(Rune rune) => rune.IsAscii;

    /// <summary>The end of the last whole character, with its accents, within a length.</summary>
    private static int LastBreak(string text, int longest)
    {
        var end = 0;
        while (StringInfo.GetNextTextElementLength(text.AsSpan(end)) is var length && end + length <= longest)
            end += length;
        return end > 0 ? end : char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
    }
}
