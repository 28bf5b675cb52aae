namespace Backprop.Figures;

/// <summary>A measure over runs at one place of a curve.</summary>
/// <param name="At">The place on the horizontal axis.</param>
/// <param name="Mean">The mean over the runs; NaN where there is none.</param>
/// <param name="Lower">The lower quartile.</param>
/// <param name="Upper">The upper quartile.</param>
internal sealed record QuartilePoint(double At, double Mean, double Lower, double Upper);

/// <summary>A curve with its name in the legend.</summary>
/// <param name="Name">The name; empty for a single curve without a legend.</param>
/// <param name="Points">The places, by rising <see cref="QuartilePoint.At"/>.</param>
internal sealed record QuartileCurve(string Name, IReadOnlyList<QuartilePoint> Points);

/// <summary>A measure over runs as curves: the mean as a line with a marker at each place, the quartiles as a band.</summary>
internal sealed record QuartileCurves : Figure
{
    private const double PlotWidth = 560, PlotHeight = 320;

    /// <summary>The curves, in the order of the legend.</summary>
    public required IReadOnlyList<QuartileCurve> Curves { get; init; }

    /// <summary>What the horizontal axis shows.</summary>
    public required string HorizontalAxis { get; init; }

    /// <summary>What the vertical axis shows.</summary>
    public required string VerticalAxis { get; init; }

    /// <summary>Whether the measure is a share, so that its axis goes from 0 to 1. Default false: from 0 to the greatest value.</summary>
    public bool IsShare { get; init; }

    internal override string DefaultTitle => VerticalAxis;

    internal override Canvas Draw()
    {
        string[] names = [.. Curves.Select(static curve => curve.Name)];
        var key = names.Length > 1 || (names.Length == 1 && names[0].Length > 0);
        var head = key ? Legend.Height(PlotWidth, names) + 8 : 0;
        var canvas = new Canvas(PlotWidth, PlotHeight + head);
        if (key) Legend.Draw(canvas, default, PlotWidth, names, (index, at) => Sample(canvas, index, at));
        var places = Curves.SelectMany(static curve => curve.Points).Select(static point => point.At).DefaultIfEmpty(0).ToArray();
        var greatest = IsShare ? 1 : Curves.SelectMany(static curve => curve.Points).Select(static point => Math.Max(point.Mean, point.Upper)).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        var plot = PlotArea.Draw(canvas, new(0, head, PlotWidth, PlotHeight), new(Scale.LinearOver(places.Min(), places.Max()), HorizontalAxis), new(Scale.LinearOver(0, greatest, 6), VerticalAxis));
        for (var index = 0; index < Curves.Count; index++)
        {
            QuartilePoint[] points = [.. Curves[index].Points.Where(static point => double.IsFinite(point.Mean))];
            if (points.Length > 1)
            {
                var upper = points.Select(point => plot.Within(point.At, point.Upper));
                var lower = points.Select(point => plot.Within(point.At, point.Lower));
                // Many bands over each other would hide the lines.
                canvas.Path(PathData.Through(upper.Concat(lower.Reverse()), closed: true), SeriesStyle.Color(index), opacity: Curves.Count > 3 ? 0.08 : 0.18);
            }
        }
        for (var index = 0; index < Curves.Count; index++)
        {
            Point[] line = [.. Curves[index].Points.Where(static point => double.IsFinite(point.Mean)).Select(point => plot.Within(point.At, point.Mean))];
            if (line.Length > 1) canvas.Path(PathData.Through(line), Role.None, SeriesStyle.Line(index));
            foreach (var at in line) SeriesStyle.Marker(canvas, at, index, radius: 4);
        }
        return canvas;
    }

    internal override string Describe() => $"{VerticalAxis} over {HorizontalAxis}. " + string.Join(" ", Curves.Where(static curve => curve.Points.Count > 0).Select(static curve =>
        $"{(curve.Name.Length > 0 ? curve.Name : "Mean")}: from {SvgNumber.Value(curve.Points[0].Mean)} at {SvgNumber.Value(curve.Points[0].At)} to {SvgNumber.Value(curve.Points[^1].Mean)} at {SvgNumber.Value(curve.Points[^1].At)}."));

    private static void Sample(Canvas canvas, int index, Point at)
    {
        canvas.Line(at - new Point(13, 0), at + new Point(13, 0), SeriesStyle.Line(index));
        SeriesStyle.Marker(canvas, at, index, radius: 4);
    }
}
