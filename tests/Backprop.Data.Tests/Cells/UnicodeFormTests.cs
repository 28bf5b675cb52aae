using System.Text;

namespace Backprop.Data.Tests;

public class UnicodeFormTests
{
    private static readonly string[] Characters = [.. Enumerable.Range(0, 0x30000).Where(Rune.IsValid).Select(static c => new Rune(c).ToString())];

    /// <summary>Made with the class, as the data of the forms is made once: so mutation testing sees the reading of it.</summary>
    private static readonly ulong ComposedCharacters = Hash(Characters.Select(UnicodeForm.Compose));

    [Theory]
    [InlineData("Ko\u0308ln", "K\u00F6ln")]
    [InlineData("\u212B", "\u00C5")]                     // Ångström sign
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]         // Hangul
    [InlineData("\uD55C\u11AB", "\uD55C\u11AB")]         // a second trail does not join
    [InlineData("\uAC00\u11A8", "\uAC01")]               // the first trail joins, what is before it and behind the last does not
    [InlineData("\uAC00\u11A7", "\uAC00\u11A7")]
    [InlineData("\uAC00\u11C2", "\uAC1B")]
    [InlineData("\uAC00\u11C3", "\uAC00\u11C3")]
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

    [Fact]
    public void Every_character_has_the_forms_of_Unicode_14()
    {
        Assert.Equal(0xC84E44C988E6AAC0UL, ComposedCharacters);
        Assert.Equal(0x6AAF32B297DA3F84UL, Hash(Characters.Select(UnicodeForm.Decompose)));
    }

    [Fact]
    public void Any_sequence_of_letters_marks_and_Hangul_has_the_forms_of_Unicode_14()
    {
        (int First, int End)[] ranges =
            [(0x41, 0x47), (0x61, 0x67), (0x300, 0x370), (0x1E00, 0x1F00), (0x1100, 0x1114), (0x115F, 0x1177), (0x11A6, 0x11C5), (0xAC00, 0xAC40),
             (0xD780, 0xD7B0), (0x915, 0x917), (0x93C, 0x93D), (0xB92, 0xB95), (0xBBE, 0xBBF), (0xBD6, 0xBD8), (0x1D157, 0x1D173)];
        int[] pool = [.. ranges.SelectMany(static range => Enumerable.Range(range.First, range.End - range.First))];
        var texts = new string[20_000];
        var random = 1UL;
        for (var i = 0; i < texts.Length; i++)
        {
            for (var k = 0; k < 6; k++)
            {
                random = (random * 6364136223846793005) + 1442695040888963407;
                texts[i] += new Rune(pool[(random >> 33) % (ulong)pool.Length]).ToString();
            }
        }
        Assert.Equal(0x1C4BC569DB40BB94UL, Hash(texts.Select(UnicodeForm.Compose)));
        Assert.Equal(0xDC14000FBD03FCB4UL, Hash(texts.Select(UnicodeForm.Decompose)));
    }

    /// <summary>
    /// FNV-1a over the UTF-16 units of texts, U+10FFFF after each. The expected ones come from Python 3.11, whose unicodedata.normalize has the
    /// same version of Unicode as canonical.txt.
    /// </summary>
    private static ulong Hash(IEnumerable<string> texts)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var text in texts)
        {
            foreach (var unit in text)
                hash = (hash ^ unit) * 0x100000001B3;
            hash = (hash ^ 0x10FFFF) * 0x100000001B3;
        }
        return hash;
    }
}
