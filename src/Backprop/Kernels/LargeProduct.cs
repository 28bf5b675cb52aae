namespace Backprop;

/// <content>
/// The product for large shapes: tiles whose part of B stays in the second cache while they go down the rows of A.
/// Operands are read where they are, or packed if that is faster: B into panels as wide as a tile, where it is transposed or its rows lie far apart; A, where it is transposed, strip by strip.
/// Blocks of k follow one another ascending, so each element is still one chain.
/// </content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Maximum number of bytes of a block of B: a quarter of the second cache, which another program may use as well.</summary>
    private const int BlockBytes = 1 << 19;

    /// <summary>Maximum number of bytes of a block of k in a row of A.</summary>
    private const int DepthBytes = 1 << 11;

    /// <summary>Rows of A that stay in the second cache while they are multiplied with a block of B; whole cache lines where A is transposed.</summary>
    private const int StripRows = 48;

    /// <summary>Maximum number of cache lines, one per step of k, that tiles read where they are in a transposed A: a third of the first cache.</summary>
    private const int NearSteps = 256;

    /// <summary>Maximum number of bytes from row to row of B for which tiles read it where it is. Farther apart, its rows begin at too few places of the caches.</summary>
    private const int NearBytes = 512;

    /// <summary>Maximum number of rows of C for which packing B would take longer than it saves, if B stays in the second cache.</summary>
    private const int FewRows = 24;

    /// <summary>Maximum number of bytes of such a B.</summary>
    private const int SmallBytes = 1 << 21;

    /// <summary>Rows of a tile at the edge of C.</summary>
    private const int EdgeRows = 12;

    /// <summary>Columns of a tile, and of a panel of B.</summary>
    private static int TileColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsWide ? 4 * TLanes.Count : TLanes.Count;
    }

    /// <summary>C[rows × columns] = start + A[rows × depth] · B[depth × columns]. Nothing beyond the columns of C is written.</summary>
    [MethodImpl(Hot)]
    private static void LargeProduct(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, SumStart<T> start)
    {
        AssertIsProduct(a, b, c);
        var (rows, columns, depth) = (c.Rows, c.Columns, a.Columns);
        var packsA = a.ColumnStep != 1 && depth > NearSteps;
        var packsB = b.ColumnStep != 1 || ((long)b.RowStep * sizeof(T) > NearBytes && !(rows <= FewRows && (long)depth * b.RowStep * sizeof(T) <= SmallBytes));
        if (!IsWide && packsB && (long)columns * sizeof(T) > NearBytes && rows > FewRows)
        {
            PackedProduct(a, b, c, start);
            return;
        }
        var deep = PartSize(depth, DepthBytes / sizeof(T), 1);
        var wide = packsB ? PartSize(columns, BlockBytes / sizeof(T) / deep, TileColumns) : columns;
        var high = packsA || packsB ? StripRows : rows;
        var stripLength = packsA ? (deep * StripRows) + Gap : 0;
        var buffer = Scratch(stripLength + (packsB ? (deep * wide) + Gap : 0));
        var strip = buffer.Pointer;
        var panels = strip + stripLength;
        for (var n = 0; n < columns; n += wide)
        {
            var width = Math.Min(wide, columns - n);
            for (var k = 0; k < depth; k += deep)
            {
                var steps = Math.Min(deep, depth - k);
                var block = b.Part(k, steps, n, width);
                if (packsB)
                    Pack(block, panels, TileColumns, WholeLanes(width));
                for (var r = 0; r < rows; r += high)
                {
                    var height = Math.Min(high, rows - r);
                    var part = a.Part(r, height, k, steps);
                    var term = new Term<T> { A = part.Pointer, ARow = part.RowStep, AStep = part.ColumnStep, Depth = steps };
                    if (packsA)
                    {
                        Pack(part.Transposed, strip, StripRows, height);
                        (term.ARow, term.AStep) = (1, height);
                        term.A = strip;
                    }
                    // After the first block of k the sums go on from what the block before left.
                    var from = k == 0 ? start.From(r) : SumStart<T>.Destination;
                    if (packsB)
                        MultiplyPanels(term, panels, c.Part(r, height, n, width), from);
                    else
                        Multiply(term, block.Pointer, block.Stride, c.Part(r, height, n, width), from);
                }
            }
        }
        GC.KeepAlive(buffer);
    }

    /// <summary>Rows of C from all panels of a block of B.</summary>
    [MethodImpl(Hot)]
    private static void MultiplyPanels(in Term<T> rowsOfA, T* panels, in Matrix<T> c, SumStart<T> start)
    {
        for (var n = 0; n < c.Columns; n += TileColumns)
        {
            var width = Math.Min(TileColumns, c.Columns - n);
            var (panel, span) = ((nint)(panels + (n * rowsOfA.Depth)), WholeLanes(width));
            var target = c.Part(0, c.Rows, n, width);
            if (width == span)
                Multiply(rowsOfA, (T*)panel, span, target, start);
            else
                MultiplyAtEdge(rowsOfA, (T*)panel, span, target, start);
        }
    }

    /// <summary>Rows of C from a panel of which only some columns are to be written.</summary>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    private static void MultiplyAtEdge(in Term<T> rowsOfA, T* panel, int span, in Matrix<T> c, SumStart<T> start)
    {
        var edge = stackalloc T[EdgeRows * TileColumns];
        for (var r = 0; r < c.Rows; r += EdgeRows)
        {
            var height = Math.Min(EdgeRows, c.Rows - r);
            var target = c.Part(r, height, 0, c.Columns);
            var copy = new Matrix<T>(edge, height, span, span);
            if (start.Pointer == null)
                Copy(target, copy.Part(0, height, 0, c.Columns));
            Multiply(rowsOfA with { A = rowsOfA.A + (r * rowsOfA.ARow) }, panel, span, copy, start.From(r));
            Copy(copy.Part(0, height, 0, c.Columns), target);
        }
    }

    /// <summary>Rows of C, one column of tiles after the other; columns are whole lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(in Term<T> rowsOfA, T* b, nint bStride, in Matrix<T> c, SumStart<T> start)
    {
        var term = rowsOfA;
        term.B = b;
        SumTerms(new TermSum<T> { Terms = &term, End = &term + 1, C = c.Pointer, CStride = c.Stride, BStride = bStride, Start = start.Pointer, StartStep = start.Step }, 0, c.Rows, c.Columns);
    }
}
