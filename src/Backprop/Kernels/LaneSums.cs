using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>
/// The sums of as many bundles as a bundle has lanes, all at once: each level of the tree of <c>ILanes.SumOfLanes</c> joins two vectors into one,
/// three instructions for two sums, where one bundle alone would use only a part of each vector. The tree is the same, so the bits are too.
/// </summary>
internal static unsafe class LaneSums
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Lane k: the sum of the 16 floats at bundles + 16k. Needs AVX-512.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Of16(float* bundles)
    {
        // The operands of each step are chosen so that the last step gives the sums in order.
        return InOrder(QuartersOf(bundles, 0, 4), QuartersOf(bundles, 1, 4), QuartersOf(bundles, 2, 4), QuartersOf(bundles, 3, 4));
    }

    /// <summary>Lane k: the sum of the 8 doubles at bundles + 8k. Needs AVX-512.</summary>
    [MethodImpl(Inline)]
    public static Vector512<double> Of8(double* bundles)
    {
        return InOrder(QuartersOf(bundles, 0, 2), QuartersOf(bundles, 1, 2));
    }

    /// <summary>The first two levels of four bundles, which become the blocks of 128 bits of one vector. Needs AVX-512.</summary>
    [MethodImpl(Inline)]
    public static Vector512<T> Quarters<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float)
        ? InBlocks(Halves(a.AsSingle(), b.AsSingle()), Halves(c.AsSingle(), d.AsSingle())).As<float, T>()
        : InBlocks(Halves(a.AsDouble(), b.AsDouble()), Halves(c.AsDouble(), d.AsDouble())).As<double, T>();

    /// <summary>
    /// The last levels of 16 bundles of floats, or 8 of doubles: vector q of the <see cref="Quarters"/> has the blocks of bundles q, q + 4, q + 8 and q + 12, or of q, q + 2, q + 4 and q + 6. Needs AVX-512.
    /// </summary>
    [MethodImpl(Inline)]
    public static Vector512<T> OfQuarters<T>(T* quarters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float)
        ? InOrder(Vector512.Load((float*)quarters), Vector512.Load((float*)quarters + 16), Vector512.Load((float*)quarters + 32), Vector512.Load((float*)quarters + 48)).As<float, T>()
        : InOrder(Vector512.Load((double*)quarters), Vector512.Load((double*)quarters + 8)).As<double, T>();

    /// <summary>One quarter of the bundle of sums, as many as a 128-bit vector has lanes: of bundles 4k to 4k + 3 of floats, 2k and 2k + 1 of doubles.</summary>
    [MethodImpl(Inline)]
    public static Vector128<T> Quarter<T>(T* bundles, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var first = bundles + (64 / sizeof(T) * Vector128<T>.Count * k);
        if (typeof(T) == typeof(double))
        {
            var (e, f) = (Folded((double*)first), Folded((double*)first + 8));
            return (Vectors.Low(e, f) + Vectors.High(e, f)).As<double, T>();
        }
        var (a, b, c, d) = (Folded((float*)first), Folded((float*)first + 16), Folded((float*)first + 32), Folded((float*)first + 48));
        var ab = Vectors.Low(a.AsDouble(), b.AsDouble()).AsSingle() + Vectors.High(a.AsDouble(), b.AsDouble()).AsSingle();
        var cd = Vectors.Low(c.AsDouble(), d.AsDouble()).AsSingle() + Vectors.High(c.AsDouble(), d.AsDouble()).AsSingle();
        return (Vectors.Even(ab, cd) + Vectors.Odd(ab, cd)).As<float, T>();
    }

    /// <summary>The first two levels of one bundle.</summary>
    [MethodImpl(Inline)]
    private static Vector128<T> Folded<T>(T* bundle)
        where T : unmanaged =>
        (Vector128.Load(bundle) + Vector128.Load(bundle + (2 * Vector128<T>.Count)))
        + (Vector128.Load(bundle + Vector128<T>.Count) + Vector128.Load(bundle + (3 * Vector128<T>.Count)));

    /// <summary>The quarters of four bundles in memory, from bundle <paramref name="first"/> on and <paramref name="step"/> apart.</summary>
    [MethodImpl(Inline)]
    private static Vector512<T> QuartersOf<T>(T* bundles, int first, int step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var from = bundles + (first * Vector512<T>.Count);
        var stride = step * Vector512<T>.Count;
        return Quarters(Vector512.Load(from), Vector512.Load(from + stride), Vector512.Load(from + (2 * stride)), Vector512.Load(from + (3 * stride)));
    }

    /// <summary>The first level of two bundles: half as many numbers of each.</summary>
    [MethodImpl(Inline)]
    private static Vector512<float> Halves(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Shuffle4x128(a, b, 0b01_00_01_00) + Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);

    [MethodImpl(Inline)]
    private static Vector512<double> Halves(Vector512<double> a, Vector512<double> b) =>
        Avx512F.Shuffle4x128(a, b, 0b01_00_01_00) + Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);

    /// <summary>The second level: two half bundles per operand become four quarters, one per 128-bit block.</summary>
    [MethodImpl(Inline)]
    private static Vector512<float> InBlocks(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Shuffle4x128(a, b, 0b10_00_10_00) + Avx512F.Shuffle4x128(a, b, 0b11_01_11_01);

    [MethodImpl(Inline)]
    private static Vector512<double> InBlocks(Vector512<double> a, Vector512<double> b) =>
        Avx512F.Shuffle4x128(a, b, 0b10_00_10_00) + Avx512F.Shuffle4x128(a, b, 0b11_01_11_01);

    /// <summary>The third level: pairs of lanes within each block.</summary>
    [MethodImpl(Inline)]
    private static Vector512<float> WithinBlocks(Vector512<float> a, Vector512<float> b) =>
        Avx512F.UnpackLow(a.AsDouble(), b.AsDouble()).AsSingle() + Avx512F.UnpackHigh(a.AsDouble(), b.AsDouble()).AsSingle();

    /// <summary>The last two levels of floats.</summary>
    [MethodImpl(Inline)]
    private static Vector512<float> InOrder(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        var (ab, cd) = (WithinBlocks(a, b), WithinBlocks(c, d));
        return Avx512F.Shuffle(ab, cd, 0b10_00_10_00) + Avx512F.Shuffle(ab, cd, 0b11_01_11_01);
    }

    /// <summary>The last level of doubles.</summary>
    [MethodImpl(Inline)]
    private static Vector512<double> InOrder(Vector512<double> a, Vector512<double> b) => Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b);
}
