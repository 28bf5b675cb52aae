namespace Backprop;

/// <content>Sums over cases in case order, of shapes so small that the packed product's preparations would cost as much as the product.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Numbers of g, and of y, up to which a shape is small: both stay in the first cache.</summary>
    private const int SmallGradient = 4096, SmallStates = 8192;

    private static bool IsSmallGradient(int to, int from, int cases) =>
        (long)to * WholeLanes(from) <= SmallGradient && (long)cases * WholeLanes(from) <= SmallStates;

    /// <summary>
    /// g[to × from] += dx · yᵀ, or = if <paramref name="fresh"/>: y is turned, a case a row, and dx read as it lies. Whole bundles of columns are computed;
    /// where g has fewer, in a copy of its rows.
    /// </summary>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    private void GradientInCaseOrder(T* dx, nint dxStride, T* y, nint yStride, T* g, nint gStride, int to, int from, int cases, bool fresh)
    {
        var columns = WholeLanes(from);
        var direct = columns == from;
        var length = (cases * columns) + (direct ? 0 : to * columns);
        var buffer = scratch;
        if (buffer is null || buffer.Length < length)
            scratch = buffer = new AlignedBuffer<T>(length);
        var turned = buffer.Pointer;
        // Columns beyond the last are the last once more; their sums are dropped.
        var rows = stackalloc T*[columns];
        for (var k = 0; k < columns; k++)
            rows[k] = y + (Math.Min(k, from - 1) * yStride);
        Transpose.RowsToColumns(rows, columns, turned, columns, cases, room: false);
        var c = direct ? g : turned + (cases * columns);
        nint cStride = direct ? gStride : columns;
        if (!direct && !fresh)
            CopyRows(g, gStride, c, cStride, to, from);
        var term = new Term<T> { A = dx, ARow = dxStride, AStep = 1, B = turned, Depth = cases };
        SumTerms(new TermSum<T> { Terms = &term, End = &term + 1, C = c, CStride = cStride, BStride = columns, Start = fresh ? zero.Pointer : null }, 0, to, columns);
        if (!direct)
            CopyRows(c, cStride, g, gStride, to, from);
        GC.KeepAlive((buffer, zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows(T* source, nint sourceStride, T* target, nint targetStride, nint rows, nint columns)
    {
        for (nint r = 0; r < rows; r++, source += sourceStride, target += targetStride)
        {
            var last = columns - TLanes.Count;
            if (last < 0)
            {
                new ReadOnlySpan<T>(source, (int)columns).CopyTo(new Span<T>(target, (int)columns));
                continue;
            }
            // The last bundle reaches back over the one before.
            for (nint n = 0; n < last; n += TLanes.Count)
                TLanes.Store(target + n, TLanes.Load(source + n));
            TLanes.Store(target + last, TLanes.Load(source + last));
        }
    }
}
