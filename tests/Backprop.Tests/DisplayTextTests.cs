namespace Backprop.Tests;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("sepal length", "sepal length")]
    [InlineData("Größe in µm → 東京", "Größe in µm → 東京")]
    [InlineData("a\u001b[2Jb", "a\uFFFD[2Jb")] // an escape sequence
    [InlineData("a\u009b2Jb\u0007", "a\uFFFD2Jb\uFFFD")] // the same in one C1 character; a bell
    [InlineData("first\r\nsecond\tthird\u2028fourth\u0085fifth", "first second third fourth fifth")]
    [InlineData("\u202Egpj.exe\u2066x\u200Fy\u061Cz", "\uFFFDgpj.exe\uFFFDx\uFFFDy\uFFFDz")] // turns the text around
    [InlineData("in\u200Bvis\u2060i\uFEFFble\u00AD", "in\uFFFDvis\uFFFDi\uFFFDble\uFFFD")] // hides
    [InlineData("a\uDB40\uDC41b", "a\uFFFDb")] // a tag character beyond the basic plane
    [InlineData("pass\u200Dword\u200C", "pass\uFFFDword\uFFFD")] // a joiner joins nothing in ASCII
    [InlineData("می\u200Cخواهم 👩\u200D👧", "می\u200Cخواهم 👩\u200D👧")] // but parts of words and emoji are kept
    [InlineData("", "")]
    public void Only_what_is_safe_is_shown(string text, string shown) => Assert.Equal(shown, DisplayText.Of(text));

    [Fact] // lone surrogates do not survive as arguments of a theory
    public void Half_of_a_character_is_not_shown() => Assert.Equal("half \uFFFD of \uFFFD two \uFFFD", DisplayText.Of("half \uD83D of \uDE00 two \uD83D"));

    [Fact]
    public void A_name_is_cut_between_characters()
    {
        Assert.Equal(new string('x', 40), DisplayText.Name(new string('x', 40)));
        Assert.Equal(new string('x', 40) + "…", DisplayText.Name(new string('x', 41)));
        Assert.Equal(new string('x', 39) + "…", DisplayText.Name(new string('x', 39) + "😀 and more"));
        Assert.Equal(new string('x', 39) + "…", DisplayText.Name(new string('x', 39) + "e\u0301 and more"));
    }

    [Fact]
    public void Accents_without_end_are_cut_too() => Assert.InRange(DisplayText.Name("e" + new string('\u0301', 100_000)).Length, 1, 41);

    [Fact]
    public void Messages_of_exceptions_are_safe_and_on_one_line()
    {
        Assert.Equal("group 'a\uFFFD[31m b'", new TopologyException("group 'a\u001b[31m\nb'").Message);
        Assert.Equal("m\uFFFD: x y", new ModelFileException("m\u001b", "x\ny").Message);
        Assert.InRange(new CasesException(new string('x', 1_000_000)).Message.Length, 1_000, 3_000);
    }
}
