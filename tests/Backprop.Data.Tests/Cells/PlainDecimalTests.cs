using System.Globalization;
using System.Text;

namespace Backprop.Data.Tests;

public class PlainDecimalTests
{
    [Fact]
    public void Every_number_of_up_to_15_digits_has_the_bits_of_the_general_parser()
    {
        var random = new RandomSource(1);
        for (var k = 0; k < 100_000; k++)
        {
            var digits = 1 + random.NextInt(15);
            var point = random.NextInt(digits + 2); // one more: without a mark
            var text = new StringBuilder(random.NextInt(3) switch { 0 => "-", 1 => "+", _ => "" });
            for (var d = 0; d < digits; d++)
            {
                if (d == point)
                    text.Append('.');
                text.Append((char)('0' + random.NextInt(10)));
            }
            if (point == digits)
                text.Append('.');
            Assert.True(PlainDecimal.TryRead(Encoding.UTF8.GetBytes(text.ToString()), '.', out var number), text.ToString());
            Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(text.ToString(), CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(number.Value));
            Assert.Equal((Math.Min(point, digits), Math.Max(0, digits - point), point <= digits), (number.Whole, number.Decimals, number.HasMark));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("+.")]
    [InlineData("1e5")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("1,234")]
    [InlineData("0x1")]
    [InlineData("NaN")]
    [InlineData("(1)")]
    [InlineData("1234567890123456")]
    [InlineData("0.1234567890123456")]
    [InlineData("\u22121")]
    public void Every_other_text_is_left_to_the_general_parser(string text) =>
        Assert.False(PlainDecimal.TryRead(Encoding.UTF8.GetBytes(text), '.', out _));

    [Theory]
    [InlineData("1,234", true)]
    [InlineData("-123,456", true)]
    [InlineData("0,234", false)]
    [InlineData("1234,567", false)]
    [InlineData("1,23", false)]
    [InlineData(",234", false)]
    [InlineData("1234", false)]
    public void A_number_may_be_grouped_where_the_reader_of_the_other_mark_reads_it(string text, bool mayBe)
    {
        var cell = Encoding.UTF8.GetBytes(text);
        Assert.True(PlainDecimal.TryRead(cell, ',', out var number));
        Assert.Equal(mayBe, number.MayBeGrouped);
        Assert.Equal(mayBe, number.HasMark && new CellReader('.', [], null).TryNumber(cell, out _));
    }

    [Theory]
    [InlineData("007", true)]
    [InlineData("-01", true)]
    [InlineData("0", false)]
    [InlineData("0.5", false)]
    [InlineData("10", false)]
    public void Digits_with_a_needless_zero_are_a_code(string text, bool isCode)
    {
        Assert.True(PlainDecimal.TryRead(Encoding.UTF8.GetBytes(text), '.', out var number));
        Assert.Equal(isCode, number.IsCode);
    }
}
