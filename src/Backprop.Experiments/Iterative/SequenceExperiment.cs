using System.Globalization;

namespace Backprop.Experiments;

/// <summary>How the sequence nets are trained; the gradient of a shared weight is the mean over its copies.</summary>
internal sealed record SequenceSettings : ExperimentSettings
{
    /// <summary>ε; 0.2.</summary>
    public double LearningRate { get; init; } = 0.2;

    /// <summary>α; 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weights and biases start uniformly within ± this; 0.3.</summary>
    public double Range { get; init; } = 0.3;

    /// <summary>Number of the 25 sequences that are held out of training; 5.</summary>
    public int HeldOut { get; init; } = 5;
}

/// <summary>The results of the net of one seed.</summary>
internal sealed record SequenceRun
{
    /// <summary>Fixes the starting weights and the held-out sequences.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Sweeps until every digit unit of the trained sequences was within 0.2 of its target; null if that took more sweeps than allowed.</summary>
    public int? Sweeps { get; init; }

    /// <summary>The held-out sequences and the digits with which the net continued them: "AB → 1223".</summary>
    public required IReadOnlyList<string> HeldOut { get; init; }

    /// <summary>Held-out digits whose unit was the greatest of the three.</summary>
    public required int DigitsRight { get; init; }

    /// <summary>Held-out sequences with all four digits right.</summary>
    public required int SequencesRight { get; init; }
}

/// <summary>The results of the nets of all seeds.</summary>
/// <param name="Sweeps">Sweeps until the trained sequences were learned.</param>
/// <param name="MeanDigitsRight">Held-out digits right, mean over the runs.</param>
/// <param name="MeanSequencesRight">Held-out sequences right, mean over the runs.</param>
internal sealed record SequenceSummary(Distribution Sweeps, double MeanDigitsRight, double MeanSequencesRight);

/// <summary>PDP ch. 8: an iterative net receives two letters and continues with the four digits that they determine, also for pairs that it was not trained on.</summary>
internal sealed class SequenceExperiment : Experiment<SequenceSettings, SequenceRun, SequenceSummary>
{
    private const int FirstDigit = 3;

    /// <inheritdoc/>
    public override string Name => "sequence";

    /// <inheritdoc/>
    public override string About => "Two letters determine four digits: 20 sequences learned, 5 completed unseen.";

    /// <inheritdoc/>
    public override SequenceSettings Defaults { get; } = new() { Seeds = 20, Sweeps = 2000 };

    /// <inheritdoc/>
    protected override IReadOnlyList<ExampleNet> Examples(SequenceSettings settings) =>
    [
        new(Name, SequenceCompletion.NamedNet, SequenceCompletion.Cases.Subset(Split(settings.HeldOut, settings.FirstSeed).Trained),
            new ExampleTraining(Name, RuleOf(settings), settings.Range, settings.Sweeps) { Error = Error, Within = 0.2 })
        {
            HeldOut = SequenceCompletion.Cases.Subset(Split(settings.HeldOut, settings.FirstSeed).HeldOut),
        },
    ];

    private static SumOfSquares Error { get; } = new() { Tolerance = Tolerance.Dead(0.2) };

    private static GradientDescent RuleOf(SequenceSettings settings) => new() { LearningRate = settings.LearningRate, Momentum = settings.Momentum };

    /// <summary>The sequences that the run of a seed learns, and those that it does not.</summary>
    /// <param name="count">The number of sequences that are held out, 1 to 24.</param>
    /// <param name="seed">The seed of the run.</param>
    internal static (int[] Trained, int[] HeldOut) Split(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 24);
        var order = Enumerable.Range(0, SequenceCompletion.All.Count).ToArray();
        new RandomSource(~seed).Shuffle<int>(order);
        return ([.. order.Skip(count).Order()], [.. order.Take(count).Order()]);
    }

    /// <inheritdoc/>
    protected override SequenceRun RunSeed(SequenceSettings settings, ulong seed, CancellationToken cancellationToken) =>
        settings.Precision == Precision.Double ? RunSeed<double>(settings, seed, cancellationToken) : RunSeed<float>(settings, seed, cancellationToken);

    private static SequenceRun RunSeed<T>(SequenceSettings settings, ulong seed, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (trained, heldOut) = Split(settings.HeldOut, seed);
        var net = new Network<T>(SequenceCompletion.Net).Randomize(seed, settings.Range);
        var training = new Training<T>(net, SequenceCompletion.Cases.Subset(trained), RuleOf(settings), cancellationToken, Error);
        var sweeps = training.Until(StopWhen.AllWithin(0.2), settings.Sweeps);

        var activity = net.Run(SequenceCompletion.Cases);
        var answers = heldOut.Select(number => string.Concat(Enumerable.Range(FirstDigit, 4).Select(t => Digit(activity[IterativeTopology.Copy("digits", t), number])))).ToArray();
        return new SequenceRun
        {
            Seed = seed,
            Sweeps = sweeps,
            HeldOut = [.. heldOut.Zip(answers, (number, answer) => $"{SequenceCompletion.All[number].Letters} → {answer}")],
            DigitsRight = heldOut.Zip(answers).Sum(pair => pair.Second.Zip(SequenceCompletion.All[pair.First].Digits).Count(digits => digits.First == digits.Second)),
            SequencesRight = heldOut.Zip(answers).Count(pair => pair.Second == SequenceCompletion.All[pair.First].Digits),
        };

        static char Digit(ReadOnlySpan<T> states)
        {
            var greatest = 0;
            for (var unit = 1; unit < states.Length; unit++)
                if (states[unit] > states[greatest]) greatest = unit;
            return SequenceCompletion.Digits[greatest];
        }
    }

    /// <inheritdoc/>
    protected override SequenceSummary Summarize(SequenceSettings settings, IReadOnlyList<SequenceRun> runs) => new(
        Distribution.Of(runs.Select(run => (double?)run.Sweeps)), runs.Average(run => run.DigitsRight), runs.Average(run => run.SequencesRight));

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(SequenceSettings settings, SequenceSummary summary) =>
    [
        new(string.Create(CultureInfo.InvariantCulture, $"{25 - settings.HeldOut} sequences are learned"), "yes",
            Words.Learned(summary.Sweeps),
            Verdicts.OfShare(summary.Sweeps.Reached.Value)),
        new(string.Create(CultureInfo.InvariantCulture, $"{settings.HeldOut} unseen ones are completed"), "yes",
            string.Create(CultureInfo.InvariantCulture, $"mean {summary.MeanDigitsRight:F1} of {4 * settings.HeldOut} digits, {summary.MeanSequencesRight:F1} of {settings.HeldOut} sequences wholly"),
            Verdicts.OfShare(summary.MeanSequencesRight / settings.HeldOut)),
    ];
}
