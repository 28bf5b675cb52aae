namespace Backprop.Experiments;

/// <summary>The nets of one seed.</summary>
/// <param name="Seed">Fixes the starting weights.</param>
/// <param name="Sweeps">By the net's name: sweeps until every output was within 0.2 of its target; null if that took more sweeps than allowed.</param>
internal sealed record AdditionRun(ulong Seed, IReadOnlyDictionary<string, int?> Sweeps);

/// <summary>The nets of all seeds.</summary>
/// <param name="Sweeps">By the net's name.</param>
internal sealed record AdditionSummary(IReadOnlyDictionary<string, Distribution> Sweeps);

/// <summary>PDP ch. 8, addition: two numbers of two binary digits and their sum of three. A net with barely enough units often ends in a local minimum.</summary>
internal sealed class AdditionStudy() : GalleryStudy<AdditionRun, AdditionSummary>(static () => [.. Described.Select(static net => new GalleryNet(net.Name, "addition"))])
{
    // The published nets have their hidden units in a chain; with two of them local minima were met, with three none.
    private static readonly (string Name, string What, string Printed)[] Described =
    [
        ("addition-direct-2", "2 hidden units and direct connections", "often stuck"),
        ("addition-direct-3", "3 hidden units and direct connections", "never stuck"),
        ("addition-layers-2", "2 hidden units alone", "–"),
        ("addition-layers-4", "4 hidden units alone", "–"),
    ];

    /// <inheritdoc/>
    public override string Name => "addition";

    /// <inheritdoc/>
    public override string About => "The sum of two numbers of two binary digits; with too few units runs get stuck.";

    /// <inheritdoc/>
    public override GallerySettings Defaults { get; } = new() { Seeds = 200, Sweeps = 5_000, LearningRate = 0.1 };

    /// <inheritdoc/>
    protected override AdditionRun RunSeed<T>(GallerySettings settings, ulong seed, CancellationToken cancellationToken) => new(seed, Nets.ToDictionary(
        net => net.Name, net => Begin<T>(net, settings, seed, cancellationToken).Training.Until(StopWhen.AllWithin(0.2), settings.Sweeps), StringComparer.Ordinal));

    /// <inheritdoc/>
    protected override AdditionSummary Summarize(GallerySettings settings, IReadOnlyList<AdditionRun> runs) => new(Nets.ToDictionary(
        net => net.Name, net => Distribution.Of(runs.Select(run => (double?)run.Sweeps[net.Name])), StringComparer.Ordinal));

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(GallerySettings settings, AdditionSummary summary) =>
        [.. Described.Select(net => Claim(net.Name, net.What, net.Printed, summary.Sweeps[net.Name]))];

    private static Claim Claim(string name, string what, string printed, Distribution sweeps) => new(
        what, printed, Words.Learned(sweeps),
        // What is printed of the first net is that it is often stuck.
        name == "addition-direct-2" ? Verdicts.If(sweeps.Reached.High < 0.75) : Verdicts.OfShare(sweeps.Reached.Value));
}
