namespace Backprop.Figures;

/// <summary>How many sweeps the runs of one setting took.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Sweeps">One entry for each run that learned.</param>
/// <param name="NotLearned">Runs that did not learn within their limit.</param>
public sealed record SweepSample(string Name, IReadOnlyList<double> Sweeps, int NotLearned = 0);

/// <summary>
/// Distribution of sweeps to solution over many seeds, on a logarithmic axis: one histogram a setting,
/// one above the other on the same axis, with median, 5–95 % range, and a printed value to compare with.
/// </summary>
public sealed record SweepDistribution : Figure
{
    private const double PlotWidth = 720, RowHeight = 170;

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
        var canvas = new Canvas(PlotWidth, Samples.Count * (RowHeight + head) + foot);
        var scale = SweepScale();
        for (var i = 0; i < Samples.Count; i++)
        {
            var top = i * (RowHeight + head);
            var last = i == Samples.Count - 1;
            Heading(canvas, Samples[i], top + 18);
            DrawRow(canvas, new(0, top + head, PlotWidth, RowHeight + (last ? foot : 0)), scale, Samples[i], i, last);
        }

        return canvas;
    }

    internal override string Describe() => "Histograms of the sweeps needed to learn. " + string.Join(" ", Samples.Select(sample => $"{sample.Name}: {Summary(sample)}."))
        + (Printed is { } printed ? $" {PrintedName}: {SvgNumber.Count(printed)}." : "");

    private static string Summary(SweepSample sample)
    {
        var runs = sample.Sweeps.Count + sample.NotLearned;
        if (sample.Sweeps.Count == 0) return $"none of {SvgNumber.Count(runs)} runs learned";
        var missing = sample.NotLearned == 0 ? "" : $"; {SvgNumber.Count(sample.NotLearned)} did not learn";
        return $"{SvgNumber.Count(runs)} runs, median {Text(sample, 0.5)}, 5–95 % {Text(sample, 0.05)}–{Text(sample, 0.95)}{missing}";
    }

    private static string Text(SweepSample sample, double share) => Reached(sample, share) is { } sweeps ? SvgNumber.Count(sweeps) : "never";

    /// <summary>The least number of sweeps within which a share of all runs had learned, those that never did included; null where fewer did.</summary>
    private static double? Reached(SweepSample sample, double share)
    {
        double[] sorted = [.. sample.Sweeps.Order()];
        // p · runs can exceed a whole number by rounding alone: 0.05 · 20 must be rank 1, not 2.
        var rank = Math.Max(1, (int)Math.Ceiling((share * (sorted.Length + sample.NotLearned)) - 1e-9));
        return rank <= sorted.Length ? sorted[rank - 1] : null;
    }

    private static void Heading(Canvas canvas, SweepSample sample, double baseline)
    {
        var summary = Summary(sample);
        var room = PlotWidth - 16 - TextMetrics.Width(summary, 13);
        var name = canvas.Text(new(0, baseline), TextMetrics.Shorten(sample.Name, room, 14, bold: true), 14, bold: true);
        canvas.Text(new(name.Right + 12, baseline), summary, 13, fill: Role.Soft);
    }

    private Scale SweepScale()
    {
        var all = Samples.SelectMany(sample => sample.Sweeps).Concat(Printed is { } printed ? [printed] : []).Where(sweeps => sweeps > 0).DefaultIfEmpty(1).ToArray();
        return Scale.LogOver(all.Min() / 1.05, all.Max() * 1.05);
    }

    private void DrawRow(Canvas canvas, Box outer, Scale scale, SweepSample sample, int index, bool last)
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
            canvas.Rectangle(new(plot.Inner.X + (bin * width) + 0.5, top, width - 1, plot.Inner.Bottom - top), SeriesStyle.Colour(index));
        }

        var marks = new List<(double Value, string Name, string? Dash)>();
        if (Printed is { } printed) marks.Add((printed, $"{PrintedName} {SvgNumber.Count(printed)}", null));
        if (Reached(sample, 0.5) is { } median) marks.Add((median, $"median {SvgNumber.Count(median)}", "5 3"));

        DrawMarks(plot, [.. marks.OrderBy(mark => mark.Value)]);
    }

    /// <summary>Upright lines, then their names outside them, so that no line crosses a name; each name on a line of its own.</summary>
    private static void DrawMarks(PlotArea plot, (double Value, string Name, string? Dash)[] marks)
    {
        foreach (var (value, _, dash) in marks)
        {
            var x = plot.Within(value, 0).X;
            plot.Canvas.Line(new(x, plot.Inner.Y), new(x, plot.Inner.Bottom), new(Role.Ink, 1.6, dash));
        }

        for (var line = 0; line < marks.Length; line++)
        {
            var x = plot.Within(marks[line].Value, 0).X;
            var width = 6 + TextMetrics.Width(marks[line].Name, 13);
            var left = (line < marks.Length - 1 && x - width > plot.Inner.X) || x + width > plot.Inner.Right;
            plot.Canvas.Text(new(x + (left ? -6 : 6), plot.Inner.Y + 13 + (line * 18)), marks[line].Name, 13, left ? Anchor.End : Anchor.Start, halo: true);
        }
    }
}
