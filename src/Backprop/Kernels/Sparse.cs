using System.Diagnostics;

namespace Backprop;

/// <content>Projections from groups whose states are nearly all 0: their cost grows with the number of states that are not.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void ForwardSparse(in Matrix<T> w, SparseStates<T> y, in Matrix<T> x, SumStart<T> start)
    {
        Debug.Assert(w.Rows == x.Rows && x.Columns <= y.Stride && y.HasUnitsBelow(w.Columns), "Weights, states and total inputs do not fit together.");
        var units = y.Units;
        var values = y.Values;
        var (stride, all) = (y.Stride, y.Slots * y.Stride);
        T* wRow = w.Pointer, xRow = x.Pointer, startRow = start.Pointer;
        var (wStride, xStride, cases) = ((nint)w.Stride, (nint)x.Stride, WholeLanes(x).Columns);
        // Two rows at a time; an odd last row is paired with itself.
        for (var left = x.Rows; left > 0; left -= 2, wRow += 2 * wStride, xRow += 2 * xStride, startRow += 2 * start.Step)
        {
            var paired = left > 1;
            var otherW = paired ? wRow + wStride : wRow;
            var otherX = paired ? xRow + xStride : xRow;
            var first = startRow == null ? TLanes.Zero : TLanes.Broadcast(*startRow);
            var second = startRow == null ? TLanes.Zero : TLanes.Broadcast(paired ? startRow[start.Step] : *startRow);
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var a = startRow == null ? TLanes.Load(xRow + c) : first;
                var b = startRow == null ? TLanes.Load(otherX + c) : second;
                for (var at = c; at < all; at += stride)
                {
                    var value = TLanes.Load(values + at);
                    a = TLanes.MultiplyAdd(TLanes.Gather(wRow, units + at), value, a);
                    b = TLanes.MultiplyAdd(TLanes.Gather(otherW, units + at), value, b);
                }
                TLanes.Store(xRow + c, a);
                TLanes.Store(otherX + c, b);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void GradientSparse(in Matrix<T> dx, SparseStates<T> y, in Matrix<T> g, bool fresh)
    {
        Debug.Assert(dx.Rows == g.Rows && dx.Columns <= y.Stride && y.HasUnitsBelow(g.Columns), "∂E/∂x, states and gradient do not fit together.");
        if (fresh)
            g.Clear();
        for (var slot = 0; slot < y.Slots; slot++)
            AddSlot(dx, y.Units + (slot * y.Stride), y.Values + (slot * y.Stride), g);
    }

    /// <summary>g[j, units[c]] += dx[j, c] · values[c], case after case. Three rows take turns, so that none waits for its last sum to be stored.</summary>
    [MethodImpl(Hot)]
    private static void AddSlot(in Matrix<T> dx, int* units, T* values, in Matrix<T> g)
    {
        T* dx0 = dx.Pointer, g0 = g.Pointer;
        var (dxStride, gStride, cases) = ((nint)dx.Stride, (nint)g.Stride, (nint)dx.Columns);
        var left = g.Rows;
        for (; left >= 3; left -= 3, dx0 += 3 * dxStride, g0 += 3 * gStride)
        {
            T* dx1 = dx0 + dxStride, dx2 = dx1 + dxStride, g1 = g0 + gStride, g2 = g1 + gStride;
            for (nint c = 0; c < cases; c++)
            {
                nint unit = units[c];
                var value = values[c];
                g0[unit] = T.FusedMultiplyAdd(dx0[c], value, g0[unit]);
                g1[unit] = T.FusedMultiplyAdd(dx1[c], value, g1[unit]);
                g2[unit] = T.FusedMultiplyAdd(dx2[c], value, g2[unit]);
            }
        }
        for (; left > 0; left--, dx0 += dxStride, g0 += gStride)
            for (nint c = 0; c < cases; c++)
                g0[units[c]] = T.FusedMultiplyAdd(dx0[c], values[c], g0[units[c]]);
    }
}
