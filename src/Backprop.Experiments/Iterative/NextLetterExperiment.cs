using System.Globalization;

namespace Backprop.Experiments;

/// <summary>How the next-letter nets are trained, on cross-entropy; the gradient of a shared weight is the mean over its copies.</summary>
internal sealed record NextLetterSettings : ExperimentSettings
{
    /// <summary>ε; 0.02.</summary>
    public double LearningRate { get; init; } = 0.02;

    /// <summary>α; 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weights and biases start uniformly within ± this; 0.3.</summary>
    public double Range { get; init; } = 0.3;

    /// <summary>Number of training sequences, and of test sequences; 40.</summary>
    public int Sequences { get; init; } = 40;
}

/// <summary>What the net of one seed predicts in sequences that it was not trained on.</summary>
/// <param name="Seed">Fixes the starting weights and the sequences.</param>
/// <param name="Vowels">The share of vowels predicted correctly; each vowel continues or ends a word.</param>
/// <param name="Consonants">The share of consonants predicted correctly; 1/3 is chance.</param>
/// <param name="WordEnds">The share of places where a word ends at which the consonants together get more than half of the probability.</param>
internal sealed record NextLetterRun(ulong Seed, double Vowels, double Consonants, double WordEnds);

/// <summary>Means over the runs.</summary>
/// <param name="Vowels">See <see cref="NextLetterRun.Vowels"/>.</param>
/// <param name="Consonants">See <see cref="NextLetterRun.Consonants"/>.</param>
/// <param name="WordEnds">See <see cref="NextLetterRun.WordEnds"/>.</param>
internal sealed record NextLetterSummary(double Vowels, double Consonants, double WordEnds);

/// <summary>Elman's task (1990): predict the next letter in a stream of words; the first letter of a word is random, the rest follows from it.</summary>
internal sealed class NextLetterExperiment : Experiment<NextLetterSettings, NextLetterRun, NextLetterSummary>
{
    /// <inheritdoc/>
    public override string Name => "next-letter";

    /// <inheritdoc/>
    public override string About => "Elman's letters: predict the predictable letters in a stream of ba, dii, guuu.";

    /// <inheritdoc/>
    public override NextLetterSettings Defaults { get; } = new() { Seeds = 10, Sweeps = 500 };

    /// <inheritdoc/>
    protected override IReadOnlyList<ExampleNet> Examples(NextLetterSettings settings) =>
    [
        new(Name, LetterStream.NamedNet, LetterStream.ToCases(Draw(settings, settings.FirstSeed).Learned),
            new ExampleTraining(Name, RuleOf(settings), settings.Range, settings.Sweeps) { Error = new CrossEntropy() })
        {
            HeldOut = LetterStream.ToCases(Draw(settings, settings.FirstSeed).Asked),
        },
    ];

    private static GradientDescent RuleOf(NextLetterSettings settings) => new() { LearningRate = settings.LearningRate, Momentum = settings.Momentum };

    /// <summary>The sequences that the run of a seed learns, and those that it is tested on.</summary>
    private static (IReadOnlyList<string> Learned, IReadOnlyList<string> Asked) Draw(NextLetterSettings settings, ulong seed)
    {
        var random = new RandomSource(~seed);
        return (LetterStream.Draw(random, settings.Sequences), LetterStream.Draw(random, settings.Sequences));
    }

    /// <inheritdoc/>
    protected override NextLetterRun RunSeed(NextLetterSettings settings, ulong seed, CancellationToken cancellationToken) =>
        settings.Precision == Precision.Double ? RunSeed<double>(settings, seed, cancellationToken) : RunSeed<float>(settings, seed, cancellationToken);

    private static NextLetterRun RunSeed<T>(NextLetterSettings settings, ulong seed, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (learned, asked) = Draw(settings, seed);
        var net = new Network<T>(LetterStream.Net).Randomize(seed, settings.Range);
        new Training<T>(net, LetterStream.ToCases(learned), RuleOf(settings), cancellationToken, new CrossEntropy()).To(settings.Sweeps);

        int vowels = 0, vowelsRight = 0, consonants = 0, consonantsRight = 0, endsSeen = 0;
        var activity = net.Run(LetterStream.ToCases(asked));
        foreach (var (number, text) in asked.Index())
        {
            for (var t = 1; t < text.Length; t++)
            {
                var states = activity[IterativeTopology.Copy("next", t), number];
                double ofConsonants = 0;
                var greatest = 0;
                for (var unit = 0; unit < states.Length; unit++)
                {
                    if (states[unit] > states[greatest]) greatest = unit;
                    if (LetterStream.IsConsonant(LetterStream.Letters[unit])) ofConsonants += double.CreateTruncating(states[unit]);
                }
                var right = LetterStream.Letters[greatest] == text[t];
                if (LetterStream.IsConsonant(text[t]))
                {
                    consonants++;
                    if (right) consonantsRight++;
                    if (ofConsonants > 0.5) endsSeen++;
                }
                else
                {
                    vowels++;
                    if (right) vowelsRight++;
                }
            }
        }
        return new(seed, (double)vowelsRight / vowels, (double)consonantsRight / consonants, (double)endsSeen / consonants);
    }

    /// <inheritdoc/>
    protected override NextLetterSummary Summarize(NextLetterSettings settings, IReadOnlyList<NextLetterRun> runs) =>
        new(runs.Average(run => run.Vowels), runs.Average(run => run.Consonants), runs.Average(run => run.WordEnds));

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(NextLetterSettings settings, NextLetterSummary summary) =>
    [
        new("predictable letters are predicted", "–",
            string.Create(CultureInfo.InvariantCulture, $"{100 * summary.Vowels:F0} % of the vowels in unseen sequences, {100 * summary.WordEnds:F0} % of the ends of words"),
            Verdicts.OfShare(Math.Min(summary.Vowels, summary.WordEnds))),
        new("random letters are not", "–",
            string.Create(CultureInfo.InvariantCulture, $"{100 * summary.Consonants:F0} % of the consonants; chance is 33 %"),
            Verdicts.If(Math.Abs(summary.Consonants - 1.0 / 3) < 0.1)),
    ];
}
