namespace Backprop;

/// <content>Sums over cases, kept in lanes and joined by a fixed tree.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    [MethodImpl(Hot)]
    private static void LaneGradient(T* dx, nint dxStride, T* y, nint yStride, T* g, nint gStride, int to, int from, int cases, T* biases, T* ones)
    {
        // Two rows at a time; an odd last row is paired with itself and the second result dropped.
        for (var j = 0; j < to; j += 2, dx += 2 * dxStride, g += 2 * gStride)
        {
            var second = j + 1 < to ? dx + dxStride : dx;
            var i = 0;
            for (; i + 4 <= from; i += 4)
            {
                var first = y + (i * yStride);
                Sums sums;
                TwoByFour(dx, second, first, first + yStride, first + (2 * yStride), first + (3 * yStride), cases, &sums);
                TLanes.AddSums(g + i, sums.A0, sums.A1, sums.A2, sums.A3);
                if (second != dx)
                    TLanes.AddSums(g + gStride + i, sums.B0, sums.B1, sums.B2, sums.B3);
            }
            if (i < from || biases != null)
                Rest(dx, second, y + (i * yStride), yStride, g + i, g + gStride + i, from - i, cases, biases == null ? null : biases + j, ones);
        }
    }

    /// <summary>The last columns, fewer than four, and the biases as one column more: the unit that is always 1.</summary>
    [MethodImpl(Hot)]
    private static void Rest(T* dx0, T* dx1, T* y, nint yStride, T* g0, T* g1, int columns, int cases, T* biases, T* ones)
    {
        var y0 = columns > 0 ? y : ones;
        var y1 = columns > 1 ? y + yStride : ones;
        var y2 = columns > 2 ? y + (2 * yStride) : ones;
        Sums sums;
        TwoByFour(dx0, dx1, y0, y1, y2, ones, cases, &sums);
        var a = stackalloc T[8];
        var b = a + 4;
        TLanes.AddSums(a, sums.A0, sums.A1, sums.A2, sums.A3);
        TLanes.AddSums(b, sums.B0, sums.B1, sums.B2, sums.B3);
        for (var i = 0; i < columns; i++)
            g0[i] += a[i];
        if (biases != null)
            biases[0] += a[3];
        if (dx1 == dx0)
            return;
        for (var i = 0; i < columns; i++)
            g1[i] += b[i];
        if (biases != null)
            biases[1] += b[3];
    }

    /// <summary>Lane by lane, the sums over cases of two rows of dx times four rows of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoByFour(T* dx0, T* dx1, T* y0, T* y1, T* y2, T* y3, int cases, Sums* sums)
    {
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
        sums->A0 = a0;
        sums->A1 = a1;
        sums->A2 = a2;
        sums->A3 = a3;
        sums->B0 = b0;
        sums->B1 = b1;
        sums->B2 = b2;
        sums->B3 = b3;
    }

    private struct Sums
    {
        public TLanes A0, A1, A2, A3, B0, B1, B2, B3;
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
