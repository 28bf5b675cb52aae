using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>
/// Register tiles of the packed product: c[row, column] ← from[row, column] + Σ over k ascending of a[k, row] · b[k, column].
/// A's part is packed [k × <see cref="Pitch"/> rows] and B's [k × columns], so that the compiler knows the offset of every number: a step of k then is
/// multiply-adds, the loads of b, and hardly anything else.
/// Meanwhile the operands of later tiles are prefetched into the second cache: one line per round from <c>ahead</c> on, <c>aheadStep</c> bytes apart.
/// </summary>
internal static unsafe class PackedTile<TColumns, T>
    where TColumns : unmanaged, IRegisterColumns<TColumns, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of A packed together.</summary>
    public const int Pitch = 12;

    /// <summary>Steps of k per round of the loop; the number of steps must be a multiple of it.</summary>
    public const int Round = 4;

    /// <summary>Six rows: with one bundle of two 32-byte or four 16-byte vectors each as many sums as fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Rows6(T* a, T* b, int steps, T* from, nint fromStride, T* c, nint cStride, byte* ahead, nint aheadStep)
    {
        var c0 = TColumns.Load(from);
        var c1 = TColumns.Load(from + fromStride);
        var c2 = TColumns.Load(from + (2 * fromStride));
        var c3 = TColumns.Load(from + (3 * fromStride));
        var c4 = TColumns.Load(from + (4 * fromStride));
        var c5 = TColumns.Load(from + (5 * fromStride));
        var end = b + (steps * TColumns.Count);
        for (; b < end; a += Round * Pitch, b += Round * TColumns.Count, ahead += aheadStep)
        {
            if (Sse.IsSupported)
                Sse.Prefetch1(ahead);
            Step(a, b, 0, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5);
            Step(a, b, 1, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5);
            Step(a, b, 2, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5);
            Step(a, b, 3, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5);
        }
        TColumns.Store(c, c0);
        TColumns.Store(c + cStride, c1);
        TColumns.Store(c + (2 * cStride), c2);
        TColumns.Store(c + (3 * cStride), c3);
        TColumns.Store(c + (4 * cStride), c4);
        TColumns.Store(c + (5 * cStride), c5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(T* a, T* b, int k, ref TColumns c0, ref TColumns c1, ref TColumns c2, ref TColumns c3, ref TColumns c4, ref TColumns c5)
    {
        var y = TColumns.Load(b + (k * TColumns.Count));
        TColumns.Add(ref c0, a + (k * Pitch), y);
        TColumns.Add(ref c1, a + ((k * Pitch) + 1), y);
        TColumns.Add(ref c2, a + ((k * Pitch) + 2), y);
        TColumns.Add(ref c3, a + ((k * Pitch) + 3), y);
        TColumns.Add(ref c4, a + ((k * Pitch) + 4), y);
        TColumns.Add(ref c5, a + ((k * Pitch) + 5), y);
    }
}
