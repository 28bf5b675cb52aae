using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>
/// Register tiles of the packed product: c[row, column] ← from[row, column] + Σ over k ascending of a[k, row] · b[k, column].
/// A's part is packed [k × <see cref="Pitch"/> rows] and B's [k × columns], so that the compiler knows the offset of every number: a step of k then is
/// multiply-adds, the loads of b, and hardly anything else. <c>again</c> is <c>a</c> once more, for <see cref="IRegisterColumns{TSelf, T}.Add(ref TSelf, T*, T*, TSelf)"/>.
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

    /// <summary>Twelve rows: with two bundles of 64 bytes each as many sums as fit into 32 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Rows12(T* a, T* again, T* b, int steps, T* from, nint fromStride, T* c, nint cStride, byte* ahead, nint aheadStep)
    {
        var c0 = TColumns.Load(from);
        var c1 = TColumns.Load(from + fromStride);
        var c2 = TColumns.Load(from + (2 * fromStride));
        var c3 = TColumns.Load(from + (3 * fromStride));
        var c4 = TColumns.Load(from + (4 * fromStride));
        var c5 = TColumns.Load(from + (5 * fromStride));
        var c6 = TColumns.Load(from + (6 * fromStride));
        var c7 = TColumns.Load(from + (7 * fromStride));
        var c8 = TColumns.Load(from + (8 * fromStride));
        var c9 = TColumns.Load(from + (9 * fromStride));
        var c10 = TColumns.Load(from + (10 * fromStride));
        var c11 = TColumns.Load(from + (11 * fromStride));
        var end = b + (steps * TColumns.Count);
        for (; b < end; a += Round * Pitch, again += Round * Pitch, b += Round * TColumns.Count, ahead += aheadStep)
        {
            if (Sse.IsSupported)
                Sse.Prefetch1(ahead);
            Step(a, again, b, 0, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11);
            Step(a, again, b, 1, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11);
            Step(a, again, b, 2, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11);
            Step(a, again, b, 3, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11);
        }
        TColumns.Store(c, c0);
        TColumns.Store(c + cStride, c1);
        TColumns.Store(c + (2 * cStride), c2);
        TColumns.Store(c + (3 * cStride), c3);
        TColumns.Store(c + (4 * cStride), c4);
        TColumns.Store(c + (5 * cStride), c5);
        TColumns.Store(c + (6 * cStride), c6);
        TColumns.Store(c + (7 * cStride), c7);
        TColumns.Store(c + (8 * cStride), c8);
        TColumns.Store(c + (9 * cStride), c9);
        TColumns.Store(c + (10 * cStride), c10);
        TColumns.Store(c + (11 * cStride), c11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(T* a, T* again, T* b, int k, ref TColumns c0, ref TColumns c1, ref TColumns c2, ref TColumns c3, ref TColumns c4, ref TColumns c5, ref TColumns c6, ref TColumns c7, ref TColumns c8, ref TColumns c9, ref TColumns c10, ref TColumns c11)
    {
        var y = TColumns.Load(b + (k * TColumns.Count));
        TColumns.Add(ref c0, a + (k * Pitch), again + (k * Pitch), y);
        TColumns.Add(ref c1, a + ((k * Pitch) + 1), again + ((k * Pitch) + 1), y);
        TColumns.Add(ref c2, a + ((k * Pitch) + 2), again + ((k * Pitch) + 2), y);
        TColumns.Add(ref c3, a + ((k * Pitch) + 3), again + ((k * Pitch) + 3), y);
        TColumns.Add(ref c4, a + ((k * Pitch) + 4), again + ((k * Pitch) + 4), y);
        TColumns.Add(ref c5, a + ((k * Pitch) + 5), again + ((k * Pitch) + 5), y);
        TColumns.Add(ref c6, a + ((k * Pitch) + 6), again + ((k * Pitch) + 6), y);
        TColumns.Add(ref c7, a + ((k * Pitch) + 7), again + ((k * Pitch) + 7), y);
        TColumns.Add(ref c8, a + ((k * Pitch) + 8), again + ((k * Pitch) + 8), y);
        TColumns.Add(ref c9, a + ((k * Pitch) + 9), again + ((k * Pitch) + 9), y);
        TColumns.Add(ref c10, a + ((k * Pitch) + 10), again + ((k * Pitch) + 10), y);
        TColumns.Add(ref c11, a + ((k * Pitch) + 11), again + ((k * Pitch) + 11), y);
    }

    /// <summary>Six rows: with one bundle of two 32-byte or four 16-byte vectors each as many sums as fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Rows6(T* a, T* again, T* b, int steps, T* from, nint fromStride, T* c, nint cStride, byte* ahead, nint aheadStep)
    {
        var c0 = TColumns.Load(from);
        var c1 = TColumns.Load(from + fromStride);
        var c2 = TColumns.Load(from + (2 * fromStride));
        var c3 = TColumns.Load(from + (3 * fromStride));
        var c4 = TColumns.Load(from + (4 * fromStride));
        var c5 = TColumns.Load(from + (5 * fromStride));
        var end = b + (steps * TColumns.Count);
        for (; b < end; a += Round * Pitch, again += Round * Pitch, b += Round * TColumns.Count, ahead += aheadStep)
        {
            if (Sse.IsSupported)
                Sse.Prefetch1(ahead);
            Step(a, again, b, 0, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5);
            Step(a, again, b, 1, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5);
            Step(a, again, b, 2, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5);
            Step(a, again, b, 3, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5);
        }
        TColumns.Store(c, c0);
        TColumns.Store(c + cStride, c1);
        TColumns.Store(c + (2 * cStride), c2);
        TColumns.Store(c + (3 * cStride), c3);
        TColumns.Store(c + (4 * cStride), c4);
        TColumns.Store(c + (5 * cStride), c5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(T* a, T* again, T* b, int k, ref TColumns c0, ref TColumns c1, ref TColumns c2, ref TColumns c3, ref TColumns c4, ref TColumns c5)
    {
        var y = TColumns.Load(b + (k * TColumns.Count));
        TColumns.Add(ref c0, a + (k * Pitch), again + (k * Pitch), y);
        TColumns.Add(ref c1, a + ((k * Pitch) + 1), again + ((k * Pitch) + 1), y);
        TColumns.Add(ref c2, a + ((k * Pitch) + 2), again + ((k * Pitch) + 2), y);
        TColumns.Add(ref c3, a + ((k * Pitch) + 3), again + ((k * Pitch) + 3), y);
        TColumns.Add(ref c4, a + ((k * Pitch) + 4), again + ((k * Pitch) + 4), y);
        TColumns.Add(ref c5, a + ((k * Pitch) + 5), again + ((k * Pitch) + 5), y);
    }
}
