using System.Diagnostics;

namespace Backprop;

/// <summary>
/// Learning as an object that can step: <see cref="Step"/> is one sweep, <see cref="StepBatch"/> one weight change, and
/// <see cref="Run"/> steps until a rule says stop, with exactly the weights that stepping gives.
/// </summary>
/// <typeparam name="T">The precision of the net.</typeparam>
public sealed unsafe partial class Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Minimum number of weights for which using threads pays off.</summary>
    private const int WorthSharing = 1 << 15;

    private readonly BoundCases cases;
    private readonly CaseBlock<T>[] blocks;
    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly Propagation<T> propagation;
    private readonly ThreadTeam? team;
    private readonly ChangeWork changeWork;
    private readonly Gradient<T> gradient;
    private readonly WeightStretch[] stretches;
    private readonly RuleState<T> state;
    private readonly T keep;
    private readonly int[] order;
    private RandomSource random;
    private int batchStart;
    private double sweepError;
    private double previousError = double.PositiveInfinity;

    /// <summary>Creates a trainer for a network; training updates its weights in place.</summary>
    /// <param name="network">The net.</param>
    /// <param name="cases">The training cases.</param>
    /// <param name="rule">How weights change.</param>
    /// <param name="error">The error measure to minimize; <see cref="SumOfSquares"/> without tolerance by default.</param>
    /// <param name="options">Batches, order, validation, threads.</param>
    /// <exception cref="CasesException">The cases do not fit the net.</exception>
    /// <exception cref="ArgumentException">A hyper-parameter is out of range.</exception>
    /// <exception cref="TopologyException">The error measure does not suit a group.</exception>
    public Trainer(Network<T> network, Cases cases, LearningRule rule, ErrorMeasure? error = null, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(rule);
        rule.Validate();
        Network = network;
        Rule = rule;
        ErrorMeasure = error ?? new SumOfSquares();
        Options = options ?? new TrainerOptions();
        if (Options.Threads < 1)
            throw new ArgumentOutOfRangeException(nameof(options), Options.Threads, "Threads must be 1 or more.");
        if (cases.Targets.Count == 0)
            throw new CasesException("The cases give no desired states, so there is nothing to learn; give targets for an output group.");
        this.cases = new BoundCases(network.Topology, cases, ErrorMeasure);
        order = [.. Enumerable.Range(0, cases.Count)];
        random = new RandomSource(Options.Seed);
        WholeSweep = Options.Batch.Size == 0 || Options.Batch.Size >= cases.Count;
        if (cases.Sequences > 0 && (Options.Shuffle || !(WholeSweep || Options.Batch.Size == cases.Sequences)))
            throw new CasesException($"These cases are windows of {cases.Sequences} sequences, each carrying on from the one before: they cannot be shuffled, and a batch is all cases or a window, Batch.Of({cases.Sequences}).");
        blocks = WholeSweep || cases.Sequences > 0
            ? CaseBlock<T>.All(this.cases)
            : [new CaseBlock<T>(this.cases, Math.Min(Options.Batch.Size, CaseBlock<T>.LargestCount))];
        team = Options.Threads > 1 ? new ThreadTeam(Options.Threads) : null;
        changeWork = new ChangeWork(this);
        propagation = new Propagation<T>(network.Topology, blocks.Max(static block => block.Stride), ErrorMeasure, team: team);
        gradient = new Gradient<T>(network.Topology, blocks[0].IsDense);
        state = rule.Start<T>(network.Topology.WeightCount);
        keep = T.CreateTruncating(1 - rule.WeightDecay);
        stretches = WeightStretch.Of(network.Topology, joined: state.IsElementwise && (keep == T.One || rule.DecayBiases));
        if (Options.Validation is { } validation)
            this.validation = new Evaluator<T>(network, validation, ErrorMeasure);
        History = new History { TrainingWeight = cases.TotalWeight, ValidationWeight = Options.Validation?.TotalWeight };
    }

    /// <summary>The net that learns.</summary>
    public Network<T> Network { get; }

    /// <summary>How weights change.</summary>
    public LearningRule Rule { get; }

    /// <summary>The error measure that training minimizes.</summary>
    public ErrorMeasure ErrorMeasure { get; }

    /// <summary>How the trainer goes through its cases.</summary>
    public TrainerOptions Options { get; }

    /// <summary>What the training has been through.</summary>
    public History History { get; }

    /// <summary>Weight changes made.</summary>
    public long Changes { get; private set; }

    /// <summary>∂E/∂w as the last change used it, in the order of the flat vector.</summary>
    public ReadOnlySpan<T> LastGradient => gradient.Values;

    /// <summary>What the rule remembers.</summary>
    public RuleState<T> RuleState => state;

    /// <summary>Whether a sweep is one change over all cases.</summary>
    private bool WholeSweep { get; }

    /// <summary>One sweep (or the rest of one that <see cref="StepBatch"/> began).</summary>
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

    /// <summary>One weight change.</summary>
    /// <returns>Whether it was the last of its sweep.</returns>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool StepBatch()
    {
        if (WholeSweep)
        {
            var error = Derive(StopNeeds.None, out _, out _);
            ChangeWeights(error);
            EndSweep(error);
            return true;
        }
        if (batchStart == 0)
            BeginSweep();
        if (cases.Cases.Sequences > 0)
            return StepWindow();
        var batch = order.AsSpan(batchStart, Math.Min(Options.Batch.Size, order.Length - batchStart));
        return EndBatch(DeriveBatch(batch), batch.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool EndBatch(double error, int count)
    {
        ChangeWeights(error);
        sweepError += error;
        batchStart += count;
        if (batchStart < order.Length)
            return false;
        batchStart = 0;
        EndSweep(sweepError);
        return true;
    }

    /// <summary>A weight change after each window; the next one begins where this ended.</summary>
    private bool StepWindow()
    {
        var index = batchStart / blocks[0].Count;
        var error = propagation.Derive(blocks[index], Network.WeightBuffer.Pointer, gradient, fresh: true);
        CheckFinite(error, blocks[index]);
        CarryOn(index);
        gradient.Finish();
        return EndBatch(error, blocks[index].Count);
    }

    private void CarryOn(int window)
    {
        if (window + 1 < blocks.Length && cases.Cases.Sequences > 0)
            propagation.CarryOn(blocks[window], blocks[window + 1]);
    }

    private void BeginSweep()
    {
        sweepError = 0;
        if (Options.Shuffle)
            random.Shuffle(order.AsSpan());
    }

    private void EndSweep(double error) => History.Add(error);

    /// <summary>E and ∂E/∂w over all cases with the present weights, and what the stop rules ask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Derive(StopNeeds needs, out double distance, out bool onRightSide)
    {
        var error = 0.0;
        (distance, onRightSide) = (0, true);
        var weights = Network.WeightBuffer.Pointer;
        var all = blocks;
        for (var index = 0; index < all.Length; index++)
        {
            error += propagation.Derive(all[index], weights, gradient, fresh: index == 0);
            CheckFinite(error, all[index]);
            CarryOn(index);
            if (needs != StopNeeds.None)
                Measure(all[index], needs, ref distance, ref onRightSide);
        }
        gradient.Finish();
        return error;
    }

    private void Measure(CaseBlock<T> block, StopNeeds needs, ref double distance, ref bool onRightSide)
    {
        if (needs.HasFlag(StopNeeds.Distance))
            distance = Math.Max(distance, propagation.GreatestDistance(block));
        if (needs.HasFlag(StopNeeds.Side))
            onRightSide &= propagation.OnRightSide(block);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double DeriveBatch(ReadOnlySpan<int> batch)
    {
        var error = 0.0;
        var weights = Network.WeightBuffer.Pointer;
        var block = blocks[0];
        var fresh = true;
        while (!batch.IsEmpty)
        {
            var part = batch[..Math.Min(batch.Length, block.Capacity)];
            block.Fill(part);
            error += propagation.Derive(block, weights, gradient, fresh);
            CheckFinite(error, block);
            fresh = false;
            batch = batch[part.Length..];
        }
        gradient.Finish();
        return error;
    }

    /// <summary>The rule's change, then decay (point 7).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ChangeWeights(double error)
    {
        Changes++;
        foreach (var stretch in stretches)
        {
            if (team is not null && state.IsElementwise && stretch.Length >= WorthSharing)
                changeWork.Share(stretch, error);
            else
                Change(stretch, error);
        }
        previousError = error;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Change(WeightStretch stretch, double error)
    {
        state.Change(new WeightChange<T>
        {
            Weights = new Span<T>(Network.WeightBuffer.Pointer + stretch.Offset, stretch.Length),
            Gradient = new ReadOnlySpan<T>(gradient.Pointer + stretch.Offset, stretch.Length),
            Offset = stretch.Offset,
            IsBias = stretch.IsBias,
            Number = Changes,
            Sweep = History.Sweeps + 1,
            Error = error,
            PreviousError = previousError,
        });
        if (keep != T.One && (Rule.DecayBiases || !stretch.IsBias))
            kernels.Scale(Network.WeightBuffer.Pointer + stretch.Offset, keep, stretch.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckFinite(double error, CaseBlock<T> block)
    {
        if (!double.IsFinite(error))
            ThrowNotFinite(error, block);
    }

    private void ThrowNotFinite(double error, CaseBlock<T> block) =>
        throw new TrainingException(NonFinite.Describe(Network, propagation, block, History.Sweeps + 1, error, Rule));

    /// <summary>A change of one stretch, cut into parts of whole cache lines.</summary>
    private sealed class ChangeWork(Trainer<T> owner) : ISharedWork
    {
        private WeightStretch stretch;
        private double error;

        internal void Share(WeightStretch ofStretch, double ofError)
        {
            (stretch, error) = (ofStretch, ofError);
            owner.team!.Run(this);
        }

        public void Run(int part, int parts)
        {
            var (first, end) = (Boundary(part, parts), Boundary(part + 1, parts));
            owner.Change(stretch with { Offset = stretch.Offset + first, Length = end - first }, error);
        }

        private int Boundary(int part, int parts) => part == parts ? stretch.Length : (int)((long)stretch.Length * part / parts / 16 * 16);
    }
}
