using System.Text;

namespace Backprop.Exchange;

/// <summary>A word of an ARFF file.</summary>
/// <param name="Text">The word, without quotes.</param>
/// <param name="IsQuoted">Whether it was in quotes: then ? is a value and { a character.</param>
internal readonly record struct ArffWord(string Text, bool IsQuoted)
{
    public bool Is(string text) => !IsQuoted && string.Equals(Text, text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Splits the lines of an ARFF file into words as Weka does: blanks and commas part words, '%' begins a comment, quotes are ' or " with a backslash for escapes.</summary>
/// <param name="file">The file.</param>
internal sealed class ArffWords(ForeignText file)
{
    private readonly string text = file.Text;
    private int at;

    /// <summary>The line that was read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The words of the next line that has some; false at the end.</summary>
    public bool TryReadLine(List<ArffWord> words)
    {
        words.Clear();
        while (words.Count == 0 && at < text.Length)
        {
            Line++;
            var end = text.AsSpan(at).IndexOfAny('\n', '\r') is >= 0 and var length ? at + length : text.Length;
            Split(end, words);
            at = end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
        }
        return words.Count > 0;
    }

    private void Split(int end, List<ArffWord> words)
    {
        while (at < end)
        {
            var c = text[at];
            if (c == '%') return;
            if (c is <= ' ' or ',') at++;
            else if (c is '{' or '}') words.Add(new ArffWord(text.Substring(at++, 1), IsQuoted: false));
            else if (c is '\'' or '"') words.Add(new ArffWord(Quoted(end), IsQuoted: true));
            else words.Add(new ArffWord(Plain(end), IsQuoted: false));
        }
    }

    private string Plain(int end)
    {
        var start = at;
        while (at < end && text[at] is > ' ' and not (',' or '%' or '{' or '}' or '\'' or '"')) at++;
        return text[start..at];
    }

    private string Quoted(int end)
    {
        var quote = text[at++];
        var word = new StringBuilder();
        for (; at < end && text[at] != quote; at++)
        {
            if (text[at] != '\\' || at + 1 == end)
            {
                word.Append(text[at]);
                continue;
            }
            word.Append(text[++at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
        }
        if (at == end) throw file.Problem($"a quote {quote} is opened, but not closed on the line", Line);
        at++;
        return word.ToString();
    }
}
