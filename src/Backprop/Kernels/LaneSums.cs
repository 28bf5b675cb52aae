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
        var a = InBlocks(Eights(bundles, 0, 4), Eights(bundles, 8, 12));
        var b = InBlocks(Eights(bundles, 1, 5), Eights(bundles, 9, 13));
        var c = InBlocks(Eights(bundles, 2, 6), Eights(bundles, 10, 14));
        var d = InBlocks(Eights(bundles, 3, 7), Eights(bundles, 11, 15));
        var ab = WithinBlocks(a, b);
        var cd = WithinBlocks(c, d);
        return Avx512F.Shuffle(ab, cd, 0b10_00_10_00) + Avx512F.Shuffle(ab, cd, 0b11_01_11_01);
    }

    /// <summary>Lane k: the sum of the 8 doubles at bundles + 8k. Needs AVX-512.</summary>
    [MethodImpl(Inline)]
    public static Vector512<double> Of8(double* bundles)
    {
        var a = InBlocks(Halves(bundles, 0, 2), Halves(bundles, 4, 6));
        var b = InBlocks(Halves(bundles, 1, 3), Halves(bundles, 5, 7));
        return Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b);
    }

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

    /// <summary>The first level of bundles i and j: eight numbers of each.</summary>
    [MethodImpl(Inline)]
    private static Vector512<float> Eights(float* bundles, int i, int j)
    {
        var (a, b) = (Vector512.Load(bundles + (16 * i)), Vector512.Load(bundles + (16 * j)));
        return Avx512F.Shuffle4x128(a, b, 0b01_00_01_00) + Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);
    }

    [MethodImpl(Inline)]
    private static Vector512<double> Halves(double* bundles, int i, int j)
    {
        var (a, b) = (Vector512.Load(bundles + (8 * i)), Vector512.Load(bundles + (8 * j)));
        return Avx512F.Shuffle4x128(a, b, 0b01_00_01_00) + Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);
    }

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
}
