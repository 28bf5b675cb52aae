namespace Backprop.Figures;

/// <summary>The path of one descent over two weights.</summary>
/// <param name="Name">The settings, such as "ε 0.1, too small".</param>
/// <param name="Points">The two weights at the start and after each sweep.</param>
internal sealed record DescentCourse(string Name, IReadOnlyList<(double Across, double Up)> Points);

/// <summary>
/// Contours of E over two weights, with the paths of several descents: too large a step
/// oscillates about the minimum, too small a step is slow.
/// </summary>
internal sealed record DescentCourses : Figure
{
    private const double Width = 560, Side = 480;
    private const int Samples = 64, Levels = 12;

    /// <summary>E over the two weights.</summary>
    public required Surface Error { get; init; }

    /// <summary>The descents, in the order of the key.</summary>
    public required IReadOnlyList<DescentCourse> Courses { get; init; }

    /// <summary>The title of the horizontal axis. Default "Weight 1".</summary>
    public string AcrossAxis { get; init; } = "Weight 1";

    /// <summary>The title of the vertical axis. Default "Weight 2".</summary>
    public string UpAxis { get; init; } = "Weight 2";

    internal override string DefaultTitle => "Courses of descent on contours of E";

    internal override Canvas Draw()
    {
        var names = Courses.Select(course => course.Name).ToArray();
        var head = Legend.Height(Width, names) + 8;
        var canvas = new Canvas(Width, Side + head);
        Legend.Draw(canvas, default, Width, names, (i, at) =>
        {
            canvas.Line(at - new Point(13, 0), at + new Point(13, 0), SeriesStyle.Line(i));
            SeriesStyle.Marker(canvas, at, i, 3.5);
        });
        var plot = PlotArea.Draw(canvas, new(0, head, Width, Side),
            new(new LinearScale(Error.Left, Error.Right), AcrossAxis), new(new LinearScale(Error.Bottom, Error.Top), UpAxis));
        var grid = Error.Sampled(Samples);
        foreach (var level in ContourLevels(grid)) Error.DrawContour(plot, grid, level, new(Role.Soft, 0.9, Opacity: 0.65));
        for (var i = 0; i < Courses.Count; i++) DrawCourse(plot, Courses[i], i);
        return canvas;
    }

    internal override string Describe() => "Contours of the error over two weights, with courses of descent. " + string.Join(" ", Courses.Where(course => course.Points.Count > 0).Select(course =>
        $"{course.Name}: {SvgNumber.Count(course.Points.Count - 1)} steps, E from {SvgNumber.Value(At(course.Points[0]))} to {SvgNumber.Value(At(course.Points[^1]))}."));

    private double At((double Across, double Up) point) => Error.Value(point.Across, point.Up);

    /// <summary>Levels that rise as squares above the least E: evenly spaced lines for a parabolic bowl.</summary>
    private static IEnumerable<double> ContourLevels(double[,] grid)
    {
        var values = grid.Cast<double>().Where(double.IsFinite).ToArray();
        var (least, most) = (values.Min(), values.Max());
        return Enumerable.Range(1, Levels).Select(k => least + ((most - least) * Math.Pow((double)k / (Levels + 1), 2)));
    }

    private static void DrawCourse(PlotArea plot, DescentCourse course, int index)
    {
        if (course.Points.Count == 0) return;
        var line = new System.Text.StringBuilder();
        var drawn = new List<Point>();
        for (var i = 0; i < course.Points.Count; i++)
        {
            var (from, to) = (plot.At(course.Points[Math.Max(0, i - 1)].Across, course.Points[Math.Max(0, i - 1)].Up), plot.At(course.Points[i].Across, course.Points[i].Up));
            if (Segment.Clip(from, to, plot.Inner) is not { } seen) continue;
            line.Append(new PathData().Move(seen.From).Line(seen.To));
            var inside = plot.Inner.Contains(new(to.X, to.Y, 0, 0));
            // Steps shorter than a marker are shown by the line only.
            if (inside && (drawn.Count == 0 || (to - drawn[^1]).Length > 5)) drawn.Add(to);
        }

        plot.Canvas.Path(PathData.Raw(line.ToString()), Role.None, SeriesStyle.Line(index));
        foreach (var point in drawn) SeriesStyle.Marker(plot.Canvas, point, index, 3.5);
    }
}
