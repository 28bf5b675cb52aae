using System.Globalization;

namespace Backprop.Experiments;

/// <summary>One value for each class of words.</summary>
/// <param name="RegularFrequent">Of regular, frequent words.</param>
/// <param name="RegularRare">Of regular, rare words.</param>
/// <param name="IrregularFrequent">Of irregular, frequent words.</param>
/// <param name="IrregularRare">Of irregular, rare words.</param>
internal sealed record WordClasses(double RegularFrequent, double RegularRare, double IrregularFrequent, double IrregularRare)
{
    /// <summary>By how much irregular words are above regular ones among the rare, less the same among the frequent.</summary>
    public double Interaction => IrregularRare - RegularRare - (IrregularFrequent - RegularFrequent);

    /// <summary>The mean of each value.</summary>
    public static WordClasses Mean(IReadOnlyCollection<WordClasses> all) => new(
        all.Average(each => each.RegularFrequent), all.Average(each => each.RegularRare), all.Average(each => each.IrregularFrequent), all.Average(each => each.IrregularRare));
}

/// <summary>The net of one seed.</summary>
/// <param name="Seed">Fixes the starting weights.</param>
/// <param name="Error">E in the end, words by their frequency.</param>
/// <param name="Early">The mean error of a word of each class after a tenth of the sweeps.</param>
/// <param name="Right">The share of words of each class whose three sounds are right, in the end.</param>
/// <param name="Regular">The share of strings that are not words whose sounds are the regular ones.</param>
/// <param name="Lesioned">The share of words of each class that are right, mean over five lesions of a quarter of the hidden units.</param>
internal sealed record ReadingRun(ulong Seed, double Error, WordClasses Early, WordClasses Right, double Regular, WordClasses Lesioned);

/// <summary>The nets of all seeds.</summary>
/// <param name="Early">See <see cref="ReadingRun.Early"/>.</param>
/// <param name="Interacting">Nets whose <see cref="WordClasses.Interaction"/> is above 0 early.</param>
/// <param name="Right">See <see cref="ReadingRun.Right"/>.</param>
/// <param name="Regular">See <see cref="ReadingRun.Regular"/>.</param>
/// <param name="Lesioned">See <see cref="ReadingRun.Lesioned"/>.</param>
internal sealed record ReadingSummary(WordClasses Early, Share Interacting, WordClasses Right, double Regular, WordClasses Lesioned);

/// <summary>
/// A toy of reading after Seidenberg and McClelland (1989): letters to sounds, regular and irregular words, frequent and rare ones. Rare irregular
/// words are learned last; strings that are not words are read by the rule; a lesion hits irregular words most.
/// </summary>
internal sealed class ReadingStudy() : GalleryStudy<ReadingRun, ReadingSummary>(static () => [new GalleryNet("reading", heldOut: "reading-held-out")])
{
    private const int Lesions = 5;
    private const double FrequentWeight = 8, LesionedShare = 0.25;
    private const string Vowel = "vowel";

    /// <inheritdoc/>
    public override string Name => "reading";

    /// <inheritdoc/>
    public override string About => "A toy of reading: frequent and rare, regular and irregular words; lesions.";

    /// <inheritdoc/>
    public override GallerySettings Defaults { get; } = new() { Seeds = 20, Sweeps = 500, LearningRate = 0.002 };

    /// <inheritdoc/>
    protected override double? Within => null;

    /// <inheritdoc/>
    protected override ErrorMeasure Error { get; } = new CrossEntropy();

    /// <inheritdoc/>
    protected override ReadingRun RunSeed<T>(GallerySettings settings, ulong seed, CancellationToken cancellationToken)
    {
        var (network, training) = Begin<T>(Nets[0], settings, seed, cancellationToken);
        training.To(Math.Max(1, settings.Sweeps / 10));
        var early = ByClass(Errors(network));
        training.To(settings.Sweeps);
        var right = ByClass(Right(network, Nets[0].Cases));
        var regular = Right(network, Nets[0].HeldOut!).Average();
        var lesioned = Enumerable.Range(0, Lesions).Select(k =>
            ByClass(Right(network.WithLesion(Lesion.ShareOfUnits("hidden", LesionedShare, (seed * Lesions) + (ulong)k)), Nets[0].Cases))).ToArray();
        return new(seed, training.Error, early, right, regular, WordClasses.Mean(lesioned));
    }

