namespace Backprop.Data.Tests;

public class FormatNotesTests
{
    private static Table Read(string text, TableFormat? format = null)
    {
        using var file = new TemporaryFile(text);
        return Table.Read(file.Path, new ColumnChoices { KeepAll = true }, format);
    }

    [Theory]
    [InlineData("x;y\n1,234;1\n5,678;2\n", "numbers such as '1,234' in column 'x' are read with a decimal comma, as 1.234 and not as 1234")]
    [InlineData("x,y\n\"1,234\",1\n\"5,678\",2\n", "numbers such as '1,234' in column 'x' are read with a decimal point, as 1234 and not as 1.234")]
    public void Numbers_that_can_be_read_in_two_ways_are_named(string text, string note)
    {
        Assert.StartsWith(note, Assert.Single(Read(text).Notes).Text, StringComparison.Ordinal);
        Assert.Empty(Read(text, new TableFormat { DecimalMark = ',' }).Notes);
    }

    [Fact]
    public void The_first_of_several_columns_is_named_and_the_other_mark_is_the_remedy()
    {
        var comma = Assert.Single(Read("x;y\n1,234;3,456\n5,678;7,891\n").Notes);
        Assert.StartsWith("numbers such as '1,234' in column 'x' are read with a decimal comma", comma.Text, StringComparison.Ordinal);
        Assert.Equal([new Remedy(RemedyKind.NameDecimalMark, ".")], comma.Remedies);
        var point = Assert.Single(Read("x,y\n\"1,234\",1\n\"5,678\",2\n").Notes);
        Assert.Equal([new Remedy(RemedyKind.NameDecimalMark, ",")], point.Remedies);
    }

    [Fact]
    public void Of_a_column_that_is_left_out_nothing_is_said()
    {
        using var file = new TemporaryFile("x;y\n1,234;1\n5,678;2\n");
        Assert.Empty(Table.Read(file.Path, new ColumnChoices { KeepAll = true, Ignored = ["x"] }).Notes);
    }

    [Theory]
    [InlineData("x;y\n1,234;1,5\n5,678;2\n")]
    [InlineData("x;y\n1;1\n5;2\n")]
    public void Nothing_is_said_where_the_table_decides(string text) => Assert.Empty(Read(text).Notes);

    [Fact]
    public void A_column_with_the_other_decimal_mark_is_named() =>
        Assert.Contains(Read("x;y;z\n1,5;2,5;0.25\n2,5;3,5;0.75\n").Notes, n => n.Text.StartsWith("column 'z' holds '0.25', which is a number with a decimal point only", StringComparison.Ordinal));

    [Fact]
    public void A_word_for_missing_values_that_no_cell_is_is_named()
    {
        var format = new TableFormat { Missing = ["-999", "-99", "NA"] };
        Assert.Equal(["no cell is '-99', which was given as a word for a missing value", "no cell is 'NA', which was given as a word for a missing value"],
            Read("x,y\n1,2\n-999.0,3\n", format).Notes.Select(n => n.Text));
    }
}
