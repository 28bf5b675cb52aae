using System.Globalization;

namespace Backprop.Experiments;

/// <summary>How the shift registers are trained; the gradient of a shared weight is the mean over its copies, as in the paper.</summary>
internal sealed record ShiftRegisterSettings : ExperimentSettings
{
    /// <summary>ε; 0.25.</summary>
    public double LearningRate { get; init; } = 0.25;

    /// <summary>α; 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weights and biases start uniformly within ± this; 0.3.</summary>
    public double Range { get; init; } = 0.3;
}

/// <summary>The results of the shift registers of one seed.</summary>
/// <param name="Seed">Fixes the starting weights.</param>
/// <param name="SweepsByUnits">By the number of units: sweeps until all states were within 0.2 of their targets; null if that took more sweeps than allowed.</param>
internal sealed record ShiftRegisterRun(ulong Seed, IReadOnlyDictionary<int, int?> SweepsByUnits);

/// <summary>The results of the shift registers of all seeds.</summary>
/// <param name="SweepsByUnits">By the number of units.</param>
internal sealed record ShiftRegisterSummary(IReadOnlyDictionary<int, Distribution> SweepsByUnits);

/// <summary>PDP ch. 8: fully connected units learn to move any pattern by two places in two iterations.</summary>
internal sealed class ShiftRegisterExperiment : Experiment<ShiftRegisterSettings, ShiftRegisterRun, ShiftRegisterSummary>
{
    private const int Iterations = 2;

    private static readonly (int Units, Topology Net, Cases Cases)[] Registers =
        [.. ((int[])[3, 4, 5]).Select(units => (units, ShiftRegister.Net(units, Iterations), ShiftRegister.ToCases(units, Iterations)))];

    /// <inheritdoc/>
    public override string Name => "shift-register";

    /// <inheritdoc/>
    public override string About => "Fully connected units learn to move a pattern by two places in two iterations.";

    /// <inheritdoc/>
    public override ShiftRegisterSettings Defaults { get; } = new() { Seeds = 100, Sweeps = 2000 };

    /// <inheritdoc/>
    protected override IReadOnlyList<ExampleNet> Examples(ShiftRegisterSettings settings) =>
    [
        .. from register in Registers
           let name = string.Create(CultureInfo.InvariantCulture, $"shift-register-{register.Units}")
           select new ExampleNet(name, register.Net, register.Cases, new ExampleTraining(name, RuleOf(settings), settings.Range, settings.Sweeps) { Within = 0.2 }),
    ];

    private static GradientDescent RuleOf(ShiftRegisterSettings settings) => new() { LearningRate = settings.LearningRate, Momentum = settings.Momentum };

    /// <inheritdoc/>
    protected override ShiftRegisterRun RunSeed(ShiftRegisterSettings settings, ulong seed, CancellationToken cancellationToken) =>
        settings.Precision == Precision.Double ? RunSeed<double>(settings, seed, cancellationToken) : RunSeed<float>(settings, seed, cancellationToken);

    private static ShiftRegisterRun RunSeed<T>(ShiftRegisterSettings settings, ulong seed, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rule = RuleOf(settings);
        return new(seed, Registers.ToDictionary(
            register => register.Units,
            register => new Training<T>(new Network<T>(register.Net).Randomize(seed, settings.Range), register.Cases, rule, cancellationToken)
                .Until(StopWhen.AllWithin(0.2), settings.Sweeps)));
    }

    /// <inheritdoc/>
    protected override ShiftRegisterSummary Summarize(ShiftRegisterSettings settings, IReadOnlyList<ShiftRegisterRun> runs) => new(Registers.ToDictionary(
        register => register.Units,
        register => Distribution.Of(runs.Select(run => (double?)run.SweepsByUnits[register.Units]))));

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(ShiftRegisterSettings settings, ShiftRegisterSummary summary) =>
    [
        .. from entry in summary.SweepsByUnits
           let sweeps = entry.Value
           select new Claim(
               string.Create(CultureInfo.InvariantCulture, $"{entry.Key} units learn it"), "yes",
               Words.Learned(sweeps),
               Verdicts.OfShare(sweeps.Reached.Value)),
    ];
}
