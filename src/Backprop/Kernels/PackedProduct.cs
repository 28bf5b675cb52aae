using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <content>
/// The product for large shapes. Rows of A are repacked, a strip at a time, into panels as high as a tile. Each stays in the first cache while it meets all columns of a block of B,
/// which is repacked too, into panels as wide as a tile, and stays in the second cache.
/// Blocks of k follow one another ascending, so each element is still one chain.
/// </content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Bytes of a block of B at most: a quarter of the second cache, of which a neighbor may use as much.</summary>
    private const int BlockBytes = 1 << 19;

    /// <summary>Rows of a panel of A.</summary>
    private const int PanelRows = PackedTile<OneColumn<TLanes, T>, T>.Pitch;

    /// <summary>Rows of A that are packed together: whole panels, and whole cache lines where A is transposed.</summary>
    private const int StripRows = 48;

    /// <summary>Numbers between packed parts, which packing may write.</summary>
    private const int Gap = 16;

    [ThreadStatic]
    private static AlignedBuffer<T>? scratch;

    /// <summary>Columns of a tile, and of a panel of B.</summary>
    private static int TileColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsWide ? 2 * TLanes.Count : TLanes.Count;
    }

    /// <summary>
    /// C[rows × columns] = start + A[rows × depth] · B[depth × columns]. A is read at a[r·aRow + k·aStep], one of which is 1, B at b[k·bStride + n],
    /// or at b[n·bStride + k] if <paramref name="transposed"/>. Only columns below <paramref name="columns"/> are written.
    /// </summary>
    [MethodImpl(Hot)]
    private static void PackedProduct(T* a, nint aRow, nint aStep, T* b, nint bStride, bool transposed, T* c, nint cStride, int rows, int columns, int depth, T* start, nint startStep)
    {
        // A panel of A takes a quarter of the first cache.
        var deep = PartSize(depth, 1024 / sizeof(T), PackedTile<OneColumn<TLanes, T>, T>.Round);
        var wide = PartSize(columns, BlockBytes / sizeof(T) / deep, TileColumns);
        var stripLength = (deep * StripRows) + Gap;
        var length = stripLength + (deep * wide) + Gap;
        var buffer = scratch;
        if (buffer is null || buffer.Length < length)
            scratch = buffer = new AlignedBuffer<T>(length);
        var strip = buffer.Pointer;
        var panels = strip + stripLength;
        for (var n = 0; n < columns; n += wide)
        {
            var width = Math.Min(wide, columns - n);
            for (var k = 0; k < depth; k += deep)
            {
                var steps = Math.Min(deep, depth - k);
                if (transposed)
                    PackTransposed(b + (n * bStride) + k, bStride, panels, steps, width, WholeLanes(width), TileColumns);
                else
                    Pack(b + (k * bStride) + n, bStride, panels, steps, width, TileColumns);
                for (var r = 0; r < rows; r += StripRows)
                {
                    var height = Math.Min(StripRows, rows - r);
                    if (aStep == 1)
                        PackTransposed(a + (r * aRow) + k, aRow, strip, steps, height, height, PanelRows);
                    else
                        Pack(a + r + (k * aStep), aStep, strip, steps, height, PanelRows);
                    // What comes next is the strip below, or the first one of the next block of k.
                    var next = r + StripRows < rows ? a + ((r + StripRows) * aRow) + (k * aStep) : a + ((k + deep) * aStep);
                    var ahead = aStep == 1 ? new Lines(next, aRow, StripRows, steps) : new Lines(next, aStep, steps, StripRows);
                    // After the first block of k the chains go on from what the block before left.
                    MultiplyStrip(strip, panels, steps, c + n + (r * cStride), cStride, height, width, k == 0 && start != null ? start + (r * startStep) : null, startStep, ahead);
                }
            }
        }
        GC.KeepAlive(buffer);
    }

    /// <summary>The size of parts of at most so many, all nearly the same and but for the last whole units.</summary>
    private static int PartSize(int whole, int most, int unit)
    {
        var units = Math.Max(1, (whole + unit - 1) / unit);
        var together = Math.Max(1, most / unit);
        var parts = (units + together - 1) / together;
        return (units + parts - 1) / parts * unit;
    }

    /// <summary>Rows of C, tile by tile, each panel of A over all panels of B.</summary>
    [MethodImpl(Hot)]
    private static void MultiplyStrip(T* strip, T* panels, int steps, T* c, nint cStride, int rows, int columns, T* start, nint startStep, Lines ahead)
    {
        // Where the chains of a row of tiles begin if that is not in C, and room for a tile of which only some columns are to be written.
        var begin = stackalloc T[PanelRows * TileColumns];
        var edge = stackalloc T[PanelRows * TileColumns];
        for (var r = 0; r < rows; r += PanelRows, strip += PanelRows * steps, c += PanelRows * cStride)
        {
            var height = Math.Min(PanelRows, rows - r);
            if (start != null)
            {
                for (var q = 0; q < height; q++, start += startStep)
                    new Span<T>(begin + (q * TileColumns), TileColumns).Fill(start[0]);
            }
            for (var n = 0; n < columns; n += TileColumns)
            {
                var width = Math.Min(TileColumns, columns - n);
                var span = WholeLanes(width);
                var panel = panels + ((nint)n * steps);
                var (tile, tileStride) = ((nint)(c + n), cStride);
                if (width < span)
                {
                    (tile, tileStride) = ((nint)edge, TileColumns);
                    Copy(c + n, cStride, edge, TileColumns, height, width);
                }
                var (from, fromStride) = start == null ? (tile, tileStride) : ((nint)begin, TileColumns);
                Prefetch(n + TileColumns < columns ? c + n + TileColumns : c + (PanelRows * cStride), cStride);
                if (span > TLanes.Count)
                    PanelTile<TwoColumns<TLanes, T>>(strip, panel, steps, (T*)from, fromStride, (T*)tile, tileStride, height, ref ahead);
                else
                    PanelTile<OneColumn<TLanes, T>>(strip, panel, steps, (T*)from, fromStride, (T*)tile, tileStride, height, ref ahead);
                if (width < span)
                    Copy(edge, TileColumns, c + n, cStride, height, width);
            }
        }
    }

    /// <summary>Calls the next tile of C into the first cache while this one is computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(T* c, nint cStride)
    {
        if (!Sse.IsSupported)
            return;
        for (var r = 0; r < PanelRows; r++, c += cStride)
            for (var n = 0; n < TileColumns; n += TLanes.Count)
                Sse.Prefetch0(c + n);
    }

    /// <summary>One tile. The last steps of k, if they are not a whole round, are on their own, as are all if there are not enough rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PanelTile<TColumns>(T* a, T* b, int steps, T* from, nint fromStride, T* c, nint cStride, int rows, ref Lines ahead)
        where TColumns : unmanaged, IRegisterColumns<TColumns, T>
    {
        var whole = rows == PanelRows ? steps & -PackedTile<TColumns, T>.Round : 0;
        if (whole > 0)
        {
            var lineStep = ahead.Next(whole / PackedTile<TColumns, T>.Round, out var line);
            if (IsWide)
            {
                PackedTile<TColumns, T>.Rows12(a, a, b, whole, from, fromStride, c, cStride, line, lineStep);
            }
            else
            {
                PackedTile<TColumns, T>.Rows6(a, a, b, whole, from, fromStride, c, cStride, line, lineStep);
                PackedTile<TColumns, T>.Rows6(a + 6, a + 6, b, whole, from + (6 * fromStride), fromStride, c + (6 * cStride), cStride, line, lineStep);
            }
        }
        else if (from != c)
        {
            Copy(from, fromStride, c, cStride, rows, TColumns.Count);
        }
        if (whole < steps)
            TileColumn<TColumns>(a + (whole * rows), 1, rows, b + (whole * TColumns.Count), TColumns.Count, c, cStride, rows, steps - whole, null, 0);
    }

    [MethodImpl(Hot)]
    private static void Copy(T* source, nint sourceStride, T* target, nint targetStride, int rows, int columns)
    {
        for (var r = 0; r < rows; r++)
            new ReadOnlySpan<T>(source + (r * sourceStride), columns).CopyTo(new Span<T>(target + (r * targetStride), columns));
    }

    /// <summary>A matrix [steps × width] into panels [steps × most], the last of which may be narrower. The size of most copies is a constant where this is inlined: a few moves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pack(T* source, nint stride, T* panels, int steps, int width, int most)
    {
        for (var k = 0; k < steps; k++, source += stride)
        {
            var n = 0;
            for (; n + most <= width; n += most)
                Unsafe.CopyBlockUnaligned(panels + ((nint)n * steps) + (k * most), source + n, (uint)(most * sizeof(T)));
            if (n < width)
                Unsafe.CopyBlockUnaligned(panels + ((nint)n * steps) + (k * (width - n)), source + n, (uint)((width - n) * sizeof(T)));
        }
    }

    /// <summary>The same from a matrix [width × steps]; columns from <paramref name="width"/> up to <paramref name="padded"/> are 0.</summary>
    [MethodImpl(Hot)]
    private static void PackTransposed(T* source, nint stride, T* panels, int steps, int width, int padded, int most)
    {
        var rows = stackalloc T*[32];
        for (var n = 0; n < padded; n += most)
        {
            var span = Math.Min(most, padded - n);
            var whole = Math.Min(span, width - n);
            for (var r = 0; r < whole; r++)
                rows[r] = source + ((n + r) * stride);
            Transpose.RowsToColumns(rows, whole, panels, span, steps, room: true);
            for (var k = 0; whole < span && k < steps; k++)
                new Span<T>(panels + (k * span) + whole, span - whole).Clear();
            panels += (nint)span * steps;
        }
    }

    /// <summary>The cache lines of a matrix, walked through in runs down its rows.</summary>
    private struct Lines(T* matrix, nint stride, int rows, int columns)
    {
        private readonly byte* start = (byte*)((nint)matrix & -64);
        private int row;
        private int line;

        /// <summary>The first of the next <paramref name="count"/> lines, each so many bytes from the one before; at the end the same line again.</summary>
        public nint Next(int count, out byte* first)
        {
            var bytes = stride * sizeof(T);
            first = start + (row * bytes) + line;
            if (line >= columns * sizeof(T))
                return 0;
            row += count;
            if (row >= rows)
            {
                row = 0;
                line += 64;
            }
            return bytes;
        }
    }
}
