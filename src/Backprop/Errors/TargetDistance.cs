namespace Backprop;

/// <summary>How far states are from what is desired, over one output group: what the stop rules ask. "Don't care" counts as reached.</summary>
internal abstract unsafe class TargetDistance<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The kernel at the width that this process uses.</summary>
    internal static TargetDistance<T> Best { get; } = Lanes.Create(new Factory());

    /// <summary>The greatest |y − d|; NaN if a state is.</summary>
    internal abstract T Greatest(T* y, T* targets, int stride, int units, int cases);

    /// <summary>Whether y &gt; ½ wherever d ≥ ½, and y &lt; ½ wherever d &lt; ½.</summary>
    internal abstract bool OnRightSide(T* y, T* targets, int stride, int units, int cases);

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
    internal override T Greatest(T* y, T* targets, int stride, int units, int cases)
    {
        var greatest = TLanes.Zero;
        for (var unit = 0; unit < units; unit++)
        {
            for (var c = 0; c < cases; c += TLanes.Count)
            {
                var at = (unit * (nint)stride) + c;
                var d = TLanes.Load(targets + at);
                var distance = TLanes.Select(TLanes.IsNaN(d), TLanes.Zero, TLanes.Abs(TLanes.Load(y + at) - d));
                // Max gives its second operand where either is NaN: a NaN state comes in here and is kept by the sum below.
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
    internal override bool OnRightSide(T* y, T* targets, int stride, int units, int cases)
    {
        var half = TLanes.Constant(0.5);
        var right = TLanes.Zero;
        for (var unit = 0; unit < units; unit++)
        {
            for (var c = 0; c < cases; c += TLanes.Count)
            {
                var at = (unit * (nint)stride) + c;
                var d = TLanes.Load(targets + at);
                var state = TLanes.Load(y + at);
                var reached = TLanes.Select(TLanes.LessThan(d, half), TLanes.LessThan(state, half), TLanes.LessThan(half, state));
                right += TLanes.Select(TLanes.IsNaN(d), TLanes.One, TLanes.And(reached, TLanes.One));
            }
        }
        // Counts of up to 2²⁴ are exact in float: a block has far fewer units × cases a lane.
        return TLanes.SumOfLanes(right) == T.CreateTruncating((long)units * cases);
    }
}
