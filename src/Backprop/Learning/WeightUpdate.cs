namespace Backprop;

/// <summary>Changes the weights by the rule, then lets them decay (points 6 and 7); threads share long stretches.</summary>
internal sealed unsafe class WeightUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Minimum number of weights for which using threads pays off.</summary>
    internal const int WorthSharing = 1 << 15;

    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly Network<T> network;
    private readonly LearningRule rule;
    private readonly BatchGradient<T> gradient;
    private readonly WeightStretch[] stretches;
    private readonly T keep;
    private readonly ThreadTeam? team;
    private readonly SharedUpdate shared;
    private readonly VectorWork<T> vectors;
    private readonly PenaltyTerm<T> penalty;
    private readonly SearchState<T>? search;
    private readonly bool isPlain;
    private readonly bool isOneStretch;
    private int sweep;
    private double error;
    private double rateFactor = 1;
    private double gradientLength = double.NaN;

    internal WeightUpdate(Network<T> network, LearningRule rule, BatchGradient<T> gradient, ThreadTeam? team)
    {
        this.network = network;
        this.rule = rule;
        this.gradient = gradient;
        this.team = team;
        Passes = gradient.Passes is null ? null : (0, 0);
        State = rule.Start<T>(network.Topology.WeightCount);
        search = State as SearchState<T>;
        if (rule.Searches != search is not null)
            throw new ArgumentException($"The rule '{rule.Name}' {(rule.Searches ? "says that it searches, but its state is not a SearchState" : "does not say that it searches, but its state is a SearchState")}; both or neither.", nameof(rule));
        if (rule.Searches && !gradient.Method.IsExact)
            throw new ArgumentException($"The rule '{rule.Name}' searches along the derivative of E, but the gradient method '{gradient.Method.Name}' does not give it; use back-propagation, or a rule that does not search, such as gradient descent.", nameof(rule));
        keep = T.CreateTruncating(1 - rule.WeightDecay);
        stretches = WeightStretch.Of(network.Topology, joined: State.IsElementwise && !State.TellsBiases && (keep == T.One || rule.DecayBiases));
        vectors = new VectorWork<T>(team);
        penalty = new PenaltyTerm<T>(rule.Penalty, [.. WeightStretch.Of(network.Topology, joined: rule.DecayBiases).Where(stretch => rule.DecayBiases || !stretch.IsBias).Select(static stretch => (stretch.Offset, stretch.Length))], vectors);
        isPlain = rule.IsPlain && !State.NeedsGradientLength;
        isOneStretch = isPlain && search is null && Passes is null && stretches.Length == 1 && team is null;
        shared = new SharedUpdate(this);
    }

    /// <summary>What the rule remembers.</summary>
    internal RuleState<T> State { get; }

    /// <summary>Changes made.</summary>
    internal long Count { get; private set; }

    /// <summary>Passes over a block of cases behind the changes made, by a gradient method that takes others than one forward and one backward pass; else null.</summary>
    internal (double Forward, double Backward)? Passes { get; private set; }

    /// <summary>E over the cases of the last change; +∞ before the first.</summary>
    internal double PreviousError { get; private set; } = double.PositiveInfinity;

    /// <summary>What the rule minimizes, if it searches; null if it does not.</summary>
    internal Objective<T>? Objective { get; private set; }

    /// <summary>Whether the rule has found that E falls no further.</summary>
    internal bool HasEnded => search is { HasEnded: true };

    /// <summary>Lets a rule that searches run the cases of a change again.</summary>
    internal void Search(IBatchPass<T> pass) => Objective = search is null ? null : new Objective<T>(network, pass, penalty, vectors);

    /// <summary>Changes all weights that are not frozen, by the gradient of the last batch.</summary>
    /// <param name="inSweep">The sweep, from 1.</param>
    /// <param name="batchError">E over the batch.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Apply(int inSweep, double batchError)
    {
        if (!isOneStretch)
        {
            ApplyToStretches(inSweep, batchError);
            return;
        }
        // The same without the checks of the general way, which take a good part of a sweep of a tiny net.
        Count++;
        (sweep, error) = (inSweep, batchError);
        Change(stretches[0]);
        PreviousError = batchError;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ApplyToStretches(int inSweep, double batchError)
    {
        Count++;
        if (Passes is not null && gradient.Passes is var (forward, backward))
            Passes = (Passes.GetValueOrDefault().Forward + forward, Passes.GetValueOrDefault().Backward + backward);
        (sweep, error) = (inSweep, batchError);
        if (search is not null)
        {
            Objective!.Begin(Count, inSweep, batchError);
            error = Objective.Error;
            search.Change(Objective);
        }
        else
        {
            if (!isPlain)
                Prepare();
            foreach (var stretch in stretches)
            {
                if (team is not null && State.IsElementwise && stretch.Length >= WorthSharing)
                    shared.Run(stretch, team);
                else
                    Change(stretch);
            }
        }
        PreviousError = error;
    }

    /// <summary>The penalty, the limits of the gradient and the schedule of the rate, before the rule changes the weights.</summary>
    private void Prepare()
    {
        var g = gradient.Pointer;
        var count = network.Weights.Length;
        if (!penalty.IsZero)
        {
            error += penalty.Error(network.WeightBuffer.Pointer);
            penalty.AddTo(g, network.WeightBuffer.Pointer);
            gradient.ForgetColumns();
        }
        if (rule.Schedule is { } schedule)
            rateFactor = schedule.Factor(sweep);
        if (!double.IsPositiveInfinity(rule.DerivativeLimit))
            kernels.Limit(g, T.CreateSaturating(-rule.DerivativeLimit), T.CreateSaturating(rule.DerivativeLimit), count);
        if (!State.NeedsGradientLength && double.IsPositiveInfinity(rule.GradientLengthLimit))
            return;
        gradientLength = Math.Sqrt(vectors.Dot(g, g, count));
        if (gradientLength > rule.GradientLengthLimit)
        {
            kernels.Scale(g, T.CreateTruncating(rule.GradientLengthLimit / gradientLength), count);
            gradientLength = rule.GradientLengthLimit;
        }
    }

    /// <summary>Goes back to the numbers that the next change begins with. The rule's vectors are restored separately.</summary>
    internal void Restore(long count, double previousError) => (Count, PreviousError) = (count, previousError);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Change(WeightStretch stretch)
    {
        State.Change(new WeightChange<T>(
            new Span<T>(network.WeightBuffer.Pointer + stretch.Offset, stretch.Length),
            new ReadOnlySpan<T>(gradient.Pointer + stretch.Offset, stretch.Length),
            stretch.Offset,
            stretch.IsBias,
            Count,
            sweep,
            error,
            PreviousError,
            rateFactor,
            gradientLength));
        if (keep != T.One && (rule.DecayBiases || !stretch.IsBias))
            kernels.Scale(network.WeightBuffer.Pointer + stretch.Offset, keep, stretch.Length);
        if (rule.Bounds is { } bounds)
            kernels.Limit(network.WeightBuffer.Pointer + stretch.Offset, T.CreateSaturating(bounds.Minimum), T.CreateSaturating(bounds.Maximum), stretch.Length);
    }

    /// <summary>A change of one stretch, cut into parts of whole cache lines.</summary>
    private sealed class SharedUpdate(WeightUpdate<T> update) : ISharedWork
    {
        private WeightStretch stretch;

        internal void Run(WeightStretch whole, ThreadTeam threads)
        {
            stretch = whole;
            threads.Run(this);
        }

        public void Run(int part, int parts)
        {
            var (first, end) = (Boundary(part, parts), Boundary(part + 1, parts));
            update.Change(stretch with { Offset = stretch.Offset + first, Length = end - first });
        }

        private int Boundary(int part, int parts) => part == parts ? stretch.Length : (int)((long)stretch.Length * part / parts / 16 * 16);
    }
}
