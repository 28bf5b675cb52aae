namespace Backprop;

/// <summary>How far the states of one output group are from their targets, for the stop rules. "Don't care" counts as reached. Both matrices are [unit × case] and have the same layout.</summary>
internal abstract unsafe class TargetDistance<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The kernel for the lane width of this process.</summary>
    internal static TargetDistance<T> Best { get; } = Lanes.Create(new Factory());

    /// <summary>Computes the greatest |y − d|; NaN if a state is.</summary>
    internal abstract T Greatest(in Matrix<T> y, in Matrix<T> targets);

    /// <summary>Tells whether y &gt; ½ wherever d ≥ ½, and y &lt; ½ wherever d &lt; ½.</summary>
    internal abstract bool OnRightSide(in Matrix<T> y, in Matrix<T> targets);

    /// <summary>For many nets at once, a net per lane: the greatest of its bundle's lane and the net's |y − d|, and a mask of the nets that are on the right side and were so in its bundle.</summary>
    internal abstract void OfNets(in NetErrors<T> pass, T* greatest, T* right);

    private sealed class Factory : ILanesFactory<T, TargetDistance<T>>
    {
        public TargetDistance<T> Create<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T> => new TargetDistance<T, TLanes>();
    }
}

internal sealed unsafe class TargetDistance<T, TLanes> : TargetDistance<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override T Greatest(in Matrix<T> y, in Matrix<T> targets)
    {
        targets.AssertSameLayout(y);
        var (stride, units, cases) = ((nint)y.Stride, y.Rows, y.Columns);
        T* states = y.Pointer, desired = targets.Pointer;
        var greatest = TLanes.Zero;
        for (var unit = 0; unit < units; unit++)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var at = (unit * stride) + c;
                var d = TLanes.Load(desired + at);
                var distance = TLanes.Select(TLanes.IsNaN(d), TLanes.Zero, TLanes.Abs(TLanes.Load(states + at) - d));
                // Max gives its second operand where either is NaN, so a NaN state gets here; once here it stays.
                greatest = TLanes.Select(TLanes.IsNaN(greatest), greatest, TLanes.Max(greatest, distance));
            }
        }
        var lanes = stackalloc T[TLanes.Count];
        TLanes.Store(lanes, greatest);
        var result = T.Zero;
        for (var lane = 0; lane < TLanes.Count; lane++)
            result = T.Max(result, lanes[lane]);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override bool OnRightSide(in Matrix<T> y, in Matrix<T> targets)
    {
        targets.AssertSameLayout(y);
        var (stride, units, cases) = ((nint)y.Stride, y.Rows, y.Columns);
        T* states = y.Pointer, desired = targets.Pointer;
        var half = TLanes.Constant(0.5);
        var right = TLanes.Zero;
        for (var unit = 0; unit < units; unit++)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var at = (unit * stride) + c;
                var d = TLanes.Load(desired + at);
                var state = TLanes.Load(states + at);
                var reached = TLanes.Select(TLanes.LessThan(d, half), TLanes.LessThan(state, half), TLanes.LessThan(half, state));
                right += TLanes.Select(TLanes.IsNaN(d), TLanes.One, TLanes.And(reached, TLanes.One));
            }
        }
        // Counts of up to 2²⁴ are exact in float: a block has far fewer units × cases per lane.
        return TLanes.SumOfLanes(right) == T.CreateTruncating((long)units * cases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void OfNets(in NetErrors<T> pass, T* greatest, T* right)
    {
        var (far, reached, half) = (TLanes.Load(greatest), TLanes.Load(right), TLanes.Constant(0.5));
        for (nint unit = 0; unit < pass.Units; unit++)
        {
            for (nint k = 0; k < pass.Places; k++)
            {
                var target = pass.Targets[(unit * pass.Places) + k];
                if (T.IsNaN(target))
                    continue;
                var (d, y) = (TLanes.Broadcast(target), TLanes.Load(pass.Y + (unit * pass.Stride) + (k * TLanes.Count)));
                far = TLanes.Max(far, TLanes.Abs(y - d));
                reached = TLanes.And(reached, target < T.CreateTruncating(0.5) ? TLanes.LessThan(y, half) : TLanes.LessThan(half, y));
            }
        }
        TLanes.Store(greatest, far);
        TLanes.Store(right, reached);
    }
}
