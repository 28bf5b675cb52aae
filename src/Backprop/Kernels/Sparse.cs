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
        // Two rows at a time; an odd last row is paired with itself.
        for (var j = 0; j < to; j += 2, w += 2 * (nint)wStride, x += 2 * (nint)xStride, start += 2 * startStep)
        {
            var paired = j + 1 < to;
            var otherW = paired ? w + wStride : w;
            var otherX = paired ? x + xStride : x;
            var first = start == null ? TLanes.Zero : TLanes.Broadcast(*start);
            var second = start == null ? TLanes.Zero : TLanes.Broadcast(paired ? start[startStep] : *start);
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var a = start == null ? TLanes.Load(x + c) : first;
                var b = start == null ? TLanes.Load(otherX + c) : second;
                for (var at = c; at < all; at += stride)
                {
                    var value = TLanes.Load(values + at);
                    a = TLanes.MultiplyAdd(TLanes.Gather(w, units + at), value, a);
                    b = TLanes.MultiplyAdd(TLanes.Gather(otherW, units + at), value, b);
                }
                TLanes.Store(x + c, a);
                TLanes.Store(otherX + c, b);
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

    /// <summary>g[j, units[c]] += dx[j, c] · values[c], case after case. Three rows take turns, so that none waits for its last sum to be stored.</summary>
    [MethodImpl(Hot)]
    private static void AddSlot(T* dx, nint dxStride, int* units, T* values, T* g, nint gStride, int to, nint cases)
    {
        for (; to >= 3; to -= 3, dx += 3 * dxStride, g += 3 * gStride)
        {
            T* dx1 = dx + dxStride, dx2 = dx1 + dxStride, g1 = g + gStride, g2 = g1 + gStride;
            for (nint c = 0; c < cases; c++)
            {
                nint unit = units[c];
                var value = values[c];
                g[unit] = T.FusedMultiplyAdd(dx[c], value, g[unit]);
                g1[unit] = T.FusedMultiplyAdd(dx1[c], value, g1[unit]);
                g2[unit] = T.FusedMultiplyAdd(dx2[c], value, g2[unit]);
            }
        }
        for (; to > 0; to--, dx += dxStride, g += gStride)
            for (nint c = 0; c < cases; c++)
                g[units[c]] = T.FusedMultiplyAdd(dx[c], values[c], g[units[c]]);
    }
}
