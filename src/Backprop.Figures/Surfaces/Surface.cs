namespace Backprop.Figures;

/// <summary>A function of two values over a rectangle: E over two weights, or an output over two inputs.</summary>
/// <param name="Value">The function, of (across, up).</param>
/// <param name="Across">From and to of the first value.</param>
/// <param name="Up">From and to of the second value.</param>
public sealed record Surface(Func<double, double, double> Value, (double From, double To) Across, (double From, double To) Up)
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

    internal double AcrossAt(double column, int points) => Across.From + (column / (points - 1) * (Across.To - Across.From));

    internal double UpAt(double row, int points) => Up.From + (row / (points - 1) * (Up.To - Up.From));

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
