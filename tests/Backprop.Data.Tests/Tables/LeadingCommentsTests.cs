namespace Backprop.Data.Tests;

public class LeadingCommentsTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", 0)]
    [InlineData("# x\na,b\n1,2\n", 1)]
    [InlineData("# Source: NOAA, 2020\n#\r\na,b\n1,2\n", 2)]
    [InlineData("\uFEFF# x\na,b\n1,2\n", 1)]
    [InlineData("# a,b\n1,2\n", 0)]               // NumPy's header
    [InlineData("# x\n# a,b\n1,2\n", 1)]
    [InlineData("##made by X\n#CHROM\tPOS\nchr1\t5\n", 1)]
    [InlineData("#name,city\nAnn,Rome\nBob,Oslo\n", 0)]
    [InlineData("# a,b\nx,y\n1,2\n", 1)]          // the row after it names the columns
    [InlineData("#1,2\n#3,4\n", 0)]
    [InlineData("# x\n# y\n", 0)]                // nothing but comments
    [InlineData("# a,b\n1.5,x\n2,y\n", 0)]
    [InlineData("# a;b\n1,5;x\n2;y\n", 0)]
    [InlineData("# a,b\n1,2", 0)]
    [InlineData("# x\na,b", 1)]
    [InlineData("# x,y\n\na,b\n", 1)]             // an empty line is not a row of the comment's cells
    [InlineData("#", 0)]
    [InlineData("", 0)]
    public void Lines_that_are_skipped(string text, int lines)
    {
        var found = LeadingComments.Find(text, null);
        Assert.Equal(lines, found.Lines);
        Assert.Equal(lines, text[..found.Characters].Count(c => c == '\n'));
    }
}
