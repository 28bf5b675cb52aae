using System.Text.Json;

namespace Backprop.Cli.Tests;

public class BenchGrowthVerbTests
{
    [Fact]
    public void Every_curve_doubles_its_quantity_and_is_drawn()
    {
        using var place = new Workplace();
        var run = Run.Of("bench", "growth", "--seconds", "0", "--json", "--figure", place["growth.svg"]);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        using var json = JsonDocument.Parse(run.Out);
        var curves = json.RootElement.GetProperty("curves").EnumerateArray().ToArray();
        Assert.Equal(["cases", "weights", "iterations"], curves.Select(curve => curve.GetProperty("quantity").GetString()));
        foreach (var curve in curves)
        {
            var points = curve.GetProperty("points").EnumerateArray().Select(point => (Size: point.GetProperty("size").GetInt32(), Fastest: point.GetProperty("fastest").GetDouble(), PerUnit: point.GetProperty("perUnit").GetDouble())).ToArray();
            Assert.All(points.Zip(points.Skip(1)), pair => Assert.InRange((double)pair.Second.Size / pair.First.Size, 1.8, 2.2));
            Assert.All(points, point => Assert.Equal(point.Fastest / point.Size, point.PerUnit, 1e-12));
        }
        Assert.Equal([(64, 65_536), (144, 1_049_800), (2, 64)], curves.Select(curve => (Size(curve, 0), Size(curve, ^1))));
        Assert.Contains("Time of a sweep, µs", File.ReadAllText(place["growth.svg"]), StringComparison.Ordinal);

        static int Size(JsonElement curve, Index at) => curve.GetProperty("points").EnumerateArray().ToArray()[at].GetProperty("size").GetInt32();
    }

    /// <summary>Timed sizes say too little on a busy machine; what is computed of them is exact.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_exponent_is_that_of_the_larger_half(double exponent)
    {
        int[] sizes = [1, 2, 4, 8, 16, 32, 64];
        var series = new GrowthSeries("cases", "", [.. sizes.Select(size => new GrowthTiming(size, 1, size < 8 ? 1 : 3 * Math.Pow(size, exponent)))]);
        Assert.Equal(exponent, series.Exponent, 1e-12);
    }

    [Fact]
    public void The_kind_of_figure_is_checked_before_anything_is_timed()
    {
        var run = Run.Of("bench", "growth", "--figure", "growth.gif");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("A figure is written as .svg or .png, not as 'growth.gif'.", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }
}
