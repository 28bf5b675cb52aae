using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <content>Sums over cases kept in lanes, of shapes for which register tiles are worth their beginning and end.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Maximum number of rows that are summed before the next columns: their ∂E/∂x stays in the first cache.</summary>
    private const int StripUnits = 12;

    /// <summary>
    /// Whether tiles are faster than sums that are loaded and stored once per few cases: with enough rows, with columns that nearly fill their bundles, and, where a tile has few sums, with enough cases.
    /// Measured on an AMD EPYC.
    /// </summary>
    private static bool TilesPay(int to, int from, int width) =>
        (IsWide ? to >= 2 : to >= 3 && width >= 8 * TLanes.Count) && from >= TLanes.Count && 3 * (long)WholeLanes(from) <= 4 * (long)from;

    /// <summary>g[to × from] += dx · yᵀ, or = if <paramref name="fresh"/>, by the tiles of this width.</summary>
    [MethodImpl(Hot)]
    private void GradientByTiles(in Matrix<T> dx, in Matrix<T> y, in Matrix<T> g, bool fresh)
    {
        if (IsWide && Avx512F.IsSupported)
            GradientByTiles<FourSenders<T>>(dx, y, g, fresh);
        else if (IsWide)
            GradientByTiles<TwoSenders<One512<T>, TLanes, T>>(dx, y, g, fresh);
        else if (typeof(TLanes) == typeof(Lanes256<T>))
            GradientByTiles<TwoSenders<One256<T>, TLanes, T>>(dx, y, g, fresh);
        else
            GradientByTiles<TwoSenders<One128<T>, TLanes, T>>(dx, y, g, fresh);
    }

    [MethodImpl(Hot)]
    [SkipLocalsInit]
    private void GradientByTiles<TColumns>(in Matrix<T> dx, in Matrix<T> y, in Matrix<T> g, bool fresh)
        where TColumns : unmanaged, ISenderColumns<TColumns, T>
    {
        var (lanes, from, gStride) = ((nint)TLanes.Count, (nint)g.Columns, (nint)g.Stride);
        // The bundles of a strip and the last columns of its rows, on a boundary of 64 bytes.
        var room = stackalloc byte[(StripUnits * (TColumns.Bundles + 1) * 64) + 63];
        var bundles = (T*)(((nuint)room + 63) / 64 * 64);
        var last = bundles + (StripUnits * TColumns.Bundles * lanes);
        var sum = new LaneTerm<T> { Dx = dx.Pointer, DxStride = dx.Stride, YStride = y.Stride, Cases = dx.Columns };
        var target = g.Pointer;
        nint left = g.Rows;
        // Strips of about the same height.
        for (var strips = (left + StripUnits - 1) / StripUnits; strips > 0; strips--)
        {
            var rows = (left + strips - 1) / strips;
            // The last bundle of columns reaches back over the one before: it is summed while g still holds what both are added to, and stored when the others are.
            var rest = from % lanes == 0 ? 0 : from - lanes;
            if (rest > 0)
            {
                sum.Y = y.Pointer + (rest * y.Stride);
                AddTiles<TColumns>(sum, rows, bundles, fresh ? null : target + rest, gStride, last, lanes);
            }
            sum.Y = y.Pointer;
            for (nint i = 0; i + lanes <= from; i += lanes, sum.Y += lanes * y.Stride)
                AddTiles<TColumns>(sum, rows, bundles, fresh ? null : target + i, gStride, target + i, gStride);
            if (rest > 0)
            {
                for (nint row = 0; row < rows; row++)
                    TLanes.Store(target + (row * gStride) + rest, TLanes.Load(last + (row * lanes)));
            }
            sum.Dx += rows * dx.Stride;
            target += rows * gStride;
            left -= rows;
        }
        GC.KeepAlive(zero);
    }

    /// <summary>Computes a bundle of columns of some rows, target ← start + the sums; zeros if start is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddTiles<TColumns>(in LaneTerm<T> sum, nint rows, T* bundles, T* start, nint startStride, T* target, nint targetStride)
        where TColumns : unmanaged, ISenderColumns<TColumns, T>
    {
        GradientTile<TColumns, T>.Sum(sum, rows, bundles);
        if (start == null)
        {
            start = zero.Pointer;
            startStride = 0;
        }
        for (; rows > 0; rows--, bundles += TColumns.Bundles * TLanes.Count, start += startStride, target += targetStride)
            TColumns.Join(bundles, start, target);
    }
}
