using System.Text;

namespace Backprop.Data.Tests;

public class TableOutputTests
{
    private delegate TableCell Making();

    private static OutputColumn Of(SourceColumn declared, params Making[] cells)
    {
        var table = new TableOutput([declared]);
        foreach (var cell in cells)
        {
            table.Add(0, cell());
            table.EndRow();
        }
        return table.Columns[0];
    }

    [Fact]
    public void A_column_is_what_all_its_cells_are()
    {
        var undeclared = new SourceColumn("x");
        Assert.Equal(CellType.Whole, Of(undeclared, static () => TableCell.Number(1.0), static () => default, static () => TableCell.Number(long.MaxValue)).Type);
        Assert.Equal(CellType.Number, Of(undeclared, static () => TableCell.Number(1.5), static () => TableCell.Number(1.0)).Type);
        Assert.Equal(CellType.Number, Of(undeclared, static () => TableCell.Number(1e300)).Type);
        Assert.Equal(CellType.Number, Of(undeclared with { Type = CellType.Number }, static () => TableCell.Number(1.0)).Type);
        Assert.Equal(CellType.Number, Of(undeclared, static () => TableCell.Number(0.1234567890123456, "0.12345678901234561"u8)).Type);
        Assert.Equal(CellType.Day, Of(undeclared, static () => TableCell.Days(738000)).Type);
        Assert.Equal(CellType.Time, Of(undeclared, static () => TableCell.Days(738000), static () => TableCell.Days(738000.25)).Type);
        Assert.Equal(CellType.YesOrNo, Of(undeclared, static () => TableCell.YesOrNo(false)).Type);
        Assert.Equal(CellType.Text, Of(undeclared, static () => TableCell.Word("a"u8)).Type);
        Assert.Equal(CellType.Category, Of(new SourceColumn("x", ColumnKind.Category), static () => TableCell.OfText("a"u8)).Type);
    }

    [Fact]
    public void A_column_without_values_is_what_it_is_declared_to_be()
    {
        Assert.Equal(CellType.Text, Of(new SourceColumn("x"), static () => default).Type);
        Assert.Equal(CellType.Number, Of(new SourceColumn("x", ColumnKind.Number)).Type);
        Assert.Equal(CellType.Whole, Of(new SourceColumn("x", ColumnKind.Number) { Type = CellType.Whole }).Type);
        Assert.Equal(CellType.Day, Of(new SourceColumn("x", ColumnKind.Date), static () => TableCell.Word("  "u8)).Type);
    }

    [Fact]
    public void Cells_of_different_types_and_whole_numbers_beyond_64_bits_are_texts()
    {
        var mixed = Of(new SourceColumn("x"), static () => TableCell.Number(1.5), static () => TableCell.Word("a"u8), static () => TableCell.YesOrNo(true), static () => default, static () => TableCell.Days(738000.5), static () => TableCell.Number(long.MaxValue));
        Assert.Equal(CellType.Text, mixed.Type);
        Assert.Equal(["1.5", "a", "true", "-", "2021-07-30T12:00", "9223372036854775807"], Enumerable.Range(0, 6).Select(row => mixed.IsMissing(row) ? "-" : mixed.Texts[mixed.Code(row)]));

        var wide = Of(new SourceColumn("x"), static () => TableCell.Number(18446744073709551615.0, "18446744073709551615"u8), static () => TableCell.Number(18446744073709551614.0, "18446744073709551614"u8), static () => TableCell.Number(3.0));
        Assert.Equal(["18446744073709551615", "18446744073709551614", "3"], Enumerable.Range(0, 3).Select(row => wide.Texts[wide.Code(row)]));
        Assert.Equal(CellType.Text, wide.Type);
    }

    [Fact]
    public void Cells_that_are_not_added_are_missing_and_columns_may_come_in_any_order()
    {
        var table = new TableOutput([new SourceColumn("x"), new SourceColumn("y")]);
        table.Add(1, TableCell.Number(1.0));
        table.EndRow();
        table.EndRow();
        table.Add(1, TableCell.Number(2.0));
        table.Add(0, TableCell.Word("a"u8));
        table.EndRow();
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(table.Columns[0].IsMissing));
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(table.Columns[1].IsMissing));
    }

    [Fact]
    public void A_date_is_the_roundest_time_that_its_days_can_mean()
    {
        var random = new Random(1);
        foreach (var step in new[] { TimeSpan.TicksPerSecond, TimeSpan.TicksPerMillisecond })
            for (var i = 0; i < 1000; i++)
            {
                var date = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks / step) * step, DateTimeKind.Utc);
                Assert.Equal(date, Of(new SourceColumn("x"), () => TableCell.Date(date)).Date(0));
            }
    }

    [Fact]
    public void A_kind_that_is_only_read_says_so()
    {
        var kind = TableKind.Own.First(static kind => kind.Endings.Count == 0);
        Assert.Contains("is only read, not written", Assert.Throws<NotSupportedException>(() => kind.Write(new TableOutput([]), new MemoryStream())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ARFF_file_declares_types_and_quotes_what_is_not_a_plain_word()
    {
        var table = new TableOutput([new SourceColumn("the x"), new SourceColumn("color", ColumnKind.Category), new SourceColumn("day"), new SourceColumn("none", ColumnKind.Category)]);
        table.Add(0, TableCell.Number(0.5));
        table.Add(1, TableCell.Word("it's"u8));
        table.Add(2, TableCell.Date(new DateTime(2024, 2, 3)));
        table.EndRow();
        table.Add(1, TableCell.Word("?"u8));
        table.EndRow();
        using var stream = new MemoryStream();
        TableKind.Own.Single(static kind => kind.Endings is [".arff"]).Write(table, stream);
        Assert.Equal("@relation predictions\n\n@attribute 'the x' numeric\n@attribute color {'it\\'s','?'}\n@attribute day date \"yyyy-MM-dd\"\n@attribute none string\n\n@data\n0.5,'it\\'s',2024-02-03,?\n?,'?',?,?\n", Encoding.UTF8.GetString(stream.ToArray()));
    }
}
