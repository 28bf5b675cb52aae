using System.Text.Json.Serialization.Metadata;

namespace Backprop.Experiments;

/// <summary>The progress of an experiment.</summary>
/// <param name="Experiment">Its name.</param>
/// <param name="Done">Runs that have ended.</param>
/// <param name="Of">All runs.</param>
internal readonly record struct ExperimentProgress(string Experiment, int Done, int Of);

/// <summary>One experiment of the paper, or of its companion chapter, repeated over many seeds.</summary>
internal abstract class Experiment
{
    /// <summary>Its name on the command line: "symmetry".</summary>
    public abstract string Name { get; }

    /// <summary>One line about it.</summary>
    public abstract string About { get; }

    /// <summary>Its default settings.</summary>
    public abstract ExperimentSettings AnyDefaults { get; }

    /// <summary>The nets and cases of the run of the first seed, as a user can train them one by one.</summary>
    /// <param name="settings">This experiment's own kind of settings.</param>
    public abstract IReadOnlyList<ExampleNet> AnyExamples(ExperimentSettings settings);

    /// <summary>What is known of the types of its settings, runs and summary, to write them as JSON.</summary>
    protected virtual IJsonTypeInfoResolver Json => ReportJson.Default;

    /// <summary>Runs it.</summary>
    /// <param name="settings">This experiment's own kind of settings: <see cref="AnyDefaults"/>, or a changed copy of it.</param>
    /// <param name="threads">Number of runs at a time; the results do not depend on it.</param>
    /// <param name="progress">Receives a report after each run.</param>
    /// <param name="cancellationToken">Cancels between sweeps with <see cref="OperationCanceledException"/>.</param>
    public abstract Report RunAny(ExperimentSettings settings, int threads, IProgress<ExperimentProgress>? progress = null, CancellationToken cancellationToken = default);
}

/// <inheritdoc/>
/// <typeparam name="TSettings">The experiment's settings.</typeparam>
/// <typeparam name="TRun">The result of one run (one seed).</typeparam>
/// <typeparam name="TSummary">The summary of all runs.</typeparam>
internal abstract class Experiment<TSettings, TRun, TSummary> : Experiment
    where TSettings : ExperimentSettings
{
    /// <inheritdoc/>
    public sealed override ExperimentSettings AnyDefaults => Defaults;

    /// <inheritdoc cref="AnyDefaults"/>
    public abstract TSettings Defaults { get; }

    /// <inheritdoc cref="RunAny"/>
    public Report<TSettings, TRun, TSummary> Run(TSettings settings, int threads, IProgress<ExperimentProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Seeds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Sweeps, 1);
        var runs = RunSeeds(settings, threads, done => progress?.Report(new ExperimentProgress(Name, done, settings.Seeds)), cancellationToken);
        var summary = Summarize(settings, runs);
        return new(Name, settings, runs, summary, Claims(settings, summary)) { Json = Json };
    }

    /// <inheritdoc/>
    public sealed override Report RunAny(ExperimentSettings settings, int threads, IProgress<ExperimentProgress>? progress = null, CancellationToken cancellationToken = default) =>
        settings is TSettings own
            ? Run(own, threads, progress, cancellationToken)
            : throw NotOwn(settings);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<ExampleNet> AnyExamples(ExperimentSettings settings) => settings is TSettings own ? Examples(own) : throw NotOwn(settings);

    private ArgumentException NotOwn(ExperimentSettings? settings) =>
        new($"'{Name}' takes {typeof(TSettings).Name}, not {settings?.GetType().Name ?? "null"}.", nameof(settings));

    /// <inheritdoc cref="AnyExamples"/>
    protected abstract IReadOnlyList<ExampleNet> Examples(TSettings settings);

    /// <summary>The runs of all seeds, in their order; one after the other in each thread unless an experiment can train many nets at once.</summary>
    protected virtual IReadOnlyList<TRun> RunSeeds(TSettings settings, int threads, Action<int> done, CancellationToken cancellationToken) =>
        SeedRunner.Run(settings.FirstSeed, settings.Seeds, threads, seed => RunSeed(settings, seed, cancellationToken), done, cancellationToken);

    /// <summary>The run of one seed. It must depend on nothing but its arguments.</summary>
    protected abstract TRun RunSeed(TSettings settings, ulong seed, CancellationToken cancellationToken);

    /// <summary>Summarizes the runs.</summary>
    protected abstract TSummary Summarize(TSettings settings, IReadOnlyList<TRun> runs);

    /// <summary>The claims of the paper beside the summary.</summary>
    protected abstract IReadOnlyList<Claim> Claims(TSettings settings, TSummary summary);
}
