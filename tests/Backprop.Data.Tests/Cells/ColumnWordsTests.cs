namespace Backprop.Data.Tests;

public class ColumnWordsTests
{
    private static ColumnWords Words(CategoryIdentity identity, params string[] spellings)
    {
        var words = new ColumnWords(identity, '.');
        foreach (var spelling in spellings)
            words.CodeOf(spelling);
        return words;
    }

    [Fact]
    public void Labels_are_as_written_unless_a_number_is_written_in_several_ways()
    {
        Assert.Equal(["1.0", "2.50"], Words(CategoryIdentity.Numbers, "2.50", "1.0").InOrder().Labels);
        Assert.Equal(["1", "2.50", "1000"], Words(CategoryIdentity.Numbers, "1.0", "2.50", "1,000", "1", "1e3", "1000").InOrder().Labels);
    }

    [Fact]
    public void Labels_do_not_depend_on_the_order_of_the_rows()
    {
        string[] spellings = ["1.0", "+1", "2", "1e0", "03", "3", "3.0"];
        var expected = Words(CategoryIdentity.Numbers, spellings).InOrder().Labels;
        Assert.Equal(["1", "2", "03", "3"], expected);
        Assert.Equal(expected, Words(CategoryIdentity.Numbers, [.. spellings.Reverse()]).InOrder().Labels);
    }

    [Fact]
    public void Notes_say_what_was_taken_as_one_and_what_differs_in_case_only()
    {
        Assert.Null(Words(CategoryIdentity.Words, "red", "blue", "red ").Note);
        Assert.Equal("writes one number in several ways ('0' and '0.0'); each number is one category", Words(CategoryIdentity.Numbers, "0", "1", "0.0").Note);
        Assert.Equal("has words that differ in case only ('RED', 'Red'); they are different categories", Words(CategoryIdentity.Words, "Red", "blue", "RED").Note);
        Assert.Equal("has words that differ in case only ('RED', 'Red'); they are different categories", Words(CategoryIdentity.Words, "Red", "blue", "RED", "Blue").Note);
        Assert.Null(Words(CategoryIdentity.YesOrNo, "Yes", "YES", "no").Note);
        Assert.Equal("writes yes and no in several ways (Yes, no, true); they are taken as one pair", Words(CategoryIdentity.YesOrNo, "Yes", "no", "true").Note);
    }

    [Fact]
    public void A_note_says_that_numbers_are_one_category_to_the_digits_that_a_number_keeps()
    {
        Assert.Equal(
            "has numbers that differ only in digits that a number does not keep ('0.123456789012345678' and '0.123456789012345679'); they are one category",
            Words(CategoryIdentity.Numbers, "1", "1.0", "0.123456789012345678", "0.123456789012345679").Note);
        Assert.Null(Words(CategoryIdentity.Numbers, "9007199254740992", "9007199254740993").Note);
        Assert.Equal("writes one number in several ways ('0.1234567890123456780' and '1.23456789012345678e-1'); each number is one category", Words(CategoryIdentity.Numbers, "0.1234567890123456780", "1.23456789012345678e-1").Note);
    }

    [Fact]
    public void A_spelling_that_has_come_before_is_known_without_being_looked_at()
    {
        var words = Words(CategoryIdentity.Numbers, "2.50");
        Assert.True(words.TryGetKnown("2.50", out var code));
        Assert.Equal(0, code);
        Assert.False(words.TryGetKnown("2.5", out _));
        Assert.Equal(0, words.CodeOf("2.5"));
        Assert.True(words.TryGetKnown("2.5", out _));
    }

    [Fact]
    public void Words_are_counted_and_labeled_also_beyond_the_spellings_that_are_remembered()
    {
        var words = new ColumnWords(CategoryIdentity.Words, '.');
        for (var i = 0; i < 200_000; i++)
            words.CodeOf(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"w{i}"));
        Assert.Equal([200_000, 200_001, 200_000, 7], [words.CodeOf("2.50"), words.CodeOf("late"), words.CodeOf(" 2.50"), words.CodeOf(" w7")]);
        Assert.False(words.TryGetKnown("late", out _));
        var (labels, place) = words.InOrder();
        Assert.Equal(["2.50", "late", "w7"], [labels[place[200_000]], labels[place[200_001]], labels[place[7]]]);
    }
}
