namespace Backprop.Figures;

/// <summary>Cases whose answers have about the same confidence.</summary>
/// <param name="From">The lower bound of the confidence.</param>
/// <param name="To">The upper bound.</param>
/// <param name="Count">The number of cases.</param>
/// <param name="Right">The number of cases answered rightly.</param>
/// <param name="Confidence">The mean confidence; of no consequence without cases.</param>
internal sealed record ConfidenceBin(double From, double To, long Count, long Right, double Confidence);

/// <summary>
/// How often answers are right against how sure they are: a point with its 95 % interval per bin, which lies on the dashed line where
/// probabilities mean what they say; below, how many answers are that sure.
/// </summary>
internal sealed record ReliabilityDiagram : Figure
{
    private const double PlotWidth = 420, PlotHeight = 360, CountsHeight = 120;

    /// <summary>The bins, by rising confidence.</summary>
    public required IReadOnlyList<ConfidenceBin> Bins { get; init; }

    internal override string DefaultTitle => "Share of right answers against confidence";

    internal override Canvas Draw()
    {
        string[] names = ["right answers, 95 % interval", "as sure as right"];
        var head = Legend.Height(PlotWidth, names) + 8;
        var canvas = new Canvas(PlotWidth, head + PlotHeight + CountsHeight);
        Legend.Draw(canvas, default, PlotWidth, names, (index, at) => Sample(canvas, index, at));
        const double labels = 48; // room for counts, so that both plots have the same left edge
        var share = new LinearScale(0, 1);
        var plot = PlotArea.Draw(canvas, new(0, head, PlotWidth, PlotHeight), new(share, ""), new(share, "Share of right answers"), labelRoom: labels);
        canvas.Line(plot.At(0, 0), plot.At(1, 1), new(Role.Soft, 1.5, "5 4"));
        ConfidenceBin[] filled = [.. Bins.Where(static bin => bin.Count > 0)];
        foreach (var bin in filled)
        {
            var (low, high) = Interval(bin.Right, bin.Count);
            var (from, to) = (plot.At(bin.Confidence, low), plot.At(bin.Confidence, high));
            canvas.Line(from, to, new(SeriesStyle.Color(0), 1.5));
            canvas.Line(from - new Point(4, 0), from + new Point(4, 0), new(SeriesStyle.Color(0), 1.5));
            canvas.Line(to - new Point(4, 0), to + new Point(4, 0), new(SeriesStyle.Color(0), 1.5));
        }
        if (filled.Length > 1) canvas.Path(PathData.Through(filled.Select(bin => plot.At(bin.Confidence, Share(bin)))), Role.None, SeriesStyle.Line(0));
        foreach (var bin in filled) SeriesStyle.Marker(canvas, plot.At(bin.Confidence, Share(bin)), 0, radius: 4);
        var counts = PlotArea.Draw(canvas, new(0, head + PlotHeight, PlotWidth, CountsHeight), new(share, "Confidence: probability of the answer"), new(Scale.LinearOver(0, Math.Max(4, Bins.Select(static bin => bin.Count).DefaultIfEmpty(0).Max()), 4, leastStep: 1), "Cases"), labelRoom: labels);
        foreach (var bin in filled)
        {
            var (from, to) = (counts.At(bin.From, bin.Count), counts.At(bin.To, 0));
            canvas.Rectangle(new(from.X + 1, from.Y, to.X - from.X - 2, to.Y - from.Y), SeriesStyle.Color(0), tip: $"{SvgNumber.Count(bin.Count)} cases, {SvgNumber.Count(bin.Right)} right");
        }
        return canvas;
    }

    internal override string Describe() => Bins.All(static bin => bin.Count == 0)
        ? "A reliability diagram without cases."
        : "Share of right answers against the probability of the answer. " + string.Join(" ", Bins.Where(static bin => bin.Count > 0).Select(static bin =>
            $"Confidence {SvgNumber.Fixed(bin.Confidence, 2)}: {SvgNumber.Fixed(Share(bin), 2)} right of {SvgNumber.Count(bin.Count)} cases."));

    /// <summary>The score interval of Wilson (1927), which stays between 0 and 1 and is wide where cases are few.</summary>
    internal static (double Low, double High) Interval(long right, long count)
    {
        const double z = 1.959964;
        double n = count, p = right / n;
        var middle = (p + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    private static double Share(ConfidenceBin bin) => (double)bin.Right / bin.Count;

    private static void Sample(Canvas canvas, int index, Point at)
    {
        canvas.Line(at - new Point(13, 0), at + new Point(13, 0), index == 0 ? SeriesStyle.Line(0) : new(Role.Soft, 1.5, "5 4"));
        if (index == 0) SeriesStyle.Marker(canvas, at, 0, radius: 4);
    }
}
