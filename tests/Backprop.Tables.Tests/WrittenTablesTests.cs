using System.Globalization;
using System.Text;
using Backprop.Data;
using Backprop.Data.Tests;

namespace Backprop.Tables.Tests;

/// <summary>What every kind of files writes, it reads again.</summary>
public class WrittenTablesTests
{
    private static readonly string[] Words = ["red", "light blue", "it's", "\"q\"", "a\\b", "two\nlines\tand\ttabs", "ünï", "?", "{x}", "%", "007", "a,b", new string('w', 300)];

    public static TheoryData<string> Endings => [.. TableKind.Own.Concat(OtherTables.All).SelectMany(static kind => kind.Endings)];

    private static TableKind Kind(string ending) => TableKind.Own.Concat(OtherTables.All).Single(kind => kind.Endings.Contains(ending, StringComparer.Ordinal));

    private static TemporaryFile Write(TableOutput table, string ending)
    {
        using var stream = new MemoryStream();
        Kind(ending).Write(table, stream);
        return new TemporaryFile(stream.ToArray());
    }

    private static TableReader Open(TemporaryFile file, string ending) => TableReader.Open(file.Path, new TableFormat { Kinds = [Kind(ending)], Header = true });

    private static TableCell Cell(CellType type, Random random)
    {
        if (random.Next(5) == 0)
            return TableCell.Missing;
        switch (type)
        {
            case CellType.Number:
                return TableCell.Number(random.Next(4) switch { 0 => random.NextDouble(), 1 => -random.Next(100), 2 => random.NextDouble() * 1e300, _ => random.NextDouble() * 1e-300 });
            case CellType.Whole:
                return TableCell.Number(random.Next(3) switch { 0 => random.Next(-100, 100), 1 => random.NextInt64(long.MinValue, long.MaxValue), _ => (1L << 53) + 1 });
            case CellType.Day:
                return TableCell.Date(new DateTime(1950, 1, 1).AddDays(random.Next(40_000)));
            case CellType.Time:
                return TableCell.Date(new DateTime(1950, 1, 1).AddMicroseconds(random.NextInt64(3_000_000_000_000_000)));
            case CellType.YesOrNo:
                return TableCell.YesOrNo(random.Next(2) == 0);
            default:
                return TableCell.Word(Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]));
        }
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public void A_table_of_all_types_is_read_as_it_was_written(string ending)
    {
        var types = Enum.GetValues<CellType>();
        for (var seed = 1; seed <= 20; seed++)
        {
            var rows = seed == 1 ? 0 : seed * 7 % 60;
            var random = new Random(seed);
            var table = new TableOutput([.. types.Select(static type => new SourceColumn($"a {type}", type == CellType.Category ? ColumnKind.Category : null) { Type = type }), new SourceColumn("it's \"empty\"")]);
            for (var row = 0; row < rows; row++)
            {
                for (var i = 0; i < types.Length; i++)
                    table.Add(i, Cell(types[i], random));
                table.EndRow();
            }
            using var file = Write(table, ending);
            using var reader = Open(file, ending);

            Assert.Equal(table.Columns.Select(static column => column.Name), reader.Columns);
            for (var row = 0; row < rows; row++)
            {
                Assert.True(reader.Read());
                for (var i = 0; i < table.Columns.Count; i++)
                    Check(table.Columns[i], row, reader, i, ending);
            }
            Assert.False(reader.Read());
        }
    }

    private static void Check(OutputColumn column, int row, TableReader reader, int index, string ending)
    {
        var cell = reader.Cell(index);
        if (column.IsMissing(row))
        {
            Assert.Equal(CellKind.Missing, cell.Kind);
            return;
        }
        switch (column.Type)
        {
            case CellType.Number:
                Assert.Equal((CellKind.Number, column.Number(row)), (cell.Kind, cell.Value));
                break;
            case CellType.Whole:
                Assert.Equal(column.Whole(row).ToString(CultureInfo.InvariantCulture), reader.Text(index));
                break;
            case CellType.Day or CellType.Time:
                var days = cell.Kind == CellKind.Date ? cell.Value : new CellReader('.', [], null).TryDate(cell.Text, out var read) ? read : double.NaN;
                var wanted = column.Number(row);
                Assert.Equal(wanted, days, ending is ".arff" or ".xlsx" ? 0.6 / 86_400_000 : 0); // milliseconds
                break;
            case CellType.YesOrNo:
                Assert.Equal(column.Number(row) != 0 ? "true" : "false", reader.Text(index));
                break;
            default:
                Assert.Equal(column.Texts[column.Code(row)], reader.Text(index));
                break;
        }
    }

    [Theory]
    [InlineData(".parquet")]
    [InlineData(".arrow")]
    [InlineData(".sqlite")]
    public void Many_rows_with_infinities_are_read_as_they_were_written(string ending)
    {
        const int rows = 300_000;
        var table = new TableOutput([new SourceColumn("x"), new SourceColumn("c", ColumnKind.Category)]);
        for (var row = 0; row < rows; row++)
        {
            table.Add(0, TableCell.Number(row % 1000 == 7 ? double.NegativeInfinity : row / 4.0));
            table.Add(1, TableCell.Word(Encoding.UTF8.GetBytes(Words[row % 11])));
            table.EndRow();
        }
        using var file = Write(table, ending);
        using var reader = Open(file, ending);
        for (var row = 0; row < rows; row++)
        {
            Assert.True(reader.Read());
            Assert.Equal(row % 1000 == 7 ? double.NegativeInfinity : row / 4.0, reader.Cell(0).Value);
            Assert.True(reader.Cell(1).Text.SequenceEqual(Encoding.UTF8.GetBytes(Words[row % 11])));
        }
        Assert.False(reader.Read());
    }

    [Fact]
    public void What_a_kind_cannot_hold_is_refused_by_name()
    {
        var table = new TableOutput([new SourceColumn("x")]);
        table.Add(0, TableCell.Number(double.PositiveInfinity));
        table.EndRow();
        Assert.Contains("column 'x': cannot hold an infinite number", Assert.Throws<DataException>(() => Write(table, ".arff")).Message, StringComparison.Ordinal);

        var text = new TableOutput([new SourceColumn("text")]);
        text.Add(0, TableCell.Word(Encoding.UTF8.GetBytes(new string('a', 40_000))));
        text.EndRow();
        Assert.Contains("column 'text': cannot hold a text of 40,000 characters", Assert.Throws<DataException>(() => Write(text, ".xlsx")).Message, StringComparison.Ordinal);

        Assert.Contains("cannot hold 2,001 columns", Assert.Throws<DataException>(() => Write(new TableOutput(Enumerable.Range(0, 2001).Select(static i => new SourceColumn($"{i}"))), ".sqlite")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot hold 16,385 columns", Assert.Throws<DataException>(() => Write(new TableOutput(Enumerable.Range(0, 16_385).Select(static i => new SourceColumn($"{i}"))), ".xlsx")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot hold 1,048,576 rows", Assert.Throws<DataException>(() => Write(Long(), ".xlsx")).Message, StringComparison.Ordinal);
    }

    private static TableOutput Long()
    {
        var table = new TableOutput([]);
        for (var row = 0; row < 1_048_576; row++)
            table.EndRow();
        return table;
    }

    [Fact]
    public void A_column_that_is_read_keeps_its_type_when_it_is_written()
    {
        var table = new TableOutput([new SourceColumn("x") { Type = CellType.Number }, new SourceColumn("n"), new SourceColumn("time") { Type = CellType.Time }, new SourceColumn("day")]);
        table.Add(0, TableCell.Number(3.0));
        table.Add(1, TableCell.Number(3.0));
        table.Add(2, TableCell.Date(new DateTime(2024, 1, 1)));
        table.Add(3, TableCell.Date(new DateTime(2024, 1, 1)));
        table.EndRow();
        foreach (var ending in new[] { ".parquet", ".arrow" })
        {
            using var file = Write(table, ending);
            using var reader = Open(file, ending);
            var again = new TableOutput(Enumerable.Range(0, 4).Select(reader.Declared));
            Assert.True(reader.Read());
            for (var i = 0; i < 4; i++)
                again.Add(i, reader.Cell(i));
            again.EndRow();
            Assert.Equal([CellType.Number, CellType.Whole, CellType.Time, CellType.Day], again.Columns.Select(static column => column.Type));
        }
    }
}
