using System.Text;

namespace Backprop.Figures;

/// <summary>A line of numbers as a row of bars: <c>▇▅▃▂▁▁</c>.</summary>
/// <example>
/// <code>
/// Console.WriteLine(Sparkline.Draw([8, 4, 2, 1, 0.5], log: true));
/// </code>
/// </example>
public static class Sparkline
{
    /// <summary>Draws the values, the least as the lowest bar and the greatest as the highest.</summary>
    /// <param name="values">What to draw; a value that is not finite leaves a gap.</param>
    /// <param name="width">The most characters; more values than that are averaged in equal parts. Default 40.</param>
    /// <param name="log">Whether heights follow the logarithm of the (positive) values. Default false.</param>
    /// <returns>One line of block characters.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is below 1.</exception>
    public static string Draw(IReadOnlyList<double> values, int width = 40, bool log = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var heights = Means([.. values.Select(value => log ? Math.Log(value) : value)], width);
        var finite = heights.Where(double.IsFinite).ToArray();
        if (finite.Length == 0) return new string(' ', heights.Length);
        var (low, high) = (finite.Min(), finite.Max());
        var line = new StringBuilder(heights.Length);
        foreach (var height in heights) line.Append(!double.IsFinite(height) ? ' ' : Blocks.Bar(high > low ? (height - low) / (high - low) : 0));
        return line.ToString();
    }

    private static double[] Means(double[] values, int width)
    {
        if (values.Length <= width) return values;
        return [.. Enumerable.Range(0, width).Select(part =>
            values[(int)((long)part * values.Length / width)..(int)((long)(part + 1) * values.Length / width)]
                .Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())];
    }
}
