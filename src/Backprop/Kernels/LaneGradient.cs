namespace Backprop;

/// <content>Sums over cases, kept in lanes and joined by a fixed tree.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Columns and rows whose sums are kept in lanes at once before they are joined: at most 96 bundles, 6 KiB of the first cache.</summary>
    private const int PartColumns = 48, PartBundles = 96, PartRows = 16;

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void GradientInLanes(T* dx, int dxStride, T* y, int yStride, T* lanes, int to, int from, int cases, bool add, T* biases)
    {
        var width = WholeLanes(cases);
        for (var j = 0; j < to; j += 2, dx += 2 * (nint)dxStride, lanes += 2 * (nint)from * TLanes.Count)
        {
            // Two rows at a time; an odd last row is paired with itself and gives its sums twice.
            var pair = j + 1 < to;
            var second = pair ? dx + dxStride : dx;
            var next = pair ? (nint)from * TLanes.Count : 0;
            var source = y;
            var target = lanes;
            var i = 0;
            for (; i + 4 <= from; i += 4, source += 4 * (nint)yStride, target += 4 * TLanes.Count)
                TwoByFour(dx, second, source, yStride, width, target, target + next, add);
            for (; i < from; i++, source += yStride, target += TLanes.Count)
                TwoByOne(dx, second, source, width, target, target + next, add);
            if (biases != null)
            {
                TwoByOne(dx, second, null, width, biases, pair ? biases + TLanes.Count : biases, add);
                biases += 2 * TLanes.Count;
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void JoinLanes(T* lanes, T* g, int count)
    {
        for (var k = 0; k < count; k += TLanes.Count)
            TLanes.Store(g + k, TLanes.Sums(lanes + (k * TLanes.Count)));
    }

    /// <summary>g[to × from] += dx · yᵀ, and biases[to] += the sums of dx's rows unless null, part by part.</summary>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    private void LaneGradient(T* dx, int dxStride, T* y, int yStride, T* g, nint gStride, int to, int from, int cases, T* biases)
    {
        // A part's bundles and those of its biases, on a boundary of 64 bytes.
        var room = stackalloc byte[(PartBundles + PartRows + 1) * 64];
        var bundles = (T*)(((nuint)room + 63) / 64 * 64);
        var ofBiases = bundles + (PartBundles * TLanes.Count);
        // Where the rows of g follow one another, so do their sums.
        var follow = gStride == from && from <= PartColumns;
        var partRows = follow && from > 0 ? Math.Min(PartRows, PartBundles / from / 2 * 2) : 2;
        for (var j = 0; j < to; j += partRows, dx += (nint)partRows * dxStride, g += partRows * gStride)
        {
            var rows = Math.Min(partRows, to - j);
            for (var i = 0; i == 0 || i < from; i += PartColumns)
            {
                var columns = Math.Min(PartColumns, from - i);
                GradientInLanes(dx, dxStride, y + ((nint)i * yStride), yStride, bundles, rows, columns, cases, false, i == 0 && biases != null ? ofBiases : null);
                if (follow)
                {
                    Join(bundles, g, rows * columns);
                    continue;
                }
                for (var r = 0; r < rows; r++)
                    Join(bundles + (r * columns * TLanes.Count), g + (r * gStride) + i, columns);
            }
            if (biases != null)
                Join(ofBiases, biases + j, rows);
        }
    }

    /// <summary>Lane by lane, the sums over cases of two rows of dx times four rows of y, in place of what the targets hold or added to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoByFour(T* dx0, T* dx1, T* y, nint yStride, nint cases, T* target0, T* target1, bool add)
    {
        TLanes a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        if (add)
        {
            a0 = TLanes.Load(target0);
            a1 = TLanes.Load(target0 + TLanes.Count);
            a2 = TLanes.Load(target0 + (2 * TLanes.Count));
            a3 = TLanes.Load(target0 + (3 * TLanes.Count));
            b0 = TLanes.Load(target1);
            b1 = TLanes.Load(target1 + TLanes.Count);
            b2 = TLanes.Load(target1 + (2 * TLanes.Count));
            b3 = TLanes.Load(target1 + (3 * TLanes.Count));
        }
        for (nint c = 0; c < cases; c += TLanes.Count)
        {
            var a = TLanes.Load(dx0 + c);
            var b = TLanes.Load(dx1 + c);
            var state = TLanes.Load(y + c);
            a0 = TLanes.MultiplyAdd(a, state, a0);
            b0 = TLanes.MultiplyAdd(b, state, b0);
            state = TLanes.Load(y + yStride + c);
            a1 = TLanes.MultiplyAdd(a, state, a1);
            b1 = TLanes.MultiplyAdd(b, state, b1);
            state = TLanes.Load(y + (2 * yStride) + c);
            a2 = TLanes.MultiplyAdd(a, state, a2);
            b2 = TLanes.MultiplyAdd(b, state, b2);
            state = TLanes.Load(y + (3 * yStride) + c);
            a3 = TLanes.MultiplyAdd(a, state, a3);
            b3 = TLanes.MultiplyAdd(b, state, b3);
        }
        TLanes.Store(target0, a0);
        TLanes.Store(target0 + TLanes.Count, a1);
        TLanes.Store(target0 + (2 * TLanes.Count), a2);
        TLanes.Store(target0 + (3 * TLanes.Count), a3);
        TLanes.Store(target1, b0);
        TLanes.Store(target1 + TLanes.Count, b1);
        TLanes.Store(target1 + (2 * TLanes.Count), b2);
        TLanes.Store(target1 + (3 * TLanes.Count), b3);
    }

    /// <summary>The same with one row of y, or with the unit that is always 1, whose weights are biases, if that is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoByOne(T* dx0, T* dx1, T* y, nint cases, T* target0, T* target1, bool add)
    {
        TLanes a = default, b = default;
        if (add)
        {
            a = TLanes.Load(target0);
            b = TLanes.Load(target1);
        }
        if (y == null)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                a += TLanes.Load(dx0 + c);
                b += TLanes.Load(dx1 + c);
            }
        }
        else
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var state = TLanes.Load(y + c);
                a = TLanes.MultiplyAdd(TLanes.Load(dx0 + c), state, a);
                b = TLanes.MultiplyAdd(TLanes.Load(dx1 + c), state, b);
            }
        }
        TLanes.Store(target0, a);
        TLanes.Store(target1, b);
    }

    /// <summary>Adds the sums of the lanes of <paramref name="count"/> bundles, one after the other, to target.</summary>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    private static void Join(T* bundles, T* target, int count)
    {
        var k = 0;
        for (; k + TLanes.Count <= count; k += TLanes.Count, bundles += TLanes.Count * TLanes.Count)
            TLanes.Store(target + k, TLanes.Load(target + k) + TLanes.Sums(bundles));
        if (k == count)
            return;
        // The last few with others whose sums are dropped. What lies there may be subnormal numbers, which are slow to add, but it may also be needed yet.
        var last = stackalloc byte[64 * 17];
        var place = (T*)(((nuint)last + 63) / 64 * 64);
        var left = count - k;
        for (var q = 0; q < TLanes.Count; q++)
            TLanes.Store(place + (q * TLanes.Count), q < left ? TLanes.Load(bundles + (q * TLanes.Count)) : TLanes.Zero);
        TLanes.Store(place, TLanes.Sums(place));
        for (var q = 0; q < left; q++)
            target[k + q] += place[q];
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
