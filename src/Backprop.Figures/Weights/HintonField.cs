using System.Text;

namespace Backprop.Figures;

/// <summary>
/// A gray field with one square per value: area for size, white for positive, black for negative
/// (the notation of the paper's Fig. 4). Each sign is one path, so that large fields stay small.
/// </summary>
internal static class HintonField
{
    /// <summary>Draws the values [row, column] into a field whose cells are <paramref name="cell"/> wide.</summary>
    /// <param name="canvas">The surface.</param>
    /// <param name="at">Top left of the field.</param>
    /// <param name="values">What to show; NaN leaves its cell empty, as for connections that do not exist.</param>
    /// <param name="cell">Side of a cell, in figure units.</param>
    /// <param name="largest">The size that fills a cell.</param>
    public static void Draw(Canvas canvas, Point at, double[,] values, double cell, double largest)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        if (values.Cast<double>().Any(double.IsNaN)) Ground(canvas, at, values, cell);
        else canvas.Rectangle(new(at.X, at.Y, columns * cell, rows * cell), Role.HintonGround);
        foreach (var positive in (ReadOnlySpan<bool>)[true, false])
        {
            var squares = new SquarePath();
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    var value = values[row, column];
                    if (!(positive ? value > 0 : value < 0)) continue;
                    squares.Add(new(at.X + ((column + 0.5) * cell), at.Y + ((row + 0.5) * cell)), Side(value, cell, largest));
                }
            }

            squares.Draw(canvas, positive ? Role.HintonPositive : Role.HintonNegative);
        }
    }

    /// <summary>Ground only where there is a value: connections that do not exist show the paper.</summary>
    private static void Ground(Canvas canvas, Point at, double[,] values, double cell)
    {
        var data = new StringBuilder();
        for (var row = 0; row < values.GetLength(0); row++)
        {
            for (var column = 0; column < values.GetLength(1); column++)
            {
                if (double.IsNaN(values[row, column])) continue;
                var first = column;
                while (column + 1 < values.GetLength(1) && !double.IsNaN(values[row, column + 1])) column++;
                data.Append($"M{SvgNumber.Coordinate(at.X + (first * cell))} {SvgNumber.Coordinate(at.Y + (row * cell))}h{SvgNumber.Coordinate((column + 1 - first) * cell)}v{SvgNumber.Coordinate(cell)}H{SvgNumber.Coordinate(at.X + (first * cell))}z");
            }
        }

        canvas.Path(PathData.Raw(data.ToString()), Role.HintonGround);
    }

    /// <summary>The side of the square of a value: its area is the value's share of the largest.</summary>
    public static double Side(double value, double cell, double largest) =>
        largest > 0 ? 0.92 * cell * Math.Sqrt(Math.Min(1, Math.Abs(value) / largest)) : 0;

    /// <summary>The largest size in a matrix, NaN apart; 0 for none.</summary>
    public static double Largest(double[,] values) => values.Cast<double>().Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();

    /// <summary>A key of three squares: the largest positive, a quarter of it, the largest negative, with their values.</summary>
    /// <returns>The width it takes; it is <see cref="KeyHeight"/> high.</returns>
    public static double Key(Canvas canvas, Point at, double largest)
    {
        const double cell = 18, size = 13;
        var x = at.X;
        foreach (var value in (ReadOnlySpan<double>)[largest, largest / 4, -largest])
        {
            Draw(canvas, new(x, at.Y + ((KeyHeight - cell) / 2)), new[,] { { value } }, cell, largest);
            var text = canvas.Label(new(x + cell + 6, at.Y + (KeyHeight / 2)), SvgNumber.Value(value), size, Anchor.Start, Role.Soft);
            x = text.Right + 16;
        }

        return x - at.X;
    }

    /// <summary>The height of <see cref="Key"/>.</summary>
    public const double KeyHeight = 24;

    /// <summary>Many squares as one compact path.</summary>
    private sealed class SquarePath
    {
        private readonly StringBuilder data = new();

        public void Add(Point center, double side)
        {
            if (side < 0.2) return;
            var s = SvgNumber.Coordinate(side);
            data.Append($"M{SvgNumber.Coordinate(center.X - (side / 2))} {SvgNumber.Coordinate(center.Y - (side / 2))}h{s}v{s}h-{s}z");
        }

        public void Draw(Canvas canvas, Role role) => canvas.Path(PathData.Raw(data.ToString()), role);
    }
}
