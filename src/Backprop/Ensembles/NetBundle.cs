namespace Backprop;

/// <summary>As many nets of one topology as a bundle has lanes, a net per lane, with the arithmetic of a sweep.</summary>
internal sealed unsafe class NetBundle<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NetKernels<T> kernels = NetKernels<T>.Best;
    private readonly EnsemblePlan<T> plan;
    private readonly AlignedBuffer<T> weights;
    private readonly AlignedBuffer<T> changes;
    private readonly AlignedBuffer<T> gradient;
    private readonly AlignedBuffer<T> factors;
    private readonly AlignedBuffer<T> outcome;
    private readonly AlignedBuffer<T> bounds = new(3 * Count);
    private readonly NetSteps<T> steps;
    private readonly TargetDistance<T> distances = TargetDistance<T>.Best;
    private readonly WeightStretch[] stretches;

    /// <summary>Makes room for the nets.</summary>
    internal NetBundle(EnsemblePlan<T> plan, ErrorMeasure error)
    {
        this.plan = plan;
        var count = plan.Topology.WeightCount * Count;
        (weights, changes, gradient) = (new(count), new(count), new(count));
        factors = new AlignedBuffer<T>(5 * Count);
        outcome = new AlignedBuffer<T>((2 + plan.Passes.Error.Length) * Count);
        stretches = [.. WeightStretch.Of(plan.Topology, joined: false).SelectMany(stretch => WithoutMasked(plan.Topology, stretch))];
        steps = new NetSteps<T>(plan, error, weights.Pointer, gradient.Pointer, outcome.Pointer + (2 * Count));
        Factor(KeepFactor).Fill(T.One);
        Factor(KeepBiasFactor).Fill(T.One);
    }

    /// <summary>Nets in the bundle.</summary>
    internal static int Count => Gradient<T>.LaneCount;

    private const int RateFactor = 0, MomentumFactor = 1, KeepFactor = 2, KeepBiasFactor = 3, MaskFactor = 4;

    /// <summary>Puts a net into a lane, as a trainer begins with it.</summary>
    internal void Load(int lane, Network<T> network)
    {
        var values = network.Weights;
        for (var k = 0; k < values.Length; k++)
        {
            weights.Span[(k * Count) + lane] = values[k];
            changes.Span[(k * Count) + lane] = T.Zero;
        }
    }

    /// <summary>Empties a lane.</summary>
    internal void Clear(int lane)
    {
        for (var at = lane; at < weights.Length; at += Count)
            (weights.Span[at], changes.Span[at]) = (T.Zero, T.Zero);
    }

    /// <summary>Sets within which bounds a net is looked at.</summary>
    internal void SetBounds(int lane, StopBounds of)
    {
        Bound(0)[lane] = T.CreateTruncating(of.Distance);
        Bound(1)[lane] = of.Side ? AllBits : T.Zero;
        Bound(2)[lane] = T.CreateTruncating(of.Error);
    }

    /// <summary>Whether a net may have met its stop rule, or its E is not finite, after <see cref="Derive"/>.</summary>
    internal bool IsWithinBounds() => kernels.AnyWithin(new NetBounds<T>
    {
        Distance = outcome.Pointer,
        Side = outcome.Pointer + Count,
        Errors = outcome.Pointer + (2 * Count),
        Groups = (outcome.Length / Count) - 2,
        DistanceBound = bounds.Pointer,
        SideBound = bounds.Pointer + Count,
        ErrorBound = bounds.Pointer + (2 * Count),
    });

    /// <summary>Copies a net's weights.</summary>
    internal T[] WeightsOf(int lane)
    {
        var values = new T[plan.Topology.WeightCount];
        for (var k = 0; k < values.Length; k++)
            values[k] = weights.Span[(k * Count) + lane];
        return values;
    }

    /// <summary>Sets ε and α of a net.</summary>
    internal void SetPhase(int lane, Phase phase)
    {
        Factor(RateFactor)[lane] = -T.CreateTruncating(phase.LearningRate);
        Factor(MomentumFactor)[lane] = T.CreateTruncating(phase.Momentum);
    }

    /// <summary>Sets the decay of a net.</summary>
    internal void SetDecay(int lane, LearningRule rule)
    {
        var keep = T.CreateTruncating(1 - rule.WeightDecay);
        Factor(KeepFactor)[lane] = keep;
        Factor(KeepBiasFactor)[lane] = rule.DecayBiases ? keep : T.One;
    }

    /// <summary>Sets whether <see cref="Change"/> changes a net.</summary>
    internal void SetChanging(int lane, bool changes) => Factor(MaskFactor)[lane] = changes ? AllBits : T.Zero;

    /// <summary>E of a net, as a trainer adds it up.</summary>
    internal double ErrorOf(int lane)
    {
        var sum = 0.0;
        for (var k = 2; k < outcome.Length / Count; k++)
            sum += double.CreateTruncating(outcome.Span[(k * Count) + lane]);
        return sum;
    }

    /// <summary>The greatest distance of a net's outputs from their targets, after <see cref="Derive"/> with <see cref="StopNeeds.Distance"/>.</summary>
    internal double DistanceOf(int lane) => double.CreateTruncating(outcome.Span[lane]);

    /// <summary>Whether all outputs of a net are on the right side of 0.5, after <see cref="Derive"/> with <see cref="StopNeeds.Side"/>.</summary>
    internal bool IsOnRightSide(int lane) => outcome.Span[Count + lane] != T.Zero;

    /// <summary>E and ∂E/∂w of all nets over all cases, and what stop rules need.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Derive(StopNeeds needs)
    {
        steps.Run();
        if ((needs & (StopNeeds.Distance | StopNeeds.Side)) == StopNeeds.None)
            return;
        outcome.Span[..Count].Clear();
        outcome.Span.Slice(Count, Count).Fill(AllBits);
        foreach (ref readonly var output in steps.Outputs)
            distances.OfNets(output, outcome.Pointer, outcome.Pointer + Count);
    }

    /// <summary>One change of the nets that change, after <see cref="Derive"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Change()
    {
        var change = new NetFactors<T> { NegatedRate = AddressOf(RateFactor), Momentum = AddressOf(MomentumFactor), Mask = AddressOf(MaskFactor) };
        foreach (var stretch in stretches)
        {
            nint offset = stretch.Offset * Count;
            kernels.Descend(weights.Pointer + offset, gradient.Pointer + offset, changes.Pointer + offset, change, AddressOf(stretch.IsBias ? KeepBiasFactor : KeepFactor), stretch.Length);
        }
    }

    /// <summary>The weights of a stretch that exist: the others stay 0.</summary>
    private static IEnumerable<WeightStretch> WithoutMasked(Topology topology, WeightStretch stretch)
    {
        var exists = new bool[topology.WeightCount];
        foreach (var block in topology.Blocks)
            (block.MaskArray ?? [.. Enumerable.Repeat(true, block.Length)]).CopyTo(exists, block.Offset);
        for (int first = stretch.Offset, end = stretch.Offset + stretch.Length; first < end;)
        {
            var length = exists.AsSpan(first, end - first).IndexOf(!exists[first]) is >= 0 and var same ? same : end - first;
            if (exists[first])
                yield return stretch with { Offset = first, Length = length };
            first += length;
        }
    }

    private static T AllBits => typeof(T) == typeof(float) ? Unsafe.BitCast<int, T>(-1) : Unsafe.BitCast<long, T>(-1);

    private Span<T> Bound(int which) => bounds.Span.Slice(which * Count, Count);

    private Span<T> Factor(int which) => factors.Span.Slice(which * Count, Count);

    private T* AddressOf(int which) => factors.Pointer + (which * Count);
}
