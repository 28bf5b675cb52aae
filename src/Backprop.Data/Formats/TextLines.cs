namespace Backprop.Data;

/// <summary>The lines of a text as bytes, one after another, without holding more than one.</summary>
/// <param name="stream">The text; disposed with the lines.</param>
/// <param name="longest">The most bytes of a line.</param>
internal sealed class TextLines(Stream stream, int longest) : IDisposable
{
    private byte[] buffer = new byte[1 << 16];
    private int start, end, length;
    private bool isAtEnd;

    /// <summary>The number of the line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The line without its line break; valid until the next is read.</summary>
    public ReadOnlySpan<byte> Text => buffer.AsSpan(start, length);

    /// <summary>Goes to the next line: true where there is one, false at the end, null where it is too long.</summary>
    public bool? Read()
    {
        start += Number == 0 ? 0 : Math.Min(length + 1, end - start);
        var searched = 0;
        while (true)
        {
            var found = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (found >= 0 || isAtEnd)
            {
                length = found >= 0 ? searched + found : end - start;
                if (found < 0 && length == 0)
                    return false;
                Number++;
                return true;
            }
            searched = end - start;
            if (searched > longest)
            {
                Number++;
                return null;
            }
            Fill();
        }
    }

    public void Dispose() => stream.Dispose();

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        isAtEnd = read == 0;
    }
}
