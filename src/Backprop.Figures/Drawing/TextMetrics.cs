namespace Backprop.Figures;

/// <summary>
/// Widths of text without a font at hand. Every entry is the widest advance of that character over the
/// font stack (Helvetica, Arial, Liberation Sans, DejaVu Sans), in thousandths of the font size: whichever
/// of them a viewer has, text is never wider than what the layout kept free for it.
/// </summary>
internal static class TextMetrics
{
    /// <summary>The fonts that the table was measured for, in CSS order.</summary>
    public const string FontStack = "Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif";

    /// <summary>Height of capitals above the baseline, in font sizes.</summary>
    public const double Ascent = 0.76;

    /// <summary>Depth of letters below the baseline, in font sizes.</summary>
    public const double Descent = 0.24;

    private const int FirstAscii = 32, WidestKnown = 1000, WideScript = 1150;
    private const double BoldFactor = 1.15;

    private static ReadOnlySpan<short> Ascii =>
    [
        318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337,
        637, 637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 557,
        1016, 685, 687, 723, 771, 667, 611, 778, 752, 295, 500, 667, 558, 863, 749, 788,
        667, 788, 723, 667, 611, 732, 685, 989, 686, 667, 686, 391, 337, 391, 838, 557,
        500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612,
        635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
    ];

    /// <summary>Width of one line of text at a font size, in figure units.</summary>
    public static double Width(string text, double size, bool bold = false)
    {
        var thousandths = 0;
        foreach (var rune in text.EnumerateRunes()) thousandths += Advance(rune.Value);
        return thousandths * size / 1000 * (bold ? BoldFactor : 1);
    }

    /// <summary>Breaks text at spaces into lines of at most <paramref name="width"/>; a word that is longer than a line is shortened.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size, bool bold = false)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var fitting = Shorten(word, width, size, bold);
            var longer = line.Length == 0 ? fitting : line + " " + fitting;
            if (line.Length > 0 && Width(longer, size, bold) > width)
            {
                lines.Add(line);
                longer = fitting;
            }

            line = longer;
        }

        if (line.Length > 0) lines.Add(line);
        return lines;
    }

    /// <summary>
    /// The text itself where it fits <paramref name="width"/>, else its beginning and end about "…":
    /// names that begin alike often differ in their end.
    /// </summary>
    public static string Shorten(string text, double width, double size, bool bold = false)
    {
        if (Width(text, size, bold) <= width) return text;
        var runes = text.EnumerateRunes().ToArray();
        for (var kept = runes.Length - 1; kept > 0; kept--)
        {
            var shorter = string.Concat(runes[..((kept + 1) / 2)]).TrimEnd() + "…" + string.Concat(runes[^(kept / 2)..]).TrimStart();
            if (Width(shorter, size, bold) <= width) return shorter;
        }

        return "…";
    }

    private static int Advance(int rune) => rune switch
    {
        >= FirstAscii and < 127 => Ascii[rune - FirstAscii],
        0xA0 => 318,
        '·' => 333,
        '°' or '⁰' or '¹' or '²' or '³' or '⁴' or '⁵' or '⁶' or '⁷' or '⁸' or '⁹' => 500,
        '–' or '⁻' => 556,
        '∂' or 'ε' => 550,
        'α' or 'Σ' or 'σ' => 660,
        '−' or '×' or '±' or '↑' or '↓' or '≠' or '≤' or '≥' => 838,
        >= 0xDF and <= 0xFF => 660,
        >= 0xC0 and < 0xDF => 790,
        < 0x370 => WidestKnown,
        _ => WideScript,
    };
}
