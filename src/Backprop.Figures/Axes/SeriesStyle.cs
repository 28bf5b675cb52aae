namespace Backprop.Figures;

/// <summary>How series are distinguished: by color, and by a dash so that color is not the only sign.</summary>
internal static class SeriesStyle
{
    private static readonly string?[] Dashes = [null, "7 3", "2 3", "9 3 2 3", "12 4", "5 2 1 2 1 2"];

    /// <summary>The color of a series.</summary>
    public static Role Color(int index) => Palette.Series[index % Palette.Series.Count];

    /// <summary>The line of a series; after six, color and dash are combined differently.</summary>
    public static Stroke Line(int index, double width = 2) =>
        new(Color(index), width, Dashes[(index + (index / Palette.Series.Count)) % Dashes.Length]);

    /// <summary>The marker of a category: circle, square, triangle, diamond, cross, ring by turns; after six, color and shape are combined differently.</summary>
    public static void Marker(Canvas canvas, Point at, int index, double radius = 5)
    {
        var color = Color(index);
        var edge = new Stroke(Role.Paper, 1);
        switch ((index + (index / Palette.Series.Count)) % 6)
        {
            case 0:
                canvas.Circle(at, radius, color, edge);
                break;
            case 1:
                canvas.Rectangle(new(at.X - (0.9 * radius), at.Y - (0.9 * radius), 1.8 * radius, 1.8 * radius), color, edge);
                break;
            case 2:
                canvas.Path(PathData.Through([new(at.X, at.Y - (1.2 * radius)), new(at.X + (1.1 * radius), at.Y + (0.8 * radius)), new(at.X - (1.1 * radius), at.Y + (0.8 * radius))], closed: true), color, edge);
                break;
            case 3:
                canvas.Path(PathData.Through([new(at.X, at.Y - (1.3 * radius)), new(at.X + (1.3 * radius), at.Y), new(at.X, at.Y + (1.3 * radius)), new(at.X - (1.3 * radius), at.Y)], closed: true), color, edge);
                break;
            case 4:
                canvas.Path(new PathData().Move(at + new Point(-radius, -radius)).Line(at + new Point(radius, radius)).Move(at + new Point(-radius, radius)).Line(at + new Point(radius, -radius)), Role.None, new(color, 2.5));
                break;
            default:
                canvas.Circle(at, radius, Role.None, new(color, 2.5));
                break;
        }
    }
}
