using System.Text;

namespace Backprop.Data.Tests;

public class CellReaderTests
{
    private static readonly CellReader Point = new('.', TableFormat.UsualMissing, null);
    private static readonly CellReader Comma = new(',', TableFormat.UsualMissing, null);

    [Theory]
    [InlineData("1", 1)]
    [InlineData(" -2.5 ", -2.5)]
    [InlineData("+.5e2", 50)]
    [InlineData("1,234", 1234)]
    [InlineData("-12,345,678.5", -12345678.5)]
    [InlineData("1,234e1", 12340)]
    [InlineData("1 037", 1037)]
    [InlineData("1\u00A0037\u202F000.5", double.NaN)]
    [InlineData("1\u202F037\u202F000.5", 1037000.5)]
    [InlineData("1'037", 1037)]
    [InlineData("\u22121.5", -1.5)]
    [InlineData("(1,234.50)", -1234.5)]
    [InlineData("(-5)", double.NaN)]
    [InlineData("(5", double.NaN)]
    [InlineData("()", double.NaN)]
    [InlineData("1,00,000", 100000)]
    [InlineData("-12,34,56,789.25", -123456789.25)]
    [InlineData("1,00,00", double.NaN)]
    [InlineData("100,00,000", double.NaN)]
    [InlineData("1 00 000", double.NaN)]
    public void Numbers_with_a_point(string text, double expected)
    {
        Assert.Equal(!double.IsNaN(expected), Point.TryNumber(Encoding.UTF8.GetBytes(text), out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("1 234,5", 1234.5)]
    [InlineData("1,5", 1.5)]
    [InlineData("1.234,5", 1234.5)]
    [InlineData("-0,25", -0.25)]
    [InlineData("7", 7)]
    [InlineData("1,5e-1", 0.15)]
    [InlineData("(1.234,5)", -1234.5)]
    public void Numbers_with_a_comma(string text, double expected)
    {
        Assert.True(Comma.TryNumber(Encoding.UTF8.GetBytes(text), out var number));
        Assert.Equal(expected, number);
    }

    [Fact]
    public void Indian_groups_are_no_number_with_a_decimal_comma() => Assert.False(Comma.TryNumber("1,00,000"u8, out _));

    [Fact]
    public void Blanks_around_a_cell_do_not_matter()
    {
        foreach (var blank in new[] { " ", "\t", "\u00A0", "\u202F", "\u3000", "\u00A0 ", "\uFEFF" })
        {
            Assert.True(Point.TryNumber(Encoding.UTF8.GetBytes(blank + "1.5" + blank), out var number));
            Assert.Equal(1.5, number);
            Assert.True(Point.IsMissing(Encoding.UTF8.GetBytes(blank + "NA" + blank)));
            Assert.True(Point.IsMissing(Encoding.UTF8.GetBytes(blank)));
            Assert.True(Point.TryDate(Encoding.UTF8.GetBytes(blank + "2026-11-21" + blank), out _));
        }
        Assert.False(Point.TryNumber([0xC2, (byte)'1', 0xA0], out _));
    }

    [Theory]
    [InlineData("0,125")]
    [InlineData("-0,125")]
    [InlineData("00,125")]
    public void Groups_do_not_begin_with_0(string text)
    {
        Assert.False(Point.TryNumber(Encoding.UTF8.GetBytes(text), out _));
        Assert.False(Comma.TryNumber(Encoding.UTF8.GetBytes(text.Replace(',', '.')), out _));
        Assert.True(Comma.TryNumber(Encoding.UTF8.GetBytes(text), out var number));
        Assert.Equal(0.125, Math.Abs(number));
    }

    [Theory]
    [InlineData("1,234", false)]
    [InlineData("-1,234", false)]
    [InlineData("1,234e1", false)]
    [InlineData("1,234,567", true)]
    [InlineData("1,234.5", true)]
    [InlineData("1.234", true)]
    [InlineData("7", true)]
    public void Where_the_mark_is_not_certain_one_group_is_not_a_number(string text, bool isNumber) =>
        Assert.Equal(isNumber, new CellReader('.', [], null, isMarkCertain: false).TryNumber(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1,2")]
    [InlineData("1,2345")]
    [InlineData(",123")]
    [InlineData("1234,567")]
    [InlineData("1,234,56")]
    [InlineData("1.5,000")]
    [InlineData("1e999")]
    [InlineData("Infinity")]
    [InlineData("NaN")]
    [InlineData("1 2")]
    [InlineData("0x10")]
    [InlineData("--1")]
    public void What_is_no_finite_number(string text) => Assert.False(Point.TryNumber(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Numbers_of_up_to_128_characters_are_read()
    {
        var longest = "1" + new string('0', 127);
        foreach (var cells in new[] { Point, Comma })
        {
            Assert.True(cells.TryNumber(Encoding.UTF8.GetBytes(longest), out var number));
            Assert.Equal(1e127, number);
            Assert.False(cells.TryNumber(Encoding.UTF8.GetBytes(longest + "0"), out _));
        }
    }

    [Fact]
    public void Dates_of_up_to_64_characters_are_read()
    {
        var words = new string('x', 60);
        Assert.True(new CellReader('.', [], $"'{words}'yyyy").TryDate(Encoding.UTF8.GetBytes(words + "2026"), out var days));
        Assert.Equal(new DateOnly(2026, 1, 1).DayNumber, days);
        Assert.False(new CellReader('.', [], $"'{words}x'yyyy").TryDate(Encoding.UTF8.GetBytes(words + "x2026"), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("na")]
    [InlineData("N/A")]
    [InlineData("NaN")]
    [InlineData("NULL")]
    [InlineData("?")]
    public void Usual_words_for_no_value(string text) => Assert.True(Point.IsMissing(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Words_for_no_value_can_be_given()
    {
        var cells = new CellReader('.', ["-999", "keine"], null);
        Assert.True(cells.IsMissing("-999"u8));
        Assert.True(cells.IsMissing("KEINE"u8));
        Assert.True(cells.IsMissing(""u8));
        Assert.False(cells.IsMissing("NA"u8));
    }

    [Theory]
    [InlineData("2026-11-21", null, 739940)]
    [InlineData("2026-11-21T12:00:00", null, 739940.5)]
    [InlineData("2026-11-21 06:00:00+00:00", null, 739940.25)]
    [InlineData("2026-11-21T02:00:00+02:00", null, 739940)]
    [InlineData("21.11.2026", "dd.MM.yyyy", 739940)]
    public void Dates_are_days(string text, string? format, double days)
    {
        Assert.True(new CellReader('.', [], format).TryDate(Encoding.UTF8.GetBytes(text), out var read));
        Assert.Equal(days, read, 1e-9);
    }

    [Theory]
    [InlineData("2026-13-01")]
    [InlineData("21.11.2026")]
    [InlineData("20261121")]
    public void What_is_no_ISO_date(string text) => Assert.False(Point.TryDate(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Every_double_is_read_back_exactly()
    {
        var random = new RandomSource(5);
        for (var i = 0; i < 2_000; i++)
        {
            var number = BitConverter.UInt64BitsToDouble(random.NextBits());
            if (!double.IsFinite(number))
                continue;
            var text = number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(Point.TryNumber(Encoding.UTF8.GetBytes(text), out var read));
            Assert.Equal(number, read);
            Assert.True(Comma.TryNumber(Encoding.UTF8.GetBytes(text.Replace('.', ',')), out read));
            Assert.Equal(number, read);
        }
    }
}
