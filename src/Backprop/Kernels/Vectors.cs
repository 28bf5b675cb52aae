using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>
/// The vector operations that the runtime offers per element type only, or whose result on special values differs by platform,
/// in one form for any element. The branches on the type fold when the JIT specializes.
/// </summary>
internal static class Vectors
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    [MethodImpl(Inline)]
    public static Vector128<T> MultiplyAdd<T>(Vector128<T> a, Vector128<T> b, Vector128<T> c) => typeof(T) == typeof(float)
        ? Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector128.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(Inline)]
    public static Vector256<T> MultiplyAdd<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(Inline)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    /// <summary>The number in every lane, in one load; <see cref="Vector256.Create{T}(T)"/> of a number in memory is a load and a shuffle.</summary>
    [MethodImpl(Inline)]
    public static unsafe Vector256<T> Broadcast256<T>(T* source)
        where T : unmanaged =>
        !Avx.IsSupported ? Vector256.Create(*source)
        : typeof(T) == typeof(float) ? Avx.BroadcastScalarToVector256((float*)source).As<float, T>()
        : Avx.BroadcastScalarToVector256((double*)source).As<double, T>();

    // −(a · b) + c: negating a factor is exact, but takes another instruction where there is no fused form.
    [MethodImpl(Inline)]
    public static Vector128<T> NegatedMultiplyAdd<T>(Vector128<T> a, Vector128<T> b, Vector128<T> c) =>
        typeof(T) == typeof(float) && Fma.IsSupported ? Fma.MultiplyAddNegated(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : typeof(T) == typeof(double) && Fma.IsSupported ? Fma.MultiplyAddNegated(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : MultiplyAdd(-a, b, c);

    [MethodImpl(Inline)]
    public static Vector256<T> NegatedMultiplyAdd<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        typeof(T) == typeof(float) && Fma.IsSupported ? Fma.MultiplyAddNegated(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : typeof(T) == typeof(double) && Fma.IsSupported ? Fma.MultiplyAddNegated(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : MultiplyAdd(-a, b, c);

    [MethodImpl(Inline)]
    public static Vector512<T> NegatedMultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        typeof(T) == typeof(float) && Avx512F.IsSupported ? Avx512F.FusedMultiplyAddNegated(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : typeof(T) == typeof(double) && Avx512F.IsSupported ? Avx512F.FusedMultiplyAddNegated(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : MultiplyAdd(-a, b, c);

    [MethodImpl(Inline)]
    public static Vector128<T> Round<T>(Vector128<T> a) => typeof(T) == typeof(float)
        ? Vector128.Round(a.AsSingle()).As<float, T>()
        : Vector128.Round(a.AsDouble()).As<double, T>();

    [MethodImpl(Inline)]
    public static Vector256<T> Round<T>(Vector256<T> a) => typeof(T) == typeof(float)
        ? Vector256.Round(a.AsSingle()).As<float, T>()
        : Vector256.Round(a.AsDouble()).As<double, T>();

    [MethodImpl(Inline)]
    public static Vector512<T> Round<T>(Vector512<T> a) => typeof(T) == typeof(float)
        ? Vector512.Round(a.AsSingle()).As<float, T>()
        : Vector512.Round(a.AsDouble()).As<double, T>();

    // minps and maxps give the second operand unless a < b (a > b): exactly the rule of ILanes.
    [MethodImpl(Inline)]
    public static Vector128<T> Min<T>(Vector128<T> a, Vector128<T> b) =>
        typeof(T) == typeof(float) && Sse.IsSupported ? Sse.Min(a.AsSingle(), b.AsSingle()).As<float, T>()
        : typeof(T) == typeof(double) && Sse2.IsSupported ? Sse2.Min(a.AsDouble(), b.AsDouble()).As<double, T>()
        : Vector128.ConditionalSelect(Vector128.LessThan(a, b), a, b);

    [MethodImpl(Inline)]
    public static Vector128<T> Max<T>(Vector128<T> a, Vector128<T> b) =>
        typeof(T) == typeof(float) && Sse.IsSupported ? Sse.Max(a.AsSingle(), b.AsSingle()).As<float, T>()
        : typeof(T) == typeof(double) && Sse2.IsSupported ? Sse2.Max(a.AsDouble(), b.AsDouble()).As<double, T>()
        : Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);

    [MethodImpl(Inline)]
    public static Vector256<T> Min<T>(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(float) && Avx.IsSupported ? Avx.Min(a.AsSingle(), b.AsSingle()).As<float, T>()
        : typeof(T) == typeof(double) && Avx.IsSupported ? Avx.Min(a.AsDouble(), b.AsDouble()).As<double, T>()
        : Vector256.ConditionalSelect(Vector256.LessThan(a, b), a, b);

    [MethodImpl(Inline)]
    public static Vector256<T> Max<T>(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(float) && Avx.IsSupported ? Avx.Max(a.AsSingle(), b.AsSingle()).As<float, T>()
        : typeof(T) == typeof(double) && Avx.IsSupported ? Avx.Max(a.AsDouble(), b.AsDouble()).As<double, T>()
        : Vector256.ConditionalSelect(Vector256.GreaterThan(a, b), a, b);

    [MethodImpl(Inline)]
    public static Vector512<T> Min<T>(Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(float) && Avx512F.IsSupported ? Avx512F.Min(a.AsSingle(), b.AsSingle()).As<float, T>()
        : typeof(T) == typeof(double) && Avx512F.IsSupported ? Avx512F.Min(a.AsDouble(), b.AsDouble()).As<double, T>()
        : Vector512.ConditionalSelect(Vector512.LessThan(a, b), a, b);

    [MethodImpl(Inline)]
    public static Vector512<T> Max<T>(Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(float) && Avx512F.IsSupported ? Avx512F.Max(a.AsSingle(), b.AsSingle()).As<float, T>()
        : typeof(T) == typeof(double) && Avx512F.IsSupported ? Avx512F.Max(a.AsDouble(), b.AsDouble()).As<double, T>()
        : Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), a, b);

    [MethodImpl(Inline)]
    public static Vector128<T> ShiftToExponent<T>(Vector128<T> a) => typeof(T) == typeof(float)
        ? (a.AsInt32() << 23).As<int, T>() : (a.AsInt64() << 52).As<long, T>();

    [MethodImpl(Inline)]
    public static Vector256<T> ShiftToExponent<T>(Vector256<T> a) => typeof(T) == typeof(float)
        ? (a.AsInt32() << 23).As<int, T>() : (a.AsInt64() << 52).As<long, T>();

    [MethodImpl(Inline)]
    public static Vector512<T> ShiftToExponent<T>(Vector512<T> a) => typeof(T) == typeof(float)
        ? (a.AsInt32() << 23).As<int, T>() : (a.AsInt64() << 52).As<long, T>();

    [MethodImpl(Inline)]
    public static Vector128<T> ShiftFromExponent<T>(Vector128<T> a) => typeof(T) == typeof(float)
        ? (a.AsInt32() >>> 23).As<int, T>() : (a.AsInt64() >>> 52).As<long, T>();

    [MethodImpl(Inline)]
    public static Vector256<T> ShiftFromExponent<T>(Vector256<T> a) => typeof(T) == typeof(float)
        ? (a.AsInt32() >>> 23).As<int, T>() : (a.AsInt64() >>> 52).As<long, T>();

    [MethodImpl(Inline)]
    public static Vector512<T> ShiftFromExponent<T>(Vector512<T> a) => typeof(T) == typeof(float)
        ? (a.AsInt32() >>> 23).As<int, T>() : (a.AsInt64() >>> 52).As<long, T>();

    [MethodImpl(Inline)]
    public static Vector128<T> SubtractBits<T>(Vector128<T> a, Vector128<T> b) => typeof(T) == typeof(float)
        ? (a.AsInt32() - b.AsInt32()).As<int, T>() : (a.AsInt64() - b.AsInt64()).As<long, T>();

    [MethodImpl(Inline)]
    public static Vector256<T> SubtractBits<T>(Vector256<T> a, Vector256<T> b) => typeof(T) == typeof(float)
        ? (a.AsInt32() - b.AsInt32()).As<int, T>() : (a.AsInt64() - b.AsInt64()).As<long, T>();

    [MethodImpl(Inline)]
    public static Vector512<T> SubtractBits<T>(Vector512<T> a, Vector512<T> b) => typeof(T) == typeof(float)
        ? (a.AsInt32() - b.AsInt32()).As<int, T>() : (a.AsInt64() - b.AsInt64()).As<long, T>();

    /// <summary>source[indices[0]], source[indices[1]] …</summary>
    [MethodImpl(Inline)]
    public static unsafe Vector128<T> Gather128<T>(T* source, int* indices)
        where T : unmanaged => typeof(T) == typeof(float)
        ? Vector128.Create(((float*)source)[indices[0]], ((float*)source)[indices[1]], ((float*)source)[indices[2]], ((float*)source)[indices[3]]).As<float, T>()
        : Vector128.Create(((double*)source)[indices[0]], ((double*)source)[indices[1]]).As<double, T>();

    /// <summary>source[indices[0]], source[indices[1]] …</summary>
    [MethodImpl(Inline)]
    public static unsafe Vector256<T> Gather256<T>(T* source, int* indices)
        where T : unmanaged =>
        !Avx2.IsSupported ? Vector256.Create(Gather128(source, indices), Gather128(source, indices + Vector128<T>.Count))
        : typeof(T) == typeof(float) ? Avx2.GatherVector256((float*)source, Vector256.Load(indices), sizeof(float)).As<float, T>()
        : Avx2.GatherVector256((double*)source, Vector128.Load(indices), sizeof(double)).As<double, T>();

    /// <summary>The last two levels of the sum's tree: (0 + 2) + (1 + 3) of four floats, 0 + 1 of two doubles.</summary>
    [MethodImpl(Inline)]
    public static T SumOfLanes<T>(Vector128<T> a)
    {
        if (typeof(T) == typeof(double))
        {
            var pair = a.AsDouble();
            return Unsafe.BitCast<double, T>(pair.ToScalar() + pair.GetElement(1));
        }
        var four = a.AsSingle();
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return Unsafe.BitCast<float, T>(two.ToScalar() + two.GetElement(1));
    }

    /// <summary>(a0, b0).</summary>
    [MethodImpl(Inline)]
    public static Vector128<double> Low(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a.ToScalar(), b.ToScalar());

    /// <summary>(a1, b1).</summary>
    [MethodImpl(Inline)]
    public static Vector128<double> High(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a.GetElement(1), b.GetElement(1));

    /// <summary>(a0, a2, b0, b2).</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Even(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Shuffle(a, b, 0b10_00_10_00)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.UnzipEven(a, b)
        : Vector128.Create(a.ToScalar(), a.GetElement(2), b.ToScalar(), b.GetElement(2));

    /// <summary>(a1, a3, b1, b3).</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Odd(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Shuffle(a, b, 0b11_01_11_01)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.UnzipOdd(a, b)
        : Vector128.Create(a.GetElement(1), a.GetElement(3), b.GetElement(1), b.GetElement(3));
}
