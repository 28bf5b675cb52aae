namespace Backprop.Data.Tests;

public class DistinctWordsTests
{
    [Fact]
    public void Spellings_of_one_word_are_one_word()
    {
        var words = new DistinctWords(10);
        words.Add("red"u8);
        words.Add(" red "u8);
        words.Add("2.0.1"u8);

        Assert.Equal(["red", "2.0.1"], words.All);
        Assert.Equal((2, true, false), (words.Count, words.HasDotted, words.IsFull));
    }

    [Fact]
    public void No_more_spellings_are_counted_than_the_most()
    {
        var words = new DistinctWords(2);
        words.Add("a"u8);
        words.Add("b"u8);
        words.Add("1.2.3"u8);

        Assert.Equal(["a", "b"], words.All);
        Assert.Equal((true, false), (words.IsFull, words.HasDotted));
    }
}
