namespace Backprop.Data.Tests;

public class ColumnEncodingTests
{
    [Fact]
    public void A_number_is_a_deviation_from_the_mean_and_none_is_the_mean()
    {
        var number = new NumberEncoding("x", 10, 4);
        Assert.Equal([0.5, -2.5, 0], [number.Encode(12), number.Encode(0), number.Encode(double.NaN)]);
        Assert.Equal([0, 0], [(number with { IsConstant = true }).Encode(12), (number with { IsConstant = true }).Encode(double.NaN)]);
        Assert.Equal(12, number.Decode(0.5));

        var date = new DateEncoding("x", 10, 4);
        Assert.Equal([0.5, -2.5, 0], [date.Encode(12), date.Encode(0), date.Encode(double.NaN)]);
        Assert.Equal([0, 0], [(date with { IsConstant = true }).Encode(12), (date with { IsConstant = true }).Encode(double.NaN)]);
        Assert.Equal(12, date.Decode(0.5));
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(0, double.NaN)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    public void Mean_and_deviation_are_finite_and_the_deviation_is_above_0(double mean, double deviation)
    {
        Assert.Contains("expected finite numbers, the deviation above 0", Assert.Throws<DataException>(new NumberEncoding("x", mean, deviation).Validate).Message, StringComparison.Ordinal);
        Assert.Contains("expected finite numbers, the deviation above 0", Assert.Throws<DataException>(new DateEncoding("x", mean, deviation).Validate).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$", true)]
    [InlineData("\U0001F4B0", true)] // one character beyond 16 bits
    [InlineData("$$", false)]
    [InlineData("", false)]
    public void A_sign_is_one_character(string sign, bool isOne)
    {
        var encoding = new NumberEncoding("x", 0, 1) { Sign = sign };
        if (isOne)
            encoding.Validate();
        else
            Assert.Contains($"has the sign '{sign}'; expected one character", Assert.Throws<DataException>(encoding.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoding_names_its_column() =>
        Assert.Equal("an encoding names no column", Assert.Throws<DataException>(new NumberEncoding("", 0, 1).Validate).Message);

    [Fact]
    public void Words_for_yes_begin_with_the_column_s_own_and_come_once()
    {
        var words = new BooleanEncoding("x", "Nein", "yes").WordsFor(yes: true);
        Assert.Equal("yes", words[0]);
        Assert.Equal(words.Distinct(StringComparer.Ordinal), words);
        Assert.Equal("Nein", new BooleanEncoding("x", "Nein", "yes").WordsFor(yes: false)[0]);
    }
}
