namespace Backprop;

/// <summary>
/// One forward and one backward pass over a block of cases: equations 1 to 7. All states are kept for the backward pass, [unit × case].
/// The order of every sum is fixed: a total input starts from the bias and takes projection after projection, unit after unit;
/// a derivative starts from the unit's own error and takes the outgoing projections likewise. Threads split the units of a group, never a sum.
/// </summary>
internal sealed unsafe partial class Propagation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Multiply-adds from which a group is worth the threads' meeting.</summary>
    private const long WorthSharing = 1 << 18;

    /// <summary>Groups one after another from which derivatives may vanish on the way back (<see cref="Kernels{T}.ClearVanished"/>): fewer can hardly lose 30 decimal places.</summary>
    private const int FarBack = 16;

    private readonly Topology topology;
    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly Layer<T>[] layers;
    private readonly Layer<T>?[] byGroup;
    private readonly Layer<T>[] outputs;
    private readonly AlignedBuffer<T> zero = new(Gradient<T>.LaneCount);
    private readonly ThreadTeam? team;
    private readonly ForwardWork forwardWork;
    private readonly BackwardWork backwardWork;
    private readonly int capacity;
    private readonly bool vanishes;
    private CaseBlock<T>? aimedBlock;
    private int aimedWidth;
    private T* aimedWeights;

    /// <summary>Makes room for blocks of up to <paramref name="capacity"/> cases; with no error measure it can only run forward, and back only if it <paramref name="derives"/>.</summary>
    internal Propagation(Topology topology, int capacity, ErrorMeasure? error, bool derives = true, ThreadTeam? team = null)
    {
        error?.Check(topology);
        this.topology = topology;
        this.team = team;
        this.capacity = CaseBlock<T>.Padded(capacity);
        byGroup = [.. topology.Groups.Select(group => group.IsInput ? null : new Layer<T>(group, error, derives, this.capacity))];
        layers = [.. byGroup.OfType<Layer<T>>()];
        outputs = [.. topology.Outputs.Select(group => byGroup[group.Index]!)];
        foreach (var layer in layers)
        {
            for (var k = 0; k < layer.Incoming.Length; k++)
                layer.Sources[k] = byGroup[layer.Incoming[k].Other] is { } from ? (nint)from.Y : 0;
            for (var k = 0; k < layer.Outgoing.Length; k++)
                layer.Sinks[k] = (nint)byGroup[layer.Outgoing[k].Other]!.Dx;
        }
        vanishes = topology.Groups.Max(static group => group.Depth) >= FarBack;
        forwardWork = new ForwardWork(this);
        backwardWork = new BackwardWork(this);
    }

    /// <summary>The states of a group, [unit · block.Stride + case]; null for an input group that the block keeps sparse.</summary>
    internal T* States(CaseBlock<T> block, Group group) => byGroup[group.Index] is { } layer ? layer.Y : block.Input(group.Index);

    /// <summary>∂E/∂x of a group after <see cref="Derive"/>, [unit · block.Stride + case].</summary>
    internal T* Derivatives(Group group) => byGroup[group.Index]!.Dx;

    /// <summary>Equations 1 and 2, group after group; then clamps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Forward(CaseBlock<T> block, T* weights)
    {
        System.Diagnostics.Debug.Assert(block.Stride <= capacity);
        if (block != aimedBlock || block.Width != aimedWidth || weights != aimedWeights)
            Aim(block, weights);
        foreach (var layer in layers)
        {
            if (layer.ForwardAtOnce)
                layer.Function.SumAndValue(layer.Pass, 0, layer.Size);
            else
                ForwardByParts(layer, block, weights);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void ForwardByParts(Layer<T> layer, CaseBlock<T> block, T* weights)
    {
        if (IsShared(layer, block))
            forwardWork.Share(layer, block, weights);
        else
            ForwardPart(layer, block, weights, 0, layer.Size);
    }

    /// <summary>Forward, E and, if that is a finite number, back: adds to the gradient, in place of what it holds if <paramref name="fresh"/>, Σ over the block's cases of ∂E/∂w. <see cref="Gradient{T}.Finish"/> follows the last block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal double Derive(CaseBlock<T> block, T* weights, Gradient<T> gradient, bool fresh)
    {
        Forward(block, weights);
        var error = ErrorAndDerivatives(block);
        if (double.IsFinite(error))
            Backward(block, weights, gradient, fresh);
        return error;
    }

    /// <summary>Makes the states at the end of one window the initial states of the next; what cases give of input groups stays.</summary>
    internal void CarryOn(CaseBlock<T> window, CaseBlock<T> next)
    {
        foreach (var group in topology.Inputs)
        {
            if (!topology.IsCarriedOn(group))
                continue;
            var last = topology[IterativeTopology.Copy(group.Origin, topology.Unrolling!.Iterations + group.Iteration!.Value)];
            var source = States(window, last);
            for (var unit = 0; unit < group.Size; unit++)
                new Span<T>(source + ((nint)unit * window.Stride), window.Width).CopyTo(new Span<T>(next.Input(group.Index) + ((nint)unit * next.Stride), next.Width));
        }
    }

    /// <summary>E over the block, of the states that <see cref="Forward"/> left (equation 3).</summary>
    internal double Error(CaseBlock<T> block)
    {
        var sum = 0.0;
        foreach (var layer in outputs)
        {
            var targets = block.Target(layer.Index);
            if (targets != null)
                sum += layer.Error!.Error(Of(layer.X, layer, block), Of(layer.Y, layer, block), Of(targets, layer, block), block.Weights);
        }
        return sum;
    }

    /// <summary>The same, and the derivative of E by each output's own state (4), with which <see cref="Backward"/> begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double ErrorAndDerivatives(CaseBlock<T> block)
    {
        var sum = 0.0;
        foreach (var layer in outputs)
        {
            var targets = block.Target(layer.Index);
            if (targets != null)
                sum += layer.Error!.ErrorAndDerivative(Of(layer.X, layer, block), Of(layer.Y, layer, block), Of(targets, layer, block), block.Weights, Of(layer.Dx, layer, block));
        }
        return sum;
    }

    /// <summary>The greatest |y − d| over the block.</summary>
    internal double GreatestDistance(CaseBlock<T> block)
    {
        var greatest = 0.0;
        foreach (var layer in outputs)
        {
            var targets = block.Target(layer.Index);
            if (targets != null)
                greatest = Math.Max(greatest, double.CreateTruncating(TargetDistance<T>.Best.Greatest(Of(layer.Y, layer, block), Of(targets, layer, block))));
        }
        return greatest;
    }

    /// <summary>Whether every output of the block is on the right side of 0.5.</summary>
    internal bool OnRightSide(CaseBlock<T> block)
    {
        foreach (var layer in outputs)
        {
            var targets = block.Target(layer.Index);
            if (targets != null && !TargetDistance<T>.Best.OnRightSide(Of(layer.Y, layer, block), Of(targets, layer, block)))
                return false;
        }
        return true;
    }

    /// <summary>Equations 4 to 7, each copy of a shared weight on its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Backward(CaseBlock<T> block, T* weights, Gradient<T> gradient, bool fresh)
    {
        if (gradient != aimedGradient || fresh != aimedFresh)
            AimGradients(block, gradient, fresh);
        for (var index = layers.Length - 1; index >= 0; index--)
        {
            var layer = layers[index];
            if (!block.Derives[layer.Index])
                continue;
            if (layer.BackwardAtOnce)
                layer.Function.Backward(layer.Pass);
            else
                BackwardByParts(layer, block, weights, gradient, fresh);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void BackwardByParts(Layer<T> layer, CaseBlock<T> block, T* weights, Gradient<T> gradient, bool fresh)
    {
        if (layer.Columns is not null)
            NoteColumns(layer, block, gradient.Pointer, fresh);
        if (IsShared(layer, block))
            backwardWork.Share(layer, block, weights, gradient, fresh);
        else
            BackwardPart(layer, block, weights, gradient, fresh, 0, layer.Size);
    }

    /// <summary>Whether threads share the group's units.</summary>
    private bool IsShared(Layer<T> layer, CaseBlock<T> block) => team is not null && !layer.IsGroupWide && Work(layer, block) >= WorthSharing;

    /// <summary>Multiply-adds of a forward pass over a block.</summary>
    private static long Work(Layer<T> layer, CaseBlock<T> block)
    {
        var work = layer.Work * block.Width;
        for (var k = 0; k < layer.Incoming.Length; k++)
        {
            var from = layer.Incoming[k].Other;
            if (layer.Sources[k] == 0 && block.Input(from) == null)
                work -= (long)layer.Size * (layer.Incoming[k].OtherSize - block.Sparse(from).States.Slots) * block.Width;
        }
        return work;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Aim(CaseBlock<T> block, T* weights)
    {
        foreach (var layer in layers)
        {
            layer.Aim(block, weights, zero.Pointer);
            layer.ForwardAtOnce = layer.JoinsIncoming && !IsShared(layer, block) && block.Clamp(layer.Index) == null;
        }
        (aimedBlock, aimedWidth) = (block, block.Width);
        aimedWeights = weights;
        aimedGradient = null;
    }

    /// <summary>A matrix [unit × case] of a whole group over a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Matrix<T> Of(T* values, Layer<T> layer, CaseBlock<T> block) => new(values, layer.Size, block.Width, block.Stride);

    /// <summary>Equations 1 and 2 for the units [first, end) of a group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ForwardPart(Layer<T> layer, CaseBlock<T> block, T* weights, int first, int end)
    {
        var units = end - first;
        var y = Of(layer.Y, layer, block).RowRange(first, units);
        if (layer.JoinsIncoming)
        {
            layer.Function.SumAndValue(layer.Pass, first, end);
        }
        else
        {
            var x = Of(layer.X, layer, block).RowRange(first, units);
            TotalInputs(layer, block, weights, x, first);
            layer.Function.Value(x, y);
        }
        var clamps = block.Clamp(layer.Index);
        if (clamps != null)
            kernels.Clamp(Of(clamps, layer, block).RowRange(first, units), y);
    }

    /// <summary>Equation 1, projection by projection.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TotalInputs(Layer<T> layer, CaseBlock<T> block, T* weights, in Matrix<T> x, int first)
    {
        // The first product begins from the biases, the next ones from what it left.
        var start = layer.Biases >= 0 ? SumStart<T>.PerRow(weights + layer.Biases + first) : SumStart<T>.Same(zero.Pointer);
        for (var k = 0; k < layer.Incoming.Length; k++)
        {
            ref readonly var link = ref layer.Incoming[k];
            if (block.Silent[link.Other])
                continue;
            var w = weights + link.Offset;
            var y = layer.IncomingTerms[k].B;
            if (link.OneToOne)
            {
                kernels.Fill(x, start);
                kernels.ForwardOneToOne(w + first, Of(y, layer, block).RowRange(first, x.Rows), x);
            }
            else
            {
                var rows = new Matrix<T>(w, layer.Size, link.OtherSize, link.OtherSize).RowRange(first, x.Rows);
                if (y == null)
                    kernels.ForwardSparse(rows, block.Sparse(link.Other).States, x, start);
                else
                    kernels.Forward(rows, new Matrix<T>(y, link.OtherSize, block.Width, block.Stride), x, start);
            }
            start = SumStart<T>.Destination;
        }
        kernels.Fill(x, start);
    }

    /// <summary>Equations 4 to 7 for the units [first, end) of a group: ∂E/∂y, then ∂E/∂x in its place, then the gradients of what comes into them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardPart(Layer<T> layer, CaseBlock<T> block, T* weights, Gradient<T> gradient, bool fresh, int first, int end)
    {
        var units = end - first;
        var (x, y) = (Of(layer.X, layer, block).RowRange(first, units), Of(layer.Y, layer, block).RowRange(first, units));
        var dx = Of(layer.Dx, layer, block).RowRange(first, units);
        var targets = block.Target(layer.Index);
        if (layer.JoinsOutgoing)
        {
            layer.Function.SumAndDerivative(layer.Pass, first, end);
        }
        else
        {
            // An output's ∂E/∂y begins with its own error.
            FromReceivers(layer, block, weights, dx, targets != null && !layer.ErrorDerivesTotalInput ? SumStart<T>.Destination : SumStart<T>.Same(zero.Pointer), first);
            layer.Function.Derivative(x, y, dx, dx);
        }
        if (targets != null && layer.ErrorDerivesTotalInput)
            layer.Error!.AddDerivative(x, y, Of(targets, layer, block).RowRange(first, units), block.Weights, dx);
        var clamps = block.Clamp(layer.Index);
        if (clamps != null)
            kernels.ClearClamped(Of(clamps, layer, block).RowRange(first, units), dx);
        if (vanishes)
            kernels.ClearVanished(dx);
        if (gradient.Lanes != null)
            kernels.GradientInLanes(layer.Pass.Rows + (first * layer.RowsPerUnit), layer.Pass.Rows + (end * layer.RowsPerUnit), block.Width);
        else
            Gradients(layer, block, gradient.Pointer, fresh, dx, first);
    }

    /// <summary>Equation 7, projection by projection.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FromReceivers(Layer<T> layer, CaseBlock<T> block, T* weights, in Matrix<T> dx, SumStart<T> start, int first)
    {
        for (var k = 0; k < layer.Outgoing.Length; k++)
        {
            ref readonly var link = ref layer.Outgoing[k];
            if (!block.Derives[link.Other])
                continue;
            var ofReceiver = new Matrix<T>((T*)layer.Sinks[k], link.OtherSize, block.Width, block.Stride);
            if (link.OneToOne)
            {
                kernels.Fill(dx, start);
                kernels.BackOneToOne(weights + link.Offset + first, ofReceiver.RowRange(first, dx.Rows), dx);
            }
            else
            {
                kernels.Back(new Matrix<T>(weights + link.Offset, link.OtherSize, layer.Size, layer.Size).Part(0, link.OtherSize, first, dx.Rows), ofReceiver, dx, start);
            }
            start = SumStart<T>.Destination;
        }
        kernels.Fill(dx, start);
    }

    /// <summary>The units of part k of n, in whole tiles.</summary>
    private static int Boundary(int units, int part, int parts) => part == parts ? units : (int)((long)units * part / parts / 12 * 12);

    private sealed class ForwardWork(Propagation<T> owner) : ISharedWork
    {
        private Layer<T>? layer;
        private CaseBlock<T>? block;
        private T* weights;

        internal void Share(Layer<T> ofLayer, CaseBlock<T> ofBlock, T* ofWeights)
        {
            (layer, block) = (ofLayer, ofBlock);
            weights = ofWeights;
            owner.team!.Run(this);
        }

        public void Run(int part, int parts)
        {
            var (first, end) = (Boundary(layer!.Size, part, parts), Boundary(layer.Size, part + 1, parts));
            if (first < end)
                owner.ForwardPart(layer, block!, weights, first, end);
        }
    }

    private sealed class BackwardWork(Propagation<T> owner) : ISharedWork
    {
        private Layer<T>? layer;
        private CaseBlock<T>? block;
        private T* weights;
        private Gradient<T>? gradient;
        private bool fresh;

        internal void Share(Layer<T> ofLayer, CaseBlock<T> ofBlock, T* ofWeights, Gradient<T> ofGradient, bool isFresh)
        {
            fresh = isFresh;
            (layer, block) = (ofLayer, ofBlock);
            weights = ofWeights;
            gradient = ofGradient;
            owner.team!.Run(this);
        }

        public void Run(int part, int parts)
        {
            var (first, end) = (Boundary(layer!.Size, part, parts), Boundary(layer.Size, part + 1, parts));
            if (first < end)
                owner.BackwardPart(layer, block!, weights, gradient!, fresh, first, end);
        }
    }
}