    /// <inheritdoc/>
    protected override ReadingSummary Summarize(GallerySettings settings, IReadOnlyList<ReadingRun> runs) => new(
        WordClasses.Mean([.. runs.Select(run => run.Early)]), Share.Where(runs, run => run.Early.Interaction > 0),
        WordClasses.Mean([.. runs.Select(run => run.Right)]), runs.Average(run => run.Regular), WordClasses.Mean([.. runs.Select(run => run.Lesioned)]));

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(GallerySettings settings, ReadingSummary summary)
    {
        var (early, right, lesioned) = (summary.Early, summary.Right, summary.Lesioned);
        return
        [
            new("regularity matters more in rare words", "yes",
                Text($"in {Words.Count(summary.Interacting)} nets; error after {settings.Sweeps / 10:N0} sweeps: rare {early.RegularRare:F2} regular, {early.IrregularRare:F2} irregular; frequent {early.RegularFrequent:F2}, {early.IrregularFrequent:F2}"),
                Verdicts.OfShare(summary.Interacting.Value)),
            new("irregular words are learned too", "yes",
                Text($"right in the end: irregular {100 * right.IrregularFrequent:F0} % of the frequent, {100 * right.IrregularRare:F0} % of the rare; regular {100 * right.RegularFrequent:F0} %, {100 * right.RegularRare:F0} %"),
                Verdicts.OfShare(Math.Min(right.IrregularFrequent, right.IrregularRare))),
            new("strings that are not words are read by the rule", "yes", Text($"{100 * summary.Regular:F0} % of them"), Verdicts.OfShare(summary.Regular)),
            new("a lesion hits irregular words most", "yes",
                Text($"a quarter of the hidden units gone: right {100 * lesioned.IrregularRare:F0} % of the rare irregular words, {100 * lesioned.IrregularFrequent:F0} % of the frequent; regular {100 * lesioned.RegularRare:F0} %, {100 * lesioned.RegularFrequent:F0} %"),
                Verdicts.If(lesioned.IrregularRare < lesioned.RegularRare && lesioned.IrregularFrequent < lesioned.RegularFrequent)),
        ];
    }

    /// <summary>The sum of squares of each word, without its frequency.</summary>
    private double[] Errors<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (cases, activity) = (Nets[0].Cases, network.Run(Nets[0].Cases));
        var errors = new double[cases.Count];
        foreach (var targets in cases.Targets)
        {
            for (var c = 0; c < cases.Count; c++)
            {
                var states = activity[targets.Group!, c];
                for (var unit = 0; unit < states.Length; unit++) errors[c] += 0.5 * Math.Pow(double.CreateTruncating(states[unit]) - targets[c, unit], 2);
            }
        }
        return errors;
    }

    /// <summary>1 for each case in which the greatest unit of all three groups is the right one, else 0.</summary>
    private static double[] Right<T>(Network<T> network, Cases cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var activity = network.Run(cases);
        var right = new double[cases.Count];
        Array.Fill(right, 1);
        foreach (var targets in cases.Targets)
        {
            for (var c = 0; c < cases.Count; c++)
            {
                var states = activity[targets.Group!, c];
                var greatest = 0;
                for (var unit = 1; unit < states.Length; unit++)
                    if (states[unit] > states[greatest]) greatest = unit;
                if (targets[c, greatest] != 1) right[c] = 0;
            }
        }
        return right;
    }

    /// <summary>Means over the words of each class: irregular vowels are the long ones, in the second half of the units; frequent words have the greater weight.</summary>
    private WordClasses ByClass(double[] values)
    {
        var cases = Nets[0].Cases;
        var vowels = cases.Targets.Single(targets => targets.Group == Vowel);
        var weights = cases.Weights.ToArray();
        return new(Mean(false, true), Mean(false, false), Mean(true, true), Mean(true, false));

        double Mean(bool irregular, bool frequent) => values.Index()
            .Where(entry => weights[entry.Index] == FrequentWeight == frequent && Enumerable.Range(vowels.Size / 2, vowels.Size / 2).Any(unit => vowels[entry.Index, unit] == 1) == irregular)
            .Average(entry => entry.Item);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
