namespace Backprop;

/// <summary>A plan with the addresses of one block at a time, of weights and of a gradient.</summary>
internal sealed unsafe class BoundPlan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PlanKey key;
    private CaseBlock<T>? block;
    private T* weights;
    private Gradient<T>? gradient;

    internal BoundPlan(Propagation<T> propagation, PropagationPlan plan)
    {
        key = plan.Key;
        Forward = Array.ConvertAll([.. plan.Forward], steps => new BoundGroup<T>(propagation, steps));
        Error = Array.ConvertAll([.. plan.Error], steps => new BoundGroup<T>(propagation, steps));
        Backward = Array.ConvertAll([.. plan.Backward], steps => new BoundGroup<T>(propagation, steps));
        Segments = propagation.Segments is { } segments ? BoundSegment<T>.Split(this, segments) : [];
    }

    internal BoundGroup<T>[] Forward { get; }

    internal BoundGroup<T>[] Error { get; }

    internal BoundGroup<T>[] Backward { get; }

    /// <summary>The same groups in the segments of a pass that does not keep all states; empty for one that does.</summary>
    internal BoundSegment<T>[] Segments { get; }

    /// <summary>Whether it is bound to this block with its current number of cases.</summary>
    internal bool HasBlock(CaseBlock<T> of) => of == block && of.Count == key.Count;

    /// <summary>Whether it is bound to this block with its current number of cases, and to these addresses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsBoundTo(CaseBlock<T> to, T* toWeights, Gradient<T>? toGradient, bool fresh, bool given) =>
        to == block && to.Count == key.Count && toWeights == weights && toGradient == gradient && fresh == key.IsFresh && given == key.IsGiven;

    /// <summary>Whether it is the plan of blocks of this kind.</summary>
    internal bool HasKey(in PlanKey wanted) => key == wanted;

    /// <summary>Takes the addresses of another block of this kind, of weights, of those that the backward pass reads in their place, and of a gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Bind(CaseBlock<T> to, T* toWeights, T* toReturns, Gradient<T>? toGradient)
    {
        (block, gradient) = (to, toGradient);
        weights = toWeights;
        foreach (var group in Forward)
            group.Bind(to, toWeights, toReturns, toGradient);
        foreach (var group in Error)
            group.Bind(to, toWeights, toReturns, toGradient);
        foreach (var group in Backward)
            group.Bind(to, toWeights, toReturns, toGradient);
    }
}
