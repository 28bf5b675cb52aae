namespace Backprop;

/// <summary>
/// Trains many nets of one topology on the same cases, as in a study over seeds: where it pays, a net per vector lane, so that one instruction computes on 16 nets (8 in double).
/// Each net has the weights, the error and the number of sweeps that a <see cref="Trainer{T}"/> gives it, to the last bit, whatever the number of threads and the width of the vectors. A net that stops leaves its lane to the next.
/// </summary>
/// <typeparam name="T">The precision of the nets.</typeparam>
/// <example>
/// <code>
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// var ensemble = new Ensemble&lt;float&gt;(Topology.Layered(2, 2, 1), xor, new GradientDescent { LearningRate = 0.5, Momentum = 0.9 });
/// StopRule learned = StopWhen.AllWithin(0.2);
/// var runs = ensemble.Run(firstSeed: 1, count: 100, learned | StopWhen.Sweeps(2000));
/// Console.WriteLine($"{runs.Count(run => run.Stopped == learned)} of 100 seeds have learned");
/// </code>
/// </example>
public sealed class Ensemble<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const long Largest = 2048;

    /// <summary>Maximum size of a net whose given states are mostly 0, like the family trees': terms that are left out take no time in lanes, and a trainer gains less from them.</summary>
    private const long LargestOfZeros = 8192;

    private readonly EnsemblePlan<T>? plan;

    /// <summary>Prepares the training of nets.</summary>
    /// <param name="topology">What each net is.</param>
    /// <param name="cases">The training cases.</param>
    /// <param name="rule">How weights change, unless a net has a rule of its own.</param>
    /// <param name="error">The error measure to minimize; <see cref="SumOfSquares"/> without tolerance by default.</param>
    /// <param name="options">As for a trainer, except that <see cref="TrainerOptions.Threads"/> share the nets, the order of the cases, the noise and what a gradient method draws follow from the seed of each net, not from <see cref="TrainerOptions.Seed"/>, <see cref="Noise.Seed"/> and that of the method, and there are no checkpoints; all defaults if null.</param>
    /// <param name="initialize">Sets the weights of a net that begins, which are all 0; by default they are drawn as the net's <see cref="EnsembleNet.Seed"/> and <see cref="EnsembleNet.Range"/> say. Called from several threads at once.</param>
    /// <exception cref="CasesException">The cases do not fit the net.</exception>
    /// <exception cref="ArgumentException">A hyper-parameter is out of range, or there are checkpoints, shares or other processes.</exception>
    /// <exception cref="TopologyException">The error measure does not suit a group.</exception>
    public Ensemble(Topology topology, Cases cases, LearningRule rule, ErrorMeasure? error = null, TrainerOptions? options = null, Action<Network<T>, EnsembleNet>? initialize = null)
    {
        ArgumentNullException.ThrowIfNull(topology);
        (Topology, Cases, Rule, Initialize) = (topology, cases, rule, initialize);
        (ErrorMeasure, Options) = (error ?? new SumOfSquares(), options ?? new TrainerOptions());
        if (Options.Checkpoints is not null)
            throw new ArgumentException("An ensemble saves no checkpoints: keep the results as they come, and run the nets that are left.", nameof(options));
        if (Options.Shares > 0 || Options.Ranks is not null)
            throw new ArgumentException("An ensemble trains whole nets side by side: its cases are not cut into shares, nor are there other processes; leave both out, or train one net.", nameof(options));
        // What a trainer refuses, this refuses.
        _ = new Trainer<T>(new Network<T>(topology), cases, rule, ErrorMeasure, Options with { Threads = 1 });
        if (Options.Threads < 1)
            throw new ArgumentOutOfRangeException(nameof(options), Options.Threads, "Threads must be 1 or more.");
        var isWholeSweep = (Options.Batch.Size ?? cases.Count) >= cases.Count;
        plan = isWholeSweep && Options.Validation is null && Options.Noise is null && Options.Gradient is Backpropagation && Size(topology, cases.Count) <= LargestOfZeros ? EnsemblePlan<T>.Of(topology, cases, ErrorMeasure) : null;
        if (plan is { IsOfZeros: false } && !Pays(topology, cases.Count))
            plan = null;
    }

    /// <summary>What each net is.</summary>
    public Topology Topology { get; }

    /// <summary>The training cases.</summary>
    public Cases Cases { get; }

    /// <summary>How weights change, unless a net has a rule of its own.</summary>
    public LearningRule Rule { get; }

    /// <summary>The error measure that training minimizes.</summary>
    public ErrorMeasure ErrorMeasure { get; }

    /// <summary>How each net goes through its cases, and the threads that share the nets.</summary>
    public TrainerOptions Options { get; }

    /// <summary>
    /// Whether nets are trained a net per lane; otherwise one after the other in each thread, with the same results. So are nets whose rule is not <see cref="GradientDescent"/>, and fewer nets than a third of the lanes.
    /// A net per lane needs a change per sweep, no validation, no noise, back-propagation, and cases and a net for which it <see cref="Pays"/> (up to 8192 units times cases if the inputs are mostly 0, such as one word of many), of at most 512 cases, without clamps, lesioned units, leaky units, sequences, softmax and shared weights.
    /// </summary>
    public bool IsSideBySide => plan is not null;

    internal Action<Network<T>, EnsembleNet>? Initialize { get; }

    /// <summary>
    /// Whether a net per lane is faster than one net after the other, by size alone: up to 2048 units times cases. In larger nets a trainer's sums, with a case per lane, are as fast, and the states of 16 nets do not stay near the processor.
    /// </summary>
    /// <param name="topology">The net.</param>
    /// <param name="cases">The number of cases.</param>
    /// <returns>Whether it pays.</returns>
    public static bool Pays(Topology topology, int cases)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return Size(topology, cases) <= Largest;
    }

    /// <summary>Units times cases.</summary>
    private static long Size(Topology topology, int cases) => topology.Groups.Where(static group => !group.IsInput).Sum(static group => (long)group.Size) * cases;

    /// <summary>Trains a net for each of consecutive seeds.</summary>
    /// <param name="firstSeed">The first seed.</param>
    /// <param name="count">The number of seeds.</param>
    /// <param name="stop">When each net stops.</param>
    /// <param name="progress">Receives the number of nets that are done.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The results in the order of the seeds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of seeds is negative.</exception>
    /// <exception cref="OperationCanceledException">The run is canceled.</exception>
    public IReadOnlyList<EnsembleRun<T>> Run(ulong firstSeed, int count, StopRule stop, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var runs = new List<EnsembleRun<T>>(count);
        Run(Enumerable.Range(0, count).Select(k => new EnsembleNet(firstSeed + (ulong)k)), stop, runs.Add, next: null, progress, cancellationToken);
        return runs;
    }

    /// <summary>Trains nets as they come, any number of them.</summary>
    /// <param name="nets">The nets; taken one by one when a lane is free.</param>
    /// <param name="stop">When each net stops at first.</param>
    /// <param name="stopped">Receives each net that is done, in the order of the nets, one call at a time. After a cancellation it receives those that were done, so that another run can have the rest.</param>
    /// <param name="next">Asked where a net stops: the rule to which it goes on, or null if it is done. Called from several threads at once; must depend on the net alone. By default each net is done.</param>
    /// <param name="progress">Receives the number of nets that are done.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <exception cref="OperationCanceledException">The run is canceled.</exception>
    public void Run(IEnumerable<EnsembleNet> nets, StopRule stop, Action<EnsembleRun<T>> stopped, Func<EnsembleRun<T>, StopRule?>? next = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(nets);
        ArgumentNullException.ThrowIfNull(stop);
        ArgumentNullException.ThrowIfNull(stopped);
        var isFew = nets.TryGetNonEnumeratedCount(out var count) && count < NetBundle<T>.Count / 3;
        using var each = nets.GetEnumerator();
        new EnsembleRunner<T>(this, new EnsembleQueue<T>(each, stopped, progress, cancellationToken), stop, next, cancellationToken).Run(isFew ? null : plan);
    }
}
