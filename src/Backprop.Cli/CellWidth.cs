using System.Globalization;
using System.Text;

namespace Backprop.Cli;

/// <summary>The number of terminal columns that text takes.</summary>
internal static class CellWidth
{
    /// <summary>Columns of a text: 2 for ideographs and emoji, 0 for combining accents, 1 for the rest.</summary>
    public static int Of(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += Of(rune);
        return width;
    }

    /// <summary>The text, or the longest start of it that fits into the columns with an ellipsis.</summary>
    public static string Cut(string text, int columns)
    {
        if (text.Length <= columns / 2 || Of(text) <= columns)
            return text;
        var (used, end) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (used + Of(rune) > columns - 1)
                break;
            used += Of(rune);
            end += rune.Utf16SequenceLength;
        }
        return text[..end] + "…";
    }

    /// <summary>Pads the text on the right to a number of columns.</summary>
    public static string PadRight(string text, int columns) => text + new string(' ', Math.Max(columns - Of(text), 0));

    /// <summary>Pads the text on the left to a number of columns.</summary>
    public static string PadLeft(string text, int columns) => new string(' ', Math.Max(columns - Of(text), 0)) + text;

    private static int Of(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => IsWide(rune.Value) ? 2 : 1,
    };

    /// <summary>The ranges of wide and full-width characters by Unicode's East Asian Width.</summary>
    private static bool IsWide(int c) => c is
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0x33FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xA000 and <= 0xA4CF) or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F)
        or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F900 and <= 0x1FAFF)
        or (>= 0x20000 and <= 0x3FFFD);
}
