using System.Globalization;

namespace Backprop.Experiments;

/// <summary>How the family trees nets are trained. The working preset runs for all the sweeps, the printed one for half of them: 1,500 by default, as in the paper.</summary>
internal sealed record FamilyTreesSettings : ExperimentSettings
{
    /// <summary>Number of the 104 cases that are held out of training, 1 to 52; 4.</summary>
    public int HeldOut { get; init; } = 4;

    /// <summary>The paper's settings.</summary>
    public FamilyTreesPreset AsPrinted { get; init; } = FamilyTreesPreset.AsPrinted;

    /// <summary>The settings that learn.</summary>
    public FamilyTreesPreset Working { get; init; } = FamilyTreesPreset.Working;
}

/// <summary>
/// Figs 2–4: a net learns who is whose aunt in two families, and is tested on cases that it was not trained on. Each seed has its own
/// starting weights and its own held-out cases, since the choice of held-out cases matters much.
/// </summary>
internal sealed class FamilyTreesExperiment : Experiment<FamilyTreesSettings, FamilyTreesRun, FamilyTreesSummary>
{
    /// <inheritdoc/>
    public override string Name => "family-trees";

    /// <inheritdoc/>
    public override string About => "Figs 2–4: who is whose aunt? 100 cases learned, 4 held out; two presets.";

    /// <inheritdoc/>
    public override FamilyTreesSettings Defaults { get; } = new() { Seeds = 100, Sweeps = 3000 };

    /// <summary>The cases that the run of a seed leaves out, in the order of <see cref="FamilyTrees.AllCases"/>.</summary>
    public static IReadOnlyList<int> HeldOutCases(ulong seed, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, FamilyTrees.AllCases.Count / 2);
        // Weights are drawn from the seed itself; another stream keeps the choice independent of them.
        var random = new RandomSource(~seed);
        var all = Enumerable.Range(0, FamilyTrees.AllCases.Count).ToArray();
        random.Shuffle<int>(all);
        return [.. all.Take(count).Order()];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ExampleNet> Examples(FamilyTreesSettings settings) =>
    [
        new(Name, FamilyTrees.NamedNet, FamilyTrees.Cases.Subset(TrainedCases(settings)),
            Preset("as-printed", settings.AsPrinted, Half(settings)), Preset("working", settings.Working, settings.Sweeps))
        {
            HeldOut = FamilyTrees.Cases.Subset([.. HeldOutCases(settings.FirstSeed, settings.HeldOut)]),
        },
    ];

    private static ExampleTraining Preset(string name, FamilyTreesPreset preset, int sweeps) => new(name, preset.Rule, preset.Range, sweeps) { Error = preset.Error };

    private static int[] TrainedCases(FamilyTreesSettings settings) =>
        [.. Enumerable.Range(0, FamilyTrees.AllCases.Count).Except(HeldOutCases(settings.FirstSeed, settings.HeldOut))];

    private static int Half(FamilyTreesSettings settings) => Math.Max(1, settings.Sweeps / 2);

    /// <inheritdoc/>
    protected override FamilyTreesRun RunSeed(FamilyTreesSettings settings, ulong seed, CancellationToken cancellationToken) =>
        settings.Precision == Precision.Double
            ? RunSeed<double>(settings, seed, cancellationToken)
            : RunSeed<float>(settings, seed, cancellationToken);

    private static FamilyTreesRun RunSeed<T>(FamilyTreesSettings settings, ulong seed, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var heldOut = HeldOutCases(seed, settings.HeldOut);
        var trained = Enumerable.Range(0, FamilyTrees.AllCases.Count).Except(heldOut).ToArray();
        var half = Half(settings);

        var (printed, printedTraining) = Begin(settings.AsPrinted);
        var asPrinted = After(printed, printedTraining, half);

        var (working, workingTraining) = Begin(settings.Working);
        var untrained = CodesOf(working);
        var first = After(working, workingTraining, half);
        var codes = CodesOf(working);
        var last = After(working, workingTraining, settings.Sweeps);
        var answers = FamilyAnswers.Of(working);
        var continued = After(working, TrainingOf(working, settings.AsPrinted), half);

        return new FamilyTreesRun
        {
            Seed = seed,
            AsPrinted = asPrinted,
            Working = [first, last],
            ContinuedAsPrinted = continued,
            HeldOut = [.. heldOut.Select(number => new HeldOutAnswer(
                FamilyTrees.AllCases[number].ToString(), FamilyTrees.NameOf(FamilyTrees.AllCases[number].Relation),
                answers.Half.Contains(number), answers.Top.Contains(number)))],
            UntrainedCodes = untrained,
            Codes = codes,
        };

        (Network<T>, Training<T>) Begin(FamilyTreesPreset preset)
        {
            var net = new Network<T>(FamilyTrees.Net).Randomize(seed, preset.Range);
            return (net, TrainingOf(net, preset));
        }

        Training<T> TrainingOf(Network<T> net, FamilyTreesPreset preset) =>
            new(net, FamilyTrees.Cases.Subset(trained), preset.Rule, cancellationToken, preset.Error);

        FamilyCheckpoint After(Network<T> net, Training<T> training, int sweeps)
        {
            training.To(sweeps);
            var right = FamilyAnswers.Of(net);
            return new FamilyCheckpoint { Sweeps = sweeps, Error = training.Error, Trained = right.Among(trained), HeldOut = right.Among(heldOut.ToArray()) };
        }
    }

