using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>
/// The vector operations that the runtime offers per element type only, or whose result on special values differs by platform,
/// in one form for any element. The branches on the type fold when the JIT specialises.
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

    /// <summary>The last two levels of the sum's tree: (0 + 2) + (1 + 3) of four floats, 0 + 1 of two doubles.</summary>
    [MethodImpl(Inline)]
    public static T Sum<T>(Vector128<T> a)
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
}
