namespace Backprop;

/// <content>
/// The product for large shapes. A block of B is repacked into panels as wide as a tile, one behind the other. Blocks of k follow one another ascending,
/// so each element is still one chain. There are two ways through a block:
/// tile by tile, each over all panels, so that a tile's rows of A stay in the first cache and the block of B in the second;
/// or panel by panel, so that a panel stays in the first cache while rows of A pass by: where A is transposed, or A and C stay in the second cache anyway.
/// </content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Bytes of a packed block of B at most: the second cache's part.</summary>
    private const int BlockBytes = 1 << 20;

    /// <summary>Rows of a transposed A that are copied together.</summary>
    private const int CopiedRows = 96;

    [ThreadStatic]
    private static AlignedBuffer<T>? scratch;

    /// <summary>Rows of a tile where it goes over all panels, as many sums as there are registers for: 12 × 2 of 64 bytes, else 6 × 64 bytes.</summary>
    private static int TileRows => IsWide ? 12 : 6;

    /// <summary>
    /// C[rows × columns] = start + A[rows × depth] · B[depth × columns]. A is read at a[r·aRow + k·aStep], B at b[k·bStride + n],
    /// or at b[n·bStride + k] if <paramref name="transposed"/>. Only columns below <paramref name="columns"/> are written.
    /// </summary>
    [MethodImpl(Hot)]
    private static void PackedProduct(T* a, nint aRow, nint aStep, T* b, nint bStride, bool transposed, T* c, nint cStride, int rows, int columns, int depth, T* start, nint startStep)
    {
        var byTile = aStep == 1 && rows >= 8 * TileRows && rows * ((long)depth + columns) * sizeof(T) > BlockBytes;
        var most = !IsWide ? 1 : byTile ? 2 : 4;
        var deep = Part(depth, byTile ? 4096 / sizeof(T) : 128);
        var wide = WholeLanes(Part(columns, BlockBytes / sizeof(T) / deep / (most * TLanes.Count) * (most * TLanes.Count)));
        var copied = aStep == 1 ? 0 : CopiedRows * deep;
        var buffer = scratch;
        if (buffer is null || buffer.Length < copied + (deep * wide))
            scratch = buffer = new AlignedBuffer<T>(copied + (deep * wide));
        var copy = buffer.Pointer;
        var packed = copy + copied;
        for (var n = 0; n < columns; n += wide)
        {
            var width = Math.Min(wide, columns - n);
            for (var k = 0; k < depth; k += deep)
            {
                var steps = Math.Min(deep, depth - k);
                // After the first block of k the chain goes on from what the block before left.
                var begin = k == 0 ? start : null;
                var beginStep = k == 0 ? startStep : 0;
                var panels = packed;
                if (transposed)
                    PackTransposed(b + (n * bStride) + k, bStride, panels, steps, width, most);
                else if (width == bStride && width == PanelBundles(width, most) * TLanes.Count)
                    panels = b + (k * bStride); // B is one panel as it is
                else
                    Pack(b + (k * bStride) + n, bStride, panels, steps, width, most);
                if (byTile)
                {
                    TileByTile(a + k, aRow, panels, c + n, cStride, rows, steps, width, begin, beginStep);
                    continue;
                }
                if (aStep == 1)
                {
                    PanelByPanel(a + k, aRow, 1, panels, c + n, cStride, rows, steps, width, begin, beginStep, most);
                    continue;
                }
                // Transposed A: its rows are copied together first, for their distance may be a multiple of the cache's period.
                for (var r = 0; r < rows; r += CopiedRows)
                {
                    var height = Math.Min(CopiedRows, rows - r);
                    for (var s = 0; s < steps; s++)
                        new ReadOnlySpan<T>(a + r + ((k + s) * aStep), height).CopyTo(new Span<T>(copy + (s * CopiedRows), height));
                    PanelByPanel(copy, 1, CopiedRows, panels, c + n + (r * cStride), cStride, height, steps, width, begin + (r * beginStep), beginStep, most);
                }
            }
        }
        GC.KeepAlive(buffer);
    }

    /// <summary>The size of parts of at most so many, all nearly the same.</summary>
    private static int Part(int whole, int most)
    {
        var parts = Math.Max(1, (whole + most - 1) / most);
        return (whole + parts - 1) / parts;
    }

    /// <summary>A block whose tiles go over all panels, one tile after another.</summary>
    [MethodImpl(Hot)]
    private static void TileByTile(T* a, nint aRow, T* panels, T* c, nint cStride, int rows, int steps, int width, T* start, nint startStep)
    {
        // The next tile's rows are called from memory while this one's are multiplied, a part with each panel, if they lie together.
        var parts = (width + (2 * TLanes.Count) - 1) / (2 * TLanes.Count);
        nint aheadStep = aRow == steps ? ((TileRows * sizeof(T)) + parts - 1) / parts : 0;
        for (var r = 0; r < rows; r += TileRows, a += TileRows * aRow, c += TileRows * cStride, start += TileRows * startStep)
        {
            var height = Math.Min(TileRows, rows - r);
            var ahead = (byte*)(a + (height * aRow));
            var panel = panels;
            for (var n = 0; n < width;)
            {
                var span = PanelBundles(width - n, IsWide ? 2 : 1) * TLanes.Count;
                if (n + span > width)
                    EdgeTile(a, aRow, 1, panel, c + n, cStride, height, steps, width - n, start, startStep);
                else if (span == TLanes.Count)
                    TileColumn<OneColumn<TLanes, T>>(a, aRow, 1, panel, span, c + n, cStride, height, steps, start, startStep);
                else if (height == 12)
                    Tile<TwoColumns<TLanes, T>, T>.Rows12(a, aRow, 1, panel, span, c + n, cStride, height, steps, start, startStep, ahead, aheadStep);
                else
                    TileColumn<TwoColumns<TLanes, T>>(a, aRow, 1, panel, span, c + n, cStride, height, steps, start, startStep);
                panel += (nint)span * steps;
                ahead += aheadStep * steps;
                n += span;
            }
        }
    }

    /// <summary>A block whose panels, at most so many bundles wide, go over all rows, one panel after another.</summary>
    [MethodImpl(Hot)]
    private static void PanelByPanel(T* a, nint aRow, nint aStep, T* panels, T* c, nint cStride, int rows, int steps, int width, T* start, nint startStep, int most)
    {
        for (var n = 0; n < width;)
        {
            var bundles = PanelBundles(width - n, most);
            var span = bundles * TLanes.Count;
            if (n + span > width)
                EdgeTile(a, aRow, aStep, panels, c + n, cStride, rows, steps, width - n, start, startStep);
            else if (bundles == 4)
                TileColumn<FourColumns<TLanes, T>>(a, aRow, aStep, panels, span, c + n, cStride, rows, steps, start, startStep);
            else if (bundles == 2)
                TileColumn<TwoColumns<TLanes, T>>(a, aRow, aStep, panels, span, c + n, cStride, rows, steps, start, startStep);
            else
                TileColumn<OneColumn<TLanes, T>>(a, aRow, aStep, panels, span, c + n, cStride, rows, steps, start, startStep);
            panels += (nint)span * steps;
            n += span;
        }
    }

    /// <summary>Bundles in the panel that covers the next <paramref name="columns"/> columns.</summary>
    private static int PanelBundles(int columns, int most) =>
        most == 4 && columns >= 4 * TLanes.Count ? 4 : most >= 2 && columns >= 2 * TLanes.Count ? 2 : 1;

    /// <summary>Tiles of the last panel, a bundle wide, where C has fewer columns: through a copy of them.</summary>
    [MethodImpl(Hot)]
    private static void EdgeTile(T* a, nint aRow, nint aStep, T* panel, T* c, nint cStride, int rows, int steps, int width, T* start, nint startStep)
    {
        var tile = stackalloc T[6 * 16];
        for (var r = 0; r < rows; r += 6, a += 6 * aRow, c += 6 * cStride)
        {
            var height = Math.Min(6, rows - r);
            for (var q = 0; q < height; q++)
                new ReadOnlySpan<T>(c + (q * cStride), width).CopyTo(new Span<T>(tile + (q * TLanes.Count), width));
            TileColumn<OneColumn<TLanes, T>>(a, aRow, aStep, panel, TLanes.Count, tile, TLanes.Count, height, steps, start + (r * startStep), startStep);
            for (var q = 0; q < height; q++)
                new ReadOnlySpan<T>(tile + (q * TLanes.Count), width).CopyTo(new Span<T>(c + (q * cStride), width));
        }
    }

    /// <summary>B[steps × width] into panels, each [steps × its width].</summary>
    [MethodImpl(Hot)]
    private static void Pack(T* b, nint bStride, T* panels, int steps, int width, int most)
    {
        var n = 0;
        while (n < width)
        {
            var span = PanelBundles(width - n, most) * TLanes.Count;
            for (nint k = 0; k < steps; k++)
                for (nint q = 0; q < span; q += TLanes.Count)
                    TLanes.Store(panels + (k * span) + q, TLanes.Load(b + n + (k * bStride) + q));
            panels += (nint)span * steps;
            n += span;
        }
    }

    /// <summary>The same from Bᵀ[width × steps]; columns beyond <paramref name="width"/> are 0.</summary>
    [MethodImpl(Hot)]
    private static void PackTransposed(T* b, nint bStride, T* panels, int steps, int width, int most)
    {
        var n = 0;
        while (n < width)
        {
            var span = PanelBundles(width - n, most) * TLanes.Count;
            var whole = Math.Min(span, width - n) / 4 * 4;
            for (var q = 0; q < whole; q += 4)
            {
                var source = b + ((n + q) * bStride);
                Transpose.FourRows(source, source + bStride, source + (2 * bStride), source + (3 * bStride), panels + q, span, steps);
            }
            for (var q = whole; q < span; q++)
            {
                var source = b + ((n + q) * bStride);
                for (nint k = 0; k < steps; k++)
                    panels[(k * span) + q] = n + q < width ? source[k] : T.Zero;
            }
            panels += (nint)span * steps;
            n += span;
        }
    }
}
