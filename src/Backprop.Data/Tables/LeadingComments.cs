namespace Backprop.Data;

/// <summary>The lines before a table that begin with '#'. Further down, '#' is text like any other.</summary>
internal static class LeadingComments
{
    private static readonly CellReader Cells = new('.', [], null);

    /// <summary>How much of the text is comments.</summary>
    /// <param name="text">The start of the text.</param>
    /// <param name="delimiter">Its delimiter, where the user names it.</param>
    /// <returns>Characters and lines to skip; 0 where nothing but comments is in sight.</returns>
    public static (int Characters, int Lines) Find(string text, char? delimiter)
    {
        var start = text.StartsWith('\uFEFF') ? 1 : 0;
        var lines = new List<(int Start, string Text)>();
        while (start < text.Length && (lines.Count == 0 || lines[^1].Text.StartsWith('#')))
            lines.Add(Line(text, ref start));
        if (lines.Count < 2 || lines[^1].Text.StartsWith('#'))
            return default;
        var comments = lines.Count - 1;
        if (IsHeader(lines[comments - 1].Text, lines[comments].Text, Line(text, ref start).Text, delimiter))
            comments--;
        return (comments == 0 ? 0 : lines[comments].Start, comments);
    }

    /// <summary>
    /// Whether the last line with '#' names the columns, as in '# x,y' that NumPy writes: it has as many cells as the row after it, and that
    /// row is not the names of the rows after it.
    /// </summary>
    private static bool IsHeader(string comment, string next, string afterNext, char? delimiter)
    {
        ReadOnlySpan<char> delimiters = delimiter is { } given ? [given] : FormatDetection.UsualDelimiters;
        foreach (var d in delimiters)
        {
            var cells = next.Split(d);
            if (cells.Length > 1 && cells.Length == comment.Split(d).Length)
                return HasNumber(cells) || !HasNumber(afterNext.Split(d));
        }
        return false;
    }

    private static bool HasNumber(string[] cells)
    {
        foreach (var cell in cells.Select(System.Text.Encoding.UTF8.GetBytes))
            if (Cells.TryNumber(cell, out _) || Cells.Other.TryNumber(cell, out _))
                return true;
        return false;
    }

    /// <summary>The line that begins at a place, which moves on to the next.</summary>
    private static (int Start, string Text) Line(string text, ref int start)
    {
        var from = start;
        var length = text.AsSpan(from).IndexOfAny('\n', '\r');
        var end = length < 0 ? text.Length : from + length;
        start = end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : end < text.Length ? 1 : 0);
        return (from, text[from..end]);
    }
}
