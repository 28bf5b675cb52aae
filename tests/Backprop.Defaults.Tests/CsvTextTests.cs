namespace Backprop.Defaults.Tests;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("a,b", new[] { "a", "b" })]
    [InlineData("\"a,b\",,c", new[] { "a,b", "", "c" })]
    [InlineData("\"say \"\"a\"\"\",2", new[] { "say \"a\"", "2" })]
    public void A_line_is_divided_at_the_commas_outside_quotes(string line, string[] cells) => Assert.Equal(cells, CsvText.Cells(line));
}
