namespace Backprop.Data.Parquet;

/// <summary>A Parquet file that fails where it is read beyond its footer, or beyond the pages of a column: the package takes what is not there for the byte 255, and a number of several bytes then never ends.</summary>
/// <param name="file">The file; disposed with this.</param>
internal sealed class PageReads(Stream file) : Stream
{
    /// <summary>Where reading ends: behind the pages of the column that is read.</summary>
    public long End { get; set; } = file.Length;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    public override int Read(Span<byte> buffer) => file.Read(buffer[..(int)Math.Min(buffer.Length, Math.Max(End - file.Position, 0))]) is var count && (count > 0 || buffer.Length == 0) ? count : throw Beyond();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte() => file.Position < End && file.ReadByte() is var next && next >= 0 ? next : throw Beyond();

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

    private static InvalidDataException Beyond() => new("it ends before what it says that it holds");
}
