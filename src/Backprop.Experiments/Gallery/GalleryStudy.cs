namespace Backprop.Experiments;

/// <summary>A study of the gallery: nets and cases from files, trained from many seeds.</summary>
/// <typeparam name="TRun">The result of one seed.</typeparam>
/// <typeparam name="TSummary">The summary of all seeds.</typeparam>
internal abstract class GalleryStudy<TRun, TSummary> : Experiment<GallerySettings, TRun, TSummary>
{
    private readonly Lazy<IReadOnlyList<GalleryNet>> nets;

    /// <param name="nets">Reads the nets; called when they are first used, since a tool that only lists the studies has no use for them.</param>
    protected GalleryStudy(Func<IReadOnlyList<GalleryNet>> nets) => this.nets = new(nets);

    /// <summary>The nets.</summary>
    protected IReadOnlyList<GalleryNet> Nets => nets.Value;

    /// <summary>The distance from its target within which every output must be for a net to have learned, at which its training ends; null: it goes on to the limit of sweeps.</summary>
    protected virtual double? Within => 0.2;

    /// <summary>The error measure.</summary>
    protected virtual ErrorMeasure Error { get; } = new SumOfSquares();

    /// <inheritdoc/>
    protected override IReadOnlyList<ExampleNet> Examples(GallerySettings settings) =>
        [.. Nets.Select(net => net.Example(new ExampleTraining(net.Name, settings.ToRule(), settings.Range, settings.Sweeps) { Error = Error, Within = Within }))];

    /// <inheritdoc/>
    protected sealed override TRun RunSeed(GallerySettings settings, ulong seed, CancellationToken cancellationToken) =>
        settings.Precision == Precision.Double ? RunSeed<double>(settings, seed, cancellationToken) : RunSeed<float>(settings, seed, cancellationToken);

    /// <summary>The run of one seed.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    protected abstract TRun RunSeed<T>(GallerySettings settings, ulong seed, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>A net at its start, and its training.</summary>
    protected (Network<T> Network, Training<T> Training) Begin<T>(GalleryNet net, GallerySettings settings, ulong seed, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var network = new Network<T>(net.Net).Randomize(seed, settings.Range);
        return (network, new Training<T>(network, net.Cases, settings.ToRule(), cancellationToken, Error));
    }
}
