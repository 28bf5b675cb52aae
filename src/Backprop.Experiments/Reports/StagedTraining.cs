namespace Backprop.Experiments;

/// <summary>Where a net stands when it has met a criterion, or has made the sweeps allowed.</summary>
/// <param name="Sweeps">The sweeps it has made.</param>
/// <param name="Error">E over all cases.</param>
/// <param name="Stopped">The rule that held.</param>
/// <param name="Network">Makes a network with its weights.</param>
internal sealed record Stage<T>(int Sweeps, double Error, StopRule? Stopped, Func<Network<T>> Network)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of sweeps after which the criterion held; null if it did not.</summary>
    public int? Met(StopRule criterion) => ReferenceEquals(Stopped, criterion) ? Sweeps : null;
}

/// <summary>The training of one net from criterion to criterion, which an ensemble or a trainer of its own can carry out.</summary>
/// <typeparam name="T">The precision of the net.</typeparam>
/// <typeparam name="TRun">What is known at the end.</typeparam>
internal abstract class StagedTraining<T, TRun>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private IEnumerator<StopRule>? rules;

    /// <summary>The result, once all rules have been met.</summary>
    public TRun Result { get; protected set; } = default!;

    /// <summary>Where the net stands.</summary>
    protected Stage<T> At { get; private set; } = null!;

    /// <summary>The rules in turn. Where one has been returned, the net is <see cref="At"/> the stage that it ends.</summary>
    protected abstract IEnumerable<StopRule> Rules();

    /// <summary>The rule that follows a stage, null the start; null if there is none.</summary>
    public StopRule? Next(Stage<T>? stage)
    {
        At = stage!;
        rules ??= Rules().GetEnumerator();
        return rules.MoveNext() ? rules.Current : null;
    }

    /// <summary>Trains nets of consecutive seeds together.</summary>
    /// <param name="ensemble">The nets.</param>
    /// <param name="nets">Each net, in the order of the results.</param>
    /// <param name="trainings">The training of each net; all begin with an equal rule.</param>
    /// <param name="done">Receives the number of nets that are done.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The results.</returns>
    public static IReadOnlyList<TRun> Run(Ensemble<T> ensemble, IReadOnlyList<EnsembleNet> nets, IReadOnlyList<StagedTraining<T, TRun>> trainings, Action<int> done, CancellationToken cancellationToken)
    {
        var first = trainings.Select(static training => training.Next(null)!).ToArray();
        ensemble.Run(
            nets, first[0], static run => { if (run.Failure is { } failure) throw failure; },
            run => trainings[run.Index].Next(new Stage<T>(run.Sweeps, run.Error, run.Stopped, run.ToNetwork)), new Count(done), cancellationToken);
        return [.. trainings.Select(static training => training.Result)];
    }

    /// <summary>Trains one net, from the weights that it has.</summary>
    public TRun Run(Trainer<T> trainer, CancellationToken cancellationToken)
    {
        for (var rule = Next(null); rule is not null;)
        {
            var history = trainer.Run(rule, progress: null, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            rule = Next(new Stage<T>(history.Sweeps, history.Error, history.Stopped, trainer.Network.Copy));
        }
        return Result;
    }

    private sealed class Count(Action<int> done) : IProgress<int>
    {
        public void Report(int value) => done(value);
    }
}
