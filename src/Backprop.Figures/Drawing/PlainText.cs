using System.Globalization;
using System.Text;

namespace Backprop.Figures;

/// <summary>
/// Text of a file as a figure shows it: one line, without the characters of which <see cref="DisplayText"/> shows only a mark.
/// Those would break the document, or turn the direction of what follows.
/// </summary>
internal static class PlainText
{
    /// <summary>The text without control characters; line breaks and tabs become blanks, half surrogate pairs the replacement character.</summary>
    public static string Of(string text)
    {
        if (!text.Any(NeedsCare)) return text;
        Rune[] runes = [.. text.EnumerateRunes()];
        var plain = new StringBuilder(text.Length);
        for (var k = 0; k < runes.Length; k++)
        {
            var shown = DisplayText.Shown(runes[k], k > 0 ? runes[k - 1] : default, k + 1 < runes.Length ? runes[k + 1] : default);
            // U+FFFE and U+FFFF are not characters, and XML forbids them.
            if ((shown == Rune.ReplacementChar && runes[k] != Rune.ReplacementChar) || shown.Value is 0xFFFE or 0xFFFF) continue;
            plain.Append(shown);
        }

        return plain.ToString();
    }

    private static bool NeedsCare(char character) => char.GetUnicodeCategory(character) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;
}
