namespace Backprop.Data.Tests;

public class WordTests
{
    [Theory]
    [InlineData("red", "red")]
    [InlineData("  red ", "red")]
    [InlineData("red\u00A0", "red")]
    [InlineData("\uFEFFred", "red")]
    [InlineData("New\u00A0York", "New York")]
    [InlineData("New  York", "New York")]
    [InlineData("two\r\nlines", "two lines")]
    [InlineData("Ko\u0308ln", "K\u00F6ln")]
    [InlineData("\u00A0 ", "")]
    public void Blanks_and_Unicode_forms_do_not_matter(string text, string expected) => Assert.Equal(expected, Word.Clean(text));

    [Fact]
    public void A_clean_word_is_not_copied()
    {
        const string word = "New York";
        Assert.Same(word, Word.Clean(word));
    }

    [Theory]
    [InlineData("0", "0.0")]
    [InlineData("0", "\u22120")]
    [InlineData("1", "+1")]
    [InlineData("1000", "1,000")]
    [InlineData("1000", "1 000")]
    [InlineData("1000", "1'000.00")]
    [InlineData("100", "1e2")]
    [InlineData("0.5", ".50")]
    [InlineData("-0.001", "-1e-3")]
    [InlineData("12345678901234567891", "12345678901234567891.0")]
    [InlineData("0.1", "0.1000000000000000055511151231257827")]
    public void A_number_is_one_category_however_it_is_written(string one, string other)
    {
        Assert.Equal(one, Word.Key(one, CategoryIdentity.Numbers, '.'));
        Assert.Equal(one, Word.Key(other, CategoryIdentity.Numbers, '.'));
    }

    [Theory]
    [InlineData("1,5", "1.5")]
    [InlineData("1.000", "1000")]
    [InlineData("2,50", "2.5")]
    public void The_decimal_mark_is_that_of_the_text(string text, string key) => Assert.Equal(key, Word.Key(text, CategoryIdentity.Words, ','));

    [Theory]
    [InlineData("007", CategoryIdentity.Numbers)]
    [InlineData("-01", CategoryIdentity.Numbers)]
    [InlineData("+01", CategoryIdentity.Numbers)]
    [InlineData("00", CategoryIdentity.Words)]
    [InlineData("1e2", CategoryIdentity.Words)]
    [InlineData("1.10", CategoryIdentity.Codes)]
    [InlineData("12%", CategoryIdentity.Words)]
    [InlineData("1e999", CategoryIdentity.Numbers)]
    [InlineData("12345678901234567892", CategoryIdentity.Numbers)]
    [InlineData("Red", CategoryIdentity.Words)]
    public void Codes_and_words_stay_as_they_are(string word, CategoryIdentity identity) => Assert.Equal(word, Word.Key(word, identity, '.'));

    [Fact]
    public void An_absurd_exponent_takes_no_memory()
    {
        Assert.Equal("0", Word.Key("1e-999999999", CategoryIdentity.Numbers, '.'));
        Assert.Equal("1e99999999999999999999", Word.Key("1e99999999999999999999", CategoryIdentity.Numbers, '.'));
    }

    [Fact]
    public void Every_double_has_one_key_that_reads_back_as_it()
    {
        var random = new RandomSource(7);
        for (var i = 0; i < 2_000; i++)
        {
            var number = BitConverter.UInt64BitsToDouble(random.NextBits());
            if (!double.IsFinite(number))
                continue;
            var key = Word.Key(number.ToString("R", System.Globalization.CultureInfo.InvariantCulture), CategoryIdentity.Numbers, '.');
            Assert.Equal(number, double.Parse(key, System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(key, Word.Key(key, CategoryIdentity.Words, '.'));
        }
    }

    [Theory]
    [InlineData("2.0.1", true)]
    [InlineData("192.168.0.1", true)]
    [InlineData("1.2.3", true)]
    [InlineData("1.2.", false)]
    [InlineData(".1.2", false)]
    [InlineData("", false)]
    [InlineData("1.5", false)]
    [InlineData("a.b.c", false)]
    [InlineData("1..2", false)]
    public void Versions_are_digits_with_points(string word, bool expected) => Assert.Equal(expected, Word.IsDotted(word));
}
