using System.Globalization;

namespace Backprop.Data.Tests;

public class AnswerTextTests
{
    [Theory]
    [InlineData(1e9, 5.8, 1000000003.448926, "1000000003.44893")]
    [InlineData(1.7e9, 3464, 1700006012.123456, "1700006012.12")]
    [InlineData(1.7e9, 0.01, 1700006012.123456, "1700006012.12346")] // no more digits than a double has
    [InlineData(2459001, 57, 2459012.5, "2459012.5")]
    [InlineData(5, 8.6, 3.448926, "3.44893")]
    [InlineData(0, 1, -0.0000001, "0")]
    [InlineData(0, 1e-9, 1.2345678e-9, "0.000000001234568")]
    [InlineData(0, 1e12, 1234567890123.7, "1234567890124")]
    [InlineData(1e20, 1e19, 1.2e20, "120000000000000000000")]
    [InlineData(1e16, 1, 10000000000000002, "10000000000000002")]
    public void A_number_has_the_digits_of_its_deviation_and_no_exponent(double mean, double deviation, double value, string expected) =>
        Assert.Equal(expected, AnswerText.Of(new NumberEncoding("y", mean, deviation), value, '.'));

    [Theory]
    [InlineData(6e23, 1e22, 6.02214e23, "6.02214E+23")]
    [InlineData(1e-20, 1e-21, 1.2345e-20, "1.2345E-20")]
    [InlineData(1000, 100, 1234.5, "1234.5")]
    [InlineData(1e-5, 1e-9, 1.2345e-5, "0.000012345")]
    public void Exponents_are_written_where_the_table_had_some_and_digits_would_be_many(double mean, double deviation, double value, string expected) =>
        Assert.Equal(expected, AnswerText.Of(new NumberEncoding("y", mean, deviation) { HasExponent = true }, value, '.'));

    [Fact]
    public void The_decimal_mark_is_that_of_the_table()
    {
        Assert.Equal("3,44893", AnswerText.Of(new NumberEncoding("y", 0, 8), 3.448926, ','));
        Assert.Equal("6,02214E+23", AnswerText.Of(new NumberEncoding("y", 6e23, 1e22) { HasExponent = true }, 6.02214e23, ','));
    }

    [Fact]
    public void What_is_rounded_away_is_far_below_the_deviation()
    {
        var random = new RandomSource(3);
        for (var i = 0; i < 1000; i++)
        {
            var deviation = Math.Pow(10, (random.NextDouble() * 20) - 10);
            var value = deviation * 100 * random.NextDouble();
            var read = double.Parse(AnswerText.Of(new NumberEncoding("y", 0, deviation), value, '.'), CultureInfo.InvariantCulture);
            Assert.InRange(Math.Abs(read - value), 0, 5.1e-6 * deviation);
        }
    }

    [Fact]
    public void Dates_have_a_time_where_the_table_had_times()
    {
        Assert.Equal("2024-02-03", AnswerText.Of(new DateEncoding("d", 0, 1), 738918.4, null));
        Assert.Equal("2024-02-03T09:36", AnswerText.Of(new DateEncoding("d", 0, 1) { Precision = DatePrecision.Minute }, 738918.4, null));
        Assert.Equal("03.02.2024", AnswerText.Of(new DateEncoding("d", 0, 1), 738918.4, "dd.MM.yyyy"));
    }
}
