using System.Buffers.Binary;

namespace Backprop.Data.Arrow;

/// <summary>An Arrow file of which each read gets all that it asks for, or fails, and no length exceeds the file: the package makes room before it reads, and takes what lies beyond the end for values.</summary>
/// <param name="file">The file; disposed with this.</param>
internal sealed class BoundedReads(Stream file) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    public override int Read(Span<byte> buffer)
    {
        file.ReadExactly(buffer);
        // Everything else fills multiples of 8 bytes, but for the 6 of the mark: four bytes are a length, or −1 before one.
        if (buffer.Length == sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(buffer) is var length && length > file.Length)
            throw new InvalidDataException($"it says that a part of it has {length:N0} bytes, but has {file.Length:N0} in all");
        return buffer.Length;
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
