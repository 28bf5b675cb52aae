using Backprop.Data.Parquet;

namespace Backprop.Tables.Tests.Parquet;

public class PageReadsTests
{
    [Fact]
    public void A_read_at_the_end_fails_and_is_no_byte()
    {
        using var reads = new PageReads(new MemoryStream([1, 2, 3]));

        Assert.Equal((1, 2, 3), (reads.ReadByte(), reads.ReadByte(), reads.ReadByte()));
        Assert.Equal("it ends before what it says that it holds", Assert.Throws<InvalidDataException>(() => reads.ReadByte()).Message);
        Assert.Throws<InvalidDataException>(() => reads.Read(new byte[1]));
        Assert.Throws<InvalidDataException>(() => reads.Read(new byte[1], 0, 1));
    }

    [Fact]
    public void Reading_ends_where_the_pages_of_a_column_end()
    {
        using var reads = new PageReads(new MemoryStream([1, 2, 3, 4])) { End = 2 };
        var buffer = new byte[3];

        Assert.Equal(2, reads.Read(buffer));
        Assert.Equal([1, 2, 0], buffer);
        Assert.Throws<InvalidDataException>(() => reads.ReadByte());
        Assert.Throws<InvalidDataException>(() => reads.Read(buffer));
        reads.Seek(3, SeekOrigin.Begin);
        Assert.Throws<InvalidDataException>(() => reads.ReadByte());
        reads.End = 4;
        Assert.Equal(4, reads.ReadByte());
    }
}
