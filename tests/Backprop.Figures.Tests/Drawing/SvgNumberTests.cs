using System.Globalization;

namespace Backprop.Figures.Tests;

public sealed class SvgNumberTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.001, "0")]
    [InlineData(12.345, "12.35")]
    [InlineData(-7.1, "-7.1")]
    [InlineData(1e6, "1000000")]
    public void Coordinates_have_at_most_two_decimals_and_no_exponent(double value, string text) => Assert.Equal(text, SvgNumber.Coordinate(value));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_coordinate_that_is_no_number_is_refused(double value) => Assert.Throws<ArgumentException>(() => SvgNumber.Coordinate(value));

    [Theory]
    [InlineData(-0.3051, "−0.305")]
    [InlineData(14.23, "14.2")]
    [InlineData(1425, "1,425")]
    [InlineData(-0.0000021, "−2.1E-6")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "–")]
    public void Values_have_three_digits_and_a_true_minus_sign(double value, string text) => Assert.Equal(text, SvgNumber.Value(value));

    [Fact]
    public void A_value_that_rounds_to_nothing_loses_its_sign() => Assert.Equal("0.00", SvgNumber.Fixed(-0.001, 2));

    [Fact]
    public void Figures_are_the_same_under_a_culture_with_decimal_commas()
    {
        var svg = Gallery.Make("error-linear").ToSvg();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "~" } };
            Assert.Equal(svg, Gallery.Make("error-linear").ToSvg());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
