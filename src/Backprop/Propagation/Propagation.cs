using System.Diagnostics;

namespace Backprop;

/// <summary>
/// A forward and a backward pass over a block of cases: equations 1 to 7, each copy of a shared weight on its own. All states are kept for the backward pass, [unit × case].
/// <see cref="PropagationPlan"/> says what is done, <see cref="BoundGroup{T}"/> does one step; this class loops over them.
/// </summary>
internal sealed unsafe class Propagation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Topology topology;
    private readonly GroupStates<T>?[] states;
    private readonly Dictionary<Projection, GradientColumns<T>> columns = [];
    private readonly AlignedBuffer<T> zero = new(Gradient<T>.LaneCount);
    private readonly ThreadTeam? team;
    private readonly int capacity;
    private readonly Noise? noise;
    private readonly NoiseBuffers<T>? buffers;
    private readonly ReturnWeights<T>? returns;
    private readonly SegmentedPass<T>? segmented;

    /// <summary>One per kind of block: full blocks and the rest of the cases, those that begin a gradient and those that add to it.</summary>
    private readonly List<BoundPlan<T>> plans = [];
    private BoundPlan<T>? current;

    /// <summary>Makes room for states.</summary>
    /// <param name="topology">The net.</param>
    /// <param name="capacity">The most cases per block.</param>
    /// <param name="error">The error measure; null: forward only.</param>
    /// <param name="use">What is asked of the states; null: all are kept, and derived if there is an error measure.</param>
    /// <param name="team">Threads that share the work; null: none.</param>
    /// <param name="noise">Noise; null: none.</param>
    /// <param name="returns">What the backward pass reads in place of the weights; null: the weights.</param>
    internal Propagation(Topology topology, int capacity, ErrorMeasure? error, StateUse? use = null, ThreadTeam? team = null, Noise? noise = null, ReturnWeights<T>? returns = null)
    {
        use ??= new StateUse();
        error?.Check(topology);
        (this.topology, this.team) = (topology, team);
        this.capacity = BlockShape.Padded(capacity);
        (this.noise, this.returns) = (noise, returns);
        var keepsAll = use.Keeps == KeptStates.All;
        buffers = noise is null ? null : new NoiseBuffers<T>(noise, topology, this.capacity, drawsByGroup: !keepsAll);
        segmented = keepsAll ? null : new SegmentedPass<T>(buffers, team, hasError: error is not null);
        var memory = new StateBuffers<T>(topology, this.capacity, use, hasError: error is not null, returns?.Direct);
        Segments = keepsAll ? null : memory;
        states = new GroupStates<T>?[topology.Groups.Count];
        foreach (var group in topology.Groups)
        {
            if (!group.IsInput)
                states[group.Index] = new GroupStates<T>(group, error, memory, noise?.OfStates(group) > 0, group.Before is { } before ? states[before.Index] : null, use.KeepsTotalInputs);
            memory.Leave(group);
        }
    }

    /// <summary>Noise on the total inputs of a group, and on its states, [unit · block.Stride + case]; null for none.</summary>
    internal T* NoiseOnTotals(Group group) => buffers is null ? null : buffers.OnTotals(group);

    /// <inheritdoc cref="NoiseOnTotals"/>
    internal T* NoiseOnStates(Group group) => buffers is null ? null : buffers.OnStates(group);

    /// <summary>Draws the noise of a block before it runs, if there is noise.</summary>
    /// <param name="block">The block.</param>
    /// <param name="first">The number of its first case.</param>
    internal void DrawNoise(CaseBlock<T> block, int first) => buffers?.Draw(block, first);

    /// <summary>Draws the noise of a block in a sweep of training before it runs.</summary>
    /// <param name="block">The block.</param>
    /// <param name="cases">The numbers of its cases.</param>
    /// <param name="ofSweep">The noise of the sweep.</param>
    internal void DrawNoise(CaseBlock<T> block, ReadOnlySpan<int> cases, Noise ofSweep) => buffers!.DrawForTraining(block, cases, ofSweep);

    /// <summary>The segments of passes that do not keep all states; null if they are kept.</summary>
    internal StateBuffers<T>? Segments { get; }

    /// <summary>A bundle of zeros.</summary>
    internal T* Zero => zero.Pointer;

    /// <summary>The states of a group, [unit · block.Stride + case]; null for an input group that the block keeps sparse. What <see cref="StateUse.Keeps"/> does not name is there only until another group takes the memory.</summary>
    internal T* States(CaseBlock<T> block, Group group) => states[group.Index] is { } own ? own.Y : block.Input(group.Index);

    /// <summary>The total inputs of leaky units, [unit · block.Stride + case], or the initial ones that a block gives.</summary>
    internal T* TotalInputs(CaseBlock<T> block, Group group) => states[group.Index] is { } own ? own.Totals : block.Input(group.Index);

    /// <summary>∂E/∂x of a group after <see cref="Derive"/>, [unit · block.Stride + case]; null if E does not depend on the group, so that they are 0.</summary>
    internal T* Derivatives(Group group) => StatesOf(group).Dx;

    /// <summary>The states and derivatives of a group that is not an input.</summary>
    internal GroupStates<T> StatesOf(Group group) => states[group.Index]!;

    /// <summary>The columns that the gradient of a projection has; the same for all plans.</summary>
    internal GradientColumns<T> ColumnsOf(Projection projection)
    {
        if (!columns.TryGetValue(projection, out var found))
            columns.Add(projection, found = new GradientColumns<T>(projection.From.Size));
        return found;
    }

    /// <summary>Lets the next gradient begin with 0 in every column: others have written into the place of the last one.</summary>
    internal void ForgetColumns()
    {
        foreach (var (_, its) in columns)
            its.Forget();
    }

    /// <summary>Plans a block that begins a gradient, so that the first <see cref="Derive"/> takes no longer than the next ones.</summary>
    internal void Prepare(CaseBlock<T> block, T* weights, Gradient<T> gradient) => BindPlanFor(block, weights, gradient, fresh: true);

    /// <summary>The plan of a block that begins a gradient; null where a pass is more than its plan says: it keeps no states, has noise, or goes back over other weights.</summary>
    internal PropagationPlan? PlainPlan(CaseBlock<T> block, Gradient<T> gradient) =>
        segmented is null && noise is null && returns is null ? Plan(new PlanKey(block.Shape, block.Count, gradient.Layout, IsFresh: true)) : null;

    /// <summary>Computes all states: equations 1 and 2, then clamps, group after group.</summary>
    internal void Forward(CaseBlock<T> block, T* weights) => Forward(PlanFor(block, weights, null, fresh: false));

    /// <summary>Computes all states, E and, if that is a finite number, ∂E/∂w summed over the cases of the block, which is added to the gradient or, if <paramref name="fresh"/>, replaces it. <see cref="Gradient{T}.Finish()"/> follows the last block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="gradient">Takes ∂E/∂w.</param>
    /// <param name="fresh">Whether a new gradient begins.</param>
    /// <param name="enters">Called before the backward pass goes into a group, with its index, from the last group to the first; null for nothing. Not called where states are not kept.</param>
    /// <returns>E.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal double Derive(CaseBlock<T> block, T* weights, Gradient<T> gradient, bool fresh, Action<int>? enters = null)
    {
        var plan = PlanFor(block, weights, gradient, fresh);
        if (segmented is not null)
            return segmented.Derive(plan);
        Forward(plan);
        var sum = ErrorAndDerivatives(plan);
        if (!double.IsFinite(sum))
            return sum;
        if (enters is null)
            Backward(plan);
        else
            Backward(plan, enters);
        return sum;
    }

    /// <summary>Computes ∂E/∂w (6) from ∂E/∂x that the caller has written into <see cref="Derivatives"/>, exactly 0 in padded cases, and from the states of the block; 0 counts where units are clamped or lesioned.</summary>
    internal void DeriveWeights(CaseBlock<T> block, T* weights, Gradient<T> gradient, bool fresh) => Backward(PlanFor(block, weights, gradient, fresh, given: true));

    /// <summary>Gets the first group of which a condition holds, with the states of the block that ran last, which are computed once more unless they are kept.</summary>
    /// <param name="block">The block.</param>
    /// <param name="isFound">The condition, of a group whose <see cref="States"/> are there.</param>
    /// <returns>The group; null if it holds of none.</returns>
    internal Group? Find(CaseBlock<T> block, Predicate<Group> isFound)
    {
        Debug.Assert(current is not null && current.HasBlock(block), "Not the block that ran last.");
        return segmented is null ? topology.Groups.FirstOrDefault(group => isFound(group))
            : topology.Inputs.FirstOrDefault(group => isFound(group)) ?? segmented.Find(current!, isFound);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Forward(BoundPlan<T> plan)
    {
        if (segmented is not null)
        {
            segmented.Forward(plan);
            return;
        }
        foreach (var group in plan.Forward)
            group.RunForward(team);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Backward(BoundPlan<T> plan)
    {
        foreach (var group in plan.Backward)
            group.RunBackward(team);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward(BoundPlan<T> plan, Action<int> enters)
    {
        foreach (var group in plan.Backward)
        {
            enters(group.Group.Index);
            group.RunBackward(team);
        }
    }

    /// <summary>Copies the states at the end of a window to where the next one begins; the states that cases give to input groups stay.</summary>
    internal void CarryOn(CaseBlock<T> window, CaseBlock<T> next)
    {
        foreach (var group in topology.Inputs)
        {
            if (!topology.IsCarriedOn(group))
                continue;
            var source = LastStates(window, group);
            for (var unit = 0; unit < group.Size; unit++)
                new Span<T>(source + ((nint)unit * window.Stride), window.Width).CopyTo(new Span<T>(next.Input(group.Index) + ((nint)unit * next.Stride), next.Width));
        }
    }

    /// <summary>The states at the end of a window that a group which is carried on takes over in the next one, [unit · window.Stride + case].</summary>
    internal T* LastStates(CaseBlock<T> window, Group group)
    {
        var last = topology.LastCopy(group);
        return group.Description.IsTotalInput ? TotalInputs(window, last) : States(window, last);
    }

    /// <summary>Gets E of the block that ran last (equation 3).</summary>
    internal double Error(CaseBlock<T> block)
    {
        if (segmented is not null)
            return segmented.Error;
        var sum = 0.0;
        foreach (var output in Outputs(block))
            sum += output.Error();
        return sum;
    }

    /// <summary>Gets E of each case of the block that ran last, over one output group that has desired states, without the weights of the cases.</summary>
    internal void ErrorsOfCases(CaseBlock<T> block, Group group, Span<double> errors)
    {
        foreach (var output in Outputs(block))
        {
            if (output.Is(group))
                output.ErrorsOfCases(errors);
        }
    }

    /// <summary>Computes E and, for error measures that derive by the states, ∂E/∂y of each output (4), from which the backward pass starts. The others add ∂E/∂x on the way: <see cref="Operation.ErrorDerivative"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ErrorAndDerivatives(BoundPlan<T> plan)
    {
        var sum = 0.0;
        foreach (var output in plan.Error)
            sum += output.ErrorAndDerivative();
        return sum;
    }

    /// <summary>Computes what the error measure gives of a group with desired states, of the block that ran last: ∂E/∂y (4), or ∂E/∂x if it derives by the total inputs.</summary>
    /// <param name="block">The block.</param>
    /// <param name="group">An output group of which the block has desired states.</param>
    /// <param name="derivatives">Takes the derivatives, [unit × case].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void DeriveError(CaseBlock<T> block, Group group, in Matrix<T> derivatives)
    {
        foreach (var output in Outputs(block))
        {
            if (output.Is(group))
                output.DeriveError(derivatives);
        }
    }

    /// <summary>
    /// Computes ∂E/∂y of a group (4 and 7) after <see cref="Derive"/>, which leaves ∂E/∂x in its place: the same products in the same order, so that it has the same bits.
    /// What an error measure gives by the total inputs is not in it.
    /// </summary>
    /// <param name="block">The block that ran last.</param>
    /// <param name="group">The group, which may be an input.</param>
    /// <param name="weights">The weights with which it ran.</param>
    /// <param name="derivatives">Takes the derivatives, [unit × case].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void DeriveStates(CaseBlock<T> block, Group group, T* weights, in Matrix<T> derivatives)
    {
        var kernels = Kernels<T>.Best;
        if (block.Shape[group].HasTargets && !StatesOf(group).Error!.DerivesTotalInput)
            DeriveError(block, group, derivatives);
        else
            kernels.Fill(derivatives, SumStart<T>.Same(Zero));
        foreach (var projection in group.OutOf)
        {
            var (links, to) = (projection.Weights, projection.To);
            if (Derivatives(to) == null)
                continue;
            var dx = new Matrix<T>(Derivatives(to), to.Size, block.Width, block.Stride);
            if (links.IsOneToOne)
                kernels.BackOneToOne(weights + links.Offset, dx, derivatives);
            else
                kernels.Back(new Matrix<T>(weights + links.Offset, links.Rows, links.Columns, links.Columns), dx, derivatives, SumStart<T>.Destination);
        }
    }

    /// <summary>Gets the greatest |y − d| of the block that ran last.</summary>
    internal double GreatestDistance(CaseBlock<T> block)
    {
        if (segmented is not null)
            return segmented.GreatestDistance;
        var greatest = 0.0;
        foreach (var output in Outputs(block))
            greatest = Math.Max(greatest, output.GreatestDistance());
        return greatest;
    }

    /// <summary>Tells whether every output of the block that ran last is on the right side of 0.5.</summary>
    internal bool OnRightSide(CaseBlock<T> block)
    {
        if (segmented is not null)
            return segmented.IsOnRightSide;
        foreach (var output in Outputs(block))
        {
            if (!output.IsOnRightSide())
                return false;
        }
        return true;
    }

    /// <summary>The output groups with desired states, of the block that ran last.</summary>
    private BoundGroup<T>[] Outputs(CaseBlock<T> block)
    {
        Debug.Assert(current is not null && current.HasBlock(block), "Not the block that ran last.");
        return current!.Error;
    }

    /// <summary>Gets the plan of a block, bound to it: mostly that of the last call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BoundPlan<T> PlanFor(CaseBlock<T> block, T* weights, Gradient<T>? gradient, bool fresh, bool given = false) =>
        current is { } plan && plan.IsBoundTo(block, weights, gradient, fresh, given) ? plan : BindPlanFor(block, weights, gradient, fresh, given);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private BoundPlan<T> BindPlanFor(CaseBlock<T> block, T* weights, Gradient<T>? gradient, bool fresh, bool given = false)
    {
        Debug.Assert(block.Stride <= capacity, "No room for so many cases.");
        var key = new PlanKey(block.Shape, block.Count, gradient?.Layout ?? GradientLayout.None, fresh, given);
        current = Find(key);
        if (current is null)
            plans.Add(current = new BoundPlan<T>(this, Plan(key)));
        if (!current.IsBoundTo(block, weights, gradient, fresh, given))
            current.Bind(block, weights, returns is null ? weights : returns.Pointer, gradient);
        return current;
    }

    private PropagationPlan Plan(in PlanKey key) => PropagationPlanner.Plan(topology, key, group => StatesOf(group).Error is { DerivesTotalInput: true }, team?.Threads ?? 1, noise, returns?.Direct);

    private BoundPlan<T>? Find(in PlanKey key)
    {
        foreach (var plan in plans)
        {
            if (plan.HasKey(key))
                return plan;
        }
        return null;
    }
}
