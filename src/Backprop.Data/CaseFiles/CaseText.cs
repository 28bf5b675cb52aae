using System.Text;

namespace Backprop.Data;

/// <summary>
/// A stretch of a case file that knows its lines: one line, or several that belong together. Between double quotes no character has a meaning;
/// a quote within them is written twice.
/// </summary>
internal readonly struct CaseText
{
    private const char Quote = '"';
    private readonly Source source;
    private readonly int start, length;

    private CaseText(Source source, int start, int length)
    {
        this.source = source;
        this.start = start;
        this.length = length;
    }

    /// <summary>The text of one line.</summary>
    public CaseText(string file, int line, string text)
        : this(new Source(file, text, [(0, line)]), 0, text.Length)
    {
    }

    /// <summary>The characters.</summary>
    public ReadOnlySpan<char> Span => source.Text.AsSpan(start, length);

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => length == 0;

    /// <summary>The line on which it begins, from 1.</summary>
    public int Line
    {
        get
        {
            var lines = source.Lines;
            var k = lines.Length - 1;
            while (k > 0 && lines[k].Start > start)
                k--;
            return lines[k].Line;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Span.ToString();

    /// <summary>An error at this place.</summary>
    public DataException Error(string message, Exception? because = null) => new(message, source.File, Line, innerException: because);

    /// <summary>A part of it.</summary>
    public CaseText Slice(int from, int count) => new(source, start + from, count);

    /// <summary>What follows a place.</summary>
    public CaseText From(int from) => Slice(from, length - from);

    /// <summary>Without blanks around it.</summary>
    public CaseText Trim()
    {
        var span = Span;
        var left = length - span.TrimStart().Length;
        return Slice(left, span.Trim().Length);
    }

    /// <summary>Where some text stands outside quotes; −1 if nowhere.</summary>
    public int IndexOf(string wanted)
    {
        var span = Span;
        if (!span.Contains(Quote))
            return span.IndexOf(wanted, StringComparison.Ordinal);
        var quoted = false;
        for (var k = 0; k < span.Length; k++)
        {
            if (span[k] == Quote)
                quoted = !quoted;
            else if (!quoted && span[k..].StartsWith(wanted, StringComparison.Ordinal))
                return k;
        }
        return -1;
    }

    /// <summary>The parts between separators outside quotes, without blanks around them; at least one, which may be empty.</summary>
    public List<CaseText> Split(string separator)
    {
        var parts = new List<CaseText>();
        var rest = this;
        for (int at; (at = rest.IndexOf(separator)) >= 0; rest = rest.From(at + separator.Length))
            parts.Add(rest.Slice(0, at).Trim());
        parts.Add(rest.Trim());
        return parts;
    }

    /// <summary>The words between blanks, tabs and commas outside quotes.</summary>
    public List<CaseText> Words()
    {
        var words = new List<CaseText>();
        var span = Span;
        var (first, quoted) = (-1, false);
        for (var k = 0; k < span.Length; k++)
        {
            if (!quoted && span[k] is (' ' or '\t' or ','))
            {
                if (first >= 0)
                    words.Add(Slice(first, k - first));
                first = -1;
                continue;
            }
            if (span[k] == Quote)
                quoted = !quoted;
            first = first < 0 ? k : first;
        }
        if (first >= 0)
            words.Add(Slice(first, length - first));
        return words;
    }

    /// <summary>Whether the first word is this one, and something or nothing but no further letter follows; what follows.</summary>
    public bool BeginsWith(string word, out CaseText rest)
    {
        rest = this;
        if (!Span.StartsWith(word, StringComparison.Ordinal) || (length > word.Length && !char.IsWhiteSpace(Span[word.Length]) && Span[word.Length] is not (Quote or '*')))
            return false;
        rest = From(word.Length).Trim();
        return true;
    }

    /// <summary>A text in quotes at the beginning, and what follows it; null where it begins otherwise.</summary>
    public string? Quoted(out CaseText rest)
    {
        rest = this;
        if (length == 0 || Span[0] != Quote)
            return null;
        var text = new StringBuilder();
        var span = Span;
        for (var k = 1; k < span.Length; k++)
        {
            if (span[k] != Quote)
                text.Append(span[k]);
            else if (k + 1 < span.Length && span[k + 1] == Quote)
                text.Append(span[k++]);
            else
            {
                rest = From(k + 1).Trim();
                return text.ToString();
            }
        }
        throw Error("A quote is not closed on its line.");
    }

    /// <summary>The name that the whole text is, in quotes or not.</summary>
    public string Name()
    {
        var text = Trim();
        return text.Quoted(out var rest) is { } quoted && rest.IsEmpty ? quoted : text.ToString();
    }

    /// <summary>Texts one behind the other, each with some characters before it.</summary>
    public static CaseText Join(IReadOnlyList<(string Before, CaseText Text)> parts)
    {
        var text = new StringBuilder();
        var lines = new List<(int Start, int Line)>();
        foreach (var (before, part) in parts)
        {
            text.Append(before);
            lines.Add((lines.Count == 0 ? 0 : text.Length, part.Line));
            foreach (var (at, line) in part.source.Lines)
            {
                if (at > part.start && at < part.start + part.length)
                    lines.Add((at - part.start + text.Length, line));
            }
            text.Append(part.Span);
        }
        return new(new Source(parts[0].Text.source.File, text.ToString(), [.. lines]), 0, text.Length);
    }

    /// <summary>A name in quotes.</summary>
    public static string InQuotes(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private sealed record Source(string File, string Text, (int Start, int Line)[] Lines);
}
