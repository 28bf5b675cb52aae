namespace Backprop;

/// <content>Sums over cases, kept in lanes and joined by a fixed tree.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Columns and rows whose sums are kept in lanes at once before they are joined: at most 96 bundles, 6 KiB of the first cache.</summary>
    private const int PartColumns = 48, PartBundles = 96, PartRows = 16;

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void GradientInLanes(GradientRow<T>* rows, GradientRow<T>* end, int cases) => Gradients(rows, end, cases);

    /// <summary><see cref="GradientInLanes"/>, as part of what calls it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Gradients(GradientRow<T>* rows, GradientRow<T>* end, nint cases)
    {
        // As many bundles of ∂E/∂x as registers are to spare stay in them while weight after weight passes by.
        nint c = 0;
        if (IsWide)
        {
            for (; c + (4 * TLanes.Count) <= cases; c += 4 * TLanes.Count)
                Gradients<FourColumns<TLanes, T>>(rows, end, c);
        }
        for (; c + (2 * TLanes.Count) <= cases; c += 2 * TLanes.Count)
            Gradients<TwoColumns<TLanes, T>>(rows, end, c);
        if (c < cases)
            Gradients<OneColumn<TLanes, T>>(rows, end, c);
    }

    /// <summary>What the cases of one column add.</summary>
    [MethodImpl(Hot)]
    private static void Gradients<TColumns>(GradientRow<T>* row, GradientRow<T>* end, nint column)
        where TColumns : unmanaged, IColumns<TColumns, T>
    {
        for (; row < end; row++)
        {
            var dx = TColumns.Load(row->Dx + column);
            if (row->Bias != null)
                TColumns.Sum(dx, column == 0 ? row->BiasStart : row->Bias, row->Bias);
            var target = row->Lanes;
            var y = row->Y + column;
            var stride = row->YStride;
            var start = column == 0 ? row->Start : row->Lanes;
            var step = column == 0 ? row->StartStep : TLanes.Count;
            var k = row->Depth;
            for (; k >= 2; k -= 2, y += 2 * stride, start += 2 * step, target += 2 * TLanes.Count)
            {
                TColumns.SumProducts(dx, y, start, target);
                TColumns.SumProducts(dx, y + stride, start + step, target + TLanes.Count);
            }
            if (k > 0)
                TColumns.SumProducts(dx, y, start, target);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void JoinLanes(T* lanes, T* g, int count)
    {
        nint k = 0;
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            TLanes.Store(g + k, TLanes.Sums(lanes + (k * TLanes.Count)));
        // For a few the sums of a whole bundle cost more than one by one.
        if (count - k > TLanes.Count / 4)
            TLanes.Store(g + k, TLanes.Sums(lanes + (k * TLanes.Count)));
        else
            for (; k < count; k++)
                g[k] = TLanes.Sum(TLanes.Load(lanes + (k * TLanes.Count)));
    }

    /// <summary>g[to × from] += dx · yᵀ, and biases[to] += the sums of dx's rows unless null, part by part.</summary>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    private void LaneGradient(T* dx, int dxStride, T* y, int yStride, T* g, nint gStride, int to, int from, int cases, T* biases)
    {
        if (cases == 0)
            return;
        // A part's bundles and those of its biases, on a boundary of 64 bytes.
        var room = stackalloc byte[(PartBundles + PartRows + 1) * 64];
        var bundles = (T*)(((nuint)room + 63) / 64 * 64);
        var ofBiases = bundles + (PartBundles * TLanes.Count);
        // Where the rows of g follow one another, so do their sums.
        var follow = gStride == from && from <= PartColumns;
        var partRows = follow && from > 0 ? Math.Min(PartRows, PartBundles / from) : 2;
        var table = stackalloc GradientRow<T>[PartRows];
        var width = WholeLanes(cases);
        for (var j = 0; j < to; j += partRows, dx += (nint)partRows * dxStride, g += partRows * gStride)
        {
            var rows = Math.Min(partRows, to - j);
            for (var i = 0; i == 0 || i < from; i += PartColumns)
            {
                var columns = Math.Min(PartColumns, from - i);
                for (var r = 0; r < rows; r++)
                {
                    var row = new GradientRow<T> { Dx = dx + (r * (nint)dxStride), Y = y + (i * (nint)yStride), YStride = yStride, Depth = columns, Lanes = bundles + (r * columns * TLanes.Count), Start = zero.Pointer };
                    if (i == 0 && biases != null)
                    {
                        row.Bias = ofBiases + (r * TLanes.Count);
                        row.BiasStart = zero.Pointer;
                    }
                    table[r] = row;
                }
                Gradients(table, table + rows, width);
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
