namespace Backprop;

/// <content>
/// The product for large shapes: B is repacked into panels as wide as a tile and <see cref="Depth"/> deep, so that a panel stays in the first cache
/// while the rows of A pass by. The blocks of k follow one another ascending, so each element is still one chain.
/// </content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Steps of k in a block: a panel four bundles wide is 32 KiB.</summary>
    private const int Depth = 128;

    /// <summary>Bundles of columns in a packed block of B, 512 KiB.</summary>
    private const int Breadth = 64;

    [ThreadStatic]
    private static AlignedBuffer<T>? scratch;

    /// <summary>
    /// C[rows × columns] = start + A[rows × depth] · B[depth × columns]. A is read at a[r·aRow + k·aStep], B at b[k·bStride + n],
    /// or at b[n·bStride + k] if <paramref name="transposed"/>. Only columns below <paramref name="columns"/> are written.
    /// </summary>
    [MethodImpl(Hot)]
    private static void PackedProduct(T* a, nint aRow, nint aStep, T* b, nint bStride, bool transposed, T* c, nint cStride, int rows, int columns, int depth, T* start, nint startStep)
    {
        var block = Breadth * TLanes.Count;
        var buffer = scratch ??= new AlignedBuffer<T>((Depth * block) + (Depth * RowBlock) + (6 * 4 * TLanes.Count));
        var packed = buffer.Pointer;
        var aBlock = packed + (Depth * block);
        for (var n = 0; n < columns; n += block)
        {
            var width = Math.Min(block, columns - n);
            for (var k = 0; k < depth; k += Depth)
            {
                var steps = Math.Min(Depth, depth - k);
                // After the first block of k the chain goes on from what the block before left.
                var begin = k == 0 ? start : null;
                var beginStep = k == 0 ? startStep : 0;
                var panels = packed;
                if (transposed)
                    PackTransposed(b + (n * bStride) + k, bStride, panels, steps, width);
                else if (width == bStride && width == PanelBundles(width) * TLanes.Count)
                    panels = b + (k * bStride); // B is one panel as it is
                else
                    Pack(b + (k * bStride) + n, bStride, panels, steps, width);
                if (aStep == 1)
                {
                    Panels(a + k, aRow, 1, panels, c + n, cStride, rows, steps, width, begin, beginStep);
                    continue;
                }
                // Transposed A: its rows are copied together first, for their distance may be a multiple of the cache's period.
                for (var r = 0; r < rows; r += RowBlock)
                {
                    var height = Math.Min(RowBlock, rows - r);
                    for (var s = 0; s < steps; s++)
                        new ReadOnlySpan<T>(a + r + ((k + s) * aStep), height).CopyTo(new Span<T>(aBlock + (s * RowBlock), height));
                    Panels(aBlock, 1, RowBlock, panels, c + n + (r * cStride), cStride, height, steps, width, begin + (r * beginStep), beginStep);
                }
            }
        }
        GC.KeepAlive(buffer);
    }

    /// <summary>Rows of a transposed A that are copied together.</summary>
    private const int RowBlock = 96;

    [MethodImpl(Hot)]
    private static void Panels(T* a, nint aRow, nint aStep, T* panels, T* c, nint cStride, int rows, int steps, int width, T* start, nint startStep)
    {
        var n = 0;
        while (n < width)
        {
            var bundles = PanelBundles(width - n);
            var span = bundles * TLanes.Count;
            if (n + span > width)
                EdgePanel(a, aRow, aStep, panels + ((nint)n * steps), c + n, cStride, rows, steps, width - n, start, startStep);
            else if (bundles == 4)
                TileColumn<FourColumns<TLanes, T>>(a, aRow, aStep, panels + ((nint)n * steps), span, c + n, cStride, rows, steps, start, startStep);
            else if (bundles == 2)
                TileColumn<TwoColumns<TLanes, T>>(a, aRow, aStep, panels + ((nint)n * steps), span, c + n, cStride, rows, steps, start, startStep);
            else
                TileColumn<OneColumn<TLanes, T>>(a, aRow, aStep, panels + ((nint)n * steps), span, c + n, cStride, rows, steps, start, startStep);
            n += span;
        }
    }

    /// <summary>Bundles in the panel that covers the next <paramref name="columns"/> columns.</summary>
    private static int PanelBundles(int columns) => !IsWide ? 1 : columns >= 4 * TLanes.Count ? 4 : columns >= 2 * TLanes.Count ? 2 : 1;

    /// <summary>The last panel, a bundle wide, where C has fewer columns: through a copy of them.</summary>
    [MethodImpl(Hot)]
    private static void EdgePanel(T* a, nint aRow, nint aStep, T* panel, T* c, nint cStride, int rows, int steps, int width, T* start, nint startStep)
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
    private static void Pack(T* b, nint bStride, T* panels, int steps, int width)
    {
        var n = 0;
        while (n < width)
        {
            var span = PanelBundles(width - n) * TLanes.Count;
            for (nint k = 0; k < steps; k++)
                for (nint q = 0; q < span; q += TLanes.Count)
                    TLanes.Store(panels + (k * span) + q, TLanes.Load(b + n + (k * bStride) + q));
            panels += (nint)span * steps;
            n += span;
        }
    }

    /// <summary>The same from Bᵀ[width × steps]; columns beyond <paramref name="width"/> are 0.</summary>
    [MethodImpl(Hot)]
    private static void PackTransposed(T* b, nint bStride, T* panels, int steps, int width)
    {
        var n = 0;
        while (n < width)
        {
            var span = PanelBundles(width - n) * TLanes.Count;
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
