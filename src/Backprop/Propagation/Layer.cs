namespace Backprop;

/// <summary>
/// What the propagation needs of one group that is not an input, looked up once: addresses, kernels, and its projections as plain numbers.
/// All matrices are [unit × case].
/// </summary>
internal sealed unsafe class Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> states;
    private readonly AlignedBuffer<T>? totals;
    private readonly AlignedBuffer<T>? derivatives;
    private readonly AlignedBuffer<Term<T>> incomingTerms;
    private readonly AlignedBuffer<Term<T>> outgoingTerms;
    private readonly bool joinsDense;
    private AlignedBuffer<GradientRow<T>>? gradientRows;
    private GroupPass<T> pass;

    internal Layer(Group group, ErrorMeasure? error, bool derives, int stride)
    {
        Group = group;
        Index = group.Index;
        Size = group.Size;
        Function = group.UnitFunction.Bind<T>();
        IsGroupWide = group.UnitFunction.IsGroupWide;
        Error = group.IsOutput ? error?.Bind<T>(group) : null;
        ErrorDerivesTotalInput = Error is { DerivesTotalInput: true };
        states = new AlignedBuffer<T>(checked(group.Size * stride));
        totals = group.UnitFunction.UsesTotalInput || ErrorDerivesTotalInput ? new AlignedBuffer<T>(group.Size * stride) : null;
        derivatives = error is null || !derives ? null : new AlignedBuffer<T>(group.Size * stride);
        Y = states.Pointer;
        X = totals is null ? Y : totals.Pointer;
        Dx = derivatives is null ? null : derivatives.Pointer;
        Biases = group.Biases?.Offset ?? -1;
        BiasesLearn = group.Biases is { Frozen: false };
        Incoming = [.. group.Incoming.Select(static projection => new Link(projection, projection.From))];
        Outgoing = [.. group.Outgoing.Select(static projection => new Link(projection, projection.To))];
        incomingTerms = new AlignedBuffer<Term<T>>(group.Incoming.Count);
        outgoingTerms = new AlignedBuffer<Term<T>>(group.Outgoing.Count);
        // A unit's sum stays in registers over all projections, unless one goes from unit to unit, comes from sparse states, or is large enough for the packed product.
        joinsDense = Array.TrueForAll(Incoming, link => !link.OneToOne && !Kernels<T>.IsLarge(Size, link.OtherSize, stride));
        JoinsOutgoing = Array.TrueForAll(Outgoing, link => !link.OneToOne && !Kernels<T>.IsLarge(Size, link.OtherSize, stride));
        Sources = new nint[group.Incoming.Count];
        Sinks = new nint[group.Outgoing.Count];
        UsesFirst = new bool[group.Incoming.Count];
        Work = Incoming.Sum(link => link.OneToOne ? Size : (long)Size * link.OtherSize);
    }

    internal Group Group { get; }

    /// <summary>The way through the group, as <see cref="Aim"/> and <see cref="AimGradients"/> left it; its sums where <see cref="JoinsIncoming"/> and <see cref="JoinsOutgoing"/>.</summary>
    internal ref readonly GroupPass<T> Pass => ref pass;

    /// <summary>Gradients a unit in <see cref="GroupPass{T}.Rows"/>.</summary>
    internal int RowsPerUnit { get; private set; }

    /// <summary>Whether the way forward is one call for all units.</summary>
    internal bool ForwardAtOnce { get; set; }

    /// <summary>Whether the way back is.</summary>
    internal bool BackwardAtOnce { get; set; }

    /// <summary>Whether <see cref="IncomingTerms"/> are summed at once.</summary>
    internal bool JoinsIncoming { get; private set; }

    /// <summary>Whether what the outgoing projections add to ∂E/∂y is.</summary>
    internal bool JoinsOutgoing { get; }

    /// <summary>What the incoming projections add to a total input, as <see cref="Aim"/> left it; B is null where the states are sparse.</summary>
    internal Term<T>* IncomingTerms => incomingTerms.Pointer;

    internal int Index { get; }

    internal int Size { get; }

    internal GroupKernels<T> Function { get; }

    /// <summary>Whether a unit's state depends on the whole group, so that the group is never split among threads.</summary>
    internal bool IsGroupWide { get; }

    internal ErrorKernel<T>? Error { get; }

    /// <summary><see cref="ErrorKernel{T}.DerivesTotalInput"/> of the error.</summary>
    internal bool ErrorDerivesTotalInput { get; }

    /// <summary>States.</summary>
    internal T* Y { get; }

    /// <summary>Total inputs; the same place as the states where nothing needs them afterwards.</summary>
    internal T* X { get; }

    /// <summary>∂E/∂y, then ∂E/∂x in its place; null if no derivatives are wanted.</summary>
    internal T* Dx { get; }

    /// <summary>Where the biases lie in the flat vector; −1 for a group without.</summary>
    internal int Biases { get; }

    internal bool BiasesLearn { get; }

    internal Link[] Incoming { get; }

    internal Link[] Outgoing { get; }

    /// <summary>The states of each sending group, as an address; 0 for an input group, whose states are the block's.</summary>
    internal nint[] Sources { get; }

    /// <summary>∂E/∂x of each receiving group, as an address.</summary>
    internal nint[] Sinks { get; }

    /// <summary>Multiply-adds of a forward pass, a case.</summary>
    internal long Work { get; }

    /// <summary>By incoming projection: whether, on the way back, no other gives a gradient to the same weights before it.</summary>
    internal bool[] UsesFirst { get; }

    /// <summary>The same of the biases.</summary>
    internal bool UsesBiasesFirst { get; set; }

    /// <summary>By incoming projection: what must be cleared of its gradient, where that is not all; null for a group without such projections.</summary>
    internal GradientColumns<T>?[]? Columns { get; set; }

    /// <summary>Points the way through at a block, its inputs and weights; chains without a bias or an error to start from start from <paramref name="zero"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Aim(CaseBlock<T> block, T* weights, T* zero)
    {
        JoinsIncoming = joinsDense;
        for (var k = 0; k < Incoming.Length; k++)
        {
            var link = Incoming[k];
            var y = Sources[k] != 0 ? (T*)Sources[k] : block.Input(link.Other);
            JoinsIncoming &= y != null;
            IncomingTerms[k] = new Term<T> { A = weights + link.Offset, ARow = link.OtherSize, AStep = 1, B = y, Depth = block.Silent[link.Other] ? 0 : link.OtherSize };
        }
        var toReceivers = outgoingTerms.Pointer;
        for (var k = 0; k < Outgoing.Length; k++)
        {
            var link = Outgoing[k];
            if (block.Derives[link.Other])
                *toReceivers++ = new Term<T> { A = weights + link.Offset, ARow = 1, AStep = Size, B = (T*)Sinks[k], Depth = link.OtherSize };
        }
        pass = new GroupPass<T> { Y = Y, Units = Size, Cases = block.Width };
        pass.TotalInputs = new TermSum<T> { Terms = IncomingTerms, End = IncomingTerms + Incoming.Length, C = X, CStride = block.Stride, BStride = block.Stride, Start = zero };
        if (Biases >= 0)
        {
            pass.TotalInputs.Start = weights + Biases;
            pass.TotalInputs.StartStep = 1;
        }
        var own = block.Target(Index) != null && !ErrorDerivesTotalInput;
        pass.FromReceivers = new TermSum<T> { Terms = outgoingTerms.Pointer, End = toReceivers, C = Dx, CStride = block.Stride, BStride = block.Stride, Start = own ? null : zero };
    }

    /// <summary>Points the gradients at a block's inputs, after <see cref="Aim"/>, and at lanes; those that begin afresh start from <paramref name="zero"/>, a bundle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void AimGradients(CaseBlock<T> block, T* lanes, bool fresh, T* zero)
    {
        nint bundle = Gradient<T>.LaneCount;
        gradientRows ??= new AlignedBuffer<GradientRow<T>>(Size * (Incoming.Length + 1));
        var row = gradientRows.Pointer;
        pass.Rows = row;
        for (nint unit = 0; unit < Size; unit++)
        {
            var first = row;
            var dx = Dx + (unit * block.Stride);
            for (var k = 0; k < Incoming.Length; k++)
            {
                ref readonly var link = ref Incoming[k];
                if (!link.Learns || block.Silent[link.Other])
                    continue;
                var weights = lanes + ((link.Offset + (unit * link.OtherSize)) * bundle);
                var begins = fresh && UsesFirst[k];
                *row++ = new GradientRow<T> { Dx = dx, Y = IncomingTerms[k].B, YStride = block.Stride, Depth = link.OtherSize, Lanes = weights, Start = begins ? zero : weights, StartStep = begins ? 0 : bundle };
            }
            if (BiasesLearn)
            {
                if (row == first)
                    *row++ = new GradientRow<T> { Dx = dx };
                var bias = lanes + ((Biases + unit) * bundle);
                first->Bias = bias;
                first->BiasStart = fresh && UsesBiasesFirst ? zero : bias;
            }
            RowsPerUnit = (int)(row - first);
        }
        pass.RowsEnd = row;
    }
}

/// <summary>One projection, seen from the group at one of its ends.</summary>
/// <param name="Other">The index of the group at the other end.</param>
/// <param name="OtherSize">Its units.</param>
/// <param name="Offset">Where the weights begin in the flat vector.</param>
/// <param name="OneToOne">Whether unit k sends to unit k only.</param>
/// <param name="Learns">Whether the weights are not frozen.</param>
internal readonly record struct Link(int Other, int OtherSize, int Offset, bool OneToOne, bool Learns)
{
    internal Link(Projection projection, Group other)
        : this(other.Index, other.Size, projection.Weights.Offset, projection.Weights.IsOneToOne, !projection.Weights.Frozen)
    {
    }
}
