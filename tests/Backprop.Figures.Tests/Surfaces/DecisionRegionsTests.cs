namespace Backprop.Figures.Tests;

public sealed class DecisionRegionsTests
{
    private static readonly string[] Keys = ["answer 1", "0.5", "desired 1", "desired 0", "0.2, 0.8"];

    private static string[] Shown(Func<double, double, double> output, params PlaneCase[] cases)
    {
        var svg = new DecisionRegions { Output = new Surface(output, 0.1, 0.9, 0.1, 0.9), Cases = cases, AcrossAxis = "", UpAxis = "" }.ToSvg();
        // Ticks hold numbers too, in another color.
        return [.. Keys.Where(key => svg.Contains($"class=\"f-ink\" font-size=\"13\">{key}</text>", StringComparison.Ordinal))];
    }

    [Fact]
    public void The_key_explains_what_is_there_and_nothing_else()
    {
        Assert.Equal(Keys, Shown((across, _) => across, new PlaneCase(0.2, 0.2, true), new PlaneCase(0.8, 0.8, false)));
        Assert.Equal(["desired 1"], Shown((_, _) => 0.5, new PlaneCase(0.2, 0.2, true)));
        Assert.Equal(["answer 1"], Shown((_, _) => 1));
    }
}
