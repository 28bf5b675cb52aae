namespace Backprop;

/// <content>Sums over cases, kept in lanes and joined by a fixed tree.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Maximum numbers of columns, bundles and rows that are summed in lanes before they are joined: 160 bundles are 10 KiB of the first cache.</summary>
    private const int PartColumns = 48, PartBundles = 160, PartRows = 32;

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void GradientInLanes(GradientRow<T>* rows, GradientRow<T>* end, int cases) => AddGradientsInLanes(rows, end, cases);

    /// <summary><see cref="GradientInLanes"/>, inlined into its callers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddGradientsInLanes(GradientRow<T>* rows, GradientRow<T>* end, nint cases)
    {
        // Bundles of ∂E/∂x stay in registers, as many as are free, while the loop runs over the weights.
        nint c = 0;
        if (IsWide)
        {
            for (; c + (4 * TLanes.Count) <= cases; c += 4 * TLanes.Count)
                AddColumnInLanes<FourColumns<TLanes, T>>(rows, end, c);
            if (c == cases)
                return;
            if (c + (3 * TLanes.Count) <= cases)
            {
                AddColumnInLanes<ThreeColumns<TLanes, T>>(rows, end, c);
                c += 3 * TLanes.Count;
            }
        }
        for (; c + (2 * TLanes.Count) <= cases; c += 2 * TLanes.Count)
            AddColumnInLanes<TwoColumns<TLanes, T>>(rows, end, c);
        if (c < cases)
            AddColumnInLanes<OneColumn<TLanes, T>>(rows, end, c);
    }

    /// <summary>Adds the cases of one column of bundles.</summary>
    [MethodImpl(Hot)]
    private static void AddColumnInLanes<TColumns>(GradientRow<T>* row, GradientRow<T>* end, nint column)
        where TColumns : unmanaged, IRegisterColumns<TColumns, T>
    {
        for (; row < end; row++)
        {
            var dx = TColumns.Load(row->Dx + column);
            if (row->Bias != null)
                TColumns.SumColumns(dx, column == 0 ? row->BiasStart : row->Bias, row->Bias);
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
            TLanes.Store(g + k, TLanes.SumsOfLanes(lanes + (k * TLanes.Count)));
        // A few sums are faster one by one than as a whole bundle.
        if (count - k > TLanes.Count / 4)
            TLanes.Store(g + k, TLanes.SumsOfLanes(lanes + (k * TLanes.Count)));
        else
            for (; k < count; k++)
                g[k] = TLanes.SumOfLanes(TLanes.Load(lanes + (k * TLanes.Count)));
    }

    /// <summary>g[to × from] += dx · yᵀ, or = if <paramref name="fresh"/>, and biases[to] += the sums of dx's rows unless null, part by part.</summary>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    private void GradientPartByPart(in Matrix<T> dx, in Matrix<T> y, in Matrix<T> g, bool fresh, T* biases)
    {
        if (dx.Columns == 0)
        {
            if (fresh)
                g.Clear();
            return;
        }
        if (TilesPay(g.Rows, g.Columns, dx.Columns))
        {
            GradientByTiles(dx, y, g, fresh);
            if (biases != null)
                GradientOfBiases(dx, biases);
            return;
        }
        var (to, from, width, lanes) = (g.Rows, g.Columns, dx.Columns, (nint)TLanes.Count);
        var (dxStride, yStride, gStride) = ((nint)dx.Stride, (nint)y.Stride, (nint)g.Stride);
        // The bundles of a part and of its biases, on a boundary of 64 bytes.
        var room = stackalloc byte[(PartBundles + PartRows + 1) * 64];
        var bundles = (T*)(((nuint)room + 63) / 64 * 64);
        var ofBiases = bundles + (PartBundles * lanes);
        // Where the rows of g follow one another, so do their sums.
        var follow = gStride == from && from <= PartColumns;
        var partRows = follow && from > 0 ? Math.Min(PartRows, PartBundles / from) : PartBundles / PartColumns;
        var table = stackalloc GradientRow<T>[PartRows];
        var zeros = zero.Pointer;
        for (var j = 0; j < to; j += partRows)
        {
            var rows = Math.Min(partRows, to - j);
            var target = g.Pointer + (j * gStride);
            for (var i = 0; i == 0 || i < from; i += PartColumns)
            {
                var columns = Math.Min(PartColumns, from - i);
                var ofRow = bundles;
                var ofBias = i == 0 && biases != null ? ofBiases : null;
                var biasStep = ofBias == null ? 0 : lanes;
                var dxOfRow = dx.Pointer + (j * dxStride);
                var end = table + rows;
                for (var row = table; row < end; row++, dxOfRow += dxStride, ofRow += columns * lanes, ofBias += biasStep)
                {
                    row->Dx = dxOfRow;
                    row->Y = y.Pointer + (i * yStride);
                    row->YStride = yStride;
                    row->Depth = columns;
                    row->Lanes = ofRow;
                    row->Start = zeros;
                    row->StartStep = 0;
                    row->Bias = ofBias;
                    row->BiasStart = zeros;
                }
                AddGradientsInLanes(table, end, width);
                if (follow)
                {
                    AddJoined(bundles, target, rows * columns, fresh);
                    continue;
                }
                for (var r = 0; r < rows; r++)
                    AddJoined(bundles + (r * columns * lanes), target + (r * gStride) + i, columns, fresh);
            }
            if (biases != null)
                AddJoined(ofBiases, biases + j, rows, false);
        }
        GC.KeepAlive(zero);
    }

    /// <summary>Adds the sums of the lanes of <paramref name="count"/> bundles, one after the other, to target, or to 0 if <paramref name="fresh"/>.</summary>
    [MethodImpl(Hot)]
    private static void AddJoined(T* bundles, T* target, nint count, bool fresh)
    {
        var last = count - TLanes.Count;
        if (last < 0)
        {
            for (nint k = 0; k < count; k++)
                target[k] = (fresh ? T.Zero : target[k]) + TLanes.SumOfLanes(TLanes.Load(bundles + (k * TLanes.Count)));
            return;
        }
        // The last bundle overlaps the one before it and stores the same numbers there.
        var end = (fresh ? TLanes.Zero : TLanes.Load(target + last)) + TLanes.SumsOfLanes(bundles + (last * TLanes.Count));
        for (nint k = 0; k < last; k += TLanes.Count)
            TLanes.Store(target + k, (fresh ? TLanes.Zero : TLanes.Load(target + k)) + TLanes.SumsOfLanes(bundles + (k * TLanes.Count)));
        TLanes.Store(target + last, end);
    }
}
