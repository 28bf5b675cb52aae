using System.Runtime.Intrinsics;

namespace Backprop;

/// <summary>
/// Register tiles of sums of products, half a bundle wide: of a matrix with few columns a whole bundle would compute as many again that are dropped.
/// Each element is the chain that <see cref="Tile{TColumns, T}"/> computes, to the same bits.
/// </summary>
internal static unsafe class HalfTile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Numbers per row of the tile.</summary>
    public static int Count => 32 / sizeof(T);

    /// <summary>Whether a tile is one vector wide here; two narrower ones are no faster than a whole bundle.</summary>
    public static bool Pays => Vector256.IsHardwareAccelerated;

    /// <summary>The units [first, end) of one column of tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Column(in TermSum<T> sum, nint first, nint end, nint column)
    {
        var r = first;
        for (; r + 12 <= end; r += 12)
            Rows12(sum, r, column);
        for (; r + 4 <= end; r += 4)
            Rows4(sum, r, column);
        for (; r < end; r++)
            Rows1(sum, r, column);
    }

    /// <summary>Twelve rows: as many sums as 16 registers hold beside the factors, and as the latency of a multiply-add needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows12(in TermSum<T> sum, nint r, nint column)
    {
        var stride = sum.CStride;
        T* c0 = sum.C + (r * stride) + column, c3 = c0 + (3 * stride), c6 = c3 + (3 * stride), c9 = c6 + (3 * stride);
        var (s0, s1, s2) = (Start(sum, r, c0), Start(sum, r + 1, c0 + stride), Start(sum, r + 2, c0 + (2 * stride)));
        var (s3, s4, s5) = (Start(sum, r + 3, c3), Start(sum, r + 4, c3 + stride), Start(sum, r + 5, c3 + (2 * stride)));
        var (s6, s7, s8) = (Start(sum, r + 6, c6), Start(sum, r + 7, c6 + stride), Start(sum, r + 8, c6 + (2 * stride)));
        var (s9, s10, s11) = (Start(sum, r + 9, c9), Start(sum, r + 10, c9 + stride), Start(sum, r + 11, c9 + (2 * stride)));
        for (var term = sum.Terms; term < sum.End; term++)
        {
            var (row, step, bStride) = (term->ARow, term->AStep, sum.BStride);
            T* a0 = term->A + (r * row), a3 = a0 + (3 * row), a6 = a3 + (3 * row), a9 = a6 + (3 * row);
            var b = term->B + column;
            for (var k = term->Depth; k > 0; k--, a0 += step, a3 += step, a6 += step, a9 += step, b += bStride)
            {
                var y = Vector256.Load(b);
                s0 = Add(s0, a0, y);
                s1 = Add(s1, a0 + row, y);
                s2 = Add(s2, a0 + (2 * row), y);
                s3 = Add(s3, a3, y);
                s4 = Add(s4, a3 + row, y);
                s5 = Add(s5, a3 + (2 * row), y);
                s6 = Add(s6, a6, y);
                s7 = Add(s7, a6 + row, y);
                s8 = Add(s8, a6 + (2 * row), y);
                s9 = Add(s9, a9, y);
                s10 = Add(s10, a9 + row, y);
                s11 = Add(s11, a9 + (2 * row), y);
            }
        }
        s0.Store(c0);
        s1.Store(c0 + stride);
        s2.Store(c0 + (2 * stride));
        s3.Store(c3);
        s4.Store(c3 + stride);
        s5.Store(c3 + (2 * stride));
        s6.Store(c6);
        s7.Store(c6 + stride);
        s8.Store(c6 + (2 * stride));
        s9.Store(c9);
        s10.Store(c9 + stride);
        s11.Store(c9 + (2 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows4(in TermSum<T> sum, nint r, nint column)
    {
        var stride = sum.CStride;
        var c = sum.C + (r * stride) + column;
        var (s0, s1, s2, s3) = (Start(sum, r, c), Start(sum, r + 1, c + stride), Start(sum, r + 2, c + (2 * stride)), Start(sum, r + 3, c + (3 * stride)));
        for (var term = sum.Terms; term < sum.End; term++)
        {
            var (row, step, bStride) = (term->ARow, term->AStep, sum.BStride);
            var a = term->A + (r * row);
            var b = term->B + column;
            for (var k = term->Depth; k > 0; k--, a += step, b += bStride)
            {
                var y = Vector256.Load(b);
                s0 = Add(s0, a, y);
                s1 = Add(s1, a + row, y);
                s2 = Add(s2, a + (2 * row), y);
                s3 = Add(s3, a + (3 * row), y);
            }
        }
        s0.Store(c);
        s1.Store(c + stride);
        s2.Store(c + (2 * stride));
        s3.Store(c + (3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows1(in TermSum<T> sum, nint r, nint column)
    {
        var c = sum.C + (r * sum.CStride) + column;
        var s = Start(sum, r, c);
        for (var term = sum.Terms; term < sum.End; term++)
        {
            var a = term->A + (r * term->ARow);
            var b = term->B + column;
            for (var k = term->Depth; k > 0; k--, a += term->AStep, b += sum.BStride)
                s = Add(s, a, Vector256.Load(b));
        }
        s.Store(c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Start(in TermSum<T> sum, nint row, T* c) =>
        sum.Start == null ? Vector256.Load(c) : Vectors.Broadcast256(sum.Start + (row * sum.StartStep));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Add(Vector256<T> sum, T* factor, Vector256<T> y) => Vectors.MultiplyAdd(Vectors.Broadcast256(factor), y, sum);
}
