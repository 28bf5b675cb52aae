namespace Backprop.Figures.Tests;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(0, 1, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 4.03, "0 1 2 3 4 5")]
    [InlineData(-3, 3, "−4 −2 0 2 4")]
    [InlineData(0, 0, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 0.0004, "0.0000 0.0001 0.0002 0.0003 0.0004")]
    [InlineData(0, 15187, "0 5,000 10,000 15,000 20,000")]
    public void A_linear_axis_ends_on_round_ticks(double low, double high, string labels) =>
        Assert.Equal(labels, string.Join(" ", Scale.LinearOver(low, high, 6).Ticks(6).Select(tick => tick.Label)));

    [Fact]
    public void Counts_have_no_halves() =>
        Assert.All(Scale.LinearOver(0, 2, 6, leastStep: 1).Ticks(6), tick => Assert.Equal(Math.Round(tick.Value), tick.Value));

    [Theory]
    [InlineData(1, 3000, 9, "1 3 10 30 100 300 1,000 3,000")]
    [InlineData(500, 20000, 9, "500 1,000 2,000 5,000 10,000 20,000")]
    [InlineData(1e-9, 1, 6, "10⁻⁹ 10⁻⁶ 10⁻³ 1")]
    public void A_logarithmic_axis_labels_round_factors(double low, double high, int most, string labels) =>
        Assert.Equal(labels, string.Join(" ", new LogScale(low, high).Ticks(most).Select(tick => tick.Label)));

    [Theory]
    [InlineData(2, 3)]
    [InlineData(0.3, 0.31)]
    [InlineData(1, 1e12)]
    [InlineData(1e-12, 1e12)]
    public void Every_axis_has_two_to_nine_ticks_within_its_ends(double low, double high)
    {
        foreach (var scale in (Scale[])[new LogScale(low, high), new LinearScale(low, high), Scale.LinearOver(low, high)])
        {
            var ticks = scale.Ticks(9);
            Assert.InRange(ticks.Count, 2, 9);
            Assert.All(ticks, tick => Assert.InRange(scale.Share(tick.Value), -1e-6, 1 + 1e-6));
            Assert.Equal(ticks.Count, ticks.Select(tick => tick.Label).Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Theory]
    [InlineData(0, 1.7e308)]
    [InlineData(-1.7e308, 1.7e308)]
    [InlineData(0, 5e-324)]
    [InlineData(1e9, 1e9)]
    public void The_greatest_and_least_numbers_have_an_axis(double low, double high)
    {
        foreach (var scale in (Scale[])[Scale.LinearOver(low, high), Scale.LogOver(Math.Max(low, 5e-324), high), Scale.LogOver(Math.Max(low, 5e-324), high, whole: true)])
        {
            Assert.NotEmpty(scale.Ticks(9));
            Assert.True(double.IsFinite(scale.Low) && double.IsFinite(scale.High) && scale.High > scale.Low);
            Assert.All(scale.Ticks(9), tick => Assert.InRange(scale.Share(tick.Value), -1e-6, 1 + 1e-6));
        }
    }

    [Fact]
    public void A_logarithmic_axis_of_zero_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Scale.LogOver(0, 1));
}
