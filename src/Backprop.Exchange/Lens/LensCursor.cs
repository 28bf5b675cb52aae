using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Goes through the text of an example file mark by mark: blanks and comments separate, where nothing else does.</summary>
internal sealed class LensCursor(ForeignText file)
{
    private readonly string text = file.Text;
    private int at;

    /// <summary>The line of the next mark, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Whether only blanks and comments are left.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipBlank();
            return at == text.Length;
        }
    }

    /// <summary>Whether a digit comes next.</summary>
    public bool IsAtDigit => !IsAtEnd && char.IsAsciiDigit(text[at]);

    /// <summary>Whether a number comes next, or a dash for none.</summary>
    public bool IsAtNumber
    {
        get
        {
            if (IsAtEnd) return false;
            var rest = text.AsSpan(at);
            if (rest[0] == '-')
            {
                if (rest.Length == 1 || char.IsWhiteSpace(rest[1]) || "});".Contains(rest[1], StringComparison.Ordinal)) return true;
                rest = rest[1..];
            }
            return char.IsAsciiDigit(rest[0]) || (rest.Length > 1 && rest[0] == '.' && char.IsAsciiDigit(rest[1]));
        }
    }

    /// <summary>Whether these marks come next.</summary>
    public bool IsAt(string marks)
    {
        SkipBlank();
        return text.AsSpan(at).StartsWith(marks, StringComparison.Ordinal);
    }

    /// <summary>Goes beyond these marks if they come next.</summary>
    public bool Take(string marks)
    {
        if (!IsAt(marks)) return false;
        at += marks.Length;
        return true;
    }

    /// <summary>Reads a number; a dash is NaN.</summary>
    public double Real(string what)
    {
        SkipBlank();
        var end = at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !",;{}[]()".Contains(text[end], StringComparison.Ordinal)) end++;
        var word = text.AsSpan(at, end - at);
        at = end;
        return word is "-" ? double.NaN : ForeignNumber.TryParse(word, out var number) ? number
            : throw Problem($"'{DisplayText.Name(word.ToString())}' stands where {what} is expected; it must be a finite number, or - for none");
    }

    /// <summary>Reads a whole number, below 0 for the end of a span.</summary>
    public int Whole(string what)
    {
        SkipBlank();
        var end = at;
        if (end < text.Length && text[end] is '-' or '+') end++;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        var word = text.AsSpan(at, end - at);
        at = end;
        return int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number > int.MinValue ? number
            : throw Problem($"{Shown()} stands where {what} is expected; it must be a whole number");
    }

    /// <summary>Reads a word, or what stands between brackets or quotes.</summary>
    public string Block(string what)
    {
        if (IsAtEnd) throw Problem($"the file ends where {what} is expected; it is cut short");
        if (!"{([\"".Contains(text[at], StringComparison.Ordinal))
        {
            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && !"{}()[]\"".Contains(text[at], StringComparison.Ordinal)) at++;
            return at > start ? text[start..at] : throw Problem($"{Shown()} stands where {what} is expected");
        }
        var (open, begin, first) = (new Stack<char>(), at + 1, Line);
        for (; at < text.Length; at++)
        {
            var mark = text[at];
            if (mark == '\n') Line++;
            if (mark == '\\')
            {
                at++;
                continue;
            }
            if (mark == '"' ? open.TryPeek(out var top) && top == '"' : mark is '}' or ')' or ']')
            {
                if (open.Pop() is var opened && mark != (opened switch { '{' => '}', '(' => ')', '[' => ']', _ => '"' }))
                    throw Problem($"'{mark}' closes '{opened}', which stands on line {first.ToString(CultureInfo.InvariantCulture)}");
                if (open.Count == 0) return text[begin..at++];
            }
            else if (mark is '{' or '(' or '[' or '"')
            {
                open.Push(mark);
            }
        }
        at = text.Length;
        throw file.Problem($"{what} that begins here is not closed", first);
    }

    /// <summary>The mark that comes next, for a message.</summary>
    public string Shown() => IsAtEnd ? "the end of the file" : $"'{DisplayText.Name(text.Substring(at, Math.Min(12, text.Length - at)).Split('\n')[0].Trim())}'";

    /// <summary>The error at this place.</summary>
    public ForeignFileException Problem(string message) => file.Problem(message, Line);

    private void SkipBlank()
    {
        for (; at < text.Length; at++)
        {
            if (text[at] == '\n')
            {
                Line++;
            }
            else if (text[at] == '#' && (at == 0 || char.IsWhiteSpace(text[at - 1])))
            {
                var end = text.IndexOf('\n', at);
                if (end < 0)
                {
                    at = text.Length;
                    return;
                }
                at = end - 1;
            }
            else if (!char.IsWhiteSpace(text[at]))
            {
                return;
            }
        }
    }
}
