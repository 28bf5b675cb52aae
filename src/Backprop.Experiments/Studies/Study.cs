namespace Backprop.Experiments;

/// <summary>
/// Trains a net for each of many seeds at each of several points (settings), and tells which nets reach a goal, after how many sweeps,
/// and what stops the others. Each net is that of a <see cref="Trainer{T}"/> with the same settings and seed, to the last bit; nothing depends on the number of threads.
/// </summary>
/// <typeparam name="T">The precision of the nets.</typeparam>
internal sealed class Study<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A net that did not learn is trained on to this many times the limit of sweeps before the cause is sought.</summary>
    public const int Patience = 10;

    private readonly Cases cases;
    private readonly TrainerOptions options;
    private readonly Func<StopRule, bool> isGoal;
    private readonly StopRule limit, lastLimit, stop, later;

    /// <param name="cases">The cases of all nets.</param>
    /// <param name="points">The settings.</param>
    /// <param name="goal">When a net has learned.</param>
    /// <param name="isGoal">Whether a rule that held is a part of the goal.</param>
    /// <param name="otherwise">What ends a training that has not learned besides the limit of sweeps; null for nothing.</param>
    /// <param name="sweeps">The limit of sweeps of a net.</param>
    /// <param name="options">Batches, order and threads. The order of a net's cases follows from the seed of the net.</param>
    public Study(Cases cases, IReadOnlyList<StudyPoint> points, StopRule goal, Func<StopRule, bool> isGoal, StopRule? otherwise, int sweeps, TrainerOptions options)
    {
        (this.cases, this.options, this.isGoal, Points) = (cases, options, isGoal, points);
        (limit, lastLimit) = (StopWhen.Sweeps(sweeps), StopWhen.Sweeps((int)Math.Min(int.MaxValue, (long)Patience * sweeps)));
        stop = otherwise is null ? goal | limit : goal | otherwise | limit;
        later = goal | lastLimit;
    }

    /// <summary>The settings.</summary>
    public IReadOnlyList<StudyPoint> Points { get; }

    /// <summary>Whether the cause can be sought that stops a net: <see cref="Stop"/> measures logistic units, and second derivatives by all pairs of weights, along which other directions than ∂E/∂w do not lead.</summary>
    public static bool CanFindCause(StudyPoint point) =>
        point.Gradient is Backpropagation && point.Topology.Unrolling is null && point.Topology.WeightCount <= Stop.MostWeights
            && point.Topology.Groups.All(static group => group.IsInput || group.UnitFunction == UnitFunction.Logistic);

    /// <summary>Trains nets.</summary>
    /// <param name="nets">The nets; neighbors of one net, error measure and gradient method are trained side by side.</param>
    /// <param name="done">Receives the result of each net in the order of the nets, one call at a time; after a cancellation also of some behind a gap.</param>
    /// <param name="progress">Receives the number of nets that are done; <paramref name="done"/> may wait for the order.</param>
    /// <param name="cancellationToken">Cancels the study.</param>
    /// <exception cref="OperationCanceledException">The study is canceled.</exception>
    public void Run(IReadOnlyList<StudyNet> nets, Action<StudyRun> done, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var before = 0;
        foreach (var part in Parts(nets))
        {
            EnsembleOf(part).Run(part.Select(Start), stop, run => done(ResultOf(part[run.Index], run)), next: null, progress is null ? null : new Shifted(progress, before), cancellationToken);
            before += part.Count;
        }
    }

    /// <summary>Finds what stops nets that have not learned: each is trained again, and on to <see cref="Patience"/> times the limit.</summary>
    /// <param name="nets">The nets.</param>
    /// <param name="done">Receives what stops each net, in their order, one call at a time; null where a number is no longer finite.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="OperationCanceledException">The search is canceled.</exception>
    public void FindCauses(IReadOnlyList<StudyNet> nets, Action<StudyNet, Stop?> done, CancellationToken cancellationToken = default)
    {
        foreach (var part in Parts(nets))
        {
            var error = Points[part[0].Point].Error;
            EnsembleOf(part).Run(part.Select(Start), stop, run => done(part[run.Index], CauseOf(run, error)), run => Learned(run) || run.Stopped == lastLimit ? null : later, progress: null, cancellationToken);
        }
    }

    private Stop? CauseOf(EnsembleRun<T> run, ErrorMeasure error) => run.Failure is not null ? null
        : Learned(run) ? new Stop { Cause = StopCause.Plateau, LearnedLater = run.Sweeps, Error = run.Error }
        : Stop.Of(run.ToNetwork().Copy<double>(), cases, error);

    private StudyRun ResultOf(StudyNet net, EnsembleRun<T> run) =>
        new(net, run.Sweeps, Learned(run), run.Stopped?.Name, double.IsFinite(run.Error) ? run.Error : null);

    private bool Learned(EnsembleRun<T> run) => run.Stopped is { } stopped && isGoal(stopped);

    private EnsembleNet Start(StudyNet net) => new(net.Seed) { Range = Points[net.Point].Range, Rule = Points[net.Point].Rule };

    private Ensemble<T> EnsembleOf(List<StudyNet> part) => new(Points[part[0].Point].Topology, cases, Points[part[0].Point].Rule, Points[part[0].Point].Error, options with { Gradient = Points[part[0].Point].Gradient });

    /// <summary>Neighbors that one ensemble can train: they have the same topology, error measure and gradient method.</summary>
    private IEnumerable<List<StudyNet>> Parts(IReadOnlyList<StudyNet> nets)
    {
        var part = new List<StudyNet>();
        foreach (var net in nets)
        {
            if (part.Count > 0 && !(ReferenceEquals(Points[part[0].Point].Topology, Points[net.Point].Topology) && Points[part[0].Point].Error.Equals(Points[net.Point].Error) && Points[part[0].Point].Gradient.Equals(Points[net.Point].Gradient)))
            {
                yield return part;
                part = [];
            }
            part.Add(net);
        }
        if (part.Count > 0) yield return part;
    }

    private sealed class Shifted(IProgress<int> progress, int before) : IProgress<int>
    {
        public void Report(int value) => progress.Report(before + value);
    }
}
