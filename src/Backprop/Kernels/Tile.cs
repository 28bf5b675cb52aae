using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>
/// Register tiles of a product C += A·B, B and C with contiguous rows. Each element of C is one chain of fused multiply-adds over k ascending,
/// c[r] ← a[r·aRow + k·aStep] · b[k·bStride] + c[r], so cutting the product into tiles, or k into blocks, changes no bit.
/// The chain begins with what C holds, or, if <c>start</c> is not null, with start[r·startStep] in the whole row; a null start has step 0.
/// </summary>
internal static unsafe class Tile<TColumns, T>
    where TColumns : unmanaged, IColumns<TColumns, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One row a tile; returns the rows done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Rows1(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int rows, int depth, T* start, nint startStep)
    {
        var done = 0;
        for (; done < rows; done++, a += aRow, c += cStride, start += startStep)
        {
            TColumns c0;
            if (start == null)
            {
                c0 = TColumns.Load(c);
            }
            else
            {
                c0 = TColumns.Broadcast(start[0]);
            }
            var ak = a;
            var bk = b;
            for (var k = 0; k < depth; k++, ak += aStep, bk += bStride)
            {
                var y = TColumns.Load(bk);
                TColumns.Add(ref c0, ak, y);
            }
            TColumns.Store(c, c0);
        }
        return done;
    }

    /// <summary>Two rows a tile; returns the rows done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Rows2(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int rows, int depth, T* start, nint startStep)
    {
        var done = 0;
        for (; done + 2 <= rows; done += 2, a += 2 * aRow, c += 2 * cStride, start += 2 * startStep)
        {
            TColumns c0, c1;
            if (start == null)
            {
                c0 = TColumns.Load(c);
                c1 = TColumns.Load(c + cStride);
            }
            else
            {
                c0 = TColumns.Broadcast(start[0]);
                c1 = TColumns.Broadcast(start[startStep]);
            }
            var ak = a;
            var bk = b;
            for (var k = 0; k < depth; k++, ak += aStep, bk += bStride)
            {
                var y = TColumns.Load(bk);
                TColumns.Add(ref c0, ak, y);
                TColumns.Add(ref c1, ak + aRow, y);
            }
            TColumns.Store(c, c0);
            TColumns.Store(c + cStride, c1);
        }
        return done;
    }

    /// <summary>Four rows a tile; returns the rows done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Rows4(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int rows, int depth, T* start, nint startStep)
    {
        var done = 0;
        for (; done + 4 <= rows; done += 4, a += 4 * aRow, c += 4 * cStride, start += 4 * startStep)
        {
            TColumns c0, c1, c2, c3;
            if (start == null)
            {
                c0 = TColumns.Load(c);
                c1 = TColumns.Load(c + cStride);
                c2 = TColumns.Load(c + (2 * cStride));
                c3 = TColumns.Load(c + (3 * cStride));
            }
            else
            {
                c0 = TColumns.Broadcast(start[0]);
                c1 = TColumns.Broadcast(start[startStep]);
                c2 = TColumns.Broadcast(start[2 * startStep]);
                c3 = TColumns.Broadcast(start[3 * startStep]);
            }
            var ak = a;
            var bk = b;
            for (var k = 0; k < depth; k++, ak += aStep, bk += bStride)
            {
                var y = TColumns.Load(bk);
                TColumns.Add(ref c0, ak, y);
                TColumns.Add(ref c1, ak + aRow, y);
                TColumns.Add(ref c2, ak + (2 * aRow), y);
                TColumns.Add(ref c3, ak + (3 * aRow), y);
            }
            TColumns.Store(c, c0);
            TColumns.Store(c + cStride, c1);
            TColumns.Store(c + (2 * cStride), c2);
            TColumns.Store(c + (3 * cStride), c3);
        }
        return done;
    }

    /// <summary>Six rows a tile; returns the rows done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Rows6(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int rows, int depth, T* start, nint startStep)
    {
        var done = 0;
        for (; done + 6 <= rows; done += 6, a += 6 * aRow, c += 6 * cStride, start += 6 * startStep)
        {
            TColumns c0, c1, c2, c3, c4, c5;
            if (start == null)
            {
                c0 = TColumns.Load(c);
                c1 = TColumns.Load(c + cStride);
                c2 = TColumns.Load(c + (2 * cStride));
                c3 = TColumns.Load(c + (3 * cStride));
                c4 = TColumns.Load(c + (4 * cStride));
                c5 = TColumns.Load(c + (5 * cStride));
            }
            else
            {
                c0 = TColumns.Broadcast(start[0]);
                c1 = TColumns.Broadcast(start[startStep]);
                c2 = TColumns.Broadcast(start[2 * startStep]);
                c3 = TColumns.Broadcast(start[3 * startStep]);
                c4 = TColumns.Broadcast(start[4 * startStep]);
                c5 = TColumns.Broadcast(start[5 * startStep]);
            }
            var ak = a;
            var bk = b;
            for (var k = 0; k < depth; k++, ak += aStep, bk += bStride)
            {
                var y = TColumns.Load(bk);
                TColumns.Add(ref c0, ak, y);
                TColumns.Add(ref c1, ak + aRow, y);
                TColumns.Add(ref c2, ak + (2 * aRow), y);
                TColumns.Add(ref c3, ak + (3 * aRow), y);
                TColumns.Add(ref c4, ak + (4 * aRow), y);
                TColumns.Add(ref c5, ak + (5 * aRow), y);
            }
            TColumns.Store(c, c0);
            TColumns.Store(c + cStride, c1);
            TColumns.Store(c + (2 * cStride), c2);
            TColumns.Store(c + (3 * cStride), c3);
            TColumns.Store(c + (4 * cStride), c4);
            TColumns.Store(c + (5 * cStride), c5);
        }
        return done;
    }

    /// <summary>Twelve rows a tile; returns the rows done. What will be wanted next, <paramref name="aheadStep"/> bytes a step of k from <paramref name="ahead"/> on, is called into the cache meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Rows12(T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, int rows, int depth, T* start, nint startStep, byte* ahead, nint aheadStep)
    {
        var done = 0;
        for (; done + 12 <= rows; done += 12, a += 12 * aRow, c += 12 * cStride, start += 12 * startStep)
        {
            TColumns c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11;
            if (start == null)
            {
                c0 = TColumns.Load(c);
                c1 = TColumns.Load(c + cStride);
                c2 = TColumns.Load(c + (2 * cStride));
                c3 = TColumns.Load(c + (3 * cStride));
                c4 = TColumns.Load(c + (4 * cStride));
                c5 = TColumns.Load(c + (5 * cStride));
                c6 = TColumns.Load(c + (6 * cStride));
                c7 = TColumns.Load(c + (7 * cStride));
                c8 = TColumns.Load(c + (8 * cStride));
                c9 = TColumns.Load(c + (9 * cStride));
                c10 = TColumns.Load(c + (10 * cStride));
                c11 = TColumns.Load(c + (11 * cStride));
            }
            else
            {
                c0 = TColumns.Broadcast(start[0]);
                c1 = TColumns.Broadcast(start[startStep]);
                c2 = TColumns.Broadcast(start[2 * startStep]);
                c3 = TColumns.Broadcast(start[3 * startStep]);
                c4 = TColumns.Broadcast(start[4 * startStep]);
                c5 = TColumns.Broadcast(start[5 * startStep]);
                c6 = TColumns.Broadcast(start[6 * startStep]);
                c7 = TColumns.Broadcast(start[7 * startStep]);
                c8 = TColumns.Broadcast(start[8 * startStep]);
                c9 = TColumns.Broadcast(start[9 * startStep]);
                c10 = TColumns.Broadcast(start[10 * startStep]);
                c11 = TColumns.Broadcast(start[11 * startStep]);
            }
            var ak = a;
            var bk = b;
            for (var k = 0; k < depth; k++, ak += aStep, bk += bStride, ahead += aheadStep)
            {
                if (Sse.IsSupported)
                    Sse.Prefetch1(ahead);
                var y = TColumns.Load(bk);
                TColumns.Add(ref c0, ak, y);
                TColumns.Add(ref c1, ak + aRow, y);
                TColumns.Add(ref c2, ak + (2 * aRow), y);
                TColumns.Add(ref c3, ak + (3 * aRow), y);
                TColumns.Add(ref c4, ak + (4 * aRow), y);
                TColumns.Add(ref c5, ak + (5 * aRow), y);
                TColumns.Add(ref c6, ak + (6 * aRow), y);
                TColumns.Add(ref c7, ak + (7 * aRow), y);
                TColumns.Add(ref c8, ak + (8 * aRow), y);
                TColumns.Add(ref c9, ak + (9 * aRow), y);
                TColumns.Add(ref c10, ak + (10 * aRow), y);
                TColumns.Add(ref c11, ak + (11 * aRow), y);
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
        return done;
    }
}
