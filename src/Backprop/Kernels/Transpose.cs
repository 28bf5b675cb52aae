using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>Moves rows into columns, a block of 128-bit vectors at a time where the platform can.</summary>
internal static unsafe class Transpose
{
    /// <summary>target[k · stride + r] = row_r[k] for four rows and <paramref name="count"/> columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourRows<T>(T* row0, T* row1, T* row2, T* row3, T* target, nint stride, int count)
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
