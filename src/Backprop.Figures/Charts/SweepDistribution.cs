namespace Backprop.Figures;

/// <summary>How many sweeps the runs of one setting took.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Sweeps">One entry for each run that learned.</param>
/// <param name="NotLearned">Runs that did not learn within their limit.</param>
internal sealed record SweepSample(string Name, IReadOnlyList<double> Sweeps, int NotLearned = 0);

/// <summary>
/// Distribution of sweeps to solution over many seeds, on a logarithmic axis: one histogram a setting,
/// one above the other on the same axis, with the median and the 5–95 % range of the runs that learned, the number of runs that did not, and a printed value to compare with.
/// </summary>
internal sealed record SweepDistribution : Figure
{
    private const double PlotWidth = 600, RowHeight = 170, MarkRow = 18, MarkGap = 7, MarkSize = 13, MostName = 220;

    /// <summary>The settings, each with its runs.</summary>
    public required IReadOnlyList<SweepSample> Samples { get; init; }

    /// <summary>A value to mark, such as the paper's 1,425 sweeps.</summary>
    public double? Printed { get; init; }

    /// <summary>What the marked value is called. Default "printed".</summary>
    public string PrintedName { get; init; } = "printed";

    internal override string DefaultTitle => "Sweeps to learn, over seeds";

    internal override Canvas Draw()
    {
        const double head = 26, foot = 30;
        var scale = SweepScale();
        var marks = Samples.Select(Marks).ToArray();
        var canvas = new Canvas(PlotWidth, (Samples.Count * (RowHeight + head)) + marks.Sum(NamesHeight) + foot);
        double top = 0;
        for (var i = 0; i < Samples.Count; i++)
        {
            var last = i == Samples.Count - 1;
            Heading(canvas, Samples[i], top + 18);
            var names = NamesHeight(marks[i]);
            DrawRow(canvas, new(0, top + head + names, PlotWidth, RowHeight + (last ? foot : 0)), scale, Samples[i], i, last, marks[i]);
            top += head + names + RowHeight;
        }

        return canvas;
    }

    internal override string Describe() => "Histograms of the sweeps needed to learn. " + string.Join(" ", Samples.Select(sample => $"{sample.Name}: {Summary(sample)}."))
        + (Printed is { } printed ? $" {PrintedName}: {SvgNumber.Count(printed)}." : "");

    /// <summary>"931 of 1,000 runs learned; of these median 2,633, 5–95 % 582–14,716": what the histogram shows, and what it cannot.</summary>
    private static string Summary(SweepSample sample)
    {
        var (learned, runs) = (sample.Sweeps.Count, sample.Sweeps.Count + sample.NotLearned);
        if (learned == 0) return $"none of {SvgNumber.Count(runs)} runs learned";
        if (runs == 1) return $"one run, learned in {Text(sample, 0.5)}";
        var of = sample.NotLearned == 0 ? $"all {SvgNumber.Count(runs)} runs learned" : $"{SvgNumber.Count(learned)} of {SvgNumber.Count(runs)} runs learned; of these";
        return $"{of}{(sample.NotLearned == 0 ? "," : "")} median {Text(sample, 0.5)}, 5–95 % {Text(sample, 0.05)}–{Text(sample, 0.95)}";
    }

    private static string Text(SweepSample sample, double share) => SvgNumber.Count(Quantile(sample, share));

    /// <summary>The least number of sweeps within which a share of the runs that learned had learned.</summary>
    private static double Quantile(SweepSample sample, double share) => Backprop.Quantile.Of([.. sample.Sweeps.Order()], share);

    private static void Heading(Canvas canvas, SweepSample sample, double baseline)
    {
        var summary = Summary(sample);
        var room = PlotWidth - 12 - TextMetrics.Width(summary, 13);
        var name = canvas.Text(new(0, baseline), TextMetrics.Shorten(sample.Name, room, 14, bold: true), 14, bold: true);
        canvas.Text(new(name.Right + 12, baseline), summary, 13, fill: Role.Soft);
    }

    private Scale SweepScale()
    {
        var all = Samples.SelectMany(sample => sample.Sweeps).Concat(Printed is { } printed ? [printed] : []).Where(sweeps => sweeps > 0).DefaultIfEmpty(1).ToArray();
        return Scale.LogOver(all.Min() / 1.05, all.Max() * 1.05);
    }

    private static void DrawRow(Canvas canvas, Box outer, Scale scale, SweepSample sample, int index, bool last, Mark[] marks)
    {
        const int bins = 48;
        var counts = new int[bins];
        foreach (var sweeps in sample.Sweeps) counts[Math.Clamp((int)(scale.Share(Math.Max(sweeps, scale.Low)) * bins), 0, bins - 1)]++;
        var plot = PlotArea.Draw(canvas, outer, new(scale, last ? "Sweeps to learn" : ""), new(Scale.LinearOver(0, Math.Max(4, counts.Max()), 4, leastStep: 1), "Runs"), labelRoom: 34);
        var width = plot.Inner.Width / bins;
        for (var bin = 0; bin < bins; bin++)
        {
            if (counts[bin] == 0) continue;
            var top = plot.At(scale.Low, counts[bin]).Y;
            canvas.Rectangle(new(plot.Inner.X + (bin * width) + 0.5, top, width - 1, plot.Inner.Bottom - top), SeriesStyle.Color(index));
        }

        DrawMarks(plot, marks);
    }

    private static double NamesHeight(Mark[] marks) => marks.Length == 0 ? 0 : (marks.Length * MarkRow) + MarkGap;

    private Mark[] Marks(SweepSample sample)
    {
        var marks = new List<Mark>();
        if (Printed is { } printed) marks.Add(new(printed, $"{TextMetrics.Shorten(PrintedName, MostName, MarkSize)} {SvgNumber.Count(printed)}", null));
        if (sample.Sweeps.Count > 0) marks.Add(new(Quantile(sample, 0.5), $"median {Text(sample, 0.5)}", "5 3"));
        return [.. marks.OrderBy(mark => mark.Value)];
    }

    /// <summary>
    /// Upright lines that rise above the plot to their names, each name in a row of its own: no name covers a bar or a line.
    /// The line of the upper name passes the lower row, so the lower name is that of the left mark where it has room left of its line, else that of the right one.
    /// </summary>
    private static void DrawMarks(PlotArea plot, Mark[] marks)
    {
        double X(Mark mark) => plot.Within(mark.Value, 0).X;
        double Width(Mark mark) => TextMetrics.Width(mark.Name, MarkSize) + 5;
        var leftIsLower = marks.Length == 2 && Width(marks[0]) <= X(marks[0]);
        for (var k = 0; k < marks.Length; k++)
        {
            var lower = marks.Length == 1 || (k == 0 == leftIsLower);
            var left = (k == 0 && leftIsLower) || X(marks[k]) + Width(marks[k]) > PlotWidth;
            var baseline = plot.Inner.Y - MarkGap - ((lower ? 1 : 2) * MarkRow) + MarkSize;
            plot.Canvas.Line(new(X(marks[k]), baseline - MarkSize + 2), new(X(marks[k]), plot.Inner.Bottom), new(Role.Ink, 1.6, marks[k].Dash));
            plot.Canvas.Text(new(X(marks[k]) + (left ? -5 : 5), baseline), marks[k].Name, MarkSize, left ? Anchor.End : Anchor.Start);
        }
    }

    private sealed record Mark(double Value, string Name, string? Dash);
}
