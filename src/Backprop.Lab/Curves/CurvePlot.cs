using System.Text;
using Backprop.Figures;

namespace Backprop.Lab;

/// <summary>E per case over sweeps as points of a square of 1,000 by 1,000, from the upper left, that a picture stretches.</summary>
internal sealed class CurvePlot
{
    /// <summary>The side of the square.</summary>
    public const int Side = 1000;

    private const int MostColumns = 320;

    private readonly Scale across, up;

    /// <summary>Lays out runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="lines">Lines that the axes reach where they can.</param>
    /// <param name="isLogarithmic">Whether equal ratios of E are equally far.</param>
    public CurvePlot(IReadOnlyList<LabRun> runs, IReadOnlyList<StopLine> lines, bool isLogarithmic)
    {
        LabRun[] shown = [.. runs.Where(static run => run.Course.Sweeps > 0)];
        across = new LinearScale(0, Math.Max(10, shown.Select(static run => run.Course.Sweeps).DefaultIfEmpty(0).Max())) { LeastStep = 1 };
        double[] levels = [.. lines.Where(static line => !line.IsUpright).Select(static line => line.Value)];
        var most = shown.SelectMany(static run => run.Course.Spans.Select(span => span.Greatest / run.Weight)).Concat(levels).DefaultIfEmpty(1).Max();
        if (isLogarithmic)
        {
            var least = shown.SelectMany(static run => run.Course.Spans.Select(span => span.Least / run.Weight)).Concat(levels).Where(static error => error > 0).DefaultIfEmpty(0.1).Min();
            up = Scale.LogOver(Math.Min(least, Math.Max(most, double.Epsilon)), Math.Max(most, least), whole: true);
        }
        else up = Scale.LinearOver(0, most, 6);
    }

    /// <summary>The last sweep of the axis.</summary>
    public int Sweeps => (int)across.High;

    /// <summary>The greatest E of the axis.</summary>
    public double Most => up.High;

    /// <summary>Labeled sweeps, with their share of the width.</summary>
    public IEnumerable<(double Share, string Label)> SweepTicks(int most) => across.Ticks(most).Select(tick => (across.Share(tick.Value), tick.Label));

    /// <summary>Labeled errors, with their share of the height from below.</summary>
    public IEnumerable<(double Share, string Label)> ErrorTicks(int most) => up.Ticks(most).Select(tick => (up.Share(tick.Value), tick.Label));

    /// <summary>The share of the width at a sweep.</summary>
    public double ShareOf(int sweep) => Math.Clamp(across.Share(sweep), 0, 1);

    /// <summary>The share of the height, from below, at an E per case; 0 for none on a logarithmic axis.</summary>
    public double HeightOf(double error) => error > 0 || up is not LogScale ? Math.Clamp(up.Share(error), 0, 1) : 0;

    /// <summary>The sweep, from 1, at a share of the width.</summary>
    public int SweepAt(double share) => Math.Clamp((int)Math.Round(share * across.High), 1, Sweeps);

    /// <summary>The points of a run, as a polyline has them. Of a column that holds many sweeps, the greatest and the least E.</summary>
    public string Points(LabRun run)
    {
        var text = new StringBuilder();
        var (spans, width) = (run.Course.Spans, run.Course.SweepsASpan);
        var together = (spans.Count + MostColumns - 1) / MostColumns;
        for (var first = 0; first < spans.Count; first += Math.Max(1, together))
        {
            var end = Math.Min(spans.Count, first + together);
            var (least, greatest) = (double.PositiveInfinity, 0.0);
            for (var index = first; index < end; index++)
                (least, greatest) = (Math.Min(least, spans[index].Least), Math.Max(greatest, spans[index].Greatest));
            var last = Math.Min(run.Course.Sweeps, end * width);
            Put(text, ((first * width) + 1 + last) / 2.0, greatest / run.Weight);
            if (least < greatest) Put(text, ((first * width) + 1 + last) / 2.0, least / run.Weight);
        }
        if (run.Course.Sweeps > 0) Put(text, run.Course.Sweeps, spans[^1].Last / run.Weight);
        return text.ToString();
    }

    private void Put(StringBuilder text, double sweep, double error)
    {
        if (text.Length > 0) text.Append(' ');
        text.Append((int)Math.Round(Side * across.Share(sweep))).Append(',').Append((int)Math.Round(Side * (1 - HeightOf(error))));
    }
}
