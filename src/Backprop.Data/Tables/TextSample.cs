using System.Text;

namespace Backprop.Data;

/// <summary>The start of a stream, looked at without consuming it: the stream can then be read from its beginning, even a pipe.</summary>
internal sealed class TextSample : Stream
{
    private const int Size = 1 << 18;
    private const int MostSize = 1 << 22;
    private readonly Stream rest;
    private byte[] sample;
    private int length;
    private int start;
    private int position;
    private Encoding? encoding;

    private TextSample(Stream rest, byte[] sample, int length, bool isWhole)
    {
        this.rest = rest;
        this.sample = sample;
        this.length = length;
        IsWhole = isWhole;
    }

    /// <summary>Whether the sample is all there is.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The first bytes, 256 KiB at most until the sample grows, without those that are skipped.</summary>
    public ReadOnlySpan<byte> Bytes => sample.AsSpan(start, length - start);

    /// <summary>The encoding that a byte order mark states, else UTF-8 where the sample is valid UTF-8, else Windows-1252.</summary>
    public Encoding Encoding => encoding ??= DetectEncoding();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Takes the stream over and reads its start.</summary>
    public static TextSample Of(Stream stream)
    {
        var sample = new byte[Size];
        var length = stream.ReadAtLeast(sample, Size, throwOnEndOfStream: false);
        return new TextSample(stream, sample, length, length < Size);
    }

    /// <summary>Takes four times as many bytes into the sample, 4 MiB at most; false where it is whole or that large. Before the first reading only.</summary>
    public bool Grow()
    {
        if (IsWhole || sample.Length >= MostSize)
            return false;
        Array.Resize(ref sample, sample.Length * 4);
        length += rest.ReadAtLeast(sample.AsSpan(length), sample.Length - length, throwOnEndOfStream: false);
        IsWhole = length < sample.Length;
        return true;
    }

    /// <summary>Leaves bytes out at the start, before anything is read. The encoding stays that of the whole.</summary>
    public void Skip(int bytes)
    {
        _ = Encoding;
        start += bytes;
        position = start;
    }

    private Encoding DetectEncoding()
    {
        var bytes = Bytes;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]))
            return Encoding.UTF32;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Encoding.Unicode;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Encoding.BigEndianUnicode;
        return IsUtf8(bytes) ? Encoding.UTF8 : Windows1252;
    }

    private static Encoding Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Valid UTF-8, but for a character that the end of the sample may have cut.</summary>
    private bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        for (var cut = 0; cut <= (IsWhole ? 0 : 3) && cut <= bytes.Length; cut++)
            if (System.Text.Unicode.Utf8.IsValid(bytes[..^cut]))
                return true;
        return false;
    }

    public override int Read(Span<byte> buffer)
    {
        if (position == length)
            return rest.Read(buffer);
        var count = Math.Min(buffer.Length, length - position);
        sample.AsSpan(position, count).CopyTo(buffer);
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rest.Dispose();
        base.Dispose(disposing);
    }
}
