namespace Backprop.Figures;

/// <summary>
/// A grid of shaded cells with a text in each, row names on the left and column names above:
/// what confusion matrices and success maps share.
/// </summary>
internal sealed record HeatCells(IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, string RowTitle, string ColumnTitle)
{
    // Text on a shade changes color where both have the same contrast, in both themes (above 3.5 : 1).
    private const double NameSize = 13, AxisSize = 14, OnStrongFrom = 0.62;

    /// <summary>The shade of a cell from 0 to 1, or NaN for an empty one.</summary>
    public required Func<int, int, double> Shade { get; init; }

    /// <summary>The text of a cell.</summary>
    public required Func<int, int, string> Text { get; init; }

    /// <summary>The tooltip of a cell.</summary>
    public required Func<int, int, string> Tip { get; init; }

    /// <summary>Whether a cell is framed, such as the diagonal.</summary>
    public Func<int, int, bool> Framed { get; init; } = (_, _) => false;

    /// <summary>Draws the grid at a cell size that suits the texts, at most about <paramref name="most"/> wide.</summary>
    public Canvas Draw(double most)
    {
        var rowNames = Rows.Select(name => TextMetrics.Shorten(name, 150, NameSize)).ToArray();
        var columnNames = Columns.Select(name => TextMetrics.Shorten(name, 150, NameSize)).ToArray();
        var widestRow = rowNames.Max(name => TextMetrics.Width(name, NameSize));
        var widestColumn = columnNames.Max(name => TextMetrics.Width(name, NameSize));
        var left = (AxisSize * 1.7) + widestRow + 10;
        var cell = Math.Clamp((most - left) / Columns.Count, 22, 84);
        var longest = (from row in Enumerable.Range(0, Rows.Count) from column in Enumerable.Range(0, Columns.Count) select TextMetrics.Width(Text(row, column), 1)).Max();
        var textSize = Math.Min(Math.Min(15, cell * 0.36), (cell - 5) / Math.Max(longest, 0.1));
        var written = textSize >= 11.5;
        var turned = widestColumn > cell - 8;
        var top = (AxisSize * 1.7) + (turned ? widestColumn : NameSize) + 10;
        var cellHeight = Math.Clamp(cell * 0.8, 22, 56);
        var canvas = new Canvas(Math.Max(left + (cell * Columns.Count), TextMetrics.Width(ColumnTitle, AxisSize)), top + (cellHeight * Rows.Count));
        canvas.Text(new(left + (cell * Columns.Count / 2), AxisSize), ColumnTitle, AxisSize, Anchor.Middle);
        canvas.Text(new(AxisSize, top + (cellHeight * Rows.Count / 2)), RowTitle, AxisSize, Anchor.Middle, turned: true);
        for (var column = 0; column < Columns.Count; column++)
        {
            var x = left + ((column + 0.5) * cell);
            if (turned) canvas.Text(new(x + (0.36 * NameSize), top - 7), columnNames[column], NameSize, turned: true);
            else canvas.Text(new(x, top - 8), columnNames[column], NameSize, Anchor.Middle);
        }

        canvas.Path(Ground(new(left, top), cell, cellHeight), Role.Panel);
        for (var row = 0; row < Rows.Count; row++)
        {
            canvas.Label(new(left - 8, top + ((row + 0.5) * cellHeight)), rowNames[row], NameSize, Anchor.End);
            for (var column = 0; column < Columns.Count; column++)
                DrawCell(canvas, new(left + (column * cell), top + (row * cellHeight), cell, cellHeight), row, column, written ? textSize : 0);
        }

        return canvas;
    }

    private PathData Ground(Point at, double cell, double cellHeight)
    {
        var data = new System.Text.StringBuilder();
        for (var row = 0; row < Rows.Count; row++)
        {
            for (var column = 0; column < Columns.Count; column++)
            {
                data.Append($"M{SvgNumber.Coordinate(at.X + (column * cell) + 1)} {SvgNumber.Coordinate(at.Y + (row * cellHeight) + 1)}");
                data.Append($"h{SvgNumber.Coordinate(cell - 2)}v{SvgNumber.Coordinate(cellHeight - 2)}h{SvgNumber.Coordinate(2 - cell)}z");
            }
        }

        return PathData.Raw(data.ToString());
    }

    private void DrawCell(Canvas canvas, Box box, int row, int column, double textSize)
    {
        var shade = Shade(row, column);
        var inner = box.Grown(-1);
        if (shade > 0) canvas.Rectangle(inner, Role.Strong, opacity: Math.Round(Math.Min(1, shade), 2), tip: Tip(row, column));
        if (Framed(row, column)) canvas.Rectangle(inner.Grown(-1), Role.None, new(Role.Ink, 1.4));
        if (textSize > 0) canvas.Label(box.Center, Text(row, column), textSize, fill: shade > OnStrongFrom ? Role.OnStrong : Role.Ink);
    }
}
