namespace Backprop;

/// <content>Dense projections: forward, back and gradient side by side.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    public override void Forward(T* w, int wStride, T* y, int yStride, T* x, int xStride, int to, int from, int cases, T* start, int startStep) =>
        Product(w, wStride, 1, y, yStride, x, xStride, to, from, WholeLanes(cases), start, startStep);

    /// <inheritdoc/>
    public override void Back(T* w, int wStride, T* dx, int dxStride, T* dy, int dyStride, int to, int from, int cases, T* start, int startStep) =>
        Product(w, 1, wStride, dx, dxStride, dy, dyStride, from, to, WholeLanes(cases), start, startStep);

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Gradient(T* dx, int dxStride, T* y, int yStride, T* g, int gStride, int to, int from, int cases, bool caseOrder, bool fresh, T* biases)
    {
        if (caseOrder)
        {
            if (IsSmallGradient(to, from, cases))
                GradientInCaseOrder(dx, dxStride, y, yStride, g, gStride, to, from, cases, fresh);
            else
                PackedProduct(dx, dxStride, 1, y, yStride, true, g, gStride, to, from, cases, fresh ? zero.Pointer : null, 0);
            if (biases != null)
                GradientOfBiases(dx, dxStride, biases, to, cases);
            GC.KeepAlive(zero);
            return;
        }
        GradientPartByPart(dx, dxStride, y, yStride, g, gStride, to, from, cases, fresh, biases);
    }

    /// <summary>C[rows × columns] += A[rows × depth] · B[depth × columns]; columns are whole lanes. A is read at a[r·aRow + k·aStep].</summary>
    private static void Product(T* a, int aRow, int aStep, T* b, int bStride, T* c, int cStride, int rows, int depth, int columns, T* start, int startStep)
    {
        if (IsLarge(rows, depth, columns))
        {
            PackedProduct(a, aRow, aStep, b, bStride, false, c, cStride, rows, columns, depth, start, startStep);
            return;
        }
        var term = new Term<T> { A = a, ARow = aRow, AStep = aStep, B = b, Depth = depth };
        SumTerms(new TermSum<T> { Terms = &term, End = &term + 1, C = c, CStride = cStride, BStride = bStride, Start = start, StartStep = startStep }, 0, rows, columns);
    }

    /// <summary>The units [first, end) of a sum of small products, by the widest tiles that fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SumTerms(in TermSum<T> sum, nint first, nint end, nint columns)
    {
        nint n = 0;
        if (IsWide)
        {
            for (; n + (4 * TLanes.Count) <= columns; n += 4 * TLanes.Count)
                Tile<FourColumns<TLanes, T>, T>.Column(sum, first, end, n);
            if (n == columns)
                return;
            if (n + (3 * TLanes.Count) <= columns)
            {
                Tile<ThreeColumns<TLanes, T>, T>.Column(sum, first, end, n);
                n += 3 * TLanes.Count;
            }
            else if (n + (2 * TLanes.Count) <= columns)
            {
                Tile<TwoColumns<TLanes, T>, T>.Column(sum, first, end, n);
                n += 2 * TLanes.Count;
            }
        }
        for (; n < columns; n += TLanes.Count)
            Tile<OneColumn<TLanes, T>, T>.Column(sum, first, end, n);
    }

    /// <summary>One column of tiles of one product.</summary>
    [MethodImpl(Hot)]
    private static void TileColumn<TColumns>(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int rows, int depth, T* start, nint startStep)
        where TColumns : unmanaged, IRegisterColumns<TColumns, T>
    {
        var term = new Term<T> { A = a, ARow = aRow, AStep = aStep, B = b, Depth = depth };
        Tile<TColumns, T>.Column(new TermSum<T> { Terms = &term, End = &term + 1, C = c, CStride = cStride, BStride = bStride, Start = start, StartStep = startStep }, 0, rows, 0);
    }
}
