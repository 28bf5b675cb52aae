using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <content>
/// The product of many columns where a tile is narrow: numbers of A are multiplied with so many panels of B that packing them pays off too.
/// Rows of A are packed, a strip at a time, into panels as high as two tiles. Each panel stays in the first cache while it is multiplied with all columns of a block of B,
/// which is packed into panels as wide as a tile, and stays in the second cache.
/// Blocks of k follow one another ascending, so each element is still one chain.
/// </content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Rows of a panel of A.</summary>
    private const int PanelRows = PackedTile<OneColumn<TLanes, T>, T>.Pitch;

    /// <summary>C[rows × columns] = start + A[rows × depth] · B[depth × columns]. Nothing beyond the columns of C is written.</summary>
    [MethodImpl(Hot)]
    private static void PackedProduct(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, SumStart<T> start)
    {
        AssertIsProduct(a, b, c);
        var (rows, columns, depth) = (c.Rows, c.Columns, a.Columns);
        // A panel of A takes a quarter of the first cache.
        var deep = PartSize(depth, 1024 / sizeof(T), PackedTile<OneColumn<TLanes, T>, T>.Round);
        var wide = PartSize(columns, BlockBytes / sizeof(T) / deep, TileColumns);
        var stripLength = (deep * StripRows) + Gap;
        var length = stripLength + (deep * wide) + Gap;
        var buffer = Scratch(length);
        var strip = buffer.Pointer;
        var panels = strip + stripLength;
        for (var n = 0; n < columns; n += wide)
        {
            var width = Math.Min(wide, columns - n);
            for (var k = 0; k < depth; k += deep)
            {
                var steps = Math.Min(deep, depth - k);
                Pack(b.Part(k, steps, n, width), panels, TileColumns, WholeLanes(width));
                for (var r = 0; r < rows; r += StripRows)
                {
                    var height = Math.Min(StripRows, rows - r);
                    Pack(a.Part(r, height, k, steps).Transposed, strip, PanelRows, height);
                    // After the first block of k the sums go on from what the block before left.
                    MultiplyStrip(strip, panels, steps, c.Part(r, height, n, width), k == 0 ? start.From(r) : SumStart<T>.Destination, Ahead(a, r, k, deep, steps));
                }
            }
        }
        GC.KeepAlive(buffer);
    }

    /// <summary>The cache lines of A that are packed next: the strip below, or the first one of the next block of k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lines Ahead(in Matrix<T> a, int r, int k, int deep, int steps)
    {
        var (row, column) = r + StripRows < a.Rows ? (r + StripRows, k) : (0, k + deep);
        var next = a.Pointer + (row * (nint)a.RowStep) + (column * (nint)a.ColumnStep);
        return a.ColumnStep == 1 ? new Lines(next, a.RowStep, StripRows, steps) : new Lines(next, a.ColumnStep, steps, StripRows);
    }

    /// <summary>Rows of C, tile by tile, each panel of A over all panels of B.</summary>
    [MethodImpl(Hot)]
    private static void MultiplyStrip(T* strip, T* panels, int steps, in Matrix<T> c, SumStart<T> start, Lines ahead)
    {
        // What the sums of a row of tiles begin with if that is not in C, and room for a tile of which only some columns are to be written.
        var begin = stackalloc T[PanelRows * TileColumns];
        var edge = stackalloc T[PanelRows * TileColumns];
        var (rows, columns, cStride) = (c.Rows, c.Columns, (nint)c.Stride);
        var row = c.Pointer;
        var value = start.Pointer;
        for (var r = 0; r < rows; r += PanelRows, strip += PanelRows * steps, row += PanelRows * cStride)
        {
            var height = Math.Min(PanelRows, rows - r);
            for (var q = 0; value != null && q < height; q++, value += start.Step)
                new Span<T>(begin + (q * TileColumns), TileColumns).Fill(value[0]);
            for (var n = 0; n < columns; n += TileColumns)
            {
                var width = Math.Min(TileColumns, columns - n);
                var span = WholeLanes(width);
                var panel = panels + ((nint)n * steps);
                // Addresses and strides from here on: building matrices for every tile takes 1 to 2 % of the time of the product.
                var (tile, tileStride) = ((nint)(row + n), cStride);
                if (width < span)
                {
                    (tile, tileStride) = ((nint)edge, TileColumns);
                    Copy(new(row + n, height, width, c.Stride), new(edge, height, width, TileColumns));
                }
                var (from, fromStride) = value == null ? (tile, tileStride) : ((nint)begin, TileColumns);
                Prefetch(n + TileColumns < columns ? row + n + TileColumns : row + (PanelRows * cStride), cStride);
                PanelTile(strip, panel, steps, (T*)from, fromStride, (T*)tile, tileStride, height, ref ahead);
                if (width < span)
                    Copy(new(edge, height, width, TileColumns), new(row + n, height, width, c.Stride));
            }
        }
    }

    /// <summary>Prefetches the next tile of C into the first cache while this one is computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(T* c, nint cStride)
    {
        if (!Sse.IsSupported)
            return;
        for (var r = 0; r < PanelRows; r++, c += cStride)
            for (var n = 0; n < TileColumns; n += TLanes.Count)
                Sse.Prefetch0(c + n);
    }

    /// <summary>One tile, c = from + a · b. The last steps of k, if they are not a whole round, are computed apart, as are all steps if there are fewer rows than a panel has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PanelTile(T* a, T* b, int steps, T* from, nint fromStride, T* c, nint cStride, int rows, ref Lines ahead)
    {
        var whole = rows == PanelRows ? steps & -PackedTile<OneColumn<TLanes, T>, T>.Round : 0;
        if (whole > 0)
        {
            var lineStep = ahead.Next(whole / PackedTile<OneColumn<TLanes, T>, T>.Round, out var line);
            PackedTile<OneColumn<TLanes, T>, T>.Rows6(a, b, whole, from, fromStride, c, cStride, line, lineStep);
            PackedTile<OneColumn<TLanes, T>, T>.Rows6(a + 6, b, whole, from + (6 * fromStride), fromStride, c + (6 * cStride), cStride, line, lineStep);
        }
        else if (from != c)
        {
            Copy(new(from, rows, TLanes.Count, (int)fromStride), new(c, rows, TLanes.Count, (int)cStride));
        }
        if (whole < steps)
        {
            var term = new Term<T> { A = a + (whole * rows), ARow = 1, AStep = rows, Depth = steps - whole };
            Multiply(term, b + (whole * TLanes.Count), TLanes.Count, new(c, rows, TLanes.Count, (int)cStride), SumStart<T>.Destination);
        }
    }

    /// <summary>The cache lines of a matrix, in runs down its rows.</summary>
    private struct Lines(T* matrix, nint stride, int rows, int columns)
    {
        private readonly byte* start = (byte*)((nint)matrix & -64);
        private int row;
        private int line;

        /// <summary>Gets the first of the next <paramref name="count"/> lines, and returns the number of bytes from one line to the next, 0 after the last line.</summary>
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
