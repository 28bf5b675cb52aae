namespace Backprop;

/// <content>Sums over cases in case order, of shapes so small that the preparations of a large product would cost as much as the product.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Numbers of g, and of y, up to which a shape is small: both stay in the first cache.</summary>
    private const int SmallGradient = 4096, SmallStates = 8192;

    private static bool IsSmallGradient(int to, int from, int cases) =>
        (long)to * WholeLanes(from) <= SmallGradient && (long)cases * WholeLanes(from) <= SmallStates;

    /// <summary>
    /// g[to × from] += dx · yᵀ, or = if <paramref name="fresh"/>: y is transposed, and dx is read where it is. Whole bundles of columns are computed, or half a
    /// bundle at the end; where g has fewer, in a copy of its rows.
    /// </summary>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    private void GradientInCaseOrder(in Matrix<T> dx, in Matrix<T> y, in Matrix<T> g, bool fresh)
    {
        var (to, from, cases) = (g.Rows, g.Columns, dx.Columns);
        var columns = WholeLanes(from);
        var ofBundles = columns;
        if (HalfTile<T>.Pays && columns - from >= HalfTile<T>.Count)
        {
            ofBundles -= TLanes.Count;
            columns -= HalfTile<T>.Count;
        }
        var direct = columns == from;
        var buffer = Scratch((cases * columns) + (direct ? 0 : to * columns));
        var transposed = buffer.Matrix(cases, columns, columns);
        // Columns beyond the last are the last once more; their sums are dropped.
        var rows = stackalloc T*[columns];
        for (var k = 0; k < columns; k++)
            rows[k] = y.Row(Math.Min(k, from - 1));
        Transpose.RowsToColumns(rows, columns, transposed.Pointer, columns, cases, room: false);
        var c = direct ? g : buffer.Matrix(to, columns, columns, cases * columns);
        if (!direct && !fresh)
            Copy(g, c.Part(0, to, 0, from));
        var start = fresh ? SumStart<T>.Same(zero.Pointer) : SumStart<T>.Destination;
        var term = new Term<T> { A = dx.Pointer, ARow = dx.RowStep, AStep = dx.ColumnStep, B = transposed.Pointer, Depth = cases };
        var sum = new TermSum<T> { Terms = &term, End = &term + 1, C = c.Pointer, CStride = c.Stride, BStride = columns, Start = start.Pointer, StartStep = start.Step };
        SumTerms(sum, 0, to, ofBundles);
        if (ofBundles < columns)
            HalfTile<T>.Column(sum, 0, to, ofBundles);
        if (!direct)
            Copy(c.Part(0, to, 0, from), g);
        GC.KeepAlive((buffer, zero));
    }

    /// <summary>Copies the elements of a matrix to one of the same shape.</summary>
    [MethodImpl(Hot)]
    private static void Copy(in Matrix<T> source, in Matrix<T> target)
    {
        source.AssertSameShape(target);
        T* from = source.Pointer, to = target.Pointer;
        var (fromStride, toStride, columns) = ((nint)source.Stride, (nint)target.Stride, (nint)target.Columns);
        var last = columns - TLanes.Count;
        for (var row = target.Rows; row > 0; row--, from += fromStride, to += toStride)
        {
            if (last < 0)
            {
                // Rows so short that a call would take longer.
                for (nint n = 0; n < columns; n++)
                    to[n] = from[n];
                continue;
            }
            // The last bundle reaches back over the one before.
            for (nint n = 0; n < last; n += TLanes.Count)
                TLanes.Store(to + n, TLanes.Load(from + n));
            TLanes.Store(to + last, TLanes.Load(from + last));
        }
    }
}
