using Backprop.Figures;

namespace Backprop.Lab;

/// <summary>A histogram of the sweeps in which nets learned, on a logarithmic axis.</summary>
internal sealed class SweepBins
{
    /// <summary>The number of bars.</summary>
    public const int Count = 24;

    private readonly Scale scale;

    /// <summary>Counts the nets that learned.</summary>
    public SweepBins(IReadOnlyList<SeedRun> runs)
    {
        int[] sweeps = [.. runs.Where(static run => run.Learned).Select(static run => Math.Max(1, run.Sweeps))];
        scale = sweeps.Length == 0 ? Scale.LogOver(1, 10) : Scale.LogOver(sweeps.Min() / 1.05, sweeps.Max() * 1.05);
        foreach (var each in sweeps)
            Bars[Math.Clamp((int)(scale.Share(each) * Count), 0, Count - 1)]++;
    }

    /// <summary>Nets of each bar.</summary>
    public int[] Bars { get; } = new int[Count];

    /// <summary>The sweeps of a bar: the first and the last.</summary>
    public (int First, int Last) SweepsOf(int bar) => ((int)Math.Ceiling(At(bar)), (int)Math.Floor(At(bar + 1)));

    /// <summary>Labeled sweeps, with their share of the width.</summary>
    public IEnumerable<(double Share, string Label)> Ticks(int most) => scale.Ticks(most).Select(tick => (scale.Share(tick.Value), tick.Label));

    private double At(int bar) => scale.Low * Math.Pow(scale.High / scale.Low, (double)bar / Count);
}
