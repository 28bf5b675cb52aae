using System.Text;

namespace Backprop.Exchange;

/// <summary>A command of a script, word by word.</summary>
internal sealed record LensCommand(IReadOnlyList<LensWord> Words, long Line);

/// <summary>A word of a command; in braces nothing in it is substituted.</summary>
internal readonly record struct LensWord(string Text, bool IsInBraces, long Line);

/// <summary>Cuts a script in Tcl into commands and words, without carrying anything out.</summary>
internal sealed class LensScript
{
    private readonly ForeignText file;
    private readonly string text;
    private int at;
    private long line;

    private LensScript(ForeignText file, string text, long line) => (this.file, this.text, this.line) = (file, text, line);

    public static bool Recognizes(FileStart start) =>
        start.Text.Split('\n').Select(static line => line.TrimStart()).Any(static line => line.StartsWith("addNet ", StringComparison.Ordinal) || line.StartsWith("addNet\t", StringComparison.Ordinal) || line.StartsWith("addGroup ", StringComparison.Ordinal));

    /// <param name="file">The file that messages name.</param>
    /// <param name="text">The script, or a part of it that stands in braces.</param>
    /// <param name="line">The line on which the text begins.</param>
    /// <exception cref="ForeignFileException">A brace or a quote is not closed.</exception>
    public static IReadOnlyList<LensCommand> Read(ForeignText file, string text, long line)
    {
        var (script, commands) = (new LensScript(file, text, line), new List<LensCommand>());
        while (script.Command() is { } command) commands.Add(command);
        return commands;
    }

    private LensCommand? Command()
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is ';' or '#'))
        {
            if (text[at] == '#') SkipComment();
            else Advance();
        }
        if (at == text.Length) return null;
        var (words, first) = (new List<LensWord>(), line);
        while (at < text.Length && text[at] is not ('\n' or ';'))
        {
            if (char.IsWhiteSpace(text[at])) Advance();
            else if (text[at] == '\\' && text.AsSpan(at + 1).TrimStart("\r") is ['\n', ..]) SkipContinuation();
            else words.Add(Word());
        }
        return new LensCommand(words, first);
    }

    private LensWord Word()
    {
        var first = line;
        return text[at] switch
        {
            '{' => new(Braces(), true, first),
            '"' => new(Quotes(), false, first),
            _ => new(Plain(), false, first),
        };
    }

    private string Braces()
    {
        var (start, first, depth) = (at + 1, line, 0);
        for (; at < text.Length; Advance())
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                Advance();
                continue;
            }
            depth += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth > 0) continue;
            Advance();
            return text[start..(at - 1)];
        }
        throw file.Problem("a brace that opens here is not closed", first);
    }

    private string Quotes()
    {
        var (word, first) = (new StringBuilder(), line);
        for (Advance(); at < text.Length; Advance())
        {
            if (text[at] == '"')
            {
                Advance();
                return word.ToString();
            }
            if (text[at] == '\\' && at + 1 < text.Length) Advance();
            word.Append(text[at]);
        }
        throw file.Problem("a quote that opens here is not closed", first);
    }

    // What stands in brackets is a command of its own, with blanks; it is refused where its value is needed.
    private string Plain()
    {
        var (start, depth) = (at, 0);
        for (; at < text.Length; Advance())
        {
            if (text[at] == '\n' || (depth == 0 && (char.IsWhiteSpace(text[at]) || text[at] == ';'))) break;
            depth += text[at] switch { '[' => 1, ']' => -1, _ => 0 };
        }
        return text[start..at].TrimEnd('\r');
    }

    private void SkipComment()
    {
        while (at < text.Length && text[at] != '\n') Advance();
    }

    private void SkipContinuation()
    {
        while (text[at] != '\n') Advance();
        Advance();
    }

    private void Advance()
    {
        if (text[at++] == '\n') line++;
    }
}