    /// <inheritdoc/>
    protected override FamilyTreesSummary Summarize(FamilyTreesSettings settings, IReadOnlyList<FamilyTreesRun> runs) => new()
    {
        AsPrinted = new([.. runs.Select(run => run.AsPrinted)]),
        Working = [new([.. runs.Select(run => run.Working[0])]), new([.. runs.Select(run => run.Working[1])])],
        ContinuedAsPrinted = new([.. runs.Select(run => run.ContinuedAsPrinted)]),
        HeldOutByRelation = FamilyTrees.Relations.Select(FamilyTrees.NameOf).ToDictionary(
            relation => relation,
            relation => Share.Where([.. runs.SelectMany(run => run.HeldOut).Where(answer => answer.Relation == relation)], answer => answer.Half),
            StringComparer.Ordinal),
        UntrainedCodes = MeanPersonCodes.Of([.. runs.Select(run => run.UntrainedCodes)]),
        Codes = MeanPersonCodes.Of([.. runs.Select(run => run.Codes)]),
    };

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(FamilyTreesSettings settings, FamilyTreesSummary summary)
    {
        var (first, last) = (summary.Working[0], summary.Working[1]);
        var (codes, untrained) = (summary.Codes, summary.UntrainedCodes);
        var trained = FamilyTrees.AllCases.Count - settings.HeldOut;
        return
        [
            new(Text($"as printed: all {trained} learned"), "yes, in 1,500",
                Text($"{Words.Count(summary.AsPrinted.AllTrainedByHalf)} in {summary.AsPrinted.Sweeps:N0}; median {Words.Number(summary.AsPrinted.TrainedByHalf.Median)} right; continued from a learned net: median {Words.Number(summary.ContinuedAsPrinted.TrainedByHalf.Median)}"),
                Verdicts.OfShare(summary.AsPrinted.AllTrainedByHalf.Value)),
            new(Text($"working settings: all {trained} learned"), "–",
                Text($"{first.AllTrainedByHalf} by {first.Sweeps:N0} sweeps, {last.AllTrainedByHalf} by {last.Sweeps:N0}"),
                Verdicts.OfShare(last.AllTrainedByHalf.Value)),
            new("held-out cases answered", "4 of 4",
                Text($"mean {first.MeanHeldOutByHalf:F1} of {settings.HeldOut} at {first.Sweeps:N0}, {last.MeanHeldOutByHalf:F1} at {last.Sweeps:N0}; all in {last.AllHeldOutByHalf}"),
                Verdicts.OfShare(last.AllHeldOutByHalf.Value)),
            new("held-out cases, the right ones greatest", "–",
                Text($"mean {first.MeanHeldOutByTop:F1} of {settings.HeldOut} at {first.Sweeps:N0}, {last.MeanHeldOutByTop:F1} at {last.Sweeps:N0}"),
                Verdicts.OfShare(last.AllHeldOutByTop.Value)),
            new("which relations generalize", "–", ByRelation(summary.HeldOutByRelation), Verdict.Partly),
            new("a unit encodes English or Italian", "yes", Correlations(codes.Nationality, untrained.Nationality), Encodes(codes.Nationality)),
            new("a unit encodes the generation", "yes", Correlations(codes.Generation, untrained.Generation), Encodes(codes.Generation)),
            new("a unit encodes the branch", "yes", Correlations(codes.Branch, untrained.Branch), Encodes(codes.Branch)),
            new("no unit encodes the sex", "yes", Correlations(codes.Sex, untrained.Sex), Verdicts.If(codes.Sex < 0.5)),
            new("isomorphic people have similar codes", "yes",
                Text($"distance {codes.IsomorphicDistance:F2} of that of other pairs (untrained {untrained.IsomorphicDistance:F2})"),
                Verdicts.If(codes.IsomorphicDistance < 0.9)),
        ];
    }

    private static PersonCodes CodesOf<T>(Network<T> net)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => PersonCodes.Of(net.Copy<double>()["person 1->person code"]);

    private static Verdict Encodes(double correlation) => correlation >= 0.7 ? Verdict.Yes : correlation >= 0.5 ? Verdict.Partly : Verdict.No;

    private static string Correlations(double trained, double untrained) => Text($"mean correlation {trained:F2} (untrained {untrained:F2})");

    private static string ByRelation(IReadOnlyDictionary<string, Share> shares) =>
        string.Join(", ", shares.Where(entry => entry.Value.Of > 0).OrderByDescending(entry => entry.Value.Value)
            .Select(entry => Text($"{entry.Key} {100 * entry.Value.Value:F0} %")));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
