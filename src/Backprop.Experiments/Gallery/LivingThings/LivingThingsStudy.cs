using System.Globalization;

namespace Backprop.Experiments;

/// <summary>The net of one seed.</summary>
/// <param name="Seed">Fixes the starting weights.</param>
/// <param name="Kingdom">Sweeps until the codes of plants and animals are apart: the mean distance of pairs is half of what it becomes in the end.</param>
/// <param name="Family">The same for trees and flowers, birds and fish.</param>
/// <param name="Species">The same for the two species of a family.</param>
/// <param name="Error">E in the end.</param>
/// <param name="AnswersRight">Desired attributes above 0.5, and others below, in the end, of <paramref name="Answers"/>.</param>
/// <param name="Answers">All attributes of all cases.</param>
internal sealed record LivingThingsRun(ulong Seed, int Kingdom, int Family, int Species, double Error, int AnswersRight, int Answers);

/// <summary>The nets of all seeds.</summary>
/// <param name="Kingdom">See <see cref="LivingThingsRun.Kingdom"/>.</param>
/// <param name="Family">See <see cref="LivingThingsRun.Family"/>.</param>
/// <param name="Species">See <see cref="LivingThingsRun.Species"/>.</param>
/// <param name="InOrder">Nets in which kingdoms come apart before families, and these before species.</param>
/// <param name="Answers">Attributes answered.</param>
internal sealed record LivingThingsSummary(Distribution Kingdom, Distribution Family, Distribution Species, Share InOrder, Share Answers);

/// <summary>
/// Rumelhart's semantic net: eight living things and four relations lead to attributes. The code of a thing, which the net finds itself,
/// tells plants from animals first, then families, then species.
/// </summary>
internal sealed class LivingThingsStudy() : GalleryStudy<LivingThingsRun, LivingThingsSummary>(static () => [new GalleryNet("living-things")])
{
    private const int Things = 8, Steps = 100;

    /// <inheritdoc/>
    public override string Name => "living-things";

    /// <inheritdoc/>
    public override string About => "Rumelhart's semantic net: coarse categories come apart before fine ones.";

    /// <inheritdoc/>
    public override GallerySettings Defaults { get; } = new() { Seeds = 20, Sweeps = 6_000, LearningRate = 0.05, Momentum = 0, Range = 0.5 };

    /// <inheritdoc/>
    protected override double? Within => null;

    /// <inheritdoc/>
    protected override LivingThingsRun RunSeed<T>(GallerySettings settings, ulong seed, CancellationToken cancellationToken)
    {
        var (network, training) = Begin<T>(Nets[0], settings, seed, cancellationToken);
        // Levels 0 to 2: pairs of different kingdoms, of one kingdom but different families, of one family.
        var distances = new List<(int Sweep, double[] OfLevel)>();
        var step = Math.Max(1, settings.Sweeps / Steps);
        for (var sweep = step; sweep <= settings.Sweeps; sweep += step)
        {
            training.To(sweep);
            distances.Add((sweep, Distances(network)));
        }
        var (right, of) = Answers(network);
        return new(seed, Apart(0), Apart(1), Apart(2), training.Error, right, of);

        int Apart(int level) => distances.First(entry => entry.OfLevel[level] >= distances[^1].OfLevel[level] / 2).Sweep;
    }

    /// <inheritdoc/>
    protected override LivingThingsSummary Summarize(GallerySettings settings, IReadOnlyList<LivingThingsRun> runs) => new(
        Distribution.Of(runs.Select(run => (double)run.Kingdom)), Distribution.Of(runs.Select(run => (double)run.Family)), Distribution.Of(runs.Select(run => (double)run.Species)),
        Share.Where(runs, run => run.Kingdom < run.Family && run.Family < run.Species),
        new Share(runs.Sum(run => run.AnswersRight), runs.Sum(run => run.Answers)));

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(GallerySettings settings, LivingThingsSummary summary) =>
    [
        new("attributes are answered", "yes", $"{summary.Answers} on their side of 0.5", Verdicts.OfShare(summary.Answers.Value)),
        new("coarse categories come apart before fine ones", "yes",
            string.Create(CultureInfo.InvariantCulture, $"in {Words.Count(summary.InOrder)} nets; median sweeps: kingdoms {summary.Kingdom.Median:N0}, families {summary.Family.Median:N0}, species {summary.Species.Median:N0}"),
            Verdicts.OfShare(summary.InOrder.Value)),
    ];

    /// <summary>Mean distances between the codes of two things, by level. A thing's code does not depend on the relation.</summary>
    private double[] Distances<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var activity = network.Run(Nets[0].Cases);
        var codes = Enumerable.Range(0, Things).Select(thing => activity["code", Relations * thing].ToArray().Select(double.CreateTruncating).ToArray()).ToArray();
        var (sums, counts) = (new double[3], new int[3]);
        for (var a = 0; a < Things; a++)
        {
            for (var b = a + 1; b < Things; b++)
            {
                // Things are listed in the order of their tree: two of a species pair, two families of a kingdom.
                var level = a / 4 != b / 4 ? 0 : a / 2 != b / 2 ? 1 : 2;
                sums[level] += Math.Sqrt(codes[a].Zip(codes[b], (x, y) => (x - y) * (x - y)).Sum());
                counts[level]++;
            }
        }
        return [.. sums.Zip(counts, (sum, count) => sum / count)];
    }

    private (int Right, int Of) Answers<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (cases, activity) = (Nets[0].Cases, network.Run(Nets[0].Cases));
        var targets = cases.Targets[0];
        var right = 0;
        for (var c = 0; c < cases.Count; c++)
        {
            var states = activity["attribute", c];
            for (var unit = 0; unit < states.Length; unit++)
                if (double.CreateTruncating(states[unit]) > 0.5 == (targets[c, unit] == 1)) right++;
        }
        return (right, cases.Count * targets.Size);
    }

    private int Relations => Nets[0].Cases.Count / Things;
}
