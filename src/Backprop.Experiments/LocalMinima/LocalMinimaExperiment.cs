using System.Globalization;

namespace Backprop.Experiments;

/// <summary>How the nets with barely enough and with more units are trained; ε and the range of starting weights belong to the tasks.</summary>
internal sealed record LocalMinimaSettings : ExperimentSettings
{
    /// <summary>A run that has not learned is continued to this many times the sweeps allowed; 10.</summary>
    public int Patience { get; init; } = 10;
}

/// <summary>How the run of one net ended.</summary>
/// <param name="Sweeps">Sweeps until all outputs were within 0.2 of their targets; null if that took more sweeps than allowed.</param>
/// <param name="Stop">For a run that did not learn: why.</param>
internal sealed record MinimaOutcome(int? Sweeps, Stop? Stop);

/// <summary>The results of the nets of one seed.</summary>
/// <param name="Seed">Fixes the starting weights of every net.</param>
/// <param name="Nets">By the net's name.</param>
internal sealed record LocalMinimaRun(ulong Seed, IReadOnlyDictionary<string, MinimaOutcome> Nets);

/// <summary>The results of one net over all seeds.</summary>
/// <param name="Learned">Runs that learned within the sweeps allowed.</param>
/// <param name="Sweeps">Their sweeps.</param>
/// <param name="GotOut">Plateau runs that learned when continued.</param>
/// <param name="Plateau">Runs stopped by a plateau.</param>
/// <param name="Saturation">Runs stopped by saturation.</param>
/// <param name="TrueMinimum">Runs stopped by a minimum at finite weights.</param>
internal sealed record MinimaSummary(Share Learned, Distribution Sweeps, int GotOut, int Plateau, int Saturation, int TrueMinimum)
{
    /// <summary>Runs that would never have learned: saturation and true minima.</summary>
    public Share Stuck => new(Saturation + TrueMinimum, Learned.Of);
}

/// <summary>The results of all nets over all seeds.</summary>
/// <param name="Nets">By the net's name.</param>
internal sealed record LocalMinimaSummary(IReadOnlyDictionary<string, MinimaSummary> Nets);

/// <summary>
/// The paper says that poor local minima are met mainly in nets with barely enough connections. Each task is learned by a net with
/// just enough units and by one with more, and runs that stopped are classified: a plateau, saturation, or a true minimum.
/// </summary>
internal sealed class LocalMinimaExperiment : Experiment<LocalMinimaSettings, LocalMinimaRun, LocalMinimaSummary>
{
    internal static IReadOnlyList<(LearningTask Barely, LearningTask More)> Pairs { get; } =
    [
        Pair("XOR", BooleanTasks.ExclusiveOr(), 0.5, 1, [2, 2, 1], [2, 4, 1]),
        Pair("parity", BooleanTasks.Parity(3), 0.5, 1, [3, 3, 1], [3, 6, 1]),
        Pair("parity", BooleanTasks.Parity(4), 0.5, 1, [4, 4, 1], [4, 8, 1]),
        Pair("symmetry", BooleanTasks.Symmetry(), 0.03, 0.3, [6, 2, 1], [6, 4, 1]),
        Pair("encoder", BooleanTasks.Encoder(8), 0.05, 1, [8, 3, 8], [8, 5, 8]),
    ];

    /// <inheritdoc/>
    public override string Name => "local-minima";

    /// <inheritdoc/>
    public override string About => "Barely enough units, or more: how often a run gets stuck, and why.";

    /// <inheritdoc/>
    public override LocalMinimaSettings Defaults { get; } = new() { Seeds = 40, Sweeps = 6000 };

    private static readonly LearningTask TooFew = LearningTask.Layered("XOR", BooleanTasks.ExclusiveOr(), 0.5, 1, 2, 1);

    private static IEnumerable<LearningTask> Tasks => Pairs.SelectMany(pair => (LearningTask[])[pair.Barely, pair.More]).Prepend(TooFew);

