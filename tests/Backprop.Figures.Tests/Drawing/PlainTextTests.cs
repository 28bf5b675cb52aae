namespace Backprop.Figures.Tests;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\tb\nc\rd\u2028e", "a b c d e")]
    [InlineData("bell\u0007 \u001b[31mred\u009b", "bell [31mred")]
    [InlineData("\u202Eright to left\u202C \u2066isolated\u2069 \u200Fmark \uFEFF", "right to left isolated mark ")]
    [InlineData("not a character \uFFFF", "not a character ")]
    public void Characters_that_control_are_removed_and_breaks_are_blanks(string text, string shown) => Assert.Equal(shown, PlainText.Of(text));

    // Attributes cannot hold half a pair.
    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_the_replacement_character() => Assert.Equal("half \uFFFD pair", PlainText.Of("half \uD800 pair"));

    [Theory]
    [InlineData("漢字 اسم שם e\u0301 😀")]
    [InlineData("क्\u200Dष family \U0001F468\u200D\U0001F469")]
    public void Letters_of_all_scripts_their_joiners_and_emoji_stay(string text) => Assert.Equal(text, PlainText.Of(text));
}
