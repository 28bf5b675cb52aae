namespace Backprop;

/// <summary>
/// Register tiles of sums of products. Each element of C is one chain of fused multiply-adds over the terms in order and k ascending in each,
/// so cutting a product into tiles, or k into blocks, changes no bit. The chain begins with what C holds, or with a bias; what becomes of it at its end is stored.
/// </summary>
internal static unsafe class Tile<TColumns, T>
    where TColumns : unmanaged, IRegisterColumns<TColumns, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The units [first, end) of one column of tiles. Neither this method nor the high tiles are inlined: the compiler would exceed its budget and call the operations of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Column<TEnd>(in TermSum<T> sum, nint first, nint end, nint column, nint states)
        where TEnd : struct, ITileEnd
    {
        var r = first;
        for (; r + 6 <= end; r += 6)
            Rows6<TEnd>(sum, r, column, states);
        if (r + 4 <= end)
        {
            Rows4<TEnd>(sum, r, column, states);
            r += 4;
        }
        if (r + 2 <= end)
        {
            Rows2<TEnd>(sum, r, column, states);
            r += 2;
        }
        if (r < end)
            Rows1<TEnd>(sum, r, column, states);
    }

    /// <summary>Computes one row from unit <paramref name="r"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows1<TEnd>(in TermSum<T> sum, nint r, nint column, nint states)
        where TEnd : struct, ITileEnd
    {
        var (stride, bStride) = (sum.CStride, sum.BStride);
        var c = sum.C + (r * stride) + column;
        TColumns c0;
        if (sum.Start == null)
        {
            c0 = TColumns.Load(c);
        }
        else
        {
            var start = sum.Start + (r * sum.StartStep);
            c0 = TColumns.Broadcast(start[0]);
        }
        for (var term = sum.Terms; term < sum.End; term++)
        {
            var (aRow, aStep) = (term->ARow, term->AStep);
            var a = term->A + (r * aRow);
            var b = term->B + column;
            for (var k = term->Depth; k > 0; k--, a += aStep, b += bStride)
            {
                var y = TColumns.Load(b);
                TColumns.Add(ref c0, a, y);
            }
        }
        TColumns.Store<TEnd>(c, c0, states);
    }

    /// <summary>Computes two rows from unit <paramref name="r"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows2<TEnd>(in TermSum<T> sum, nint r, nint column, nint states)
        where TEnd : struct, ITileEnd
    {
        var (stride, bStride) = (sum.CStride, sum.BStride);
        var c = sum.C + (r * stride) + column;
        TColumns c0, c1;
        if (sum.Start == null)
        {
            c0 = TColumns.Load(c);
            c1 = TColumns.Load(c + stride);
        }
        else
        {
            var start = sum.Start + (r * sum.StartStep);
            c0 = TColumns.Broadcast(start[0]);
            c1 = TColumns.Broadcast(start[sum.StartStep]);
        }
        for (var term = sum.Terms; term < sum.End; term++)
        {
            var (aRow, aStep) = (term->ARow, term->AStep);
            var a = term->A + (r * aRow);
            var b = term->B + column;
            for (var k = term->Depth; k > 0; k--, a += aStep, b += bStride)
            {
                var y = TColumns.Load(b);
                TColumns.Add(ref c0, a, y);
                TColumns.Add(ref c1, a + aRow, y);
            }
        }
        TColumns.Store<TEnd>(c, c0, states);
        TColumns.Store<TEnd>(c + stride, c1, states);
    }

    /// <summary>Computes four rows from unit <paramref name="r"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows4<TEnd>(in TermSum<T> sum, nint r, nint column, nint states)
        where TEnd : struct, ITileEnd
    {
        var (stride, bStride) = (sum.CStride, sum.BStride);
        var c = sum.C + (r * stride) + column;
        TColumns c0, c1, c2, c3;
        if (sum.Start == null)
        {
            c0 = TColumns.Load(c);
            c1 = TColumns.Load(c + stride);
            c2 = TColumns.Load(c + (2 * stride));
            c3 = TColumns.Load(c + (3 * stride));
        }
        else
        {
            var start = sum.Start + (r * sum.StartStep);
            c0 = TColumns.Broadcast(start[0]);
            c1 = TColumns.Broadcast(start[sum.StartStep]);
            c2 = TColumns.Broadcast(start[2 * sum.StartStep]);
            c3 = TColumns.Broadcast(start[3 * sum.StartStep]);
        }
        for (var term = sum.Terms; term < sum.End; term++)
        {
            var (aRow, aStep) = (term->ARow, term->AStep);
            var a = term->A + (r * aRow);
            var b = term->B + column;
            for (var k = term->Depth; k > 0; k--, a += aStep, b += bStride)
            {
                var y = TColumns.Load(b);
                TColumns.Add(ref c0, a, y);
                TColumns.Add(ref c1, a + aRow, y);
                TColumns.Add(ref c2, a + (2 * aRow), y);
                TColumns.Add(ref c3, a + (3 * aRow), y);
            }
        }
        TColumns.Store<TEnd>(c, c0, states);
        TColumns.Store<TEnd>(c + stride, c1, states);
        TColumns.Store<TEnd>(c + (2 * stride), c2, states);
        TColumns.Store<TEnd>(c + (3 * stride), c3, states);
    }

    /// <summary>Computes six rows from unit <paramref name="r"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows6<TEnd>(in TermSum<T> sum, nint r, nint column, nint states)
        where TEnd : struct, ITileEnd
    {
        var (stride, bStride) = (sum.CStride, sum.BStride);
        var c = sum.C + (r * stride) + column;
        TColumns c0, c1, c2, c3, c4, c5;
        if (sum.Start == null)
        {
            c0 = TColumns.Load(c);
            c1 = TColumns.Load(c + stride);
            c2 = TColumns.Load(c + (2 * stride));
            c3 = TColumns.Load(c + (3 * stride));
            c4 = TColumns.Load(c + (4 * stride));
            c5 = TColumns.Load(c + (5 * stride));
        }
        else
        {
            var start = sum.Start + (r * sum.StartStep);
            c0 = TColumns.Broadcast(start[0]);
            c1 = TColumns.Broadcast(start[sum.StartStep]);
            c2 = TColumns.Broadcast(start[2 * sum.StartStep]);
            c3 = TColumns.Broadcast(start[3 * sum.StartStep]);
            c4 = TColumns.Broadcast(start[4 * sum.StartStep]);
            c5 = TColumns.Broadcast(start[5 * sum.StartStep]);
        }
        for (var term = sum.Terms; term < sum.End; term++)
        {
            var (aRow, aStep) = (term->ARow, term->AStep);
            var a = term->A + (r * aRow);
            var b = term->B + column;
            for (var k = term->Depth; k > 0; k--, a += aStep, b += bStride)
            {
                var y = TColumns.Load(b);
                TColumns.Add(ref c0, a, y);
                TColumns.Add(ref c1, a + aRow, y);
                TColumns.Add(ref c2, a + (2 * aRow), y);
                TColumns.Add(ref c3, a + (3 * aRow), y);
                TColumns.Add(ref c4, a + (4 * aRow), y);
                TColumns.Add(ref c5, a + (5 * aRow), y);
            }
        }
        TColumns.Store<TEnd>(c, c0, states);
        TColumns.Store<TEnd>(c + stride, c1, states);
        TColumns.Store<TEnd>(c + (2 * stride), c2, states);
        TColumns.Store<TEnd>(c + (3 * stride), c3, states);
        TColumns.Store<TEnd>(c + (4 * stride), c4, states);
        TColumns.Store<TEnd>(c + (5 * stride), c5, states);
    }
}
