using System.Text;

namespace Backprop.Cli;

/// <summary>
/// Writes only what is safe to show on a terminal, so that text of files cannot send control sequences to it.
/// Line breaks and tabs are kept; other characters that <see cref="DisplayText"/> does not show are replaced.
/// </summary>
internal sealed class CleanWriter(TextWriter terminal) : TextWriter
{
    private char high; // the first half of a surrogate pair that comes in two writes

    public override Encoding Encoding => terminal.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (high == 0 && !buffer.ContainsAnyExceptInRange(' ', '~'))
        {
            terminal.Write(buffer);
            return;
        }
        var clean = new StringBuilder(buffer.Length);
        Span<char> pair = stackalloc char[2];
        foreach (var c in buffer)
        {
            if (high != 0 && char.IsLowSurrogate(c))
            {
                clean.Append(DisplayText.Shown(new Rune(high, c)));
                high = '\0';
                continue;
            }
            FlushHalf(clean);
            if (char.IsHighSurrogate(c))
                high = c;
            else if (c is '\n' or '\t' or (char)0x200C or (char)0x200D)
                clean.Append(c);
            else
                clean.Append(Rune.TryCreate(c, out var rune) ? DisplayText.Shown(rune) : Rune.ReplacementChar);
        }
        terminal.Write(clean);
    }

    public override void Flush() => terminal.Flush();

    private void FlushHalf(StringBuilder clean)
    {
        if (high != 0)
            clean.Append(Rune.ReplacementChar);
        high = '\0';
    }
}
