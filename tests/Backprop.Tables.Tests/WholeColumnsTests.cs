using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Backprop.Data;
using Backprop.Data.Arrow;
using Backprop.Data.Parquet;
using Backprop.Data.Tests;
using Parquet;
using Parquet.Schema;
using Field = Apache.Arrow.Field;
using Table = Backprop.Data.Table;

namespace Backprop.Tables.Tests;

/// <summary>Tables are read column by column for training, and row by row with a model.</summary>
public class WholeColumnsTests
{
    private static readonly string[] Words = ["a", "b", "B", "yes", "no", "1", "007", "2024-01-05", "NA", "", " b ", "é"];

    [Fact]
    public async Task A_parquet_file_gives_the_same_table_by_columns_as_by_rows()
    {
        var random = new Random(3);
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < 150; trial++)
        {
            var columns = Enumerable.Range(0, 3).Select(i => (Name: $"c{i}", Make: ParquetColumnOf(random, $"c{i}"))).ToArray();
            var y = new DataField<string>("y");
            var x = new DataField<double>("x");
            using var stream = new MemoryStream();
            await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema([x, .. columns.Select(static column => column.Make.Field), y]), stream))
            {
                for (var group = random.Next(1, 4); group > 0; group--)
                {
                    var count = random.Next(1, 200);
                    using var rows = writer.CreateRowGroup();
                    await rows.WriteAsync<double>(x, Enumerable.Range(0, count).Select(_ => random.NextDouble()).ToArray());
                    foreach (var (_, make) in columns)
                        await make.Write(rows, count);
                    await rows.WriteAsync(y, Enumerable.Range(0, count).Select(row => row % 2 == 0 ? "p" : "q").ToArray());
                }
            }
            using var file = new TemporaryFile(stream.ToArray());
            Check(file.Path, new ParquetKind(), random, ref read, ref refused);
        }
        Assert.True(read > 40 && refused > 40, $"{read} read, {refused} refused");
    }

    [Fact]
    public void An_arrow_file_gives_the_same_table_by_columns_as_by_rows()
    {
        var random = new Random(4);
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < 150; trial++)
        {
            var makes = Enumerable.Range(0, 3).Select(_ => ArrowColumnOf(random)).ToArray();
            using var stream = new MemoryStream();
            ArrowFileWriter? writer = null;
            for (var batch = random.Next(1, 4); batch > 0; batch--)
            {
                var count = random.Next(1, 200);
                var x = new DoubleArray.Builder().AppendRange(Enumerable.Range(0, count).Select(_ => random.NextDouble())).Build();
                var y = new StringArray.Builder().AppendRange(Enumerable.Range(0, count).Select(static row => row % 2 == 0 ? "p" : "q")).Build();
                IArrowArray[] arrays = [x, .. makes.Select(make => make(count)), y];
                var schema = new Schema([.. arrays.Select((array, i) => new Field(i == 0 ? "x" : i == arrays.Length - 1 ? "y" : $"c{i - 1}", array.Data.DataType, true))], null);
                writer ??= new ArrowFileWriter(stream, schema, leaveOpen: true);
                writer.WriteRecordBatch(new RecordBatch(schema, arrays, count));
            }
            writer!.WriteEnd();
            writer.Dispose();
            using var file = new TemporaryFile(stream.ToArray());
            Check(file.Path, new ArrowKind(), random, ref read, ref refused);
        }
        Assert.True(read > 40 && refused > 40, $"{read} read, {refused} refused");
    }

    /// <summary>Reads a file in both ways with random choices: for one of the three columns, the others are left out, so that no more than one can be wrong.</summary>
    private static void Check(string path, TableKind kind, Random random, ref int read, ref int refused)
    {
        var wild = random.Next(3);
        string[] chosen = [$"c{wild}"];
        var choices = new ColumnChoices { Targets = ["y"], KeepAll = random.Next(2) == 0, Ignored = [.. Enumerable.Range(0, 3).Where(i => i != wild).Select(static i => $"c{i}")] };
        choices = random.Next(5) switch
        {
            0 => choices with { Numbers = chosen },
            1 => choices with { Categories = chosen },
            2 => choices with { Booleans = chosen },
            3 => choices with { Dates = chosen },
            _ => choices,
        };
        var format = random.Next(3) == 0 ? new TableFormat { Missing = ["-1", "b", "0.5"] } : new TableFormat();
        var (rows, rowsError) = Try(new RowsOnly(kind));
        var (columns, columnsError) = Try(kind);
        Assert.Equal(rowsError, columnsError);
        refused += rowsError is null ? 0 : 1;
        if (rows is null)
            return;
        read++;
        Assert.Equal(rows.Notes.Select(static note => note.Text), columns!.Notes.Select(static note => note.Text));
        SameTables.Check(rows, columns);

        (Table?, string?) Try(TableKind by)
        {
            try
            {
                return (OtherTablesTests.Read(path, choices, format with { Kinds = [by] }), null);
            }
            catch (DataException e)
            {
                return (null, e.Message);
            }
        }
    }

    private static (DataField Field, Func<ParquetRowGroupWriter, int, Task> Write) ParquetColumnOf(Random random, string name)
    {
        var missing = random.Next(3) == 0 ? 0 : random.NextDouble() * 0.4;
        var few = random.Next(2) == 0;
        return random.Next(14) switch
        {
            0 => Of(() => few ? random.Next(2) : random.NextDouble()),
            1 => Of(() => random.Next(40) == 0 ? double.NaN : random.Next(200) == 0 ? double.PositiveInfinity : random.Next(5) - 1.0),
            2 => Of(() => few ? random.Next(4) / 2f : random.NextSingle()),
            3 => Of(() => (sbyte)random.Next(-3, 9)),
            4 => Of(() => (byte)random.Next(few ? 2 : 200)),
            5 => Of(() => (short)random.Next(-300, 300)),
            6 => Of(() => random.Next(few ? 3 : 100_000)),
            7 => Of(() => (few ? 1L << 60 : 5) + random.Next(4)),
            8 => Of(() => (few ? 1UL << 63 : 5) + (ulong)random.Next(4)),
            9 => Of(() => random.Next(-5, 100) * (few ? 0.5m : 1.000000000000000001m)),
            10 => Of(() => random.Next(2) == 0),
            11 => Of(() => new DateTime(2024, 1, 1 + random.Next(28), few ? 0 : random.Next(24), few ? 0 : random.Next(60), 0, DateTimeKind.Utc)),
            12 => Of(() => new DateOnly(2024, 1, 1 + random.Next(28))),
            _ => Texts(),
        };

        (DataField, Func<ParquetRowGroupWriter, int, Task>) Of<T>(Func<T> next)
            where T : struct
        {
            if (missing == 0)
            {
                var field = new DataField<T>(name);
                return (field, (rows, count) => rows.WriteAsync<T>(field, Enumerable.Range(0, count).Select(_ => next()).ToArray()));
            }
            var nullable = new DataField<T?>(name);
            return (nullable, (rows, count) => rows.WriteAsync<T>(nullable, Enumerable.Range(0, count).Select(_ => random.NextDouble() < missing ? null : (T?)next()).ToArray().AsMemory()));
        }

        (DataField, Func<ParquetRowGroupWriter, int, Task>) Texts()
        {
            var field = new DataField<string>(name);
            return (field, (rows, count) => rows.WriteAsync(field, Enumerable.Range(0, count).Select(_ => random.NextDouble() < missing ? null! : few ? Words[random.Next(Words.Length)] : $"w{random.Next(50)}").ToArray()));
        }
    }

    private static Func<int, IArrowArray> ArrowColumnOf(Random random)
    {
        var missing = random.Next(3) == 0 ? 0 : random.NextDouble() * 0.4;
        var few = random.Next(2) == 0;
        var unit = (TimeUnit)random.Next(4);
        var zone = random.Next(2) == 0 ? "+02:00" : null;
        return random.Next(13) switch
        {
            0 => count => Of<double, DoubleArray, DoubleArray.Builder>(new(), count, () => random.Next(40) == 0 ? double.NaN : random.Next(200) == 0 ? double.NegativeInfinity : random.Next(4) / 2.0),
            1 => count => Of<float, FloatArray, FloatArray.Builder>(new(), count, () => few ? random.Next(4) / 2f : random.NextSingle()),
            2 => count => Of<Half, HalfFloatArray, HalfFloatArray.Builder>(new(), count, () => (Half)(random.Next(40) / 8f)),
            3 => count => Of<sbyte, Int8Array, Int8Array.Builder>(new(), count, () => (sbyte)random.Next(-2, 3)),
            4 => count => Of<ushort, UInt16Array, UInt16Array.Builder>(new(), count, () => (ushort)random.Next(few ? 2 : 999)),
            5 => count => Of<int, Int32Array, Int32Array.Builder>(new(), count, () => random.Next(few ? 2 : 100_000)),
            6 => count => Of<long, Int64Array, Int64Array.Builder>(new(), count, () => (few ? 1L << 60 : -1) + random.Next(4)),
            7 => count => Of<ulong, UInt64Array, UInt64Array.Builder>(new(), count, () => (few ? 1UL << 63 : 5) + (ulong)random.Next(4)),
            8 => count =>
            {
                var builder = new BooleanArray.Builder();
                for (var row = 0; row < count; row++)
                    _ = random.NextDouble() < missing ? builder.AppendNull() : builder.Append(random.Next(2) == 0);
                return builder.Build();
            }
            ,
            9 => count =>
            {
                var builder = new TimestampArray.Builder(new TimestampType(unit, zone));
                for (var row = 0; row < count; row++)
                    _ = random.NextDouble() < missing ? builder.AppendNull() : builder.Append(new DateTimeOffset(2024, 2, 1 + random.Next(28), few ? 0 : random.Next(24), 0, 0, TimeSpan.FromHours(2)));
                return builder.Build();
            }
            ,
            10 => count =>
            {
                var builder = new Decimal128Array.Builder(new Decimal128Type(28, 18));
                for (var row = 0; row < count; row++)
                    _ = random.NextDouble() < missing ? builder.AppendNull() : builder.Append(random.Next(100) * (few ? 0.5m : 1.000000000000000001m));
                return builder.Build();
            }
            ,
            11 => Texts,
            _ => count => new DictionaryArray(new DictionaryType(Int16Type.Default, StringType.Default, false), Of<short, Int16Array, Int16Array.Builder>(new(), count, () => (short)random.Next(Words.Length)),
                new StringArray.Builder().AppendRange(Words.Select((word, i) => i == 2 && few ? null : word)).Build()),
        };

        TArray Of<T, TArray, TBuilder>(TBuilder builder, int count, Func<T> next)
            where T : struct
            where TArray : IArrowArray
            where TBuilder : PrimitiveArrayBuilder<T, TArray, TBuilder>
        {
            for (var row = 0; row < count; row++)
                _ = random.NextDouble() < missing ? builder.AppendNull() : builder.Append(next());
            return builder.Build(null);
        }

        StringArray Texts(int count) => new StringArray.Builder().AppendRange(Enumerable.Range(0, count).Select(_ => random.NextDouble() < missing ? null : few ? Words[random.Next(Words.Length)] : $"w{random.Next(50)}")).Build();
    }

    /// <summary>A kind whose files are read by rows alone.</summary>
    private sealed class RowsOnly(TableKind kind) : TableKind
    {
        public override string Name => kind.Name;

        public override bool IsText => kind.IsText;

        public override bool Is(ReadOnlySpan<byte> start, string file) => kind.Is(start, file);

        public override TableSource Open(TableInput input, SourceOptions options) => new Rows(kind.Open(input, options));

        private sealed class Rows(TableSource source) : TableSource
        {
            public override IReadOnlyList<SourceColumn> Columns => source.Columns;

            public override long Row => source.Row;

            public override string RowWord => source.RowWord;

            public override TableCell this[int column] => source[column];

            public override bool Read() => source.Read();

            protected override void Dispose(bool disposing)
            {
                source.Dispose();
                base.Dispose(disposing);
            }
        }
    }
}
