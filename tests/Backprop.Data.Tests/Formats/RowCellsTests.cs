using System.Text;

namespace Backprop.Data.Tests;

public class RowCellsTests
{
    [Theory]
    [InlineData("123456789012345", 123456789012345.0, "")]
    [InlineData("1234567890123456", 1234567890123456.0, "1234567890123456")]
    [InlineData("0.1234567890123456", 0.1234567890123456, "")]
    [InlineData("1e400", double.PositiveInfinity, "1e400")]
    public void A_number_keeps_its_digits_where_a_double_does_not_hold_them(string digits, double number, string kept)
    {
        var cells = new RowCells(1);
        cells.SetText(0, "a word before it"u8);
        cells.SetNumber(0, number, Encoding.UTF8.GetBytes(digits));

        Assert.Equal((CellKind.Number, number, kept), (cells[0].Kind, cells[0].Value, Encoding.UTF8.GetString(cells[0].Text)));
    }

    [Fact]
    public void A_cell_holds_what_was_set_last_and_nothing_after_clearing()
    {
        var cells = new RowCells(3);
        cells.Set(0, CellKind.YesOrNo, 1);
        cells.SetText(1, "an array"u8, CellKind.Other);
        "abc"u8.CopyTo(cells.Room(2, 3));
        cells.SetWritten(2, 2);

        Assert.Equal([CellKind.YesOrNo, CellKind.Other, CellKind.Word], [cells.KindOf(0), cells[1].Kind, cells[2].Kind]);
        Assert.Equal("ab", Encoding.UTF8.GetString(cells[2].Text));
        cells.Clear();
        Assert.All(Enumerable.Range(0, 3), column => Assert.Equal(CellKind.Missing, cells[column].Kind));
    }
}
