using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Backprop.Tables.Tests.Arrow;

public class MetadataTests
{
    private const int Rows = 4_321;

    /// <summary>A file of two columns of numbers.</summary>
    private static byte[] Write() => Write(
        new Schema([new Field("x", DoubleType.Default, false), new Field("y", DoubleType.Default, false)], null),
        [.. Enumerable.Range(0, 2).Select(static seed => new DoubleArray.Builder().AppendRange(Enumerable.Range(seed, Rows).Select(static i => i + 0.5)).Build())]);

    private static byte[] Write(Schema schema, IArrowArray[] columns)
    {
        using var file = new MemoryStream();
        using (var writer = new ArrowFileWriter(file, schema, leaveOpen: true))
        {
            writer.WriteStart();
            if (columns.Length > 0)
                writer.WriteRecordBatch(new RecordBatch(schema, columns, columns[0].Length));
            writer.WriteEnd();
        }
        return file.ToArray();
    }

    /// <summary>Where the list of the nodes of the batch begins: the number of columns, then each one's number of rows and of missing values.</summary>
    private static int Nodes(byte[] file) => Enumerable.Range(0, (file.Length / 4) - 9).Select(static i => 4 * i).Single(at =>
        BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at)) == 2 && BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at + 4)) == Rows && BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at + 20)) == Rows);

    [Theory]
    [InlineData(10_000)]
    [InlineData(-1)]
    public void A_count_of_columns_that_the_metadata_of_a_batch_cannot_hold_is_refused(int count)
    {
        var file = Write();
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(Nodes(file)), count);

        Assert.Contains($"cannot be read as an Arrow file: it says that a list of its metadata has {(uint)count:N0} entries, but has ", OtherTablesTests.Refused(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_of_a_batch_that_the_file_does_not_have_are_refused()
    {
        var file = Write();
        var written = 2 * ((Rows * sizeof(double)) + 63) / 64 * 64;
        var places = Enumerable.Range(0, file.Length / 8).Select(static i => 8 * i).Where(at => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at)) is var length && length >= written && length < written + 256).ToArray();
        Assert.NotEmpty(places);
        foreach (var at in places)
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(at), 100_000);

        Assert.Contains("it says that a part of it has 100,000 bytes, but has ", OtherTablesTests.Refused(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_nested_more_than_64_levels_deep_are_refused()
    {
        Assert.Contains("its fields are nested more than 64 levels deep", OtherTablesTests.Refused(Write(Nested(66), [])), StringComparison.Ordinal);
        Assert.DoesNotContain("nested", OtherTablesTests.Refused(Write(Nested(64), [])), StringComparison.Ordinal);

        static Schema Nested(int levels)
        {
            var field = new Field("x", DoubleType.Default, false);
            for (var level = 1; level < levels; level++)
                field = new Field("x", new StructType([field]), false);
            return new Schema([field], null);
        }
    }
}
