using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Backprop.Data;
using Backprop.Data.Tests;

namespace Backprop.Tables.Tests;

public class ArrowTests
{
    private static readonly ColumnChoices ToY = new() { Targets = ["y"], Dates = ["time"] };

    private static byte[] Write()
    {
        var x = new DoubleArray.Builder().Append(0.5).AppendNull().Append(-2).Append(double.NaN).Build();
        var n = new Int64Array.Builder().Append(1).Append(2).Append(3).Append(5).Build();
        var f = new FloatArray.Builder().Append(0.1f).Append(0.2f).Append(0.3f).Append(0.4f).Build();
        var time = new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, "+02:00"));
        foreach (var hour in new[] { 0, 12, 24, 36 })
            time.Append(new DateTimeOffset(2024, 2, 3, 0, 0, 0, TimeSpan.FromHours(2)).AddHours(hour));
        var price = new Decimal128Array.Builder(new Decimal128Type(10, 2)).Append(1.25m).Append(2.5m).AppendNull().Append(4m).Build();
        var color = new DictionaryArray(new DictionaryType(Int8Type.Default, StringType.Default, false), new Int8Array.Builder().Append(1).Append(0).AppendNull().Append(1).Build(), new StringArray.Builder().Append("1").Append("2").Append("never").Build());
        var y = new StringArray.Builder().Append("NA").Append("b").Append("b").Append("NA").Build();
        var arrays = new IArrowArray[] { x, n, f, time.Build(), price, color, y };
        var schema = new Schema([.. new[] { "x", "n", "f", "time", "price", "color", "y" }.Zip(arrays, static (name, array) => new Field(name, array.Data.DataType, true))], null);
        using var file = new MemoryStream();
        using (var writer = new ArrowFileWriter(file, schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(new RecordBatch(schema, arrays, 4));
            writer.WriteEnd();
        }
        return file.ToArray();
    }

    [Fact]
    public void A_file_is_read_with_the_types_of_its_columns()
    {
        using var file = new TemporaryFile(Write());
        var table = OtherTablesTests.Read(file.Path, ToY with { Numbers = ["n"] });

        Assert.Equal([0.5, double.NaN, -2, double.NaN], Numbers("x"));
        Assert.Equal([0.1, 0.2, 0.3, 0.4], Numbers("f"));
        Assert.Equal([1.25, 2.5, double.NaN, 4], Numbers("price"));
        Assert.Equal(Enumerable.Range(0, 4).Select(static i => new DateTime(2024, 2, 2, 22, 0, 0).AddHours(12 * i).Ticks / (double)TimeSpan.TicksPerDay), Numbers("time"));
        Assert.Equal(["1", "2"], ((CategoryColumn)table["color"]).Categories);
        Assert.True(table["color"].IsMissing(2));
        Assert.Equal(["NA", "b"], ((CategoryColumn)table["y"]).Categories);

        IEnumerable<double> Numbers(string column) => Enumerable.Range(0, 4).Select(row => ((NumberColumn)table[column])[row]);
    }

    [Fact]
    public void A_file_that_is_cut_short_or_damaged_is_refused_in_one_line()
    {
        var bytes = Write();
        var random = new Random(1);
        using var cut = new TemporaryFile(bytes[..(bytes.Length / 2)]);
        Assert.Contains("cannot be read as an Arrow file", OtherTablesTests.Problem(cut.Path, choices: ToY), StringComparison.Ordinal);
        for (var i = 0; i < 40; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(8, damaged.Length)] ^= (byte)(1 << random.Next(8));
            using var file = new TemporaryFile(damaged);
            try
            {
                OtherTablesTests.Read(file.Path, ToY);
            }
            catch (DataException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    /// <summary>A file of 4,321 rows and a dictionary of 1,234 texts.</summary>
    private static byte[] WriteLengths()
    {
        var texts = new StringArray.Builder().AppendRange(Enumerable.Range(0, 1_234).Select(static i => $"text {i}")).Build();
        var codes = new Int32Array.Builder().AppendRange(Enumerable.Range(0, 4_321).Select(static i => i % 1_234)).Build();
        var x = new DoubleArray.Builder().AppendRange(Enumerable.Range(0, 4_321).Select(static i => i + 0.5)).Build();
        return Write(["x", "word"], x, new DictionaryArray(new DictionaryType(Int32Type.Default, StringType.Default, false), codes, texts));
    }

    private static byte[] Write(string[] names, params IArrowArray[] arrays)
    {
        var schema = new Schema([.. names.Zip(arrays, static (name, array) => new Field(name, array.Data.DataType, true))], null);
        using var file = new MemoryStream();
        using (var writer = new ArrowFileWriter(file, schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(new RecordBatch(schema, arrays, arrays[0].Length));
            writer.WriteEnd();
        }
        return file.ToArray();
    }

    [Theory]
    [InlineData(4_321, "but no column holds as many values")]
    [InlineData(1_234, "column 'word': has fewer values in batch 1 than the file says")]
    public void Numbers_of_values_that_a_file_does_not_have_are_refused_before_they_take_memory(int written, string expected)
    {
        var bytes = WriteLengths();
        for (var at = 0; at + 8 <= bytes.Length; at += 4)
            if (BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at)) == written)
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), 200_000_000);

        Assert.Contains(expected, OtherTablesTests.Refused(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_longer_than_the_file_is_refused_before_it_takes_memory()
    {
        var bytes = WriteLengths();
        var last = Enumerable.Range(0, bytes.Length / 8).Select(static i => 8 * i).Last(at => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)) == -1 && BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4)) > 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(last + 4), 1_700_000_000);

        Assert.Contains("it says that a part of it has 1,700,000,000 bytes, but has ", OtherTablesTests.Refused(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_billion_rows_without_a_value_are_refused() =>
        Assert.Contains("has 2,000,000,000 rows in batch 1, but no column holds as many values", OtherTablesTests.Refused(Write(["none"], new NullArray(2_000_000_000))), StringComparison.Ordinal);
}
