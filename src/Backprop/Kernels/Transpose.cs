using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>Moves rows into columns, a block of vectors at a time where the platform has the instructions.</summary>
internal static unsafe class Transpose
{
    /// <summary>
    /// target[k · stride + r] = rows[r][k] for <paramref name="rowCount"/> rows and <paramref name="count"/> columns.
    /// If there is <paramref name="room"/>, up to 60 bytes after a row of the target may be overwritten, before the row that follows is written.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RowsToColumns<T>(T** rows, int rowCount, T* target, nint stride, int count, bool room)
        where T : unmanaged
    {
        var done = 0;
        if (Avx512DQ.IsSupported)
        {
            var (line, quarter) = (64 / sizeof(T), 16 / sizeof(T));
            done = room ? rowCount / quarter * quarter : rowCount / line * line;
            // A line that is not full is written beyond its end, so it is written before the others.
            for (var r = (done - 1) / line * line; r >= 0 && done > 0; r -= line)
                Lines(rows + r, Math.Min(line, done - r) / quarter, target + r, stride, count);
        }
        for (; done + 4 <= rowCount; done += 4)
            FourRows(rows[done], rows[done + 1], rows[done + 2], rows[done + 3], target + done, stride, count);
        for (; done < rowCount; done++)
            for (nint k = 0; k < count; k++)
                target[(k * stride) + done] = rows[done][k];
    }

    /// <summary>
    /// Moves as many rows as a line of the target holds, in <paramref name="quarters"/> of four floats or two doubles: numbers of rows a quarter apart are loaded side by side,
    /// and those of a quarter are then at the same place of one register. The first quarter stands in for missing ones.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lines<T>(T** rows, int quarters, T* target, nint stride, int count)
        where T : unmanaged
    {
        var high = 16 / sizeof(T);
        var second = quarters > 1 ? rows + high : rows;
        var third = quarters > 2 ? rows + (2 * high) : rows;
        var fourth = quarters > 3 ? rows + (3 * high) : rows;
        nint k = 0;
        for (; k + high <= count; k += high, target += high * stride)
        {
            var a = SideBySide(rows[0] + k, second[0] + k, third[0] + k, fourth[0] + k);
            var b = SideBySide(rows[1] + k, second[1] + k, third[1] + k, fourth[1] + k);
            if (typeof(T) == typeof(double))
            {
                Avx512F.UnpackLow(a, b).Store((double*)target);
                Avx512F.UnpackHigh(a, b).Store((double*)(target + stride));
                continue;
            }
            var c = SideBySide(rows[2] + k, second[2] + k, third[2] + k, fourth[2] + k);
            var d = SideBySide(rows[3] + k, second[3] + k, third[3] + k, fourth[3] + k);
            FourColumns(a, b, c, d, out var column0, out var column1, out var column2, out var column3);
            column0.Store((float*)target);
            column1.Store((float*)(target + stride));
            column2.Store((float*)(target + (2 * stride)));
            column3.Store((float*)(target + (3 * stride)));
        }
        for (; k < count; k++, target += stride)
            for (var r = 0; r < quarters * high; r++)
                target[r] = rows[r][k];
    }

    /// <summary>Whether <see cref="Widen"/> has its instructions.</summary>
    internal static bool Widens => Avx512DQ.IsSupported;

    /// <summary>target[k · stride + r] = rows[r][k] for sixteen rows and <paramref name="count"/> columns, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Widen(float** rows, double* target, nint stride, int count)
    {
        nint k = 0;
        for (; k + 4 <= count; k += 4, target += 4 * stride)
        {
            var a = SideBySide(rows[0] + k, rows[4] + k, rows[8] + k, rows[12] + k);
            var b = SideBySide(rows[1] + k, rows[5] + k, rows[9] + k, rows[13] + k);
            var c = SideBySide(rows[2] + k, rows[6] + k, rows[10] + k, rows[14] + k);
            var d = SideBySide(rows[3] + k, rows[7] + k, rows[11] + k, rows[15] + k);
            FourColumns(a, b, c, d, out var column0, out var column1, out var column2, out var column3);
            Store(target, column0);
            Store(target + stride, column1);
            Store(target + (2 * stride), column2);
            Store(target + (3 * stride), column3);
        }
        for (; k < count; k++, target += stride)
            for (var r = 0; r < 16; r++)
                target[r] = rows[r][k];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Store(double* target, Vector512<float> column)
        {
            Avx512F.ConvertToVector512Double(column.GetLower()).Store(target);
            Avx512F.ConvertToVector512Double(column.GetUpper()).Store(target + 8);
        }
    }

