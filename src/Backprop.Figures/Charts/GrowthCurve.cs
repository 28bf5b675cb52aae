namespace Backprop.Figures;

/// <summary>The cost at one size.</summary>
/// <param name="Size">The size of the work; more than 0.</param>
/// <param name="Cost">The cost; more than 0.</param>
internal sealed record GrowthPoint(double Size, double Cost);

/// <summary>Cost over size on logarithmic axes, beside the line on which cost is in proportion to size.</summary>
internal sealed record GrowthCurve : Figure
{
    private const double PlotWidth = 380, PlotHeight = 300;

    /// <summary>The measured points, by rising size.</summary>
    public required IReadOnlyList<GrowthPoint> Points { get; init; }

    /// <summary>The title of the horizontal axis. Default "Size".</summary>
    public string SizeAxis { get; init; } = "Size";

    /// <summary>The title of the vertical axis, with the unit. Default "Cost".</summary>
    public string CostAxis { get; init; } = "Cost";

    internal override string DefaultTitle => "Cost over size";

    internal override Canvas Draw()
    {
        string[] names = ["measured", "in proportion to the size"];
        var head = Legend.Height(PlotWidth, names) + 8;
        var canvas = new Canvas(PlotWidth, PlotHeight + head);
        Legend.Draw(canvas, default, PlotWidth, names, (i, at) => Sample(canvas, i, at));
        var proportional = Proportional();
        var costs = Points.Concat(proportional).Select(point => point.Cost).DefaultIfEmpty(1).ToArray();
        var sizes = Points.Select(point => point.Size).DefaultIfEmpty(1).ToArray();
        var plot = PlotArea.Draw(canvas, new(0, head, PlotWidth, PlotHeight), new(Scale.LogOver(sizes.Min() / 1.2, sizes.Max() * 1.2), SizeAxis), new(Scale.LogOver(costs.Min(), costs.Max(), whole: true), CostAxis));
        canvas.Path(PathData.Through(proportional.Select(At)), Role.None, new(Role.Soft, 1.5, "5 4"));
        canvas.Path(PathData.Through(Points.Select(At)), Role.None, SeriesStyle.Line(0));
        foreach (var point in Points) SeriesStyle.Marker(canvas, At(point), 0, radius: 4);
        return canvas;

        Point At(GrowthPoint point) => plot.At(point.Size, point.Cost);
    }

    internal override string Describe() => Points.Count == 0
        ? "A chart of cost over size without points."
        : $"Cost over size on logarithmic axes: from {SvgNumber.Value(Points[0].Cost)} at {SvgNumber.Count(Points[0].Size)} to {SvgNumber.Value(Points[^1].Cost)} at {SvgNumber.Count(Points[^1].Size)}; in proportion it would have begun at {SvgNumber.Value(Proportional()[0].Cost)}.";

    private static void Sample(Canvas canvas, int index, Point at)
    {
        var (from, to) = (at - new Point(13, 0), at + new Point(13, 0));
        if (index == 0)
        {
            canvas.Line(from, to, SeriesStyle.Line(0));
            SeriesStyle.Marker(canvas, at, 0, radius: 4);
        }
        else
        {
            canvas.Line(from, to, new(Role.Soft, 1.5, "5 4"));
        }
    }

    /// <summary>The line from the first size to the last, through the last point, where fixed costs matter least.</summary>
    private GrowthPoint[] Proportional() => Points.Count == 0 ? [] : [new(Points[0].Size, Points[^1].Cost * Points[0].Size / Points[^1].Size), Points[^1]];
}
