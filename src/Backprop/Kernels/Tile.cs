namespace Backprop;

/// <summary>
/// Register tiles of a product C += A·B, B and C with contiguous rows. Each element of C is one chain of fused multiply-adds over k ascending
/// that starts from what C holds, so cutting the product into tiles, or k into blocks, changes no bit.
/// Strides are in numbers: between rows of A, between steps of k in A, between rows of B and of C.
/// </summary>
internal static unsafe class Tile<TColumns, T>
    where TColumns : unmanaged, IColumns<TColumns, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One rows of C += A·B: c[r] = fma chain over k ascending of a[r·aRow + k·aStep] · b[k·bStride].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows1(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int depth)
    {
        var c0 = TColumns.Load(c);
        for (var k = 0; k < depth; k++, a += aStep, b += bStride)
        {
            var y = TColumns.Load(b);
            c0 = TColumns.MultiplyAdd(*a, y, c0);
        }
        TColumns.Store(c, c0);
    }

    /// <summary>Two rows of C += A·B: c[r] = fma chain over k ascending of a[r·aRow + k·aStep] · b[k·bStride].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows2(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int depth)
    {
        var c0 = TColumns.Load(c);
        var c1 = TColumns.Load(c + cStride);
        for (var k = 0; k < depth; k++, a += aStep, b += bStride)
        {
            var y = TColumns.Load(b);
            c0 = TColumns.MultiplyAdd(*a, y, c0);
            c1 = TColumns.MultiplyAdd(a[aRow], y, c1);
        }
        TColumns.Store(c, c0);
        TColumns.Store(c + cStride, c1);
    }

    /// <summary>Four rows of C += A·B: c[r] = fma chain over k ascending of a[r·aRow + k·aStep] · b[k·bStride].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows4(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int depth)
    {
        var c0 = TColumns.Load(c);
        var c1 = TColumns.Load(c + cStride);
        var c2 = TColumns.Load(c + (2 * cStride));
        var c3 = TColumns.Load(c + (3 * cStride));
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

    /// <summary>Six rows of C += A·B: c[r] = fma chain over k ascending of a[r·aRow + k·aStep] · b[k·bStride].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows6(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int depth)
    {
        var c0 = TColumns.Load(c);
        var c1 = TColumns.Load(c + cStride);
        var c2 = TColumns.Load(c + (2 * cStride));
        var c3 = TColumns.Load(c + (3 * cStride));
        var c4 = TColumns.Load(c + (4 * cStride));
        var c5 = TColumns.Load(c + (5 * cStride));
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
