using System.Text;

namespace Backprop.Data;

/// <summary>The text of a case file, in the encoding that is detected as for tables.</summary>
internal static class CaseFileText
{
    /// <summary>Stands where bytes are not characters of the encoding: no text has this character, so that the line can be refused.</summary>
    public const char Unreadable = '\uFFFF';

    /// <summary>Reads a stream from its beginning, even a pipe; disposes it with the reader.</summary>
    public static StreamReader Of(Stream stream)
    {
        var sample = TextSample.Of(stream);
        var encoding = (Encoding)sample.Encoding.Clone();
        encoding.DecoderFallback = new DecoderReplacementFallback(Unreadable.ToString());
        // The sample has looked at the byte order mark; a reader that looks again would replace the encoding.
        return new StreamReader(sample, encoding, detectEncodingFromByteOrderMarks: false);
    }
}
