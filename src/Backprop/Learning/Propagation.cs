namespace Backprop;

/// <summary>
/// One forward and one backward pass over a block of cases: equations 1 to 7. All states are kept for the backward pass, [unit × case].
/// The order of every sum is fixed: a total input starts from the bias and takes projection after projection, unit after unit;
/// a derivative starts from the unit's own error and takes the outgoing projections likewise.
/// </summary>
internal sealed unsafe class Propagation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Topology topology;
    private readonly Group[] groups;
    private readonly Group[] outputs;
    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly AlignedBuffer<T>?[] states;
    private readonly AlignedBuffer<T>?[] totals;
    private readonly AlignedBuffer<T>?[] derivatives;
    private readonly UnitKernels<T>?[] functions;
    private readonly ErrorKernel<T>?[] errors;
    private readonly int capacity;

    /// <summary>Makes room for blocks of up to <paramref name="capacity"/> cases; with no error measure it can only run forward, and back only if it <paramref name="derives"/>.</summary>
    internal Propagation(Topology topology, int capacity, ErrorMeasure? error, bool derives = true)
    {
        this.topology = topology;
        groups = [.. topology.Groups];
        outputs = [.. topology.Outputs];
        this.capacity = CaseBlock<T>.Padded(capacity);
        functions = [.. topology.Groups.Select(static group => group.IsInput ? null : group.UnitFunction.Bind<T>(Lanes.Width))];
        errors = [.. topology.Groups.Select(group => group.IsOutput ? error?.Bind<T>(group) : null)];
        states = [.. topology.Groups.Select(group => group.IsInput ? null : Buffer(group))];
        totals = [.. topology.Groups.Select(group => group.UnitFunction.UsesTotalInput || errors[group.Index] is { UsesTotalInput: true } ? Buffer(group) : null)];
        derivatives = [.. topology.Groups.Select(group => group.IsInput || error is null || !derives ? null : Buffer(group))];
    }

    /// <summary>The states of a group, [unit · block.Stride + case].</summary>
    internal T* States(CaseBlock<T> block, Group group) => group.IsInput ? block.Input(group) : states[group.Index]!.Pointer;

    /// <summary>∂E/∂x of a group after <see cref="Backward"/>, [unit · block.Stride + case].</summary>
    internal T* Derivatives(Group group) => derivatives[group.Index]!.Pointer;

    /// <summary>Equations 1 and 2, group after group; then clamps.</summary>
    internal void Forward(CaseBlock<T> block, T* weights)
    {
        System.Diagnostics.Debug.Assert(block.Stride <= capacity);
        foreach (var group in groups)
        {
            if (group.IsInput)
                continue;
            var y = states[group.Index]!.Pointer;
            var x = totals[group.Index] is { } kept ? kept.Pointer : y;
            kernels.FillBiases(group.Biases is { } biases ? weights + biases.Offset : null, x, block.Stride, group.Size, block.Width);
            foreach (var projection in group.Into)
            {
                var w = weights + projection.Weights.Offset;
                var from = States(block, projection.From);
                if (projection.Weights.IsOneToOne)
                    kernels.ForwardOneToOne(w, from, block.Stride, x, block.Stride, group.Size, block.Width);
                else
                    kernels.Forward(w, projection.From.Size, from, block.Stride, x, block.Stride, group.Size, projection.From.Size, block.Width);
            }
            functions[group.Index]!.Value(x, y, block.Stride, group.Size, block.Width);
            if (block.Clamp(group) is var clamps && clamps != null)
                kernels.Clamp(clamps, y, block.Stride, group.Size, block.Width);
        }
    }

    /// <summary>Makes the states at the end of one window the initial states of the next; what cases give of input groups stays.</summary>
    internal void CarryOn(CaseBlock<T> window, CaseBlock<T> next)
    {
        foreach (var group in topology.Inputs)
        {
            if (group.Iteration is not < 1 || topology.Unrolling!.IsInput(group.Origin))
                continue;
            var last = topology[IterativeTopology.Copy(group.Origin, topology.Unrolling.Iterations + group.Iteration.Value)];
            var source = States(window, last);
            for (var unit = 0; unit < group.Size; unit++)
                new Span<T>(source + ((nint)unit * window.Stride), window.Width).CopyTo(new Span<T>(next.Input(group) + ((nint)unit * next.Stride), next.Width));
        }
    }

    /// <summary>E over the block, of the states that <see cref="Forward"/> left (equation 3).</summary>
    internal double Error(CaseBlock<T> block)
    {
        var sum = 0.0;
        foreach (var group in outputs)
        {
            if (block.Target(group) is var targets && targets != null)
            {
                var x = totals[group.Index] is { } kept ? kept.Pointer : null;
                sum += errors[group.Index]!.Error(x, states[group.Index]!.Pointer, targets, block.Weights, block.Stride, group.Size, block.Width);
            }
        }
        return sum;
    }

    /// <summary>The greatest |y − d| over the block.</summary>
    internal double GreatestDistance(CaseBlock<T> block)
    {
        var greatest = 0.0;
        foreach (var group in outputs)
        {
            if (block.Target(group) is var targets && targets != null)
                greatest = Math.Max(greatest, double.CreateTruncating(TargetDistance<T>.Best.Greatest(states[group.Index]!.Pointer, targets, block.Stride, group.Size, block.Width)));
        }
        return greatest;
    }

    /// <summary>Whether every output of the block is on the right side of 0.5.</summary>
    internal bool OnRightSide(CaseBlock<T> block)
    {
        foreach (var group in outputs)
        {
            if (block.Target(group) is var targets && targets != null
                && !TargetDistance<T>.Best.OnRightSide(states[group.Index]!.Pointer, targets, block.Stride, group.Size, block.Width))
                return false;
        }
        return true;
    }

    /// <summary>Adds to the flat gradient Σ over the block's cases of ∂E/∂w (equations 4 to 7), each copy of a shared weight on its own.</summary>
    internal void Backward(CaseBlock<T> block, T* weights, T* gradient)
    {
        for (var index = groups.Length - 1; index >= 0; index--)
        {
            if (!block.Derives[index])
                continue;
            var group = groups[index];
            var dx = derivatives[index]!.Pointer;
            DeriveStates(block, group, weights, dx);
            DeriveTotals(block, group, dx);
            AddGradients(block, group, dx, gradient);
        }
    }

    /// <summary>∂E/∂y: the unit's own error (4), then what comes back through each outgoing projection (7).</summary>
    private void DeriveStates(CaseBlock<T> block, Group group, T* weights, T* dy)
    {
        var error = errors[group.Index];
        var targets = block.Target(group);
        if (targets != null && !error!.DerivesTotalInput)
            error.Derive(totals[group.Index] is { } kept ? kept.Pointer : null, states[group.Index]!.Pointer, targets, block.Weights, dy, add: false, block.Stride, group.Size, block.Width);
        else
            kernels.FillBiases(null, dy, block.Stride, group.Size, block.Width);
        foreach (var projection in group.OutOf)
        {
            if (!block.Derives[projection.To.Index])
                continue;
            var w = weights + projection.Weights.Offset;
            var dx = derivatives[projection.To.Index]!.Pointer;
            if (projection.Weights.IsOneToOne)
                kernels.ForwardOneToOne(w, dx, block.Stride, dy, block.Stride, group.Size, block.Width);
            else
                kernels.Back(w, group.Size, dx, block.Stride, dy, block.Stride, projection.To.Size, group.Size, block.Width);
        }
    }

    /// <summary>∂E/∂x from ∂E/∂y, in place (5); no derivative passes through a clamp.</summary>
    private void DeriveTotals(CaseBlock<T> block, Group group, T* dx)
    {
        var y = states[group.Index]!.Pointer;
        var x = totals[group.Index] is { } kept ? kept.Pointer : y;
        functions[group.Index]!.Derivative(x, y, dx, dx, block.Stride, group.Size, block.Width);
        var targets = block.Target(group);
        if (targets != null && errors[group.Index] is { DerivesTotalInput: true } error)
            error.Derive(x, y, targets, block.Weights, dx, add: true, block.Stride, group.Size, block.Width);
        if (block.Clamp(group) is var clamps && clamps != null)
            kernels.ClearClamped(clamps, dx, block.Stride, group.Size, block.Width);
    }

    /// <summary>∂E/∂w = Σ ∂E/∂x · y (6), the bias's y being 1.</summary>
    private void AddGradients(CaseBlock<T> block, Group group, T* dx, T* gradient)
    {
        foreach (var projection in group.Into)
        {
            var weights = projection.Weights;
            if (weights.Frozen)
                continue;
            var y = States(block, projection.From);
            if (weights.IsOneToOne)
                kernels.GradientOneToOne(dx, block.Stride, y, block.Stride, gradient + weights.Offset, group.Size, block.Width);
            else
                kernels.Gradient(dx, block.Stride, y, block.Stride, gradient + weights.Offset, projection.From.Size, group.Size, projection.From.Size, block.Width);
        }
        if (group.Biases is { Frozen: false } biases)
            kernels.GradientOfBiases(dx, block.Stride, gradient + biases.Offset, group.Size, block.Width);
    }

    private AlignedBuffer<T> Buffer(Group group) => new(checked(group.Size * capacity));
}
