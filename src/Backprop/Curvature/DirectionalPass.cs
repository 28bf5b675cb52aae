namespace Backprop;

/// <summary>
/// Equations 1 to 7 derived along a direction v in the space of weights, by the rule of products: for each number of the two passes its slope, d/dr at r = 0 of what it is at w + r·v.
/// Pearlmutter 1994 writes it R{…}. It follows a pass of <see cref="Propagation{T}"/> over the same block, whose states and derivatives it reads, and takes about twice its time.
/// </summary>
internal sealed unsafe class DirectionalPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly Topology topology;
    private readonly Propagation<T> propagation;
    private readonly GroupSlopes<T>?[] slopes;
    private readonly AlignedBuffer<T> stateDerivatives;

    internal DirectionalPass(Topology topology, Propagation<T> propagation, int stride)
    {
        (this.topology, this.propagation) = (topology, propagation);
        slopes = new GroupSlopes<T>?[topology.Groups.Count];
        foreach (var group in topology.Groups)
        {
            // Of inputs only the total inputs with which leaky units begin are asked for.
            if (!group.IsInput || group.After is not null)
                slopes[group.Index] = new GroupSlopes<T>(group, stride, group.Before is { } before ? slopes[before.Index] : null);
        }
        stateDerivatives = new AlignedBuffer<T>(checked(topology.Groups.Max(static group => group.Size) * stride));
    }

    /// <summary>Adds the slopes of ∂E/∂w over the block that ran last to a gradient.</summary>
    /// <param name="block">The block.</param>
    /// <param name="weights">The weights with which it ran.</param>
    /// <param name="direction">v, as long as the weights; 0 where no weight is.</param>
    /// <param name="product">To which is added; flat.</param>
    /// <param name="wholly">Whether the slopes are those of ∂E/∂w, so that the product is the Hessian's; otherwise only what comes from the outputs is followed back, as if the net were linear in its weights: the Gauss–Newton matrix's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(CaseBlock<T> block, T* weights, T* direction, Gradient<T> product, bool wholly)
    {
        foreach (var group in topology.Groups)
        {
            if (!group.IsInput)
                Forward(block, group, weights, direction);
        }
        var derives = PropagationPlanner.GroupsOfError(topology, group => block.Shape[group].HasTargets);
        for (var index = derives.Length - 1; index >= 0; index--)
        {
            if (!derives[index])
                continue;
            Backward(block, topology.Groups[index], derives, weights, wholly ? direction : null);
            AddGradients(block, topology.Groups[index], product, wholly);
        }
    }

    /// <summary>Of x = Σ w y: Σ (v y + w · the slope of y); of y = f(x): f′ · the slope of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward(CaseBlock<T> block, Group group, T* weights, T* direction)
    {
        var own = slopes[group.Index]!;
        var totals = Rows(block, group, own.Totals);
        kernels.Fill(totals, group.Biases is { } biases ? SumStart<T>.PerRow(direction + biases.Offset) : SumStart<T>.Same(propagation.Zero));
        foreach (var projection in group.Into)
        {
            var (links, from) = (projection.Weights, projection.From);
            if (block.Shape[from].Slots is not null)
                kernels.ForwardSparse(Links(direction, links), block.Sparse(from.Index).States, totals, SumStart<T>.Destination);
            else
                Send(direction, links, Rows(block, from, propagation.States(block, from)), totals);
            if (!from.IsInput)
                Send(weights, links, Rows(block, from, slopes[from.Index]!.States), totals);
        }
        if (group.Before is { } before)
            kernels.Leak(Rows(block, before, slopes[before.Index]!.Totals), totals, T.CreateTruncating(group.LeakRate));
        // The slope of f(x) is the product of f′ with the slope of x, as ∂E/∂x is that with ∂E/∂y; the Jacobian of softmax is symmetric.
        var (states, free) = (propagation.StatesOf(group), Free(block, group));
        states.Function.Derivative(Rows(block, group, states.Totals), free.States, totals, free.Slopes);
        if (free.Slopes.Pointer != own.States)
            new Span<T>(free.Slopes.Pointer, group.Size * block.Stride).CopyTo(new Span<T>(own.States, group.Size * block.Stride));
        Hold(block, group, Rows(block, group, own.States));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward(CaseBlock<T> block, Group group, bool[] derives, T* weights, T* direction)
    {
        var (states, own) = (propagation.StatesOf(group), slopes[group.Index]!);
        var derivatives = Rows(block, group, own.Derivatives);
        kernels.Fill(derivatives, SumStart<T>.Same(propagation.Zero));
        var hasTargets = block.Shape[group].HasTargets;
        var errorGivesX = hasTargets && states.Error!.DerivesTotalInput;
        if (hasTargets && !errorGivesX)
            AddError(block, group, derivatives);
        var passes = hasTargets && !errorGivesX;
        foreach (var projection in group.OutOf)
        {
            var (links, to) = (projection.Weights, projection.To);
            if (!derives[to.Index])
                continue;
            passes = true;
            SendBack(weights, links, Rows(block, to, slopes[to.Index]!.Derivatives), derivatives);
            if (direction != null)
                SendBack(direction, links, Rows(block, to, propagation.Derivatives(to)), derivatives);
        }
        var (x, free) = (Rows(block, group, states.Totals), Free(block, group));
        if (passes && direction == null)
        {
            states.Function.Derivative(x, free.States, derivatives, derivatives);
        }
        else if (passes)
        {
            var dy = Rows(block, group, stateDerivatives.Pointer);
            propagation.DeriveStates(block, group, weights, dy);
            states.Function.DerivativeSlopes(x, free.States, dy, Rows(block, group, own.Totals), free.Slopes, derivatives);
        }
        if (errorGivesX)
            AddError(block, group, derivatives);
        Hold(block, group, derivatives);
        if (group.Before is not null)
            kernels.BackLeak(Rows(block, group, own.Passed), derivatives, T.CreateTruncating(group.LeakRate), fresh: group.After is not { } later || !derives[later.Index]);
    }

    /// <summary>Of ∂E/∂w = ∂E/∂x y: the slope of ∂E/∂x times y, and ∂E/∂x times the slope of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddGradients(CaseBlock<T> block, Group group, Gradient<T> product, bool wholly)
    {
        T* derivatives = propagation.Derivatives(group), slope = slopes[group.Index]!.Derivatives;
        if (group.Biases is { Frozen: false } biases)
            kernels.GradientOfBiases(Rows(block, group, slope), product.Pointer + biases.Offset);
        foreach (var projection in group.Into)
        {
            var (links, from) = (projection.Weights, projection.From);
            if (links.Frozen)
                continue;
            if (block.Shape[from].Slots is not null)
                kernels.GradientSparse(Cases(block, group, slope), block.Sparse(from.Index).States, Links(product.Pointer, links), fresh: false);
            else
                Multiply(block, group, slope, from, propagation.States(block, from), links, product);
            if (wholly && !from.IsInput)
                Multiply(block, group, derivatives, from, slopes[from.Index]!.States, links, product);
        }
    }

    private void AddError(CaseBlock<T> block, Group group, in Matrix<T> derivatives)
    {
        var (states, own) = (propagation.StatesOf(group), slopes[group.Index]!);
        states.Error!.AddDerivativeSlopes(
            Rows(block, group, states.Totals), Rows(block, group, states.Y), Rows(block, group, block.Target(group.Index)), block.Weights,
            Rows(block, group, own.Totals), Rows(block, group, own.States), derivatives);
    }

    /// <summary>What clamps and lesions leave of a slope, of states as of derivatives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Hold(CaseBlock<T> block, Group group, in Matrix<T> rows)
    {
        if (block.Shape[group].HasClamps && group.ClampStrength < 1)
            kernels.BackClampSoftly(Rows(block, group, block.Clamp(group.Index)), rows, T.CreateTruncating(group.ClampStrength));
        else if (block.Shape[group].HasClamps)
            kernels.ClearClamped(Rows(block, group, block.Clamp(group.Index)), rows);
        foreach (var unit in group.LesionedUnits)
            new Span<T>(rows.Row(unit), rows.Columns).Clear();
    }

    /// <summary>The states of a group as they follow from the total inputs, before clamps move them, and their slopes.</summary>
    private (Matrix<T> States, Matrix<T> Slopes) Free(CaseBlock<T> block, Group group)
    {
        var (states, own, isMoved) = (propagation.StatesOf(group), slopes[group.Index]!, block.Shape[group].HasClamps);
        return (Rows(block, group, isMoved ? states.Free : states.Y), Rows(block, group, isMoved ? own.Free : own.States));
    }

    private void Send(T* weights, WeightBlock links, in Matrix<T> states, in Matrix<T> totals)
    {
        if (links.IsOneToOne)
            kernels.ForwardOneToOne(weights + links.Offset, states, totals);
        else
            kernels.Forward(Links(weights, links), states, totals, SumStart<T>.Destination);
    }

    private void SendBack(T* weights, WeightBlock links, in Matrix<T> ofReceivers, in Matrix<T> derivatives)
    {
        if (links.IsOneToOne)
            kernels.BackOneToOne(weights + links.Offset, ofReceivers, derivatives);
        else
            kernels.Back(Links(weights, links), ofReceivers, derivatives, SumStart<T>.Destination);
    }

    private void Multiply(CaseBlock<T> block, Group to, T* derivatives, Group from, T* states, WeightBlock links, Gradient<T> product)
    {
        if (links.IsOneToOne)
            kernels.GradientOneToOne(Rows(block, to, derivatives), Rows(block, from, states), product.Pointer + links.Offset);
        else
            kernels.Gradient(Cases(block, to, derivatives), Cases(block, from, states), Links(product.Pointer, links), ProductShape.UsesCaseOrder(to.Size, from.Size, block.Count), fresh: false, null);
    }

    private static Matrix<T> Links(T* weights, WeightBlock links) => new(weights + links.Offset, links.Rows, links.Columns, links.Columns);

    /// <summary>The rows of a group over the cases of a block, padded ones included.</summary>
    private static Matrix<T> Rows(CaseBlock<T> block, Group group, T* numbers) => new(numbers, group.Size, block.Width, block.Stride);

    private static Matrix<T> Cases(CaseBlock<T> block, Group group, T* numbers) => new(numbers, group.Size, block.Count, block.Stride);
}
