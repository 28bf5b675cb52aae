namespace Backprop.Tests;

public sealed class ToleranceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_band_is_between_0_and_1_both_excluded(double band)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(band), () => Tolerance.Dead(band));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(band), () => Tolerance.Edge(band));
    }

    [Fact]
    public void A_tolerance_prints_its_kind_and_its_band() =>
        Assert.Equal(["none", "Dead 0.2", "Edge 0.125"], [Tolerance.None.ToString(), Tolerance.Dead().ToString(), Tolerance.Edge(0.125).ToString()]);
}
