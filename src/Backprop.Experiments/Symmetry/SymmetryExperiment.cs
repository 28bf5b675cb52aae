using System.Globalization;

namespace Backprop.Experiments;

/// <summary>How the symmetry net is trained; the defaults are the paper's.</summary>
internal sealed record SymmetrySettings : ExperimentSettings
{
    /// <summary>ε; 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>α; 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weights start uniformly within ± this; 0.3.</summary>
    public double Range { get; init; } = 0.3;

    /// <summary>The value that biases start with; null, the default: they are drawn like other weights.</summary>
    public double? InitialBiases { get; init; }
}

/// <summary>
/// Fig. 1: six inputs, two hidden units and one output learn whether a vector is its own mirror image. Each run is trained to
/// three criteria in turn; a run that is late is continued for ten times the sweeps, to tell slow ones from stuck ones.
/// </summary>
internal sealed class SymmetryExperiment : Experiment<SymmetrySettings, SymmetryRun, SymmetrySummary>
{
    private const int PrintedSweeps = 1425;

    private static readonly Topology Net = Topology.Layered(6, 2, 1);
    private static readonly Cases AllVectors = BooleanTasks.Symmetry().ToCases();

    /// <inheritdoc/>
    public override string Name => "symmetry";

    /// <inheritdoc/>
    public override string About => "Fig. 1: a 6-2-1 net learns whether a vector is symmetric about its middle.";

    /// <inheritdoc/>
    public override SymmetrySettings Defaults { get; } = new() { Seeds = 1000, Sweeps = 20_000 };

    /// <inheritdoc/>
    protected override IReadOnlyList<SymmetryRun> RunSeeds(SymmetrySettings settings, int threads, Action<int> done, CancellationToken cancellationToken) =>
        settings.Precision == Precision.Double ? RunSeeds<double>(settings, threads, done, cancellationToken) : RunSeeds<float>(settings, threads, done, cancellationToken);

    private static IReadOnlyList<SymmetryRun> RunSeeds<T>(SymmetrySettings settings, int threads, Action<int> done, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        EnsembleNet[] nets = [.. Enumerable.Range(0, settings.Seeds).Select(k => new EnsembleNet(settings.FirstSeed + (ulong)k) { Range = settings.Range, InitialBiases = settings.InitialBiases })];
        var ensemble = new Ensemble<T>(Net, AllVectors, RuleOf(settings), options: new TrainerOptions { Threads = threads });
        return StagedTraining<T, SymmetryRun>.Run(ensemble, nets, [.. nets.Select(net => new SymmetryTraining<T>(settings, net.Seed))], done, cancellationToken);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ExampleNet> Examples(SymmetrySettings settings) =>
        [new("symmetry-6-2-1", Net, AllVectors, new ExampleTraining("symmetry-6-2-1", RuleOf(settings), settings.Range, settings.Sweeps) { Within = 0.2 })];

    /// <inheritdoc/>
    protected override SymmetryRun RunSeed(SymmetrySettings settings, ulong seed, CancellationToken cancellationToken) =>
        settings.Precision == Precision.Double
            ? Train(new Network<double>(Net).Randomize(seed, settings.Range, settings.InitialBiases), settings, seed, cancellationToken)
            : Train(new Network<float>(Net).Randomize(seed, settings.Range, settings.InitialBiases), settings, seed, cancellationToken);

    /// <summary>Trains one net from the weights that it has.</summary>
    internal static SymmetryRun Train<T>(Network<T> net, SymmetrySettings settings, ulong seed, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new SymmetryTraining<T>(settings, seed).Run(new Trainer<T>(net, AllVectors, RuleOf(settings)), cancellationToken);

    private static GradientDescent RuleOf(SymmetrySettings settings) => new() { LearningRate = settings.LearningRate, Momentum = settings.Momentum };

    /// <inheritdoc/>
    protected override SymmetrySummary Summarize(SymmetrySettings settings, IReadOnlyList<SymmetryRun> runs)
    {
        var structures = runs.Select(run => run.Structure).OfType<SymmetryStructure>().ToArray();
        var late = runs.Where(run => run.SweepsToTwoTenths is null).ToArray();
        return new SymmetrySummary
        {
            SweepsToRightSide = Distribution.Of(runs.Select(run => (double?)run.SweepsToRightSide)),
            SweepsToTwoTenths = Distribution.Of(runs.Select(run => (double?)run.SweepsToTwoTenths)),
            SweepsToOneTenth = Distribution.Of(runs.Select(run => (double?)run.SweepsToOneTenth)),
            ByPrintedSweeps = Share.Where(runs, run => run.SweepsToTwoTenths <= PrintedSweeps),
            Slow = new Share(late.Count(run => run.LearnedLater is not null), runs.Count),
            Stuck = new Share(late.Count(run => run.LearnedLater is null), runs.Count),
            ErrorOfLateRuns = late.Length == 0 ? null : late.Average(run => run.ErrorAtLimit),
            Asymmetry = Distribution.Of(structures.Select(s => s.Asymmetry)),
            HiddenDifference = Distribution.Of(structures.Select(s => s.HiddenDifference)),
            SignsAsPrinted = Share.Where(structures, s => s.SignsAsPrinted),
            OneTwoFour = Share.Where(structures, s => s.Ratios == SizeRatios.OneTwoFour),
            TwoThreeFour = Share.Where(structures, s => s.Ratios == SizeRatios.TwoThreeFour),
        };
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(SymmetrySettings settings, SymmetrySummary summary)
    {
        var sweeps = summary.SweepsToTwoTenths;
        return
        [
            new("sweeps to learn", "1,425",
                $"{Words.Learned(sweeps)}; {summary.ByPrintedSweeps} by 1,425",
                Verdicts.If(sweeps.Least <= PrintedSweeps && (sweeps.Greatest is null || sweeps.Greatest >= PrintedSweeps))),
            new("it is learned in the end", "yes",
                string.Create(CultureInfo.InvariantCulture, $"later than {settings.Sweeps:N0} sweeps: {Words.Count(summary.Slow)} slow, {Words.Count(summary.Stuck)} stuck in ten times as many"),
                Verdicts.OfShare(1 - summary.Stuck.Value)),
            new("weights equal and opposite about the middle", "yes",
                $"to {Words.Percent(summary.Asymmetry.High)} in 95 % of nets",
                Verdicts.If(summary.Asymmetry.High < 0.05)),
            new("hidden units alike with opposite sign", "yes",
                $"to {Words.Percent(summary.HiddenDifference.High)} in 95 % of nets",
                Verdicts.If(summary.HiddenDifference.High < 0.1)),
            new("hidden biases negative, output bias positive", "yes",
                $"{summary.SignsAsPrinted.Count:N0} of {summary.SignsAsPrinted.Of:N0} nets",
                Verdicts.OfShare(summary.SignsAsPrinted.Value)),
            new("sizes 1 : 2 : 4", "yes",
                $"{summary.OneTwoFour}; 2 : 3 : 4, equally valid, {summary.TwoThreeFour}",
                Verdicts.OfShare(summary.OneTwoFour.Value)),
        ];
    }
}
