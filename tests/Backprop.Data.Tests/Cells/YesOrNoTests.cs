using System.Text;

namespace Backprop.Data.Tests;

public class YesOrNoTests
{
    [Theory]
    [InlineData("TRUE", true)]
    [InlineData("no", false)]
    [InlineData("Y", true)]
    [InlineData("off", false)]
    [InlineData("0", false)]
    [InlineData(" Yes\u00A0", true)]
    [InlineData("1.0", true)]
    [InlineData("1,000000", true)]
    [InlineData("+1", true)]
    [InlineData("\u22120.00", false)]
    [InlineData("1.00000000000000", true)] // 16 characters
    [InlineData("                             yes", true)] // 32 with the blanks
    public void Words_for_yes_and_no(string text, bool expected)
    {
        Assert.True(YesOrNo.TryRead(text, out var value, out _));
        Assert.Equal(expected, value);
        Assert.True(YesOrNo.TryRead(Encoding.UTF8.GetBytes(text), out value, out _));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("maybe")]
    [InlineData("yesterday")]
    [InlineData("2")]
    [InlineData("1.000")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("10")]
    [InlineData("+")]
    [InlineData("1.0.0")]
    [InlineData("1.000000000000000")]
    public void Other_words(string text) => Assert.False(YesOrNo.TryRead(text, out _, out _));

    [Theory]
    [InlineData("yes,no", true)]
    [InlineData("yes,no,y,n,true,1", true)]
    [InlineData("true,f,0", true)]
    [InlineData("on,off", true)]
    [InlineData("on,off,no", false)]
    [InlineData("t,n", false)]
    [InlineData("t,f,y,n", false)]
    public void Pairs_that_are_one_yes_or_no(string words, bool expected)
    {
        var pairs = 0;
        foreach (var word in words.Split(','))
            pairs |= YesOrNo.TryRead(word, out _, out var pair) ? pair : 0;
        Assert.Equal(expected, YesOrNo.AreOne(pairs));
    }

    [Theory]
    [InlineData("No", "Yes", "No", "Yes")]
    [InlineData("No,no", "Yes", "no", "yes")]
    [InlineData("False", "TRUE,True", "false", "true")]
    [InlineData("no", "true", "no", "yes")]
    [InlineData("0,no", "1", "no", "yes")]
    public void Labels_are_as_written_or_small_letters(string no, string yes, string expectedNo, string expectedYes) =>
        Assert.Equal((expectedNo, expectedYes), YesOrNo.Labels(no.Split(','), yes.Split(',')));
}
