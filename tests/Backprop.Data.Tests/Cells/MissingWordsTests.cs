using System.Text;

namespace Backprop.Data.Tests;

public class MissingWordsTests
{
    [Theory]
    [InlineData("-999")]
    [InlineData("-999.0")]
    [InlineData("-9.99e2")]
    [InlineData(" -999.00 ")]
    public void A_word_that_is_a_number_is_compared_by_value(string cell)
    {
        Assert.True(new CellReader('.', ["-999"], null).IsMissing(Encoding.UTF8.GetBytes(cell)));
        Assert.True(new CellReader('.', ["-999.0"], null).IsMissing(Encoding.UTF8.GetBytes(cell)));
        Assert.True(new CellReader(',', ["-999"], null).IsMissing(Encoding.UTF8.GetBytes(cell.Replace('.', ','))));
        Assert.True(new CellReader(',', ["-999.0"], null).IsMissing(Encoding.UTF8.GetBytes(cell.Replace('.', ','))));
    }

    [Theory]
    [InlineData("999")]
    [InlineData("-998")]
    [InlineData("0999")]
    [InlineData("NA")]
    public void Other_values_codes_and_words_stay(string cell) =>
        Assert.False(new CellReader('.', ["-999", "0", "1999", "9990"], null).IsMissing(Encoding.UTF8.GetBytes(cell)));

    [Fact]
    public void A_code_with_a_leading_zero_is_itself_only()
    {
        var cells = new CellReader('.', ["999", "007"], null);
        Assert.False(cells.IsMissing("0999"u8));
        Assert.True(cells.IsMissing("007"u8));
        Assert.True(cells.IsMissing("7"u8));
    }

    [Fact]
    public void Words_that_no_cell_was_are_known()
    {
        var cells = new CellReader('.', ["-999", "-999.0", "none", "-1", ""], null);
        Assert.True(cells.IsMissing("-999"u8));
        Assert.Equal(["none", "-1"], cells.Missing.Unmet);
        Assert.True(cells.Missing.Matches(-1));
        Assert.True(cells.IsMissing("NONE"u8));
        Assert.Empty(cells.Missing.Unmet);
    }
}
