namespace Backprop.Data;

/// <summary>The lines of a case file that say something: without comments and blanks around them, those that end with a backslash joined with the next.</summary>
internal sealed class CaseLines(TextReader reader, string file)
{
    private int number;

    /// <summary>The file, as messages name it.</summary>
    public string File { get; } = file;

    /// <summary>The lines in order, empty ones left out.</summary>
    public IEnumerable<CaseText> All()
    {
        var joined = new List<(string Before, CaseText Text)>();
        while (reader.ReadLine() is { } text)
        {
            number++;
            if (text.Contains(CaseFileText.Unreadable, StringComparison.Ordinal))
                throw new DataException("The line holds bytes that are not text in the encoding of the lines above; write the file in UTF-8.", File, number);
            var line = Stated(text);
            var goesOn = line.Span is [.., '\\'];
            joined.Add((joined.Count == 0 ? "" : " ", goesOn ? line.Slice(0, line.Span.Length - 1) : line));
            if (goesOn)
                continue;
            var whole = joined.Count == 1 ? line : CaseText.Join(joined).Trim();
            if (!whole.IsEmpty)
                yield return whole;
            joined.Clear();
        }
        if (joined.Count > 0)
            throw joined[^1].Text.Error("The file ends with a line that a backslash joins with a next one; there is none.");
    }

    /// <summary>The line without its comment and the blanks around it.</summary>
    private CaseText Stated(string text)
    {
        // In a header quotes may be part of a group's name.
        var comment = text.AsSpan().TrimStart().StartsWith('[') ? text.IndexOf('#', StringComparison.Ordinal) : new CaseText(File, number, text).IndexOf("#");
        var line = new CaseText(File, number, comment < 0 ? text : text[..comment]).Trim();
        if (line.Span is not ['[', ..] && line.Span.Count('"') % 2 != 0)
            throw line.Error("A quote is not closed on its line.");
        return line;
    }
}
