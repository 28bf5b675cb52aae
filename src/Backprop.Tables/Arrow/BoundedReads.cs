using System.Buffers.Binary;

namespace Backprop.Data.Arrow;

/// <summary>An Arrow file of which each read gets all that it asks for, or fails, and no length or count exceeds the file: the package makes room before it reads, and takes what lies beyond the end for values.</summary>
/// <param name="file">The file; disposed with this.</param>
internal sealed class BoundedReads(Stream file) : Stream
{
    private int metadataLength;
    private bool hasFooter;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    public override int Read(Span<byte> buffer)
    {
        file.ReadExactly(buffer);
        if (metadataLength > 0)
            Check(buffer);
        else if (buffer.Length == sizeof(int)) // Everything else fills multiples of 8 bytes, but for the 6 of the mark: four bytes are a length, or −1 before one.
            metadataLength = BinaryPrimitives.ReadInt32LittleEndian(buffer) is var length && length <= file.Length ? length
                : throw new InvalidDataException($"it says that a part of it has {length:N0} bytes, but has {file.Length:N0} in all");
        return buffer.Length;
    }

    /// <summary>Checks what is read behind a length: the footer, the first time, or the metadata of a message.</summary>
    private void Check(ReadOnlySpan<byte> metadata)
    {
        metadataLength = 0;
        if (hasFooter)
            Metadata.CheckMessage(metadata, file.Length - file.Position);
        else
            Metadata.CheckFooter(metadata);
        hasFooter = true;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is written.
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
