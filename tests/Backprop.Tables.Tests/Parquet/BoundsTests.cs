using System.Buffers.Binary;
using Backprop.Data.Parquet;
using Parquet;
using Parquet.Schema;

namespace Backprop.Tables.Tests.Parquet;

/// <summary>Files that claim more than they hold.</summary>
public class BoundsTests
{
    private const int Rows = 4_321;

    private static async Task<byte[]> Write(CompressionMethod method, int rows = Rows, bool isMissing = false)
    {
        var field = new DataField("x", typeof(double), isNullable: isMissing);
        using var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), file, new ParquetOptions { CompressionMethod = method }))
        {
            using var group = writer.CreateRowGroup();
            if (isMissing)
                await group.WriteAsync<double>(field, new double?[rows]);
            else
                await group.WriteAsync<double>(field, Enumerable.Range(0, rows).Select(static i => Math.Sqrt(i)).ToArray());
        }
        return file.ToArray();
    }

    /// <summary>The bytes of a number in a header.</summary>
    private static byte[] Number(int value)
    {
        var bytes = new List<byte>();
        for (var bits = (uint)((value << 1) ^ (value >> 31)); ; bits >>= 7)
        {
            if (bits < 0x80)
                return [.. bytes, (byte)bits];
            bytes.Add((byte)(bits | 0x80));
        }
    }

    /// <summary>A file in whose first page one number stands for another of as many bytes.</summary>
    private static byte[] With(byte[] file, int written, int number)
    {
        Assert.Equal(Number(written).Length, Number(number).Length);
        Number(number).CopyTo(file.AsSpan(file.AsSpan().IndexOf(Number(written))));
        return file;
    }

    [Theory]
    [InlineData(Rows, Rows + 1, "it says that a page has 4,322 values, 0 of them missing, where the column has 4,321 left")]
    [InlineData(Rows, -Rows, "it says that a page has -4,321 values, 0 of them missing, where the column has 4,321 left")]
    [InlineData(Rows * sizeof(double), 1_000_000, "it says that a page of it has 1,000,000 bytes, but has ")]
    public async Task Numbers_of_a_page_that_its_bytes_do_not_hold_are_refused(int written, int number, string expected)
    {
        var file = await Write(CompressionMethod.None);
        file = written == Rows ? With(file, written, number) : With(With(file, written, written + 1), written, number); // The length unpacked comes first.

        Assert.Contains(expected, OtherTablesTests.Refused(file), StringComparison.Ordinal);
    }

    /// <summary>Snappy begins with the length that becomes of a page.</summary>
    [Fact]
    public async Task A_length_unpacked_that_the_bytes_of_a_page_do_not_give_is_refused()
    {
        var file = await Write(CompressionMethod.Snappy, 2_100);
        new byte[] { 0x80, 0x89, 0x7A }.CopyTo(file.AsSpan(file.AsSpan().IndexOf(new byte[] { 0xA0, 0x83, 0x01 })));

        Assert.Matches("it says that a page of [0-9,]+ bytes has 2,000,000 unpacked", OtherTablesTests.Refused(file));
    }

    [Fact]
    public async Task Rows_beyond_what_the_bytes_of_a_file_can_say_are_refused()
    {
        var file = await Write(CompressionMethod.Snappy, 3_000_000, isMissing: true);

        Assert.EndsWith($"says that row group 1 has 3,000,000 rows, but has {file.Length:N0} bytes in all", OtherTablesTests.Refused(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1 << 30)]
    public async Task A_footer_longer_than_the_file_is_refused(int length)
    {
        var file = await Write(CompressionMethod.None);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(file.Length - 8), length);

        Assert.EndsWith($"cannot be read as a Parquet file: it says that its footer has {(uint)length:N0} bytes, but has {file.Length:N0} in all", OtherTablesTests.Refused(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_nested_more_than_64_levels_deep_are_refused()
    {
        Assert.Equal("its columns are nested more than 64 levels deep", Assert.Throws<InvalidDataException>(() => Check(Nested(65))).Message);
        Assert.True(Check(Nested(64)) > 0);
        Assert.True(Check(await Write(CompressionMethod.None)) > 0);

        // A file that is a footer alone: each column but the last holds the next one.
        static byte[] Nested(int groups) =>
        [
            .. "PAR1"u8, 0x29, 0xFC, (byte)(groups + 1), .. Enumerable.Range(0, groups).SelectMany(static _ => new byte[] { 0x48, 1, (byte)'x', 0x15, 2, 0 }), 0x48, 1, (byte)'x', 0, 0,
            (byte)((6 * groups) + 8), (byte)(((6 * groups) + 8) >> 8), 0, 0, .. "PAR1"u8,
        ];

        static long Check(byte[] file)
        {
            using var stream = new MemoryStream(file);
            return Footer.Check(stream);
        }
    }
}
