namespace Backprop;

/// <content>Sums over cases, kept in lanes and joined by a fixed tree.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    [MethodImpl(Hot)]
    private static void LaneGradient(T* dx, nint dxStride, T* y, nint yStride, T* g, nint gStride, int to, int from, int cases)
    {
        var j = 0;
        for (; j + 2 <= to; j += 2, dx += 2 * dxStride, g += 2 * gStride)
            for (var i = 0; i < from; i += 4)
                TwoByFour(dx, dx + dxStride, y + (i * yStride), yStride, g + i, g + gStride + i, Math.Min(4, from - i), cases);
        if (j < to)
            for (var i = 0; i < from; i += 4)
                TwoByFour(dx, dx, y + (i * yStride), yStride, g + i, null, Math.Min(4, from - i), cases);
    }

    /// <summary>Two rows of g by up to four columns; what lies beyond <paramref name="columns"/> is the last column once more, and dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoByFour(T* dx0, T* dx1, T* y0, nint yStride, T* g0, T* g1, int columns, int cases)
    {
        var y1 = columns > 1 ? y0 + yStride : y0;
        var y2 = columns > 2 ? y1 + yStride : y1;
        var y3 = columns > 3 ? y2 + yStride : y2;
        TLanes a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        for (nint c = 0; c < cases; c += TLanes.Count)
        {
            var a = TLanes.Load(dx0 + c);
            var b = TLanes.Load(dx1 + c);
            var y = TLanes.Load(y0 + c);
            a0 = TLanes.MultiplyAdd(a, y, a0);
            b0 = TLanes.MultiplyAdd(b, y, b0);
            y = TLanes.Load(y1 + c);
            a1 = TLanes.MultiplyAdd(a, y, a1);
            b1 = TLanes.MultiplyAdd(b, y, b1);
            y = TLanes.Load(y2 + c);
            a2 = TLanes.MultiplyAdd(a, y, a2);
            b2 = TLanes.MultiplyAdd(b, y, b2);
            y = TLanes.Load(y3 + c);
            a3 = TLanes.MultiplyAdd(a, y, a3);
            b3 = TLanes.MultiplyAdd(b, y, b3);
        }
        AddSums(g0, columns, a0, a1, a2, a3);
        if (g1 != null)
            AddSums(g1, columns, b0, b1, b2, b3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSums(T* g, int columns, TLanes a, TLanes b, TLanes c, TLanes d)
    {
        if (columns == 4)
        {
            TLanes.AddSums(g, a, b, c, d);
            return;
        }
        g[0] += TLanes.Sum(a);
        if (columns > 1)
            g[1] += TLanes.Sum(b);
        if (columns > 2)
            g[2] += TLanes.Sum(c);
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void GradientOfBiases(T* dx, int dxStride, T* g, int to, int cases)
    {
        for (var j = 0; j < to; j++, dx += dxStride)
        {
            var sum = TLanes.Zero;
            for (var c = 0; c < cases; c += TLanes.Count)
                sum += TLanes.Load(dx + c);
            g[j] += TLanes.Sum(sum);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void GradientOneToOne(T* dx, int dxStride, T* y, int yStride, T* g, int units, int cases)
    {
        for (var j = 0; j < units; j++, dx += dxStride, y += yStride)
        {
            var sum = TLanes.Zero;
            for (var c = 0; c < cases; c += TLanes.Count)
                sum = TLanes.MultiplyAdd(TLanes.Load(dx + c), TLanes.Load(y + c), sum);
            g[j] += TLanes.Sum(sum);
        }
    }
}
