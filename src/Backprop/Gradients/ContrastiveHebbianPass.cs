namespace Backprop;

/// <summary>Two phases of a block of cases, and the gradient from their difference.</summary>
internal sealed unsafe class ContrastiveHebbianPass<T> : GradientPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most times that every unit follows the others in a phase.</summary>
    internal const int MostRounds = 1000;

    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly AlignedBuffer<T> zero = new(Gradient<T>.LaneCount);
    private readonly ContrastiveHebbian method;
    private readonly Propagation<T> clamped;

    /// <summary>The groups that lead to desired states, from the last to the first.</summary>
    private readonly SettlingGroup<T>[] groups;
    private readonly SettlingGroup<T>?[] byIndex;

    internal ContrastiveHebbianPass(ContrastiveHebbian method, GradientTask task)
        : base(task.Propagate<T>(use: StateUse.AllStates))
    {
        this.method = method;
        var topology = task.Topology;
        clamped = new Propagation<T>(topology, task.Capacity, task.Error, StateUse.Derivatives(task.Cases));
        byIndex = new SettlingGroup<T>?[topology.Groups.Count];
        foreach (var group in topology.Groups.Reverse())
        {
            if (group.IsInput)
                continue;
            SettlingGroup<T>[] above = [.. group.OutOf.Select(projection => byIndex[projection.To.Index]).OfType<SettlingGroup<T>>()];
            if (above.Length > 0 || task.Cases.Target(group) is not null)
                byIndex[group.Index] = new SettlingGroup<T>(group, above.Length == 0 ? 0 : 1 + above.Max(static receiver => receiver.Height), method, BlockShape.Padded(task.Capacity));
        }
        groups = [.. byIndex.OfType<SettlingGroup<T>>().Reverse()];
        // What comes back must be far above rounding errors of states near 1.
        var least = double.CreateTruncating(T.BitIncrement(T.One) - T.One) * 512;
        if (groups.MaxBy(static group => group.Height) is { } farthest && farthest.Strength < least)
            throw new TopologyException(FormattableString.Invariant($"The gradient method '{method.Name}' passes {method.Feedback} to the power of {farthest.Height} of an error back to group '{DisplayText.Name(farthest.Group.Name)}', which is lost in rounding errors; it must be at least {least:G2}: take a greater feedback{(typeof(T) == typeof(float) ? ", or double precision" : "")}."));
    }

    internal override bool IsPlain => false;

    internal override bool AllowsLanes => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override double Derive(CaseBlock<T> block, ReadOnlySpan<int> cases, T* weights, Gradient<T> gradient, bool fresh, int sweep)
    {
        Propagation.Forward(block, weights);
        var error = Propagation.Error(block);
        if (!double.IsFinite(error))
            return error;
        foreach (var group in groups)
        {
            StartFromInputs(group, block, weights);
            group.Enter(Propagation.States(block, group.Group), block);
        }
        Settle(block, weights, sweep, "free");
        foreach (var group in groups)
            group.KeepFree(block);
        Settle(block, weights, sweep, "clamped");
        ForwardPasses++;
        BackwardPasses += 0.5;
        // y̆_j y̆_i − y_j y_i = (y̆_j − y_j) y̆_i + y_j (y̆_i − y_i): no small difference of great sums.
        foreach (var group in groups)
            group.Contrast(block, clamped.States(block, group.Group), clamped.Derivatives(group.Group));
        clamped.DeriveWeights(block, weights, gradient, fresh);
        foreach (var group in groups)
            AddChangeOfSenders(group, block, gradient);
        return error;
    }

    /// <summary>Biases and what comes from input groups, which stays the same in both phases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StartFromInputs(SettlingGroup<T> settling, CaseBlock<T> block, T* weights)
    {
        var group = settling.Group;
        var start = Over(settling.Given, group, block);
        kernels.Fill(start, group.Biases is null ? SumStart<T>.Same(zero.Pointer) : SumStart<T>.PerRow(weights + group.Biases.Offset));
        foreach (var projection in group.Into)
        {
            if (!projection.From.IsInput)
                continue;
            var links = projection.Weights;
            if (block.Input(projection.From) == null)
                kernels.ForwardSparse(OfWeights(weights, links), block.Sparse(projection.From.Index).States, start, SumStart<T>.Destination);
            else
                Forward(links, weights, Over(block.Input(projection.From), projection.From, block), start);
        }
    }

    /// <summary>Lets every unit follow the others, from the last group to the first, until all have settled.</summary>
    /// <exception cref="TrainingException">They do not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Settle(CaseBlock<T> block, T* weights, int sweep, string phase)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            // As much work as a forward and a backward pass.
            ForwardPasses++;
            BackwardPasses++;
            var settled = true;
            foreach (var group in groups)
            {
                Sum(group, block, weights);
                settled &= group.Follow(block, isClamped: phase == "clamped");
            }
            if (settled)
                return;
        }
        throw new TrainingException(FormattableString.Invariant($"sweep {sweep}: the states of the {phase} phase of '{method.Name}' have not settled in {MostRounds} rounds with the feedback {method.Feedback}; take a smaller feedback or a smaller learning rate."));
    }

    /// <summary>Total inputs, from below and from above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(SettlingGroup<T> settling, CaseBlock<T> block, T* weights)
    {
        var group = settling.Group;
        var total = Over(settling.Total, group, block);
        var back = Over(settling.Back, group, block);
        new Span<T>(settling.Given.Pointer, group.Size * block.Stride).CopyTo(new Span<T>(settling.Total.Pointer, group.Size * block.Stride));
        foreach (var projection in group.Into)
        {
            // A hidden group with units that lead to desired states has receivers that do.
            if (!projection.From.IsInput)
                Forward(projection.Weights, weights, Over(byIndex[projection.From.Index]!.States, projection.From, block), total);
        }
        foreach (var projection in group.OutOf)
        {
            if (byIndex[projection.To.Index] is not { } above)
                continue;
            kernels.Fill(back, SumStart<T>.Same(zero.Pointer));
            var states = Over(above.States, above.Group, block);
            if (projection.Weights.IsOneToOne)
                kernels.BackOneToOne(weights + projection.Weights.Offset, states, back);
            else
                kernels.Back(OfWeights(weights, projection.Weights), states, back, SumStart<T>.Destination);
            kernels.Combine(total.Pointer, total.Pointer, T.CreateTruncating(Math.Pow(method.Feedback, settling.Height - above.Height)), back.Pointer, group.Size * block.Stride);
        }
    }

    /// <summary>−γ^−h y_j (y̆_i − y_i), for senders that are not inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddChangeOfSenders(SettlingGroup<T> settling, CaseBlock<T> block, Gradient<T> gradient)
    {
        var dx = Over(settling.Total, settling.Group, block);
        foreach (var projection in settling.Group.Into)
        {
            if (projection.From.IsInput || projection.Weights.Frozen)
                continue;
            var changes = Over(byIndex[projection.From.Index]!.Back, projection.From, block);
            if (projection.Weights.IsOneToOne)
                kernels.GradientOneToOne(dx, changes, gradient.Pointer + projection.Weights.Offset);
            else
                kernels.Gradient(dx.Part(0, dx.Rows, 0, block.Count), changes.Part(0, changes.Rows, 0, block.Count), OfWeights(gradient.Pointer, projection.Weights), caseOrder: false, fresh: false, null);
        }
    }

    private void Forward(WeightBlock links, T* weights, in Matrix<T> states, in Matrix<T> total)
    {
        if (links.IsOneToOne)
            kernels.ForwardOneToOne(weights + links.Offset, states, total);
        else
            kernels.Forward(OfWeights(weights, links), states, total, SumStart<T>.Destination);
    }

    private static Matrix<T> OfWeights(T* vector, WeightBlock links) => new(vector + links.Offset, links.Rows, links.Columns, links.Columns);

    private static Matrix<T> Over(AlignedBuffer<T> buffer, Group group, CaseBlock<T> block) => Over(buffer.Pointer, group, block);

    private static Matrix<T> Over(T* pointer, Group group, CaseBlock<T> block) => new(pointer, group.Size, block.Width, block.Stride);
}
