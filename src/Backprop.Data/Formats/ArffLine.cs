using System.Buffers;
using System.Globalization;

namespace Backprop.Data;

/// <summary>The lines of an ARFF file that are neither empty nor comments, and the values in them.</summary>
/// <param name="stream">The text as UTF-8; disposed with the lines.</param>
/// <param name="file">Its name in messages.</param>
internal sealed class ArffLine(Stream stream, string file) : IDisposable
{
    private const int LongestLine = 8 << 20;
    private static readonly SearchValues<byte> EndOfValue = SearchValues.Create(", \t{}%"u8);
    private readonly TextLines lines = new(stream, LongestLine);
    private byte[] unescaped = new byte[64];
    private int at;

    /// <summary>Whether some row of a file ends with a weight, such as {2}; disposes the file.</summary>
    public static bool HaveWeights(Stream file)
    {
        using var lines = new TextLines(file, LongestLine);
        var isData = false;
        while (lines.Read() == true)
        {
            var text = lines.Text;
            if (!isData)
                isData = ArffHeader.Is(text.TrimStart(" \t"u8), "@data"u8);
            else if (text.LastIndexOf((byte)'}') is >= 0 and var end && text[..end].LastIndexOf((byte)'{') is > 0 and var begin
                && text[..begin].TrimEnd(" \t"u8) is [.., (byte)','] && text[(end + 1)..].TrimStart(" \t\r"u8) is [] or [(byte)'%', ..]
                && double.TryParse(text[(begin + 1)..end], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                return true;
        }
        return false;
    }

    /// <summary>The number of the line.</summary>
    public long Number => lines.Number;

    /// <summary>The line without blanks around it.</summary>
    public ReadOnlySpan<byte> Text => (lines.Number == 1 && lines.Text.StartsWith("\uFEFF"u8) ? lines.Text[3..] : lines.Text).Trim(" \t\r"u8);

    /// <summary>Goes to the next line; false at the end.</summary>
    public bool Read()
    {
        do
        {
            if (!(lines.Read() ?? throw Error($"has more than {LongestLine >> 20} MiB, the most that a line can have")))
                return false;
            at = 0;
        }
        while (Text.IsEmpty || Text[0] == '%');
        return true;
    }

    /// <summary>Leaves characters at the beginning out.</summary>
    public void Skip(int count) => at = count;

    /// <summary>Whether a character comes next; goes past it.</summary>
    public bool Begins(char mark)
    {
        SkipBlanks();
        if (at >= Text.Length || Text[at] != mark)
            return false;
        at++;
        return true;
    }

    /// <summary>Whether a character comes next, and nothing but blanks, a comma or a comment after it.</summary>
    public bool Ends(char mark)
    {
        if (!Begins(mark))
            return false;
        Begins(',');
        return IsAtEnd;
    }

    /// <summary>Whether nothing but a comment follows.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipBlanks();
            return at >= Text.Length || Text[at] == '%';
        }
    }

    /// <summary>The next value, which a comma or blanks end; false at the end, or before a brace. Valid until the next value.</summary>
    /// <param name="value">The value, without quotes.</param>
    /// <param name="isQuoted">Whether it has quotes: then it is a value, even if it is a question mark.</param>
    public bool Next(out ReadOnlySpan<byte> value, out bool isQuoted)
    {
        value = default;
        isQuoted = false;
        if (IsAtEnd || Text[at] is (byte)'{' or (byte)'}')
            return false;
        var text = Text;
        if (text[at] == ',')
            throw Error("has a comma without a value before it; a missing value is written ?");
        isQuoted = text[at] is (byte)'\'' or (byte)'"';
        value = isQuoted ? Quoted(text) : Plain(text);
        SkipBlanks();
        if (at < text.Length && text[at] == ',')
            at++;
        return true;
    }

    /// <summary>The error at the present line.</summary>
    public DataException Error(string message, string? column = null) => new(message, file, lines.Number, column);

    public void Dispose() => lines.Dispose();

    private void SkipBlanks()
    {
        while (at < Text.Length && Text[at] is (byte)' ' or (byte)'\t')
            at++;
    }

    private ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> text)
    {
        var rest = text[at..];
        var length = rest.IndexOfAny(EndOfValue);
        length = length < 0 ? rest.Length : length;
        at += length;
        return rest[..length];
    }

    private ReadOnlySpan<byte> Quoted(ReadOnlySpan<byte> text)
    {
        var quote = text[at++];
        if (unescaped.Length < text.Length)
            unescaped = new byte[text.Length * 2];
        var length = 0;
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            else
            {
                unescaped[length++] = text[at++];
                continue;
            }
            unescaped[length++] = text[at++] switch { (byte)'n' => (byte)'\n', (byte)'t' => (byte)'\t', (byte)'r' => (byte)'\r', var other => other };
        }
        if (at >= text.Length)
            throw Error("has a quoted value that is never closed");
        at++;
        return unescaped.AsSpan(0, length);
    }
}
