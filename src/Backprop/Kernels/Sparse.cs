namespace Backprop;

/// <content>Projections from groups whose states are nearly all 0: what they cost follows the others.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void ForwardSparse(T* w, int wStride, SparseStates<T> y, T* x, int xStride, int to, int cases, T* start, int startStep)
    {
        var units = y.Units;
        var values = y.Values;
        var (stride, all) = (y.Stride, y.Slots * y.Stride);
        for (var j = 0; j < to; j++, w += wStride, x += xStride, start += startStep)
        {
            var first = start == null ? TLanes.Zero : TLanes.Broadcast(*start);
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var sum = start == null ? TLanes.Load(x + c) : first;
                for (var at = c; at < all; at += stride)
                    sum = TLanes.MultiplyAdd(TLanes.Gather(w, units + at), TLanes.Load(values + at), sum);
                TLanes.Store(x + c, sum);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void GradientSparse(T* dx, int dxStride, SparseStates<T> y, T* g, int gStride, int to, int from, int cases, bool fresh)
    {
        for (var j = 0; fresh && j < to; j++)
            new Span<T>(g + ((nint)j * gStride), from).Clear();
        for (var slot = 0; slot < y.Slots; slot++)
            AddSlot(dx, dxStride, y.Units + (slot * y.Stride), y.Values + (slot * y.Stride), g, gStride, to, cases);
    }

    /// <summary>g[j, units[c]] += dx[j, c] · values[c], case after case. The rows of a tile take turns, so that none waits for its last sum to be stored.</summary>
    [MethodImpl(Hot)]
    private static void AddSlot(T* dx, nint dxStride, int* units, T* values, T* g, nint gStride, int to, int cases)
    {
        for (; to >= 6; to -= 6, dx += 6 * dxStride, g += 6 * gStride)
        {
            for (nint c = 0; c < cases; c++)
            {
                var value = values[c];
                var d = dx + c;
                var sum = g + units[c];
                Add(d, value, sum);
                Add(d + dxStride, value, sum + gStride);
                Add(d + (2 * dxStride), value, sum + (2 * gStride));
                d += 3 * dxStride;
                sum += 3 * gStride;
                Add(d, value, sum);
                Add(d + dxStride, value, sum + gStride);
                Add(d + (2 * dxStride), value, sum + (2 * gStride));
            }
        }
        for (; to >= 2; to -= 2, dx += 2 * dxStride, g += 2 * gStride)
        {
            for (nint c = 0; c < cases; c++)
            {
                var value = values[c];
                var d = dx + c;
                var sum = g + units[c];
                Add(d, value, sum);
                Add(d + dxStride, value, sum + gStride);
            }
        }
        for (nint c = 0; c < cases && to > 0; c++)
            Add(dx + c, values[c], g + units[c]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T* dx, T value, T* sum) => *sum = T.FusedMultiplyAdd(*dx, value, *sum);
}