    /// <inheritdoc/>
    protected override IReadOnlyList<ExampleNet> Examples(LocalMinimaSettings settings) => [.. Tasks.Select(task => task.Example(settings.Sweeps))];

    /// <inheritdoc/>
    protected override LocalMinimaRun RunSeed(LocalMinimaSettings settings, ulong seed, CancellationToken cancellationToken) => new(
        seed,
        Tasks.ToDictionary(
            task => task.Name,
            task => settings.Precision == Precision.Double
                ? Train<double>(task, settings, seed, cancellationToken)
                : Train<float>(task, settings, seed, cancellationToken),
            StringComparer.Ordinal));

    private static MinimaOutcome Train<T>(LearningTask task, LocalMinimaSettings settings, ulong seed, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var net = task.Start<T>(seed);
        var training = task.Training(net, cancellationToken);
        if (training.Until(StopWhen.AllWithin(0.2), settings.Sweeps) is { } sweeps) return new(sweeps, null);
        if (training.Until(StopWhen.AllWithin(0.2), settings.Patience * settings.Sweeps) is { } later)
            return new(null, new Stop { Cause = StopCause.Plateau, LearnedLater = later, Error = training.Error });
        return new(null, Stop.Of(net.Copy<double>(), task.Cases));
    }

    /// <inheritdoc/>
    protected override LocalMinimaSummary Summarize(LocalMinimaSettings settings, IReadOnlyList<LocalMinimaRun> runs) => new(
        Tasks.ToDictionary(task => task.Name, task => Summarize([.. runs.Select(run => run.Nets[task.Name])]), StringComparer.Ordinal));

    private static MinimaSummary Summarize(MinimaOutcome[] outcomes) => new(
        Share.Where(outcomes, outcome => outcome.Stop is null),
        Distribution.Of(outcomes.Select(outcome => (double?)outcome.Sweeps)),
        outcomes.Count(outcome => outcome.Stop?.LearnedLater is not null),
        outcomes.Count(outcome => outcome.Stop?.Cause == StopCause.Plateau),
        outcomes.Count(outcome => outcome.Stop?.Cause == StopCause.Saturation),
        outcomes.Count(outcome => outcome.Stop?.Cause == StopCause.TrueMinimum));

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(LocalMinimaSettings settings, LocalMinimaSummary summary) =>
    [
        new("XOR 2-1, too few units", "cannot", Describe(summary.Nets[TooFew.Name]), Verdicts.If(summary.Nets[TooFew.Name].Learned.Count == 0)),
        .. from pair in Pairs
           let barely = summary.Nets[pair.Barely.Name]
           let more = summary.Nets[pair.More.Name]
           select new Claim(
               $"{pair.Barely.Name}, or {pair.More.Name.Split(' ')[1]}", "fewer with more units",
               $"{Describe(barely)}; with more units {Describe(more)}",
               more.Stuck.Count < barely.Stuck.Count ? Verdict.Yes
               // Where neither net is ever stopped there is nothing to be seen, which does not refute the claim.
               : more.Stuck.Low <= barely.Stuck.Value ? Verdict.Partly : Verdict.No),
    ];

    private static string Describe(MinimaSummary net) => string.Create(CultureInfo.InvariantCulture,
        $"{net.Learned.Count} of {net.Learned.Of} learn{Part(net.Plateau, net.GotOut == net.Plateau ? "on a plateau, all out later" : $"on a plateau, {net.GotOut} out later")}{Part(net.Saturation, "saturated")}{Part(net.TrueMinimum, "in a true minimum")}");

    private static string Part(int count, string what) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {count} {what}");

    private static (LearningTask, LearningTask) Pair(string task, Patterns patterns, double learningRate, double range, int[] barely, int[] more) =>
        (LearningTask.Layered(task, patterns, learningRate, range, barely), LearningTask.Layered(task, patterns, learningRate, range, more));
}
