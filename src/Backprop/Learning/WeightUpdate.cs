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
    private int sweep;
    private double error;

    internal WeightUpdate(Network<T> network, LearningRule rule, BatchGradient<T> gradient, ThreadTeam? team)
    {
        this.network = network;
        this.rule = rule;
        this.gradient = gradient;
        this.team = team;
        State = rule.Start<T>(network.Topology.WeightCount);
        keep = T.CreateTruncating(1 - rule.WeightDecay);
        stretches = WeightStretch.Of(network.Topology, joined: State.IsElementwise && (keep == T.One || rule.DecayBiases));
        shared = new SharedUpdate(this);
    }

    /// <summary>What the rule remembers.</summary>
    internal RuleState<T> State { get; }

    /// <summary>Changes made.</summary>
    internal long Count { get; private set; }

    /// <summary>E over the cases of the last change; +∞ before the first.</summary>
    internal double PreviousError { get; private set; } = double.PositiveInfinity;

    /// <summary>Changes all weights that are not frozen, by the gradient of the last batch.</summary>
    /// <param name="inSweep">The sweep, from 1.</param>
    /// <param name="batchError">E over the batch.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Apply(int inSweep, double batchError)
    {
        Count++;
        (sweep, error) = (inSweep, batchError);
        foreach (var stretch in stretches)
        {
            if (team is not null && State.IsElementwise && stretch.Length >= WorthSharing)
                shared.Run(stretch, team);
            else
                Change(stretch);
        }
        PreviousError = batchError;
    }

    /// <summary>Goes back to the numbers that the next change begins with. The rule's vectors are restored separately.</summary>
    internal void Restore(long count, double previousError) => (Count, PreviousError) = (count, previousError);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Change(WeightStretch stretch)
    {
        State.Change(new WeightChange<T>
        {
            Weights = new Span<T>(network.WeightBuffer.Pointer + stretch.Offset, stretch.Length),
            Gradient = new ReadOnlySpan<T>(gradient.Pointer + stretch.Offset, stretch.Length),
            Offset = stretch.Offset,
            IsBias = stretch.IsBias,
            Number = Count,
            Sweep = sweep,
            Error = error,
            PreviousError = PreviousError,
        });
        if (keep != T.One && (rule.DecayBiases || !stretch.IsBias))
            kernels.Scale(network.WeightBuffer.Pointer + stretch.Offset, keep, stretch.Length);
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
