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
    private readonly int[] kinds;

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
        var first = new Dictionary<(Topology, ErrorMeasure, GradientMethod), int>();
        kinds = [.. points.Select(point => first.TryAdd((point.Topology, point.Error, point.Gradient), first.Count) ? first.Count - 1 : first[(point.Topology, point.Error, point.Gradient)])];
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
            EnsembleOf(part[0]).Run(part.Select(Start), stop, run => done(ResultOf(part[run.Index], run)), next: null, progress is null ? null : new Shifted(progress, before), cancellationToken);
            before += part.Count;
        }
    }

    /// <summary>Trains nets that somebody hands out, as long as there are any.</summary>
    /// <param name="nets">Hands them out.</param>
    /// <param name="done">Receives the result of each net in the order in which they were handed out, one call at a time; after a cancellation also of some behind a gap.</param>
    /// <param name="cancellationToken">Cancels the study.</param>
    /// <exception cref="OperationCanceledException">The study is canceled.</exception>
    public void Run(INetSource nets, Action<StudyRun> done, CancellationToken cancellationToken = default)
    {
        for (var part = new HandedOut(this, nets); part.Begins(); part = new HandedOut(this, nets))
            EnsembleOf(part.First).Run(part.Each(), stop, run => done(ResultOf(part[run.Index], run)), next: null, progress: null, cancellationToken);
    }

    /// <summary>Finds what stops nets that somebody hands out, as long as there are any.</summary>
    /// <param name="nets">Hands them out.</param>
    /// <param name="done">Receives what stops each net, in the order in which they were handed out, one call at a time; null where a number is no longer finite.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="OperationCanceledException">The search is canceled.</exception>
    public void FindCauses(INetSource nets, Action<StudyNet, Stop?> done, CancellationToken cancellationToken = default)
    {
        for (var part = new HandedOut(this, nets); part.Begins(); part = new HandedOut(this, nets))
        {
            var error = Points[part.First.Point].Error;
            EnsembleOf(part.First).Run(part.Each(), stop, run => done(part[run.Index], CauseOf(run, error)), GoesOnTo, progress: null, cancellationToken);
        }
    }

    /// <summary>The kind of the nets of a point: those of one kind can be trained side by side.</summary>
    public int KindOf(int point) => kinds[point];

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
            EnsembleOf(part[0]).Run(part.Select(Start), stop, run => done(part[run.Index], CauseOf(run, error)), GoesOnTo, progress: null, cancellationToken);
        }
    }

    /// <summary>How far a net whose cause is sought goes on from where it stopped; null: no farther.</summary>
    private StopRule? GoesOnTo(EnsembleRun<T> run) => Learned(run) || run.Stopped == lastLimit ? null : later;

    private Stop? CauseOf(EnsembleRun<T> run, ErrorMeasure error) => run.Failure is not null ? null
        : Learned(run) ? new Stop { Cause = StopCause.Plateau, LearnedLater = run.Sweeps, Error = run.Error }
        : Stop.Of(run.ToNetwork().Copy<double>(), cases, error);

    private StudyRun ResultOf(StudyNet net, EnsembleRun<T> run) =>
        new(net, run.Sweeps, Learned(run), run.Stopped?.Name, double.IsFinite(run.Error) ? run.Error : null);

    private bool Learned(EnsembleRun<T> run) => run.Stopped is { } stopped && isGoal(stopped);

    private EnsembleNet Start(StudyNet net) => new(net.Seed) { Range = Points[net.Point].Range, Rule = Points[net.Point].Rule };

    /// <summary>Trains all nets of the kind of this one.</summary>
    private Ensemble<T> EnsembleOf(StudyNet net) => new(Points[net.Point].Topology, cases, Points[net.Point].Rule, Points[net.Point].Error, options with { Gradient = Points[net.Point].Gradient });

    /// <summary>Neighbors that one ensemble can train: they have the same topology, error measure and gradient method.</summary>
    private IEnumerable<List<StudyNet>> Parts(IReadOnlyList<StudyNet> nets)
    {
        var part = new List<StudyNet>();
        foreach (var net in nets)
        {
            if (part.Count > 0 && kinds[part[0].Point] != kinds[net.Point])
            {
                yield return part;
                part = [];
            }
            part.Add(net);
        }
        if (part.Count > 0) yield return part;
    }

    /// <summary>Nets of one kind, each handed out when a lane or a thread is free.</summary>
    private sealed class HandedOut(Study<T> study, INetSource source)
    {
        private readonly Lock access = new();
        private readonly List<StudyNet> nets = [];

        public StudyNet First => this[0];

        public StudyNet this[int index]
        {
            get
            {
                lock (access)
                    return nets[index];
            }
        }

        /// <summary>Takes a net of any kind; false if there is none.</summary>
        public bool Begins()
        {
            if (source.Next(kind: null) is not { } first)
                return false;
            nets.Add(first);
            return true;
        }

        public IEnumerable<EnsembleNet> Each()
        {
            StudyNet? next = First;
            while (next is { } net)
            {
                yield return study.Start(net);
                next = source.Next(study.KindOf(net.Point));
                if (next is not null)
                {
                    lock (access)
                        nets.Add(next.Value);
                }
            }
        }
    }

    private sealed class Shifted(IProgress<int> progress, int before) : IProgress<int>
    {
        public void Report(int value) => progress.Report(before + value);
    }
}
