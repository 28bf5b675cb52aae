using System.Buffers.Binary;

namespace Backprop.Data.Tests;

public class IdxFileTests
{
    internal static byte[] Bytes(byte type, int[] sizes, params byte[] items)
    {
        var bytes = new List<byte> { 0, 0, type, (byte)sizes.Length };
        foreach (var size in sizes)
        {
            var word = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(word, size);
            bytes.AddRange(word);
        }
        bytes.AddRange(items);
        return [.. bytes];
    }

    [Fact]
    public void A_pipe_loses_nothing_when_it_is_asked_whether_it_is_an_IDX_file()
    {
        using var pipe = new TextPipe("x,y\n1,2\n");
        Assert.False(IdxFile.Is(pipe.Path));
        Assert.Equal("x,y\n1,2\n", File.ReadAllText(pipe.Path));
    }

    [Fact]
    public void A_pipe_is_refused_where_it_would_be_read_twice()
    {
        using var pipe = new TextPipe("x,y\n1,2\n");
        Assert.EndsWith("is a pipe or a device, but is read more than once; write it to a file first", Assert.Throws<DataException>(() => IdxFile.Read(pipe.Path)).Message, StringComparison.Ordinal);
        Assert.EndsWith("is a pipe or a device, but is read more than once; write it to a file first", Assert.Throws<DataException>(() => Table.Read(pipe.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plain_and_gzip_files_of_bytes_are_read(bool zipped)
    {
        using var file = new TemporaryFile(Bytes(8, [2, 1, 3], 1, 2, 3, 4, 5, 255), zipped);
        var idx = IdxFile.Read(file.Path);
        Assert.Equal([2, 1, 3], idx.Sizes);
        Assert.Equal([1, 2, 3, 4, 5, 255], Enumerable.Range(0, idx.Length).Select(i => idx[i]));
        Assert.True(idx.IsBytes);
    }

    [Theory]
    [InlineData(0x09, new byte[] { 0xFF, 0x02 }, new double[] { -1, 2 })]
    [InlineData(0x0B, new byte[] { 0xFF, 0xFE, 0x01, 0x00 }, new double[] { -2, 256 })]
    [InlineData(0x0C, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0, 1, 0, 0 }, new double[] { -1, 65536 })]
    [InlineData(0x0D, new byte[] { 0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0 }, new double[] { 1, -2 })]
    [InlineData(0x0E, new byte[] { 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0 }, new double[] { 1, -2 })]
    public void Wider_items_are_big_endian(byte type, byte[] items, double[] expected)
    {
        using var file = new TemporaryFile(Bytes(type, [2], items));
        var idx = IdxFile.Read(file.Path);
        Assert.Equal(expected, Enumerable.Range(0, idx.Length).Select(i => idx[i]));
    }

    public static TheoryData<string, byte[]> Bad => new()
    {
        { "is not an IDX file", [] },
        { "is not an IDX file", [1, 2, 3, 4, 5] },
        { "is not an IDX file", Bytes(7, [1], 0) },
        { "is not an IDX file", [0, 0, 8, 0] },
        { "is not an IDX file", [1, 0, 8, 1, 0, 0, 0, 1, 5] },
        { "is not an IDX file", [0, 1, 8, 1, 0, 0, 0, 1, 5] },
        { "is not an IDX file", Bytes(8, [1, 1, 1, 1, 1, 1, 1, 1, 1], 5) },
        { "within its header", [0, 0, 8, 2, 0, 0, 0, 1] },
        { "cut short", Bytes(8, [2, 3], 1, 2, 3) },
        { "longer than", Bytes(8, [2], 1, 2, 3) },
        { "longer than", Bytes(8, [2], 1, 2, 0) },
        { "dimension 1 has 0", Bytes(8, [0]) },
        { "dimension 1 has 4294967295", Bytes(8, [-1], 1) },
        { "2 GB", Bytes(0x0E, [60000, 60000], 1) },
        { "cut short", Bytes(8, [1_999_999_999], 1, 2, 3) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_file_is_refused_without_much_memory(string message, byte[] bytes)
    {
        using var file = new TemporaryFile(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<DataException>(() => IdxFile.Read(file.Path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.StartsWith(file.Path, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3 * (1 << 20) + 5)] // read in several parts
    [InlineData(1 << 20)]
    public void Many_items_are_read_whole(int count)
    {
        var items = new byte[count];
        new Random(1).NextBytes(items);
        using var file = new TemporaryFile(Bytes(8, [count], items));
        Assert.True(items.AsSpan().SequenceEqual(IdxFile.Read(file.Path).Items));
    }

    [Fact]
    public void Eight_dimensions_are_the_most()
    {
        using var file = new TemporaryFile(Bytes(8, [1, 1, 1, 1, 1, 1, 1, 2], 5, 6));
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 2], IdxFile.Read(file.Path).Sizes);
    }

    [Theory]
    [InlineData(true, 0, 0, 8, 1, 0, 0, 0, 1, 5)]
    [InlineData(false, 1, 0, 8, 1, 0, 0, 0, 1, 5)]
    [InlineData(false, 0, 1, 8, 1, 0, 0, 0, 1, 5)]
    [InlineData(false, 0, 0, 7, 1, 0, 0, 0, 1, 5)]
    [InlineData(false, 0, 0, 8, 0, 0, 0, 0, 1, 5)]
    [InlineData(false, 0, 0, 8)]
    public void An_IDX_file_is_known_by_its_first_four_bytes(bool isIdx, params int[] bytes)
    {
        using var file = new TemporaryFile(Array.ConvertAll(bytes, static b => (byte)b));
        Assert.Equal(isIdx, IdxFile.Is(file.Path));
    }

    [Fact]
    public void An_IDX_file_is_told_from_a_table()
    {
        using var idx = new TemporaryFile(Bytes(8, [1], 1));
        Assert.True(IdxFile.Is(idx.Path));
        Assert.False(IdxFile.Is(TemporaryFile.Public("iris.csv")));
        Assert.False(IdxFile.Is(TemporaryFile.Public("digits.csv.gz")));
        Assert.False(IdxFile.Is("nowhere"));
    }
}
