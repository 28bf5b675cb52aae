using System.Globalization;

namespace Backprop.Experiments;

/// <summary>How the nets with and without hidden units are trained; each net has its own ε.</summary>
internal sealed record HiddenUnitsSettings : ExperimentSettings
{
    /// <summary>ε of each net by its name; α is 0.9.</summary>
    public IReadOnlyDictionary<string, double> LearningRates { get; init; } =
        HiddenUnitsExperiment.Tasks.ToDictionary(task => task.Name, task => task.LearningRate, StringComparer.Ordinal);

    /// <summary>Weights and biases start uniformly within ± this.</summary>
    public double Range { get; init; } = 0.5;
}

/// <summary>
/// Why hidden units: nets without them beside nets with them, on exclusive-or, symmetry, parity and the encoder.
/// </summary>
internal sealed class HiddenUnitsExperiment : Experiment<HiddenUnitsSettings, HiddenUnitsRun, HiddenUnitsSummary>
{
    private static readonly LearningTask XorAlone = LearningTask.Layered("XOR", BooleanTasks.ExclusiveOr(), 0.5, 0.5, 2, 1);
    private static readonly LearningTask SymmetryAlone = LearningTask.Layered("symmetry", BooleanTasks.Symmetry(), 0.1, 0.5, 6, 1);

    internal static IReadOnlyList<LearningTask> Tasks { get; } =
    [
        XorAlone,
        SymmetryAlone,
        LearningTask.Layered("XOR", BooleanTasks.ExclusiveOr(), 0.5, 0.5, 2, 2, 1),
        LearningTask.ExclusiveOrDirect(0.5, 0.5),
        LearningTask.Layered("parity", BooleanTasks.Parity(3), 0.3, 0.5, 3, 3, 1),
        LearningTask.Layered("parity", BooleanTasks.Parity(4), 0.2, 0.5, 4, 8, 1),
        LearningTask.Layered("parity", BooleanTasks.Parity(5), 0.1, 0.5, 5, 10, 1),
        LearningTask.Layered("encoder", BooleanTasks.Encoder(8), 0.2, 0.5, 8, 3, 8),
    ];

    /// <inheritdoc/>
    public override string Name => "xor";

    /// <inheritdoc/>
    public override string About => "Why hidden units: XOR, symmetry, parity and the encoder with and without them.";

    /// <inheritdoc/>
    // Created on demand: it builds every net, which takes too long for a tool that only lists the experiments.
    public override HiddenUnitsSettings Defaults => field ??= new() { Seeds = 50, Sweeps = 10_000 };

    /// <inheritdoc/>
    protected override IReadOnlyList<ExampleNet> Examples(HiddenUnitsSettings settings) =>
        [.. Tasks.Select(task => (task with { LearningRate = settings.LearningRates[task.Name], Range = settings.Range }).Example(settings.Sweeps))];

    /// <inheritdoc/>
    protected override HiddenUnitsRun RunSeed(HiddenUnitsSettings settings, ulong seed, CancellationToken cancellationToken) => new()
    {
        Seed = seed,
        Nets = Tasks.ToDictionary(
            task => task.Name,
            task => settings.Precision == Precision.Double
                ? Train<double>(task, settings, seed, cancellationToken)
                : Train<float>(task, settings, seed, cancellationToken),
            StringComparer.Ordinal),
    };

    private static NetOutcome Train<T>(LearningTask task, HiddenUnitsSettings settings, ulong seed, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var net = (task = task with { LearningRate = settings.LearningRates[task.Name], Range = settings.Range }).Start<T>(seed);
        var training = task.Training(net, cancellationToken);
        var sweeps = training.Until(StopWhen.AllWithin(0.2), settings.Sweeps);
        var end = net.Evaluate(task.Cases);
        return new NetOutcome(sweeps, end.Error, end.GreatestDistance);
    }

    /// <inheritdoc/>
    protected override HiddenUnitsSummary Summarize(HiddenUnitsSettings settings, IReadOnlyList<HiddenUnitsRun> runs) => new()
    {
        Nets = Tasks.ToDictionary(
            task => task.Name,
            task => new NetSummary(
                Distribution.Of(runs.Select(run => (double?)run.Nets[task.Name].Sweeps)),
                runs.Average(run => run.Nets[task.Name].Error)),
            StringComparer.Ordinal),
    };

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(HiddenUnitsSettings settings, HiddenUnitsSummary summary) =>
    [
        .. from task in Tasks
           let net = summary.Nets[task.Name]
           let alone = task == XorAlone || task == SymmetryAlone
           select alone ? Without(task, net) : With(task, net),
    ];

    // Exclusive-or requires b < 0, w1 + b > 0 and w2 + b > 0, whose sum makes w1 + w2 + b > 0, but it must be < 0. Symmetry requires
    // the same of every mirrored pair. So E is least if the output is the same in all cases.
    private static Claim Without(LearningTask task, NetSummary net) => new(
        $"{task.Name}, without hidden units", "cannot",
        string.Create(CultureInfo.InvariantCulture, $"{Words.Count(net.Sweeps.Reached)} of the runs, E stays at {net.MeanError:F2}; {(task == XorAlone ? "b < 0, w1 + b > 0, w2 + b > 0 exclude w1 + w2 + b < 0" : "each mirrored pair of inputs is an XOR turned round")}"),
        Verdicts.If(net.Sweeps.Reached.Count == 0));

    private static Claim With(LearningTask task, NetSummary net) => new(
        task.Name, "can",
        Words.Learned(net.Sweeps),
        Verdicts.OfShare(net.Sweeps.Reached.Value));
}
