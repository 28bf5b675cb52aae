namespace Backprop.Figures.Tests;

public sealed class SparklineTests
{
    [Fact]
    public void Bars_fall_with_the_values() => Assert.Equal("█▅▃▁", Sparkline.Draw([8, 5, 3, 1]));

    [Fact]
    public void Equal_values_are_a_low_line() => Assert.Equal("▁▁▁", Sparkline.Draw([2, 2, 2]));

    [Fact]
    public void Long_courses_are_averaged_to_the_width() => Assert.Equal("█▁", Sparkline.Draw([9, 9, 9, 1, 1, 1], width: 2));

    [Fact]
    public void Values_that_are_no_numbers_leave_a_gap() => Assert.Equal("█ ▁", Sparkline.Draw([2, double.NaN, 1]));

    [Fact]
    public void Nothing_gives_nothing() => Assert.Equal("", Sparkline.Draw([]));

    [Fact]
    public void A_logarithm_shows_small_errors() => Assert.Equal("█▅▁", Sparkline.Draw([100, 1, 0.005], log: true));
}
