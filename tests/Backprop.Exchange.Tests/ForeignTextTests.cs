using System.Text;

namespace Backprop.Exchange.Tests;

public sealed class ForeignTextTests
{
    [Fact]
    public void Text_is_decoded_by_its_mark_then_as_UTF_8_then_as_Latin_1()
    {
        Assert.Equal("é", new ForeignText("f", [0xEF, 0xBB, 0xBF, 0xC3, 0xA9]).Text);
        Assert.Equal("é", new ForeignText("f", [0xC3, 0xA9]).Text);
        Assert.Equal("é", new ForeignText("f", [0xE9]).Text);
        Assert.Equal("é", new ForeignText("f", [0xFF, 0xFE, 0xE9, 0x00]).Text);
        Assert.Equal("é", new ForeignText("f", [0xFE, 0xFF, 0x00, 0xE9]).Text);
    }

    [Fact]
    public void The_first_line_is_the_first_that_is_not_blank() => Assert.Equal("FANN", Of("\r\n  \r\n FANN \r\nb").Start.FirstLine);

    [Fact]
    public void Words_are_read_one_by_one_and_their_lines_are_counted()
    {
        var words = Of("3 1.5\n\n-2e3\tx").Words;

        Assert.Equal(3, words.Count("a count"));
        Assert.Equal(1.5, words.Number("a number"));
        Assert.Equal(1, words.Line);
        Assert.Equal(-2000, words.Number("a number"));
        Assert.Equal(3, words.Line);
        Assert.Equal("f, line 3: 'x' stands where a number is expected; it must be a finite number", Assert.Throws<ForeignFileException>(() => words.Number("a number")).Message);
        Assert.Equal("f, line 3: the file ends where a count is expected; it is cut short", Assert.Throws<ForeignFileException>(() => words.Count("a count")).Message);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("nan")]
    [InlineData("inf")]
    [InlineData("1,5")]
    public void Numbers_are_finite_and_have_a_decimal_point(string word) => Assert.Throws<ForeignFileException>(() => Of(word).Words.Number("a number"));

    [Theory]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("6")]
    [InlineData("99999999999")]
    public void Counts_are_whole_and_at_most_what_makes_sense(string word) => Assert.Throws<ForeignFileException>(() => Of(word).Words.Count("a count", 5));

    private static ForeignText Of(string text) => new("f", Encoding.UTF8.GetBytes(text));
}
