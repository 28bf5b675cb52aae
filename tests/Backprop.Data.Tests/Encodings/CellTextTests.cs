using System.Text;

namespace Backprop.Data.Tests;

public class CellTextTests
{
    private static readonly CellReader Cells = new('.', TableFormat.UsualMissing, null);

    [Fact]
    public void A_cell_that_is_not_valid_UTF_8_is_none_of_the_categories() =>
        Assert.Equal(CellValue.Unseen, CellText.Read(new CategoryEncoding("c", ["a", "b"]), [0xFF], Cells, out _));

    [Fact]
    public void A_category_may_be_longer_than_256_bytes()
    {
        var category = new string('x', 300);
        Assert.Equal(CellValue.Category(1), CellText.Read(new CategoryEncoding("c", ["a", category]), Encoding.UTF8.GetBytes(category), Cells, out _));
    }

    [Theory]
    [InlineData("rather", 1)]
    [InlineData("hardly", 0)]
    [InlineData(" hardly\u00A0", 0)]
    [InlineData("TRUE", 1)]
    [InlineData("0", 0)]
    public void A_yes_or_no_is_a_word_of_the_column_or_any_other_for_it(string cell, int expected) =>
        Assert.Equal(CellValue.Boolean(expected == 1), CellText.Read(new BooleanEncoding("b", "hardly", "rather"), Encoding.UTF8.GetBytes(cell), Cells, out _));

    [Fact]
    public void A_word_for_yes_may_be_longer_than_256_bytes()
    {
        var boolean = new BooleanEncoding("b", "no", new string('y', 300));
        Assert.Equal(CellValue.Boolean(true), CellText.Read(boolean, Encoding.UTF8.GetBytes(boolean.Yes), Cells, out _));
        Assert.Equal(CellValue.Boolean(true), CellText.Read(boolean, Encoding.UTF8.GetBytes(boolean.Yes + "\u00A0"), Cells, out _));
    }

    [Fact]
    public void A_cell_that_is_not_valid_UTF_8_is_neither_yes_nor_no()
    {
        Assert.Equal(CellValue.Missing, CellText.Read(new BooleanEncoding("b", "no", "\uFFFD"), [0xFF], Cells, out var wrong));
        Assert.Equal("holds '\uFFFD', which is neither 'no' nor '\uFFFD'", wrong!.Text);
    }
}
