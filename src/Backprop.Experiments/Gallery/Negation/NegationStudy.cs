using System.Globalization;

namespace Backprop.Experiments;

/// <summary>The net of one seed.</summary>
/// <param name="Seed">Fixes the starting weights.</param>
/// <param name="Sweeps">Sweeps until every output was within 0.2 of its target; null if that took more sweeps than allowed.</param>
/// <param name="Untrained">Hidden units at the start whose weights from one bit have two thirds of the sizes of those from all bits.</param>
/// <param name="Devoted">The same after learning; null if the net did not learn.</param>
internal sealed record NegationRun(ulong Seed, int? Sweeps, int Untrained, int? Devoted);

/// <summary>The nets of all seeds.</summary>
/// <param name="Sweeps">Sweeps to learn.</param>
/// <param name="Untrained">See <see cref="NegationRun.Untrained"/>, of all hidden units.</param>
/// <param name="Devoted">See <see cref="NegationRun.Devoted"/>, of the hidden units of nets that learned.</param>
internal sealed record NegationSummary(Distribution Sweeps, Share Untrained, Share Devoted);

/// <summary>PDP ch. 8, negation: one more input says whether three bits are to be copied or inverted. Each output is the exclusive-or of its bit and that input.</summary>
internal sealed class NegationStudy() : GalleryStudy<NegationRun, NegationSummary>(static () => [new GalleryNet("negation")])
{
    private const int Bits = 3, Hidden = 6;

    /// <inheritdoc/>
    public override string Name => "negation";

    /// <inheritdoc/>
    public override string About => "One input says whether three bits are copied or inverted.";

    /// <inheritdoc/>
    public override GallerySettings Defaults { get; } = new() { Seeds = 100, Sweeps = 10_000, LearningRate = 0.1 };

    /// <inheritdoc/>
    protected override NegationRun RunSeed<T>(GallerySettings settings, ulong seed, CancellationToken cancellationToken)
    {
        var (network, training) = Begin<T>(Nets[0], settings, seed, cancellationToken);
        var untrained = Devoted(network);
        var sweeps = training.Until(StopWhen.AllWithin(0.2), settings.Sweeps);
        return new(seed, sweeps, untrained, sweeps is null ? null : Devoted(network));
    }

    /// <inheritdoc/>
    protected override NegationSummary Summarize(GallerySettings settings, IReadOnlyList<NegationRun> runs)
    {
        var learned = runs.Where(run => run.Devoted is not null).ToArray();
        return new(
            Distribution.Of(runs.Select(run => (double?)run.Sweeps)),
            new Share(runs.Sum(run => run.Untrained), Hidden * runs.Count),
            new Share(learned.Sum(run => run.Devoted ?? 0), Hidden * learned.Length));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(GallerySettings settings, NegationSummary summary) =>
    [
        new("it is learned", "yes", Words.Learned(summary.Sweeps), Verdicts.OfShare(summary.Sweeps.Reached.Value)),
        new("it falls into three exclusive-ors", "yes",
            string.Create(CultureInfo.InvariantCulture, $"{summary.Devoted} of the hidden units serve one bit (untrained {summary.Untrained})"),
            Verdicts.OfShare(summary.Devoted.Value)),
    ];

    private static int Devoted<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var weights = network.Copy<double>()["bits->hidden"];
        var devoted = 0;
        for (var unit = 0; unit < Hidden; unit++)
        {
            double greatest = 0, sum = 0;
            for (var bit = 0; bit < Bits; bit++)
            {
                var size = Math.Abs(weights[(unit * Bits) + bit]);
                greatest = Math.Max(greatest, size);
                sum += size;
            }
            if (greatest >= 2 * sum / 3) devoted++;
        }
        return devoted;
    }
}
