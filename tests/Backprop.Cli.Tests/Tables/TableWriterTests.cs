using Backprop.Data;

namespace Backprop.Cli.Tests;

public class TableWriterTests
{
    private static string Write(TableFormat format, params string[][] rows)
    {
        var text = new StringWriter();
        var writer = new TableWriter(text, format);
        foreach (var row in rows)
        {
            foreach (var cell in row)
                writer.Cell(cell);
            writer.EndRow();
        }
        writer.Flush();
        return text.ToString();
    }

    [Fact]
    public void Cells_are_quoted_where_they_must_be() =>
        Assert.Equal("a,\"b,c\",\"d\"\"e\"\n1;2,\" x\",\"two\nlines\"\n", Write(new TableFormat(), ["a", "b,c", "d\"e"], ["1;2", " x", "two\nlines"]));

    [Fact]
    public void Delimiter_and_quote_are_those_of_the_format() =>
        Assert.Equal("a;'b;c';d,e;\"f\"\n'it''s';;\n", Write(new TableFormat { Delimiter = ';', Quote = '\'' }, ["a", "b;c", "d,e", "\"f\""], ["it's", "", ""]));

    [Fact]
    public void A_row_of_one_empty_cell_is_not_an_empty_line() => Assert.Equal("x\n\"\"\n", Write(new TableFormat(), ["x"], [""]));

    [Fact]
    public void Many_rows_come_out_whole()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => new[] { $"{i}", "x" }).ToArray();
        Assert.Equal(string.Concat(rows.Select(r => r[0] + ",x\n")), Write(new TableFormat(), rows));
    }
}
