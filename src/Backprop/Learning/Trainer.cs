namespace Backprop;

/// <summary>
/// Trains a network step by step: <see cref="Step"/> is one sweep, <see cref="StepBatch"/> one weight change, and
/// <see cref="Run"/> steps until a rule says stop, with exactly the weights that stepping gives.
/// </summary>
/// <typeparam name="T">The precision of the net.</typeparam>
/// <example>
/// <code>
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 2, 1)).Randomize(seed: 1, range: 0.3);
/// var trainer = new Trainer&lt;float&gt;(net, xor, new GradientDescent { LearningRate = 0.5, Momentum = 0.9 });
/// var history = trainer.Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(10_000));
/// Console.WriteLine($"{history.Stopped} after {history.Sweeps} sweeps, E = {history.Error}");
/// </code>
/// </example>
public sealed partial class Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly BatchGradient<T> gradient;
    private readonly WeightUpdate<T> update;
    private readonly CaseOrder order;
    private readonly SequenceOrder? sequences;
    private readonly bool windows;
    private readonly BatchPass<T>? batchPass;
    private double sweepError;
    private Func<Evaluation>? evaluate;

    /// <summary>Creates a trainer for a network; training updates its weights in place.</summary>
    /// <param name="network">The net.</param>
    /// <param name="cases">The training cases.</param>
    /// <param name="rule">How weights change.</param>
    /// <param name="error">The error measure to minimize; <see cref="SumOfSquares"/> without tolerance by default.</param>
    /// <param name="options">Batches, order, validation, checkpoints, threads; all defaults if null.</param>
    /// <exception cref="CasesException">The cases do not fit the net, or the batch does not fit a rule that searches.</exception>
    /// <exception cref="ArgumentException">A hyper-parameter is out of range.</exception>
    /// <exception cref="TopologyException">The error measure, the noise or the gradient method does not suit a group, or weights lead to <see cref="UnitFunction.Threshold"/> units only, through which nothing is learned.</exception>
    public Trainer(Network<T> network, Cases cases, LearningRule rule, ErrorMeasure? error = null, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(rule);
        rule.Validate();
        Network = network;
        Cases = cases;
        Rule = rule;
        ErrorMeasure = error ?? new SumOfSquares();
        Options = options ?? new TrainerOptions();
        if (Options.Threads < 1)
            throw new ArgumentOutOfRangeException(nameof(options), Options.Threads, "Threads must be 1 or more.");
        if (cases.Targets.Count == 0)
            throw new CasesException("The cases give no desired states, so there is nothing to learn; give targets for an output group.");
        StepUnits.Check(network.Topology);
        var bound = new BoundCases(network.Topology, cases, ErrorMeasure, trainingNoise: Options.Noise);
        var batch = Options.Batch;
        if (batch.Unit != BatchUnit.Cases && network.Topology.Unrolling is null)
            throw new CasesException($"The batch, {batch}, is for sequences through an iterative net, but this net is layered; use Batch.EachCase or Batch.Of(…).");
        // Sequences that fit into one window are a case each.
        var bySequence = batch.Unit != BatchUnit.Cases && cases.Sequences is not null;
        var count = bySequence ? cases.Sequences!.Value : cases.Count;
        var batchSize = Math.Min(batch.Size ?? count, count);
        IsWholeSweep = batchSize == count && !bySequence;
        Batch = IsWholeSweep ? Batch.All : !bySequence ? Batch.Of(batchSize) : batch.Unit == BatchUnit.Windows ? batch : Batch.OfSequences(batchSize);
        windows = cases.Sequences is not null;
        if (windows && !bySequence && (Options.Shuffle || !(IsWholeSweep || batchSize == cases.Sequences)))
            throw new CasesException($"These cases are windows of {cases.Sequences} sequences, each carrying on from the one before: they cannot be shuffled, and a batch is all cases or a window, Batch.Of({cases.Sequences}). Batch.EachSequence, Batch.OfSequences(…) and Batch.EachWindow take sequence after sequence and can shuffle them.");
        shares = ShareChoice.Of(Options, cases);
        var team = Options.Threads > 1 ? new ThreadTeam(Options.Threads) : null;
        shareCases = shares is null ? null : new ShareCases(shares.Tree, count, batchSize);
        CheckHeld();
        order = new CaseOrder(count, batchSize, Options.Shuffle && !IsWholeSweep, Options.Seed, shareCases);
        sequences = bySequence ? new SequenceOrder(order, cases.WindowsOfSequences, batch.Unit == BatchUnit.Windows) : null;
        var use = StateUse.Derivatives(bound);
        gradient = new BatchGradient<T>(network, bound, ErrorMeasure, batchSize, team, bySequence, Options.Noise, Options.Gradient, sums: rule.Searches, Options.Recompute ? use.Recomputed(network.Topology, Options.SegmentLength) : use, shares);
        update = new WeightUpdate<T>(network, rule, gradient, team);
        if (rule.Searches)
        {
            if ((windows && !bySequence && !IsWholeSweep) || (bySequence && batch.Unit == BatchUnit.Windows))
                throw new CasesException($"The rule '{rule.Name}' measures E over the cases of a change several times, but the batch, {Batch}, is windows of sequences, each of which begins where the last one ended; use Batch.All or Batch.OfSequences(…).");
            update.Search(batchPass = new BatchPass<T>(network, gradient, order, sequences, rule is LevenbergMarquardt ? new JacobianPass<T>(network, bound, ErrorMeasure, rule, Options.Noise) : null));
        }
        Validation = Options.Validation is { } validation ? new BestWeights<T>(network, EvaluatorOf(validation)) : null;
        // One rank saves for all, whose states are the same.
        Checkpoints = Options.Checkpoints is { } checkpoints && shares is not { Tree.Rank: > 0 } ? new CheckpointSchedule(checkpoints, Options.TimeProvider) : null;
        History = new History { TrainingWeight = cases.TotalWeight, ValidationWeight = Options.Validation?.TotalWeight };
    }

    /// <summary>The network that is trained.</summary>
    public Network<T> Network { get; }

    /// <summary>The training cases.</summary>
    public Cases Cases { get; }

    /// <summary>How weights change.</summary>
    public LearningRule Rule { get; }

    /// <summary>The error measure that training minimizes.</summary>
    public ErrorMeasure ErrorMeasure { get; }

    /// <summary>How the trainer goes through its cases.</summary>
    public TrainerOptions Options { get; }

    /// <summary>The history of this training.</summary>
    public History History { get; }

    /// <summary>Weight changes made.</summary>
    public long Changes => update.Count;

    /// <summary>∂E/∂w as the last change used it, in the order of the flat vector.</summary>
    public ReadOnlySpan<T> LastGradient => gradient.Values;

    /// <summary>What the rule remembers.</summary>
    public RuleState<T> RuleState => update.State;

    /// <summary>What the rule minimizes, which also counts how often E was measured and derived; null for a rule that does not search, which derives E once per change.</summary>
    public Objective<T>? Objective => update.Objective;

    /// <summary>Passes over a block of cases behind the changes that this trainer has made, by a gradient method that takes others than one forward and one backward pass; else null.</summary>
    internal (double Forward, double Backward)? GradientPasses => update.Passes;

    /// <summary>Whether the rule has found that E falls no further.</summary>
    internal bool HasEnded => update.HasEnded;

    private int Position => sequences?.Position ?? order.Position;

    /// <summary>Whether a sweep is one change over all cases.</summary>
    internal bool IsWholeSweep { get; }

    /// <summary>Whether the pass of a whole sweep also measures what stop rules look at: not with noise, which they leave out.</summary>
    internal bool MeasuresInPassing => IsWholeSweep && Options.Noise is null;

    /// <summary>The batch, with a size that the cases have: all cases where a sweep is one change, by whatever number that was said.</summary>
    internal Batch Batch { get; }

    /// <summary>Whether each sweep has a new order.</summary>
    internal bool Shuffles => order.Shuffles;

    /// <summary>Whether the next change is in a sweep that has begun.</summary>
    internal bool IsWithinSweep => Position != 0;

    /// <summary>The validation cases and the weights that were best on them; null without validation.</summary>
    internal BestWeights<T>? Validation { get; }

    internal CheckpointSchedule? Checkpoints { get; }

    /// <summary>Makes one sweep, or the rest of one that <see cref="StepBatch"/> began.</summary>
    /// <returns>E summed over the sweep's cases, each with the weights as they then were.</returns>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Step()
    {
        while (!StepBatch())
        {
        }
        return History.Errors[^1];
    }

    /// <summary>Makes one weight change.</summary>
    /// <returns>Whether it was the last of its sweep.</returns>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool StepBatch()
    {
        if (IsWholeSweep)
        {
            ChangeOnce(Derive(StopNeeds.None, out _, out _));
            return true;
        }
        if (sequences is not null)
            return StepSequences(sequences);
        BeginChange();
        if (order.Position == 0)
        {
            sweepError = 0;
            order.BeginSweep();
        }
        gradient.Enter(History.Sweeps + 1);
        var error = windows ? gradient.OverWindow(order.BatchNumber) : gradient.Over(order.Batch);
        CheckFinite(error);
        update.Apply(History.Sweeps + 1, error);
        undo = null;
        sweepError += error;
        if (!order.Advance())
            return false;
        History.Add(sweepError);
        return true;
    }

    /// <summary>Steps until a rule holds. Rules are checked before the first sweep too, so that a net that has learned is left alone.</summary>
    /// <param name="stop">When to stop; combine rules by <c>|</c>.</param>
    /// <param name="progress">Receives a report at most twenty times per second.</param>
    /// <param name="cancellationToken">Checked between weight changes; a canceled run ends like a stopped one, with <see cref="StopWhen.Canceled"/>, and saves a checkpoint if there are <see cref="TrainerOptions.Checkpoints"/>.</param>
    /// <returns><see cref="History"/>.</returns>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    /// <exception cref="ModelFileException">A checkpoint cannot be written.</exception>
    public History Run(StopRule stop, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stop);
        Checkpoints?.Prepare(this);
        return new TrainingRun<T>(this, stop, progress, cancellationToken).Run();
    }

    /// <summary>Evaluates the current weights over all training cases.</summary>
    /// <returns>E over the training cases with the current weights, without noise.</returns>
    public Evaluation Evaluate()
    {
        evaluate ??= EvaluatorOf(Cases);
        return evaluate();
    }

    /// <summary>Straight code for whole sweeps; null where a sweep is more than one block.</summary>
    internal StraightSweep<T>? Straight => gradient.Straight;

    /// <summary>Copies everything that the next changes depend on: weights, what the rule remembers, best weights, order, generator, position, history.</summary>
    /// <returns>A state that later steps of this trainer do not change.</returns>
    public TrainingState<T> Capture()
    {
        var (cases, generator) = order.Capture();
        return new TrainingState<T>(
            Changes,
            Position,
            weights: Network.Weights.ToArray(),
            ruleVectors: RuleState.Vectors.ToDictionary(static vector => vector.Name, static vector => vector.Values.ToArray(), StringComparer.Ordinal),
            ruleNumbers: RuleState.Numbers.ToArray(),
            bestWeights: (T[]?)Validation?.Weights?.Clone(),
            Batch,
            Shuffles,
            order: cases,
            generator: generator,
            sweepError: sweepError,
            previousError: update.PreviousError,
            carried: sequences is null ? gradient.CaptureCarried(order.BatchNumber) : sequences.Window > 0 ? gradient.CaptureSequence() : [],
            history: History.Copy());
    }

    /// <summary>
    /// Goes back to a captured state, of this trainer or of another one of an equal net with the same cases, batch, order and kind of rule.
    /// The next changes then have the same bits as those of the captured trainer, if its settings are equal too. Time spent is not part of it.
    /// </summary>
    /// <param name="state">What <see cref="Capture"/> returned; it is copied and may be restored again.</param>
    /// <exception cref="ArgumentException">The state does not fit this trainer; the message says why, and the trainer is as it was.</exception>
    public void Restore(TrainingState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Problem(state) is { } problem)
            throw new ArgumentException($"The state does not fit this trainer: {problem}.", nameof(state));
        state.WeightArray.CopyTo(Network.Weights);
        foreach (var vector in RuleState.Vectors)
            state.RuleVectors[vector.Name].CopyTo(vector.Values);
        state.RuleNumbers.CopyTo(RuleState.Numbers);
        Validation?.Weights = (T[]?)state.BestWeights?.Clone();
        if (sequences is null)
        {
            order.Restore(state.Order, state.Generator, state.Position);
            gradient.RestoreCarried(order.BatchNumber, state.Carried);
        }
        else
        {
            sequences.Restore(state.Order, state.Generator, state.Position);
            if (sequences.Window > 0)
                gradient.RestoreSequence(sequences.Batch[0], state.Carried);
        }
        sweepError = state.SweepError;
        update.Restore(state.Changes, state.PreviousError);
        History.CopyFrom(state.History);
    }

    /// <summary>What the next changes depend on, between two sweeps, beside the weights and what the rule remembers: E over the cases of the last change, the order of the cases and its generator.</summary>
    internal (double PreviousError, int[] Order, ulong[] Generator) Course
    {
        get
        {
            var (cases, generator) = order.Capture();
            return (update.PreviousError, cases, generator);
        }
    }

    /// <summary>Goes where another has come, whose weights and rule's vectors have been copied already: the numbers of <see cref="Course"/>, no order if it does not change, and E of the sweeps that it made.</summary>
    internal void GoTo(long changes, double previousError, ReadOnlySpan<int> cases, ReadOnlySpan<ulong> generator, ReadOnlySpan<double> errors)
    {
        update.Restore(changes, previousError);
        if (!cases.IsEmpty)
            order.Restore(cases, generator, 0);
        History.Add(errors);
        if (!IsWholeSweep && !errors.IsEmpty)
            sweepError = errors[^1];
    }

    /// <summary>
    /// Takes over from another trainer of as many weights, by the settings, cases and net of this one: its weights, its history and its counts of sweeps and changes, so that phases go on.
    /// What its rule remembers is kept if this rule remembers the same, as Δw of <see cref="GradientDescent"/> where ε or α changes (equation 9); if not, or if it searches and other weights are frozen now, the rule begins with nothing.
    /// A sweep under way goes on if batch and order are the same; if not, the next change begins a new one. Links that this net lacks have the weight 0, and what is remembered of them is 0.
    /// </summary>
    /// <param name="other">The trainer to go on from; it stays as it is, except where both train one net.</param>
    /// <exception cref="ArgumentException">Its net has another number of weights; this trainer is as it was.</exception>
    public void ContinueFrom(Trainer<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Network.Weights.Length != Network.Weights.Length)
            throw new ArgumentException($"The other trainer has {other.Network.Weights.Length} weights, but this one {Network.Weights.Length}; it can only go on with as many.", nameof(other));
        var state = other.Capture();
        // Directions of a search belong to the weights among which it was made.
        var forgets = Rule.Searches && !LearnsSameWeights(other.Network.Topology);
        if (forgets || Problem(state) is not null)
        {
            var start = Capture();
            var same = !forgets && RuleState.Vectors.All(vector => state.RuleVectors.ContainsKey(vector.Name)) && state.RuleNumbers.Length == start.RuleNumbers.Length;
            var remembers = same ? state : start;
            state = new TrainingState<T>(
                state.Changes, position: 0, state.WeightArray, remembers.RuleVectors, remembers.RuleNumbers, start.BestWeights, Batch, Shuffles, start.Order, start.Generator, sweepError: 0, double.PositiveInfinity, start.Carried, state.History);
        }
        Restore(state);
        foreach (var block in Network.Topology.Blocks)
        {
            for (var k = 0; k < block.Length; k++)
            {
                if (block.Mask?[k] != false) continue;
                Network.Weights[block.Offset + k] = T.Zero;
                foreach (var vector in RuleState.Vectors)
                    vector.Values.Span[block.Offset + k] = T.Zero;
            }
        }
    }

    private bool LearnsSameWeights(Topology other) =>
        WeightStretch.Of(Network.Topology, joined: true).AsSpan().SequenceEqual(WeightStretch.Of(other, joined: true));

    /// <summary>Why a state does not fit this trainer; null if it does.</summary>
    internal string? Problem(TrainingState<T> state)
    {
        var count = Network.Weights.Length;
        if (state.WeightArray.Length != count)
            return $"it has {state.WeightArray.Length} weights, but the net has {count}";
        foreach (var vector in RuleState.Vectors)
        {
            if (!state.RuleVectors.TryGetValue(vector.Name, out var values))
                return $"the vector '{vector.Name}' of the rule '{Rule.Name}' is missing";
            if (values.Length != vector.Values.Length)
                return $"the vector '{vector.Name}' of the rule '{Rule.Name}' has {values.Length} elements, expected {vector.Values.Length}";
        }
        if (state.RuleNumbers.Length != RuleState.Numbers.Length)
            return $"it has {state.RuleNumbers.Length} numbers of the rule '{Rule.Name}', expected {RuleState.Numbers.Length}";
        if (state.BestWeights is { } best && best.Length != count)
            return $"it has {best.Length} best weights, but the net has {count}";
        if (state.Changes < 0)
            return $"its position is impossible: change {state.Changes}";
        if (SweepProblem(state) is { } problem)
            return problem;
        if (sequences is null)
            return order.Problem(state.Order, state.Generator, state.Position) ?? gradient.CarriedProblem(order.BatchNumberAt(state.Position), state.Carried);
        return sequences.Problem(state.Order, state.Generator, state.Position)
            ?? (sequences.WindowAt(state.Order, state.Position) > 0 ? gradient.SequenceProblem(state.Carried) : null);
    }

    /// <summary>Why a state is one of another way through as many cases; null if it is not.</summary>
    private string? SweepProblem(TrainingState<T> state)
    {
        if (state.Order.Length != order.Count && state.Batch.Unit == Batch.Unit)
            return null; // which is another problem
        if (state.Batch != Batch)
            return $"its batch is {state.Batch}, but that of this trainer is {Batch}";
        return state.Shuffles == order.Shuffles ? null
            : $"it takes the cases {Way(state.Shuffles)}, but this trainer {Way(order.Shuffles)}";

        static string Way(bool shuffles) => shuffles ? "in a new order each sweep" : "as they are given";
    }

    /// <summary>Whether the weights are finite and the rule remembers no NaN. A rule may remember infinities: a step without a limit, for example.</summary>
    internal bool IsFinite => !NonFinite.IsIn(Network) && !RuleState.Vectors.Any(static vector => NonFinite.HasNaN(vector.Values.Span));

    /// <summary>E and ∂E/∂w over all cases with the current weights, and what stop rules need.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double Derive(StopNeeds needs, out double distance, out bool onRightSide)
    {
        gradient.Enter(History.Sweeps + 1);
        double error;
        if (batchPass is null)
            error = gradient.OverAll(needs, out distance, out onRightSide);
        else if (Options.Noise is not null || !batchPass.Recall(needs, out error, out distance, out onRightSide))
            error = batchPass.DeriveAll(needs, out distance, out onRightSide);
        CheckFinite(error);
        return error;
    }

    /// <summary>The one weight change of a whole sweep, after <see cref="Derive"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ChangeOnce(double error)
    {
        if (shares is not null)
            BeginChange();
        update.Apply(History.Sweeps + 1, error);
        undo = null;
        History.Add(error);
    }

    /// <summary>One change over the next batch of sequences, or over the next window of a sequence.</summary>
    private bool StepSequences(SequenceOrder next)
    {
        if (next.Position == 0)
        {
            sweepError = 0;
            next.BeginSweep();
        }
        gradient.Enter(History.Sweeps + 1);
        var error = Options.Batch.Unit == BatchUnit.Windows ? gradient.OverWindowOf(next.Batch[0], next.Window) : gradient.OverSequences(next.Batch);
        CheckFinite(error);
        update.Apply(History.Sweeps + 1, error);
        sweepError += error;
        if (!next.Advance())
            return false;
        History.Add(sweepError);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckFinite(double error)
    {
        if (!double.IsFinite(error))
            ThrowNotFinite(error);
    }

    private void ThrowNotFinite(double error) =>
        throw new TrainingException(gradient.DescribeNonFinite(History.Sweeps + 1, error, Rule));
}
