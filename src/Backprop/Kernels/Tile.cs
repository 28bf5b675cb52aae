namespace Backprop;

/// <summary>
/// Register tiles of a product C += A·B, B and C with contiguous rows. Each element of C is one chain of fused multiply-adds over k ascending,
/// c[r] ← a[r·aRow + k·aStep] · b[k·bStride] + c[r], so cutting the product into tiles, or k into blocks, changes no bit.
/// The chain begins with what C holds, or, if <c>start</c> is not null, with start[r·startStep] in the whole row.
/// </summary>
internal static unsafe class Tile<TColumns, T>
    where TColumns : unmanaged, IColumns<TColumns, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows1(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int depth, T* start, nint startStep)
    {
        var c0 = start == null ? TColumns.Load(c) : TColumns.Broadcast(start[0]);
        for (var k = 0; k < depth; k++, a += aStep, b += bStride)
        {
            var y = TColumns.Load(b);
            c0 = TColumns.MultiplyAdd(*a, y, c0);
        }
        TColumns.Store(c, c0);
    }

    /// <summary>Two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows2(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int depth, T* start, nint startStep)
    {
        var c0 = start == null ? TColumns.Load(c) : TColumns.Broadcast(start[0]);
        var c1 = start == null ? TColumns.Load(c + cStride) : TColumns.Broadcast(start[startStep]);
        for (var k = 0; k < depth; k++, a += aStep, b += bStride)
        {
            var y = TColumns.Load(b);
            c0 = TColumns.MultiplyAdd(*a, y, c0);
            c1 = TColumns.MultiplyAdd(a[aRow], y, c1);
        }
        TColumns.Store(c, c0);
        TColumns.Store(c + cStride, c1);
    }

    /// <summary>Four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows4(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int depth, T* start, nint startStep)
    {
        var c0 = start == null ? TColumns.Load(c) : TColumns.Broadcast(start[0]);
        var c1 = start == null ? TColumns.Load(c + cStride) : TColumns.Broadcast(start[startStep]);
        var c2 = start == null ? TColumns.Load(c + (2 * cStride)) : TColumns.Broadcast(start[2 * startStep]);
        var c3 = start == null ? TColumns.Load(c + (3 * cStride)) : TColumns.Broadcast(start[3 * startStep]);
        for (var k = 0; k < depth; k++, a += aStep, b += bStride)
        {
            var y = TColumns.Load(b);
            c0 = TColumns.MultiplyAdd(*a, y, c0);
            c1 = TColumns.MultiplyAdd(a[aRow], y, c1);
            c2 = TColumns.MultiplyAdd(a[2 * aRow], y, c2);
            c3 = TColumns.MultiplyAdd(a[3 * aRow], y, c3);
        }
        TColumns.Store(c, c0);
        TColumns.Store(c + cStride, c1);
        TColumns.Store(c + (2 * cStride), c2);
        TColumns.Store(c + (3 * cStride), c3);
    }

    /// <summary>Six rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows6(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int depth, T* start, nint startStep)
    {
        var c0 = start == null ? TColumns.Load(c) : TColumns.Broadcast(start[0]);
        var c1 = start == null ? TColumns.Load(c + cStride) : TColumns.Broadcast(start[startStep]);
        var c2 = start == null ? TColumns.Load(c + (2 * cStride)) : TColumns.Broadcast(start[2 * startStep]);
        var c3 = start == null ? TColumns.Load(c + (3 * cStride)) : TColumns.Broadcast(start[3 * startStep]);
        var c4 = start == null ? TColumns.Load(c + (4 * cStride)) : TColumns.Broadcast(start[4 * startStep]);
        var c5 = start == null ? TColumns.Load(c + (5 * cStride)) : TColumns.Broadcast(start[5 * startStep]);
        for (var k = 0; k < depth; k++, a += aStep, b += bStride)
        {
            var y = TColumns.Load(b);
            c0 = TColumns.MultiplyAdd(*a, y, c0);
            c1 = TColumns.MultiplyAdd(a[aRow], y, c1);
            c2 = TColumns.MultiplyAdd(a[2 * aRow], y, c2);
            c3 = TColumns.MultiplyAdd(a[3 * aRow], y, c3);
            c4 = TColumns.MultiplyAdd(a[4 * aRow], y, c4);
            c5 = TColumns.MultiplyAdd(a[5 * aRow], y, c5);
        }
        TColumns.Store(c, c0);
        TColumns.Store(c + cStride, c1);
        TColumns.Store(c + (2 * cStride), c2);
        TColumns.Store(c + (3 * cStride), c3);
        TColumns.Store(c + (4 * cStride), c4);
        TColumns.Store(c + (5 * cStride), c5);
    }
}
