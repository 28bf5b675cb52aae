namespace Backprop;

/// <summary>The operands of a <see cref="GradientTile{TColumns, T}"/>.</summary>
internal unsafe struct LaneTerm<T>
    where T : unmanaged
{
    /// <summary>∂E/∂x of the first receiving unit, Dx[case], and numbers from one unit to the next.</summary>
    public T* Dx;
    public nint DxStride;

    /// <summary>The states of the first sending unit, Y[case], and numbers from one unit to the next.</summary>
    public T* Y;
    public nint YStride;

    /// <summary>Cases, whole bundles.</summary>
    public nint Cases;
}

/// <summary>
/// Register tiles of sums over cases that are kept in lanes: for each receiving unit j and each sending unit i the bundle Σ over the bundles of cases of dx[j] · y[i], lane by lane, a chain that begins
/// with 0. The sums of a tile stay in registers for all cases, and each number that is loaded has several uses. Where a bundle is more than one vector, each vector has tiles of its own.
/// </summary>
internal static unsafe class GradientTile<TColumns, T>
    where TColumns : unmanaged, ISenderColumns<TColumns, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Maximum number of rows of a tile: with two columns as many sums as 16 registers hold beside the factors, with four as 32 hold.</summary>
    private const int MaxRows = 6;

    /// <summary>Lanes of a bundle, and sending units that are summed together.</summary>
    private static int Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 64 / sizeof(T);
    }

    /// <summary>Tiles side by side.</summary>
    private static int Tiles
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Lanes / TColumns.Count;
    }

    /// <summary>Sums a bundle of sending units for some receiving units; <paramref name="bundles"/> has room for <c>TColumns.Bundles</c> bundles per receiving unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(in LaneTerm<T> sum, nint rows, T* bundles)
    {
        // As few tiles as possible, of about the same height: one of few rows would wait for its own sums.
        var high = (rows + MaxRows - 1) / MaxRows;
        nint row = Lanes * TColumns.Bundles;
        for (nint tile = 0; tile < Tiles; tile++)
        {
            T* dx = sum.Dx, target = bundles + (tile * Lanes);
            for (nint left = rows, tiles = high; tiles > 0; tiles--)
            {
                var height = (left + tiles - 1) / tiles;
                for (nint part = 0; part < Lanes; part += TColumns.CasesPerVector)
                    Rows(sum, height, dx + part, sum.Y + (tile * sum.YStride) + part, target + part);
                dx += height * sum.DxStride;
                target += height * row;
                left -= height;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows(in LaneTerm<T> sum, nint rows, T* dx, T* y, T* bundles)
    {
        switch (rows)
        {
            case 6:
                Rows6(sum, dx, y, bundles);
                break;
            case 5:
                Rows5(sum, dx, y, bundles);
                break;
            case 4:
                Rows4(sum, dx, y, bundles);
                break;
            case 3:
                Rows3(sum, dx, y, bundles);
                break;
            case 2:
                Rows2(sum, dx, y, bundles);
                break;
            default:
                Rows1(sum, dx, y, bundles);
                break;
        }
    }

    /// <summary>Computes one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows1(in LaneTerm<T> sum, T* d0, T* y, T* bundles)
    {
        var (stride, cases) = (sum.YStride * Tiles, sum.Cases);
        TColumns s0 = default;
        for (nint c = 0; c < cases; c += Lanes)
        {
            var columns = TColumns.Load(y + c, stride);
            TColumns.Add(ref s0, d0 + c, columns);
        }
        TColumns.Store(bundles, s0);
    }

    /// <summary>Computes two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows2(in LaneTerm<T> sum, T* d0, T* y, T* bundles)
    {
        var (rowOfDx, stride, cases) = (sum.DxStride, sum.YStride * Tiles, sum.Cases);
        var d1 = d0 + rowOfDx;
        TColumns s0 = default, s1 = default;
        for (nint c = 0; c < cases; c += Lanes)
        {
            var columns = TColumns.Load(y + c, stride);
            TColumns.Add(ref s0, d0 + c, columns);
            TColumns.Add(ref s1, d1 + c, columns);
        }
        nint row = Lanes * TColumns.Bundles;
        TColumns.Store(bundles, s0);
        TColumns.Store(bundles + row, s1);
    }

    /// <summary>Computes three rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows3(in LaneTerm<T> sum, T* d0, T* y, T* bundles)
    {
        var (rowOfDx, stride, cases) = (sum.DxStride, sum.YStride * Tiles, sum.Cases);
        var d1 = d0 + rowOfDx;
        var d2 = d1 + rowOfDx;
        TColumns s0 = default, s1 = default, s2 = default;
        for (nint c = 0; c < cases; c += Lanes)
        {
            var columns = TColumns.Load(y + c, stride);
            TColumns.Add(ref s0, d0 + c, columns);
            TColumns.Add(ref s1, d1 + c, columns);
            TColumns.Add(ref s2, d2 + c, columns);
        }
        nint row = Lanes * TColumns.Bundles;
        TColumns.Store(bundles, s0);
        TColumns.Store(bundles + row, s1);
        TColumns.Store(bundles + (2 * row), s2);
    }

    /// <summary>Computes four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows4(in LaneTerm<T> sum, T* d0, T* y, T* bundles)
    {
        var (rowOfDx, stride, cases) = (sum.DxStride, sum.YStride * Tiles, sum.Cases);
        var d1 = d0 + rowOfDx;
        var d2 = d1 + rowOfDx;
        var d3 = d2 + rowOfDx;
        TColumns s0 = default, s1 = default, s2 = default, s3 = default;
        for (nint c = 0; c < cases; c += Lanes)
        {
            var columns = TColumns.Load(y + c, stride);
            TColumns.Add(ref s0, d0 + c, columns);
            TColumns.Add(ref s1, d1 + c, columns);
            TColumns.Add(ref s2, d2 + c, columns);
            TColumns.Add(ref s3, d3 + c, columns);
        }
        nint row = Lanes * TColumns.Bundles;
        TColumns.Store(bundles, s0);
        TColumns.Store(bundles + row, s1);
        TColumns.Store(bundles + (2 * row), s2);
        TColumns.Store(bundles + (3 * row), s3);
    }

    /// <summary>Computes five rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows5(in LaneTerm<T> sum, T* d0, T* y, T* bundles)
    {
        var (rowOfDx, stride, cases) = (sum.DxStride, sum.YStride * Tiles, sum.Cases);
        var d1 = d0 + rowOfDx;
        var d2 = d1 + rowOfDx;
        var d3 = d2 + rowOfDx;
        var d4 = d3 + rowOfDx;
        TColumns s0 = default, s1 = default, s2 = default, s3 = default, s4 = default;
        for (nint c = 0; c < cases; c += Lanes)
        {
            var columns = TColumns.Load(y + c, stride);
            TColumns.Add(ref s0, d0 + c, columns);
            TColumns.Add(ref s1, d1 + c, columns);
            TColumns.Add(ref s2, d2 + c, columns);
            TColumns.Add(ref s3, d3 + c, columns);
            TColumns.Add(ref s4, d4 + c, columns);
        }
        nint row = Lanes * TColumns.Bundles;
        TColumns.Store(bundles, s0);
        TColumns.Store(bundles + row, s1);
        TColumns.Store(bundles + (2 * row), s2);
        TColumns.Store(bundles + (3 * row), s3);
        TColumns.Store(bundles + (4 * row), s4);
    }

    /// <summary>Computes six rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows6(in LaneTerm<T> sum, T* d0, T* y, T* bundles)
    {
        var (rowOfDx, stride, cases) = (sum.DxStride, sum.YStride * Tiles, sum.Cases);
        var d1 = d0 + rowOfDx;
        var d2 = d1 + rowOfDx;
        var d3 = d2 + rowOfDx;
        var d4 = d3 + rowOfDx;
        var d5 = d4 + rowOfDx;
        TColumns s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default;
        for (nint c = 0; c < cases; c += Lanes)
        {
            var columns = TColumns.Load(y + c, stride);
            TColumns.Add(ref s0, d0 + c, columns);
            TColumns.Add(ref s1, d1 + c, columns);
            TColumns.Add(ref s2, d2 + c, columns);
            TColumns.Add(ref s3, d3 + c, columns);
            TColumns.Add(ref s4, d4 + c, columns);
            TColumns.Add(ref s5, d5 + c, columns);
        }
        nint row = Lanes * TColumns.Bundles;
        TColumns.Store(bundles, s0);
        TColumns.Store(bundles + row, s1);
        TColumns.Store(bundles + (2 * row), s2);
        TColumns.Store(bundles + (3 * row), s3);
        TColumns.Store(bundles + (4 * row), s4);
        TColumns.Store(bundles + (5 * row), s5);
    }
}
