using System.Globalization;

namespace Backprop.Experiments;

/// <summary>The net of one seed.</summary>
/// <param name="Seed">Fixes the starting weights.</param>
/// <param name="Error">E of the trained sequences in the end.</param>
/// <param name="Nouns">The share of nouns in untrained sequences before which nouns together have more than half of the probability.</param>
/// <param name="Verbs">The same for verbs.</param>
/// <param name="Food">The mean probability of food, after "eat".</param>
/// <param name="NearestOfClass">Words whose nearest other word, by the mean state of the hidden units, is of their class, noun or verb.</param>
/// <param name="NearestOfKind">Nouns whose nearest other word is of their kind: persons and animals, food, things that break.</param>
internal sealed record WordsRun(ulong Seed, double Error, double Nouns, double Verbs, double Food, int NearestOfClass, int NearestOfKind);

/// <summary>Means over the nets of all seeds.</summary>
/// <param name="Nouns">See <see cref="WordsRun.Nouns"/>.</param>
/// <param name="Verbs">See <see cref="WordsRun.Verbs"/>.</param>
/// <param name="Food">See <see cref="WordsRun.Food"/>.</param>
/// <param name="NearestOfClass">See <see cref="WordsRun.NearestOfClass"/>, of all words of all nets.</param>
/// <param name="NearestOfKind">See <see cref="WordsRun.NearestOfKind"/>, of all nouns of all nets.</param>
internal sealed record WordsSummary(double Nouns, double Verbs, double Food, Share NearestOfClass, Share NearestOfKind);

/// <summary>Elman's words (1990): predict the next word of simple sentences. The hidden states of words come to lie in groups: nouns and verbs, and kinds of nouns.</summary>
internal sealed class WordsStudy() : GalleryStudy<WordsRun, WordsSummary>(static () => [new GalleryNet("words", heldOut: "words-held-out")])
{
    private const int Words = 15, NounCount = 8, Food = 4, FoodEnd = 6, Eat = 13, Iterations = 12;

    /// <inheritdoc/>
    public override string Name => "words";

    /// <inheritdoc/>
    public override string About => "Elman's words: predict the next word; nouns and verbs form clusters.";

    /// <inheritdoc/>
    public override GallerySettings Defaults { get; } = new() { Seeds = 10, Sweeps = 1_000, LearningRate = 0.02 };

    /// <inheritdoc/>
    protected override double? Within => null;

    /// <inheritdoc/>
    protected override ErrorMeasure Error { get; } = new CrossEntropy();

    /// <inheritdoc/>
    protected override WordsRun RunSeed<T>(GallerySettings settings, ulong seed, CancellationToken cancellationToken)
    {
        var (network, training) = Begin<T>(Nets[0], settings, seed, cancellationToken);
        training.To(settings.Sweeps);

        var asked = Nets[0].HeldOut!;
        var activity = network.Run(asked);
        int nouns = 0, nounsSeen = 0, verbs = 0, verbsSeen = 0, afterEat = 0;
        double food = 0;
        for (var t = 1; t <= Iterations; t++)
        {
            var (words, next) = (Copy(asked.Inputs, "word", t), Copy(asked.Targets, "next", t));
            for (var c = 0; c < asked.Count; c++)
            {
                var states = activity[IterativeTopology.Copy("next", t), c];
                double ofNouns = 0, ofFood = 0;
                for (var word = 0; word < NounCount; word++)
                {
                    var state = double.CreateTruncating(states[word]);
                    ofNouns += state;
                    if (word is >= Food and < FoodEnd) ofFood += state;
                }
                if (One(next, c) < NounCount)
                {
                    nouns++;
                    if (ofNouns > 0.5) nounsSeen++;
                }
                else
                {
                    verbs++;
                    if (ofNouns < 0.5) verbsSeen++;
                }
                if (One(words, c) == Eat)
                {
                    afterEat++;
                    food += ofFood;
                }
            }
        }
        var nearest = Nearest(MeanStates(network));
        return new(
            seed, training.Error, (double)nounsSeen / nouns, (double)verbsSeen / verbs, food / afterEat,
            Enumerable.Range(0, Words).Count(word => word < NounCount == nearest[word] < NounCount),
            Enumerable.Range(0, NounCount).Count(word => Kind(word) == Kind(nearest[word])));
    }

    /// <inheritdoc/>
    protected override WordsSummary Summarize(GallerySettings settings, IReadOnlyList<WordsRun> runs) => new(
        runs.Average(run => run.Nouns), runs.Average(run => run.Verbs), runs.Average(run => run.Food),
        new Share(runs.Sum(run => run.NearestOfClass), Words * runs.Count), new Share(runs.Sum(run => run.NearestOfKind), NounCount * runs.Count));

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(GallerySettings settings, WordsSummary summary) =>
    [
        new("where a noun follows and where a verb", "yes",
            string.Create(CultureInfo.InvariantCulture, $"expected before {100 * summary.Nouns:F0} % of the nouns and {100 * summary.Verbs:F0} % of the verbs of unseen sequences"),
            Verdicts.OfShare(Math.Min(summary.Nouns, summary.Verbs))),
        new("what can be eaten", "yes",
            string.Create(CultureInfo.InvariantCulture, $"after 'eat' food has a probability of {summary.Food:F2}"),
            Verdicts.OfShare(summary.Food)),
        new("nouns and verbs form clusters", "yes",
            $"the nearest word is of the same class for {summary.NearestOfClass} of the words",
            Verdicts.OfShare(summary.NearestOfClass.Value)),
        new("kinds of nouns form clusters", "yes",
            $"the nearest word is of the same kind for {summary.NearestOfKind} of the nouns",
            Verdicts.OfShare(summary.NearestOfKind.Value)),
    ];

    /// <summary>The mean state of the hidden units at each word, over all trained sequences.</summary>
    private double[][] MeanStates<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var cases = Nets[0].Cases;
        var activity = network.Run(cases);
        var sums = Enumerable.Range(0, Words).Select(_ => new double[network.Topology[IterativeTopology.Copy("hidden", 1)].Size]).ToArray();
        var counts = new int[Words];
        for (var t = 1; t <= Iterations; t++)
        {
            var words = Copy(cases.Inputs, "word", t);
            for (var c = 0; c < cases.Count; c++)
            {
                var word = One(words, c);
                counts[word]++;
                var states = activity[IterativeTopology.Copy("hidden", t), c];
                for (var unit = 0; unit < states.Length; unit++) sums[word][unit] += double.CreateTruncating(states[unit]);
            }
        }
        return [.. sums.Zip(counts, (sum, count) => sum.Select(value => value / Math.Max(1, count)).ToArray())];
    }

    private static int[] Nearest(double[][] states) =>
        [.. Enumerable.Range(0, states.Length).Select(word => Enumerable.Range(0, states.Length).Where(other => other != word)
            .MinBy(other => states[word].Zip(states[other], (x, y) => (x - y) * (x - y)).Sum()))];

    /// <summary>Persons and animals, food, things that break, and verbs, in the order of the units.</summary>
    private static int Kind(int word) => word < Food ? 0 : word < FoodEnd ? 1 : word < NounCount ? 2 : 3;

    private static CaseValues Copy(IReadOnlyList<CaseValues> all, string group, int iteration) => all.Single(values => values.Group == IterativeTopology.Copy(group, iteration));

    private static int One(CaseValues values, int @case) => Enumerable.Range(0, values.Size).First(unit => values[@case, unit] == 1);
}
