using System.Diagnostics;

namespace Backprop;

/// <content>Dense projections: forward, back and gradient side by side.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Forward(in Matrix<T> w, in Matrix<T> y, in Matrix<T> x, SumStart<T> start) => Product(w, WholeLanes(y), WholeLanes(x), start);

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Back(in Matrix<T> w, in Matrix<T> dx, in Matrix<T> dy, SumStart<T> start) => Product(w.Transposed, WholeLanes(dx), WholeLanes(dy), start);

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Gradient(in Matrix<T> dx, in Matrix<T> y, in Matrix<T> g, bool caseOrder, bool fresh, T* biases)
    {
        Debug.Assert(dx.Rows == g.Rows && y.Rows == g.Columns && dx.Columns == y.Columns, "∂E/∂x, states and gradient do not fit together.");
        if (!caseOrder)
        {
            GradientPartByPart(WholeLanes(dx), WholeLanes(y), g, fresh, biases);
            return;
        }
        if (IsSmallGradient(g.Rows, g.Columns, dx.Columns))
            GradientInCaseOrder(dx, y, g, fresh);
        else
            LargeProduct(dx, y.Transposed, g, fresh ? SumStart<T>.Same(zero.Pointer) : SumStart<T>.Destination);
        if (biases != null)
            GradientOfBiases(dx, biases);
        GC.KeepAlive(zero);
    }

    /// <summary>C = start + A · B, where columns of C are whole lanes.</summary>
    [MethodImpl(Hot)]
    private static void Product(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, SumStart<T> start)
    {
        AssertIsProduct(a, b, c);
        if (ProductShape.IsLarge(c.Rows, a.Columns, c.Columns))
        {
            LargeProduct(a, b, c, start);
            return;
        }
        SumOneTerm(a, b, c, start);
    }

    /// <summary>C = start + A · B by tiles, where columns of C are whole lanes.</summary>
    [MethodImpl(Hot)]
    private static void SumOneTerm(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, SumStart<T> start)
    {
        var term = new Term<T> { A = a.Pointer, ARow = a.RowStep, AStep = a.ColumnStep, B = b.Pointer, Depth = a.Columns };
        SumTerms(new TermSum<T> { Terms = &term, End = &term + 1, C = c.Pointer, CStride = c.Stride, BStride = b.Stride, Start = start.Pointer, StartStep = start.Step }, 0, c.Rows, c.Columns);
    }

    /// <summary>The units [first, end) of a sum of small products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SumTerms(in TermSum<T> sum, nint first, nint end, nint columns) => SumTerms<PlainEnd>(sum, first, end, columns, 0);

    /// <summary>The units [first, end) of a sum of small products, by the widest tiles that fit; what becomes of each sum is stored, from states that are <paramref name="states"/> numbers further.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SumTerms<TEnd>(in TermSum<T> sum, nint first, nint end, nint columns, nint states)
        where TEnd : struct, ITileEnd
    {
        nint n = 0;
        if (IsWide)
        {
            for (; n + (4 * TLanes.Count) <= columns; n += 4 * TLanes.Count)
                Tile<FourColumns<TLanes, T>, T>.Column<TEnd>(sum, first, end, n, states);
            if (n == columns)
                return;
            if (n + (3 * TLanes.Count) <= columns)
            {
                Tile<ThreeColumns<TLanes, T>, T>.Column<TEnd>(sum, first, end, n, states);
                n += 3 * TLanes.Count;
            }
            else if (n + (2 * TLanes.Count) <= columns)
            {
                Tile<TwoColumns<TLanes, T>, T>.Column<TEnd>(sum, first, end, n, states);
                n += 2 * TLanes.Count;
            }
        }
        else if (end - first <= 2)
        {
            // One or two rows of one bundle are fewer chains than the latency of a multiply-add needs.
            for (; n + (2 * TLanes.Count) <= columns; n += 2 * TLanes.Count)
                Tile<TwoColumns<TLanes, T>, T>.Column<TEnd>(sum, first, end, n, states);
        }
        for (; n < columns; n += TLanes.Count)
            Tile<OneColumn<TLanes, T>, T>.Column<TEnd>(sum, first, end, n, states);
    }

    [Conditional("DEBUG")]
    private static void AssertIsProduct(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c) =>
        Debug.Assert(a.Rows == c.Rows && a.Columns == b.Rows && b.Columns == c.Columns, "The matrices of a product do not fit together.");
}
