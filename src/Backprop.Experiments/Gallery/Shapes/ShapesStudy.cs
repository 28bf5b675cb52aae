using System.Globalization;

namespace Backprop.Experiments;

/// <summary>The net of one seed.</summary>
/// <param name="Seed">Fixes the starting weights.</param>
/// <param name="Sweeps">Sweeps until the output was within 0.2 of its target in every case; null if that took more sweeps than allowed.</param>
/// <param name="Elsewhere">Of a net that was trained on the first position alone: its right answers at the three other positions; null if it did not learn.</param>
internal sealed record ShapesRun(ulong Seed, int? Sweeps, int? Elsewhere);

/// <summary>The nets of all seeds.</summary>
/// <param name="Sweeps">Sweeps to learn.</param>
/// <param name="Elsewhere">See <see cref="ShapesRun.Elsewhere"/>.</param>
internal sealed record ShapesSummary(Distribution Sweeps, Share Elsewhere);

/// <summary>PDP ch. 8, T and C: a T of five squares or a C, in four rotations, anywhere in a plane; detectors with shared weights look at every patch of 3 × 3.</summary>
internal sealed class ShapesStudy() : GalleryStudy<ShapesRun, ShapesSummary>(static () => [new GalleryNet("t-c")])
{
    private const int Positions = 4, Shapes = 8;

    /// <inheritdoc/>
    public override string Name => "t-c";

    /// <inheritdoc/>
    public override string About => "T or C, in any position and rotation: detectors with shared weights.";

    /// <inheritdoc/>
    public override GallerySettings Defaults { get; } = new() { Seeds = 10, Sweeps = 3_000, LearningRate = null };

    /// <inheritdoc/>
    protected override ShapesRun RunSeed<T>(GallerySettings settings, ulong seed, CancellationToken cancellationToken)
    {
        var sweeps = Begin<T>(Nets[0], settings, seed, cancellationToken).Training.Until(StopWhen.AllWithin(0.2), settings.Sweeps);

        int[] first = [.. Enumerable.Range(0, Shapes)];
        int[] others = [.. Enumerable.Range(Shapes, Shapes * (Positions - 1))];
        var alone = new Network<T>(Nets[0].Net).Randomize(seed, settings.Range);
        if (new Training<T>(alone, Nets[0].Cases.Subset(first), settings.ToRule(), cancellationToken, Error).Until(StopWhen.AllWithin(0.2), settings.Sweeps) is null)
            return new(seed, sweeps, null);
        var elsewhere = Nets[0].Cases.Subset(others);
        var activity = alone.Run(elsewhere);
        return new(seed, sweeps, Enumerable.Range(0, others.Length).Count(c => double.CreateTruncating(activity["letter", c][0]) > 0.5 == (elsewhere.Targets[0][c, 0] == 1)));
    }

    /// <inheritdoc/>
    protected override ShapesSummary Summarize(GallerySettings settings, IReadOnlyList<ShapesRun> runs)
    {
        var learned = runs.Where(run => run.Elsewhere is not null).ToArray();
        return new(Distribution.Of(runs.Select(run => (double?)run.Sweeps)), new Share(learned.Sum(run => run.Elsewhere ?? 0), learned.Length * Shapes * (Positions - 1)));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(GallerySettings settings, ShapesSummary summary) =>
    [
        new("one kind of detector tells T from C", "yes", Words.Learned(summary.Sweeps), Verdicts.OfShare(summary.Sweeps.Reached.Value)),
        new("what is learned at one position holds at the others", "yes",
            summary.Elsewhere.Of == 0 ? "no net learned the one position" : string.Create(CultureInfo.InvariantCulture, $"{summary.Elsewhere.Count:N0} of {summary.Elsewhere.Of:N0} answers right at positions never trained"),
            Verdicts.OfShare(summary.Elsewhere.Value)),
    ];
}
