using System.Globalization;

namespace Backprop.Experiments;

/// <summary>The net of one seed.</summary>
/// <param name="Seed">Fixes the starting weights.</param>
/// <param name="Sweeps">Sweeps until all features were within 0.2 of their targets in the trained sequences; null if that took more sweeps than allowed.</param>
/// <param name="Settled">By the number of flipped features, 0 to 4: starts from which every feature is on the right side of 0.5 at iteration 6.</param>
/// <param name="Stay">The same at iteration 30.</param>
/// <param name="Starts">By the number of flipped features: starts tried, none of them trained but those without flips.</param>
internal sealed record AttractorsRun(ulong Seed, int? Sweeps, IReadOnlyList<int> Settled, IReadOnlyList<int> Stay, IReadOnlyList<int> Starts);

/// <summary>The nets of all seeds.</summary>
/// <param name="Sweeps">Sweeps to learn.</param>
/// <param name="Settled">See <see cref="AttractorsRun.Settled"/>.</param>
/// <param name="Stay">See <see cref="AttractorsRun.Stay"/>.</param>
internal sealed record AttractorsSummary(Distribution Sweeps, IReadOnlyList<Share> Settled, IReadOnlyList<Share> Stay);

/// <summary>An attractor net: 12 patterns of 30 features, all connected to one another, into which the net settles from starts with some features flipped.</summary>
internal sealed class AttractorsStudy() : GalleryStudy<AttractorsRun, AttractorsSummary>(static () => [new GalleryNet("attractors")])
{
    private const int Features = 30, Iterations = 6, Later = 30, MostFlips = 4, OfEach = 100;

    /// <inheritdoc/>
    public override string Name => "attractors";

    /// <inheritdoc/>
    public override string About => "12 patterns of 30 features: an iterative net settles into the nearest.";

    /// <inheritdoc/>
    public override GallerySettings Defaults { get; } = new() { Seeds = 10, Sweeps = 1_000, LearningRate = null };

    /// <inheritdoc/>
    protected override AttractorsRun RunSeed<T>(GallerySettings settings, ulong seed, CancellationToken cancellationToken)
    {
        var (network, training) = Begin<T>(Nets[0], settings, seed, cancellationToken);
        var sweeps = training.Until(StopWhen.AllWithin(0.2), settings.Sweeps);
        var starts = Enumerable.Range(0, MostFlips + 1).Select(flips => Starts(flips, seed)).ToArray();
        // Shared weights do not depend on the number of iterations.
        var unrolled = ((Unrolling)Nets[0].Net.Unrolling!).Net.Unroll(Later);
        var longer = new Network<T>(unrolled);
        network.Weights.CopyTo(longer.Weights);
        var states = starts.Select(each => Run(longer, each)).ToArray();
        return new(seed, sweeps, [.. states.Select(each => each.Settled)], [.. states.Select(each => each.Stay)], [.. starts.Select(each => each.Count)]);
    }

    /// <inheritdoc/>
    protected override AttractorsSummary Summarize(GallerySettings settings, IReadOnlyList<AttractorsRun> runs) => new(
        Distribution.Of(runs.Select(run => (double?)run.Sweeps)),
        [.. Enumerable.Range(0, MostFlips + 1).Select(flips => new Share(runs.Sum(run => run.Settled[flips]), runs.Sum(run => run.Starts[flips])))],
        [.. Enumerable.Range(0, MostFlips + 1).Select(flips => new Share(runs.Sum(run => run.Stay[flips]), runs.Sum(run => run.Starts[flips])))]);

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(GallerySettings settings, AttractorsSummary summary) =>
    [
        new("12 patterns, with 2 features flipped too, are learned", "yes", Words.Learned(summary.Sweeps), Verdicts.OfShare(summary.Sweeps.Reached.Value)),
        new("untrained starts with 2 features flipped settle", "yes",
            string.Create(CultureInfo.InvariantCulture, $"{summary.Settled[2]}; with 1: {summary.Settled[1]}, 3: {summary.Settled[3]}, 4: {summary.Settled[4]}"),
            Verdicts.OfShare(summary.Settled[2].Value)),
        new(string.Create(CultureInfo.InvariantCulture, $"they stay there, to iteration {Later}"), "yes",
            string.Create(CultureInfo.InvariantCulture, $"{summary.Stay[2]}; from the patterns themselves {summary.Stay[0]}"),
            Verdicts.OfShare(summary.Stay[2].Value)),
    ];

    /// <summary>Starts with a number of features flipped: each pattern alone, or with random sets of features that were not trained.</summary>
    private List<(double[] Start, double[] Pattern)> Starts(int flips, ulong seed)
    {
        var cases = Nets[0].Cases;
        var targets = cases.Targets.Single(values => values.Group == IterativeTopology.Copy("features", Iterations));
        var initial = cases.Inputs.Single(values => values.Group == IterativeTopology.Copy("features", 0));
        var trained = new HashSet<string>(Enumerable.Range(0, cases.Count).Select(c => Key(Row(initial, c))), StringComparer.Ordinal);
        var patterns = Enumerable.Range(0, cases.Count).Select(c => Row(targets, c)).DistinctBy(Key, StringComparer.Ordinal);
        var random = new RandomSource(~seed);
        var starts = new List<(double[], double[])>();
        foreach (var pattern in patterns)
        {
            for (var k = 0; k < (flips == 0 ? 1 : OfEach); k++)
            {
                var order = Enumerable.Range(0, Features).ToArray();
                random.Shuffle<int>(order);
                double[] start = [.. pattern];
                foreach (var feature in order[..flips]) start[feature] = 1 - start[feature];
                if (flips == 0 || !trained.Contains(Key(start))) starts.Add((start, pattern));
            }
        }
        return starts;
    }

    private static (int Settled, int Stay) Run<T>(Network<T> network, List<(double[] Start, double[] Pattern)> starts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var builder = new SequencesBuilder(network.Topology, starts.Count);
        foreach (var (number, start) in starts.Index())
            builder.InitialState(number, "features", start.Start).Target(number, "features", [start.Pattern], first: Later);
        var activity = network.Run(builder.ToCases());
        return (CountAt(Iterations), CountAt(Later));

        int CountAt(int iteration) => starts.Index().Count(entry => IsPattern(activity[IterativeTopology.Copy("features", iteration), entry.Index], entry.Item.Pattern));
    }

    private static bool IsPattern<T>(ReadOnlySpan<T> states, double[] pattern)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var feature = 0; feature < states.Length; feature++)
            if (double.CreateTruncating(states[feature]) > 0.5 != (pattern[feature] == 1)) return false;
        return true;
    }

    private static double[] Row(CaseValues values, int @case) => [.. Enumerable.Range(0, values.Size).Select(unit => values[@case, unit])];

    private static string Key(double[] states) => string.Concat(states.Select(state => state == 1 ? '1' : '0'));
}
