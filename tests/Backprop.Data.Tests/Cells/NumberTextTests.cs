namespace Backprop.Data.Tests;

public class NumberTextTests
{
    private static string? Plain(string text, char decimalMark = '.')
    {
        Span<char> plain = stackalloc char[NumberText.Longest];
        return NumberText.TryPlain(text, decimalMark, plain, out var length) ? plain[..length].ToString() : null;
    }

    [Theory]
    [InlineData("123,456", "123456")]
    [InlineData("12,345", "12345")]
    [InlineData("1,234,567.25", "1234567.25")]
    [InlineData("123 456", "123456")]
    [InlineData("123'456", "123456")]
    [InlineData("123\u2019456", "123456")]
    [InlineData("123\u00A0456", "123456")]
    [InlineData("123\u202F456", "123456")]
    [InlineData("123\u2009456", "123456")]
    [InlineData("123\u2007456", "123456")]
    [InlineData("(1,234.5)", "-1234.5")]
    [InlineData("\u22121e\u22125", "-1e-5")]
    [InlineData("+1E+5", "+1E+5")]
    [InlineData(".5", ".5")]
    [InlineData("5.", "5.")]
    public void A_number_has_a_point_and_no_other_marks(string text, string plain)
    {
        Assert.Equal(plain, Plain(text));
        Assert.Equal(plain, Plain(text.Replace(',', '\u0001').Replace('.', ',').Replace('\u0001', '.'), ','));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData("e5")]
    [InlineData("-e5")]
    [InlineData("1234,567")]
    [InlineData("1,234 567")]
    [InlineData("1_234")]
    [InlineData("1.5x")]
    public void What_does_not_have_the_form_of_a_number(string text) => Assert.Null(Plain(text));

    [Fact]
    public void A_number_has_at_most_128_characters()
    {
        Assert.Equal(new string('7', 128), Plain(new string('7', 128)));
        Assert.Null(Plain(new string('7', 129)));
    }

    [Theory]
    [InlineData("-0", "0")]
    [InlineData("+1000", "1000")]
    [InlineData("1e3", "1000")]
    [InlineData("-.50", "-0.5")]
    [InlineData("0012.500e-1", "1.25")]
    [InlineData("1.25e1", "12.5")]
    [InlineData("12e-4", "0.0012")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("0.123456789012345", "0.123456789012345")]
    [InlineData("0.30000000000000004440892098500626", "0.30000000000000004")]
    [InlineData("1e400", null)]
    [InlineData("1.2.3", null)]
    public void A_value_has_one_spelling(string plain, string? canonical) => Assert.Equal(canonical, NumberText.Canonical(plain));
}
