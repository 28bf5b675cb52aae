using System.Text;

namespace Backprop.Data.Tests;

public class UnitSignTests
{
    private static readonly CellReader Cells = new('.', [], null);

    private static string Without(string sign, string cell) =>
        Encoding.UTF8.GetString(UnitSign.Without(sign, Encoding.UTF8.GetBytes(cell), stackalloc byte[NumberText.Longest]));

    [Theory]
    [InlineData("12.5%", "%", "12.5")]
    [InlineData("12,5 %", "%", "12,5")]
    [InlineData("$1,037.20", "$", "1,037.20")]
    [InlineData("-$5", "$", "-5")]
    [InlineData("$-5", "$", "-5")]
    [InlineData("\u2212\u00A35", "\u00A3", "\u22125")]
    [InlineData("5\u00A0\u20AC", "\u20AC", "5")]
    [InlineData("($1,037.20)", "$", "(1,037.20)")]
    [InlineData("$(5)", "$", "(5)")]
    [InlineData("(5)%", "%", "(5)")]
    public void A_number_with_a_sign(string cell, string sign, string number)
    {
        Assert.Equal(sign, UnitSign.Of(Encoding.UTF8.GetBytes(cell), Cells));
        Assert.Equal(number, Without(sign, cell));
    }

    [Theory]
    [InlineData("12.5")]
    [InlineData("$")]
    [InlineData("100%cotton")]
    [InlineData("5$5")]
    [InlineData("$5%")]
    [InlineData("$a")]
    [InlineData("($)")]
    [InlineData("(5$5)")]
    public void What_has_no_sign_or_is_not_a_number(string cell) => Assert.Null(UnitSign.Of(Encoding.UTF8.GetBytes(cell), Cells));

    [Theory]
    [InlineData("(5$5)")]
    [InlineData("5$5")]
    [InlineData("12.5")]
    public void A_cell_that_neither_begins_nor_ends_with_the_sign_stays_as_it_is(string cell) => Assert.Equal(cell, Without("$", cell));

    [Fact]
    public void A_number_with_its_sign_has_at_most_128_bytes()
    {
        var longest = "1" + new string('0', 126);
        Assert.Equal("$", UnitSign.Of(Encoding.UTF8.GetBytes("$" + longest), Cells));
        Assert.Equal(longest, Without("$", "$" + longest));
        Assert.Null(UnitSign.Of(Encoding.UTF8.GetBytes("$0" + longest), Cells));
        Assert.Equal("$0" + longest, Without("$", "$0" + longest));
    }

    [Fact]
    public void A_column_of_the_same_sign_is_one_of_numbers()
    {
        var text = "p;d;y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i / 2},{i % 2 * 5}%;$1.{i + 100};{i % 2}\n"));
        using var file = new TemporaryFile(text);
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"] });
        Assert.Equal([ColumnKind.Number, ColumnKind.Number], table.Columns.Take(2).Select(c => c.Kind));
        Assert.Equal((1.5, 1103.0), (((NumberColumn)table["p"])[3], ((NumberColumn)table["d"])[3]));
        Assert.Contains("column 'p' holds numbers with '%'; they are read without it", table.Notes.Select(n => n.Text));
        var encoding = TableEncoding.FromJson(EncodingFit.Fit(table, Enumerable.Range(0, 40).ToArray()).ToJson());
        var comma = new CellReader(',', [], null);
        double Read(string cell) => CellText.Read(encoding.Inputs[0], Encoding.UTF8.GetBytes(cell), comma, out _).Value;
        Assert.Equal([12.5, 12.5, double.NaN], [Read("12,5%"), Read("12,5"), Read("12,5$")]);
        string Fault(string cell)
        {
            CellText.Read(encoding.Inputs[0], Encoding.UTF8.GetBytes(cell), comma, out var wrong);
            return wrong!.Text;
        }
        Assert.Equal("holds '12,5$', which is not a finite number, with '%' or without", Fault("12,5$"));
        Assert.Equal("holds '12.5%', which is a number with a decimal point only, but a decimal comma is in force", Fault("12.5%"));
    }

    [Fact]
    public void A_column_of_which_some_numbers_lack_the_sign_is_refused_and_one_is_shown()
    {
        using var file = new TemporaryFile("p,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i * 1.5}{(i == 20 ? "" : "%")},{i % 2}\n")));
        var e = Assert.Throws<DataException>(() => Table.Read(file.Path, new ColumnChoices { Targets = ["y"] }));
        Assert.EndsWith("line 22, column 'p': holds '30' where 39 of 40 values are numbers with '%'", e.Message, StringComparison.Ordinal);
    }
}
