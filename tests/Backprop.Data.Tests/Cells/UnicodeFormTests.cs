namespace Backprop.Data.Tests;

public class UnicodeFormTests
{
    [Theory]
    [InlineData("Ko\u0308ln", "K\u00F6ln")]
    [InlineData("\u212B", "\u00C5")]                     // Ångström sign
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]         // Hangul
    [InlineData("\uD55C\u11AB", "\uD55C\u11AB")]         // a second trail does not join
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]       // marks in order of class
    [InlineData("a\u0323\u0302", "\u1EAD")]              // through an intermediate character
    [InlineData("a\u0302\u0323", "\u1EAD")]
    [InlineData("a\u0305\u0301", "a\u0305\u0301")]       // blocked by a mark of the same class
    [InlineData("\u0958", "\u0915\u093C")]               // excluded from composition
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]   // beyond 16 bits
    [InlineData("\uFB01", "\uFB01")]                     // a compatibility form is another character
    public void Text_is_composed(string text, string composed)
    {
        Assert.Equal(composed, UnicodeForm.Compose(text));
        Assert.Equal(composed, UnicodeForm.Compose(composed));
        Assert.Equal(composed, UnicodeForm.Compose(UnicodeForm.Decompose(text)));
    }

    [Fact]
    public void Text_is_decomposed() => Assert.Equal("Ko\u0308ln a\u0323\u0302 \u1112\u1161\u11AB", UnicodeForm.Decompose("K\u00F6ln \u1EAD \uD55C"));

    [Fact]
    public void Composed_text_is_not_copied()
    {
        const string text = "K\u00F6ln \u6771\u4EAC";
        Assert.Same(text, UnicodeForm.Compose(text));
    }
}
