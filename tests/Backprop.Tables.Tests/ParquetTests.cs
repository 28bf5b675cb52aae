using Backprop.Data;
using Backprop.Data.Tests;
using Parquet;
using Parquet.Schema;

namespace Backprop.Tables.Tests;

public class ParquetTests
{
    private const int Rows = 50;
    private static readonly ColumnChoices ToY = new() { Targets = ["y"], Dates = ["time"], Categories = ["id"] };

    private static int? Whole(int row) => row % 6 == 0 ? null : (row * 37) % 11;

    /// <summary>Two row groups of columns of many types.</summary>
    private static async Task<byte[]> Write(bool withList = false)
    {
        var fields = new DataField[]
        {
            new DataField<double>("x"), new DataField<int?>("n"), new DataField<float>("f"), new DataField<long>("id"), new DataField<string>("code"),
            new DataField<bool?>("ok"), new DataField<DateTime>("time"), new DataField<decimal>("price"), new DataField<string>("y"),
        };
        var schema = new ParquetSchema(withList ? [.. fields, new DataField("list", typeof(int), isNullable: false, isArray: true)] : fields);
        using var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, file))
        {
            foreach (var group in new[] { Enumerable.Range(0, 30).ToArray(), Enumerable.Range(30, Rows - 30).ToArray() })
            {
                using var rows = writer.CreateRowGroup();
                await rows.WriteAsync<double>(fields[0], Array.ConvertAll(group, X));
                await rows.WriteAsync<int>(fields[1], Array.ConvertAll(group, Whole).AsMemory());
                await rows.WriteAsync<float>(fields[2], Array.ConvertAll(group, static row => row / 10f));
                await rows.WriteAsync<long>(fields[3], Array.ConvertAll(group, Id));
                await rows.WriteAsync(fields[4], Array.ConvertAll(group, Code)!);
                await rows.WriteAsync<bool>(fields[5], Array.ConvertAll(group, YesOrNo).AsMemory());
                await rows.WriteAsync<DateTime>(fields[6], Array.ConvertAll(group, Time));
                await rows.WriteAsync<decimal>(fields[7], Array.ConvertAll(group, static row => row * 1.25m));
                await rows.WriteAsync(fields[8], Array.ConvertAll(group, Class));
                if (withList)
                    await rows.WriteAsync<int>(schema.DataFields[^1], group, new int[group.Length]);
            }
        }
        return file.ToArray();
    }

    private static double X(int row) => Math.Round(Math.Sin(row), 6);

    private static long Id(int row) => (1L << 60) + (row % 5);

    private static string? Code(int row) => row % 7 == 0 ? null : $"{row % 4:000}";

    private static bool? YesOrNo(int row) => row % 9 == 0 ? null : row % 2 == 0;

    private static DateTime Time(int row) => new(2024, 1, 1 + (row % 28), row % 24, 30, 0, DateTimeKind.Utc);

    private static string Class(int row) => row % 3 == 0 ? "NA" : "b";

    private static string Csv() => "x,n,f,id,code,ok,time,price,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(static row =>
        FormattableString.Invariant($"{X(row)},{Whole(row)},{row / 10f},{Id(row)},{Code(row)},{YesOrNo(row)},{Time(row):yyyy-MM-ddTHH:mm},{row * 1.25m},{Class(row)}\n"))).Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal);

    [Fact]
    public async Task A_file_gives_the_table_that_the_same_values_give_as_delimited_text()
    {
        using var file = new TemporaryFile(await Write());
        using var text = new TemporaryFile(Csv().Replace(",NA\n", ",\"NA\"\n", StringComparison.Ordinal));
        var parquet = OtherTablesTests.Read(file.Path, ToY);
        var expected = Table.Read(text.Path, ToY with { Categories = ["id", "code"] }, new TableFormat { Missing = ["no such word"] });

        Assert.Equal(["x", "n", "f", "id", "code", "ok", "time", "price", "y"], parquet.Columns.Select(static column => column.Name));
        Assert.Equal(expected.Columns.Select(static column => column.Kind), parquet.Columns.Select(static column => column.Kind));
        foreach (var (one, other) in expected.Columns.Zip(parquet.Columns))
            for (var row = 0; row < Rows; row++)
                Assert.Equal(Value(one, row), Value(other, row));
        Assert.Equal(["000", "001", "002", "003"], ((CategoryColumn)parquet["code"]).Categories);
        Assert.Equal(["NA", "b"], ((CategoryColumn)parquet["y"]).Categories);

        static object Value(TableColumn column, int row) =>
            column.IsMissing(row) ? "missing" : column is NumberColumn numbers ? BitConverter.DoubleToInt64Bits(numbers[row]) : ((CategoryColumn)column).Categories[((CategoryColumn)column)[row]];
    }

    [Fact]
    public async Task A_list_is_refused_by_name_unless_it_is_ignored()
    {
        using var file = new TemporaryFile(await Write(withList: true));

        Assert.EndsWith(", row 1, column 'list': holds a list; expected a finite number, a text, a date, or yes or no", OtherTablesTests.Problem(file.Path, choices: ToY), StringComparison.Ordinal);
        Assert.Equal(9, OtherTablesTests.Read(file.Path, ToY with { Ignored = ["list"] }).Columns.Count);
    }

    /// <summary>The file is by ParquetSharp 25.0.1.2: half-precision numbers, doubles and texts.</summary>
    [Fact]
    public void Half_precision_numbers_are_refused_with_a_way_out_even_if_they_are_ignored() =>
        Assert.EndsWith("half.parquet: has a column of half-precision numbers (FLOAT16), which cannot be read even if it is ignored; write it in single precision",
            OtherTablesTests.Problem(OtherTablesTests.Public("half.parquet"), choices: new() { Targets = ["y"], Ignored = ["h"] }), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_is_cut_short_or_damaged_is_refused_in_one_line()
    {
        var bytes = await Write();
        var random = new Random(1);
        using var cut = new TemporaryFile(bytes[..(bytes.Length / 2)]);
        Assert.Contains("cannot be read as a Parquet file", OtherTablesTests.Problem(cut.Path, choices: ToY), StringComparison.Ordinal);
        for (var i = 0; i < 40; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(4, damaged.Length)] ^= (byte)(1 << random.Next(8));
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
}
