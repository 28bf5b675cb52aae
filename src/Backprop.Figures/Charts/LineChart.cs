namespace Backprop.Figures;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points, by rising x; x more than 0.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>Which of the styles it has, so that a name looks the same in several charts; by default its place among the lines.</summary>
    public int? Style { get; init; }
}

/// <summary>Lines over a logarithmic axis and a linear one.</summary>
internal sealed record LineChart : Figure
{
    private const double PlotWidth = 400, PlotHeight = 230;

    /// <summary>The lines; an empty one keeps its place in the legend.</summary>
    public required IReadOnlyList<ChartLine> Lines { get; init; }

    /// <summary>What the horizontal axis measures.</summary>
    public required string AcrossAxis { get; init; }

    /// <summary>What the vertical axis measures.</summary>
    public required string UpAxis { get; init; }

    /// <summary>The ends of the vertical axis.</summary>
    public required (double Low, double High) Up { get; init; }

    /// <summary>Whether a line stays level from each point to the x of the next one. Default false.</summary>
    public bool IsStepped { get; init; }

    internal override string DefaultTitle => $"{UpAxis} over {AcrossAxis}";

    internal override Canvas Draw()
    {
        string[] names = [.. Lines.Select(static line => line.Name)];
        var head = Legend.Height(PlotWidth, names) + 8;
        var canvas = new Canvas(PlotWidth, PlotHeight + head);
        Legend.Draw(canvas, default, PlotWidth, names, (i, at) => canvas.Line(at - new Point(13, 0), at + new Point(13, 0), SeriesStyle.Line(Lines[i].Style ?? i)));
        var all = Lines.SelectMany(static line => line.Points).Select(static point => point.X).DefaultIfEmpty(1).ToArray();
        var plot = PlotArea.Draw(canvas, new(0, head, PlotWidth, PlotHeight), new(Scale.LogOver(all.Min(), all.Max()), AcrossAxis), new(Scale.LinearOver(Up.Low, Up.High, 6), UpAxis));
        foreach (var (i, line) in Lines.Index())
        {
            var style = line.Style ?? i;
            Point[] points = [.. Corners(line.Points).Select(point => plot.Within(point.X, point.Y))];
            if (points.Length == 1) canvas.Circle(points[0], 3.5, SeriesStyle.Color(style));
            else if (points.Length > 1) canvas.Path(PathData.Through(points), Role.None, SeriesStyle.Line(style));
        }
        return canvas;
    }

    internal override string Describe() => $"Lines of {UpAxis} over {AcrossAxis}. " + string.Join(" ", Lines.Select(static line => line.Points.Count == 0
        ? $"{line.Name}: none."
        : $"{line.Name}: from {SvgNumber.Value(line.Points[0].Y)} at {SvgNumber.Count(Math.Round(line.Points[0].X))} to {SvgNumber.Value(line.Points[^1].Y)} at {SvgNumber.Count(Math.Round(line.Points[^1].X))}."));

    private IEnumerable<(double X, double Y)> Corners(IReadOnlyList<(double X, double Y)> points)
    {
        for (var k = 0; k < points.Count; k++)
        {
            if (IsStepped && k > 0) yield return (points[k].X, points[k - 1].Y);
            yield return points[k];
        }
    }
}
