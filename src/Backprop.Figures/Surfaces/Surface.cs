namespace Backprop.Figures;

/// <summary>A function of two values over a rectangle: E over two weights, or an output over two inputs.</summary>
/// <param name="Value">The function, of (across, up).</param>
/// <param name="Left">The first value at the left edge.</param>
/// <param name="Right">The first value at the right edge.</param>
/// <param name="Bottom">The second value at the lower edge.</param>
/// <param name="Top">The second value at the upper edge.</param>
public sealed record Surface(Func<double, double, double> Value, double Left, double Right, double Bottom, double Top)
{
    /// <summary>Samples on a grid, [row from below, column].</summary>
    internal double[,] Sampled(int points)
    {
        var grid = new double[points, points];
        for (var row = 0; row < points; row++)
        {
            for (var column = 0; column < points; column++) grid[row, column] = Value(AcrossAt(column, points), UpAt(row, points));
        }

        return grid;
    }

    internal double AcrossAt(double column, int points) => Left + (column / (points - 1) * (Right - Left));

    internal double UpAt(double row, int points) => Bottom + (row / (points - 1) * (Top - Bottom));

    /// <summary>Draws the lines at a level into a plot.</summary>
    internal void DrawContour(PlotArea plot, double[,] grid, double level, Stroke stroke)
    {
        var points = grid.GetLength(0);
        var data = new System.Text.StringBuilder();
        foreach (var line in Contour.Lines(grid, level))
            data.Append(PathData.Through(line.Select(at => plot.At(AcrossAt(at.X, points), UpAt(at.Y, points)))));
        plot.Canvas.Path(PathData.Raw(data.ToString()), Role.None, stroke);
    }
}
