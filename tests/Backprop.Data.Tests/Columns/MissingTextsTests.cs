using System.Text;

namespace Backprop.Data.Tests;

public class MissingTextsTests
{
    [Fact]
    public void Texts_are_counted_without_blanks_around_them_and_empty_cells_come_last()
    {
        var texts = new MissingTexts();
        Assert.Equal(("", false), (texts.Listed, texts.HasWord));
        texts.AddEmpty();
        texts.AddEmpty();
        texts.Add(" "u8);
        Assert.Equal(("empty 3", false), (texts.Listed, texts.HasWord));
        texts.Add("NA"u8);
        texts.Add(" NA "u8);
        texts.AddEmpty();
        Assert.Equal(("'NA' 2, empty 4", true), (texts.Listed, texts.HasWord));
    }

    [Fact]
    public void Of_many_texts_the_first_sixteen_are_counted()
    {
        var texts = new MissingTexts();
        for (var i = 0; i < 20; i++)
            texts.Add(Encoding.UTF8.GetBytes($"w{i}"));
        texts.AddEmpty();
        texts.AddEmpty();

        Assert.Equal(string.Join(", ", Enumerable.Range(0, 16).Select(static i => $"'w{i}' 1")), texts.Listed);
    }
}