    /// <summary>Four columns of sixteen floats from rows side by side, those of a quarter at the same place of a to d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourColumns(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d, out Vector512<float> column0, out Vector512<float> column1, out Vector512<float> column2, out Vector512<float> column3)
    {
        var (ab, cd) = (Avx512F.UnpackLow(a.AsSingle(), b.AsSingle()).AsDouble(), Avx512F.UnpackLow(c.AsSingle(), d.AsSingle()).AsDouble());
        column0 = Avx512F.UnpackLow(ab, cd).AsSingle();
        column1 = Avx512F.UnpackHigh(ab, cd).AsSingle();
        (ab, cd) = (Avx512F.UnpackHigh(a.AsSingle(), b.AsSingle()).AsDouble(), Avx512F.UnpackHigh(c.AsSingle(), d.AsSingle()).AsDouble());
        column2 = Avx512F.UnpackLow(ab, cd).AsSingle();
        column3 = Avx512F.UnpackHigh(ab, cd).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> SideBySide<T>(T* first, T* second, T* third, T* fourth)
        where T : unmanaged
    {
        var all = Vector128.Load((double*)first).ToVector256Unsafe().ToVector512Unsafe();
        all = Avx512DQ.InsertVector128(all, Vector128.Load((double*)second), 1);
        all = Avx512DQ.InsertVector128(all, Vector128.Load((double*)third), 2);
        return Avx512DQ.InsertVector128(all, Vector128.Load((double*)fourth), 3);
    }

    /// <summary>target[k · stride + r] = row_r[k] for four rows and <paramref name="count"/> columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<T>(T* row0, T* row1, T* row2, T* row3, T* target, nint stride, int count)
        where T : unmanaged
    {
        var k = 0;
        if (typeof(T) == typeof(float) && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            for (; k + 4 <= count; k += 4, target += 4 * stride)
            {
                var (a, b) = (Vector128.Load((float*)row0 + k), Vector128.Load((float*)row1 + k));
                var (c, d) = (Vector128.Load((float*)row2 + k), Vector128.Load((float*)row3 + k));
                var (ab, cd) = (ZipLow(a, b).AsDouble(), ZipLow(c, d).AsDouble());
                Vectors.Low(ab, cd).AsSingle().Store((float*)target);
                Vectors.High(ab, cd).AsSingle().Store((float*)(target + stride));
                (ab, cd) = (ZipHigh(a, b).AsDouble(), ZipHigh(c, d).AsDouble());
                Vectors.Low(ab, cd).AsSingle().Store((float*)(target + (2 * stride)));
                Vectors.High(ab, cd).AsSingle().Store((float*)(target + (3 * stride)));
            }
        }
        else if (typeof(T) == typeof(double) && (Sse2.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            for (; k + 2 <= count; k += 2, target += 2 * stride)
            {
                var (a, b) = (Vector128.Load((double*)row0 + k), Vector128.Load((double*)row1 + k));
                var (c, d) = (Vector128.Load((double*)row2 + k), Vector128.Load((double*)row3 + k));
                Vectors.Low(a, b).Store((double*)target);
                Vectors.Low(c, d).Store((double*)target + 2);
                Vectors.High(a, b).Store((double*)(target + stride));
                Vectors.High(c, d).Store((double*)(target + stride) + 2);
            }
        }
        for (; k < count; k++, target += stride)
        {
            target[0] = row0[k];
            target[1] = row1[k];
            target[2] = row2[k];
            target[3] = row3[k];
        }
    }

    /// <summary>(a0, b0, a1, b1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    /// <summary>(a2, b2, a3, b3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
