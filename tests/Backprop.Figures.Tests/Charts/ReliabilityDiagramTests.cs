namespace Backprop.Figures.Tests;

public sealed class ReliabilityDiagramTests
{
    [Theory]
    [InlineData(8, 10, 0.4901625, 0.9433178)]
    [InlineData(0, 10, 0, 0.2775328)]
    [InlineData(10, 10, 0.7224672, 1)]
    public void Intervals_are_those_of_Wilson(long right, long count, double low, double high)
    {
        // from the published formula, by another program
        var interval = ReliabilityDiagram.Interval(right, count);
        Assert.Equal(low, interval.Low, 1e-6);
        Assert.Equal(high, interval.High, 1e-6);
    }

    [Fact]
    public void Empty_bins_have_neither_marker_nor_words()
    {
        var svg = new ReliabilityDiagram { Bins = [new(0, 0.5, 0, 0, double.NaN), new(0.5, 1, 4, 3, 0.8)] }.ToSvg();
        Assert.Equal(3, svg.Split("<circle").Length); // in the key, and one bin
        Assert.Contains("Confidence 0.80: 0.75 right of 4 cases.", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
    }
}
