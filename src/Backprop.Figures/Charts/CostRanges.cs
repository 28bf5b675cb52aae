namespace Backprop.Figures;

/// <summary>What the runs of one setting cost.</summary>
/// <param name="Costs">One entry for each run that succeeded, more than 0.</param>
/// <param name="Runs">All runs.</param>
internal sealed record CostSample(IReadOnlyList<double> Costs, int Runs)
{
    /// <summary>"18/20".</summary>
    public string Share => $"{SvgNumber.Count(Costs.Count)}/{SvgNumber.Count(Runs)}";

    internal double Quantile(double share) => Backprop.Quantile.Of([.. Costs.Order()], share);
}

/// <summary>One way to do the work, in two settings.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">The runs of the first setting.</param>
/// <param name="Second">The runs of the second setting.</param>
internal sealed record CostRow(string Name, CostSample First, CostSample Second);

/// <summary>
/// Costs on a logarithmic axis, a row per way to do the work: for two settings the median of the runs that succeeded with the range of 5 to 95 % of them, the first as a ring and the second as a disk, and how many succeeded.
/// </summary>
internal sealed record CostRanges : Figure
{
    private const double PlotWidth = 250, RowHeight = 24, Size = 13, Gap = 10, Foot = 48, Head = 22, MostName = 180;

    /// <summary>The rows, from the top.</summary>
    public required IReadOnlyList<CostRow> Rows { get; init; }

    /// <summary>What the axis measures.</summary>
    public required string Axis { get; init; }

    /// <summary>The heads of the two columns of counts.</summary>
    public required (string First, string Second) Settings { get; init; }

    internal override string DefaultTitle => Axis;

    internal override Canvas Draw()
    {
        string[] names = [.. Rows.Select(static row => TextMetrics.Shorten(row.Name, MostName, Size))];
        var left = names.Select(static name => TextMetrics.Width(name, Size)).DefaultIfEmpty(0).Max() + Gap;
        var first = CountWidth(Settings.First, static row => row.First);
        var second = first + CountWidth(Settings.Second, static row => row.Second);
        var height = Rows.Count * RowHeight;
        var counts = left + PlotWidth + Gap;
        var canvas = new Canvas(counts + second, Head + height + Foot);
        var all = Rows.SelectMany(static row => row.First.Costs.Concat(row.Second.Costs)).DefaultIfEmpty(1).ToArray();
        var scale = Scale.LogOver(all.Min() / 1.1, all.Max() * 1.1);
        double X(double cost) => left + (scale.Share(cost) * PlotWidth);
        foreach (var tick in scale.Ticks(5))
        {
            canvas.Line(new(X(tick.Value), Head), new(X(tick.Value), Head + height), new(Role.Grid, 1));
            canvas.Text(new(X(tick.Value), Head + height + 17), tick.Label, Size, Anchor.Middle, Role.Soft);
        }
        canvas.Text(new(left + (PlotWidth / 2), Head + height + 40), Axis, 14, Anchor.Middle);
        canvas.Text(new(counts + first, Head - 8), Settings.First, Size, Anchor.End, Role.Soft);
        canvas.Text(new(counts + second, Head - 8), Settings.Second, Size, Anchor.End, Role.Soft);
        for (var i = 0; i < Rows.Count; i++)
        {
            var y = Head + ((i + 0.5) * RowHeight);
            canvas.Label(new(left - Gap, y), names[i], Size, Anchor.End);
            DrawSample(Rows[i].First, y - 5, isRing: true);
            DrawSample(Rows[i].Second, y + 5, isRing: false);
            canvas.Label(new(counts + first, y), Rows[i].First.Share, Size, Anchor.End);
            canvas.Label(new(counts + second, y), Rows[i].Second.Share, Size, Anchor.End);
        }
        return canvas;

        void DrawSample(CostSample sample, double y, bool isRing)
        {
            if (sample.Costs.Count == 0) return;
            var color = SeriesStyle.Color(isRing ? 0 : 1);
            canvas.Line(new(X(sample.Quantile(0.05)), y), new(X(sample.Quantile(0.95)), y), new(color, 1.5));
            var median = new Point(X(sample.Quantile(0.5)), y);
            if (isRing) canvas.Circle(median, 4, Role.Paper, new(color, 2));
            else canvas.Circle(median, 4.5, color);
        }
    }

    private double CountWidth(string head, Func<CostRow, CostSample> sample) => Rows.Select(row => sample(row).Share).Append(head).Max(static text => TextMetrics.Width(text, Size)) + Gap;

    internal override string Describe() => $"{Axis}, median of the runs that succeeded. " + string.Join(" ", Rows.Select(row =>
        $"{row.Name}: {Settings.First} {Of(row.First)}, {Settings.Second} {Of(row.Second)}."));

    private static string Of(CostSample sample) => sample.Costs.Count == 0 ? $"none ({sample.Share})" : $"{SvgNumber.Count(Math.Round(sample.Quantile(0.5)))} ({sample.Share})";
}
