using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>One 512-bit vector, for machines with AVX-512.</summary>
internal unsafe struct Lanes512<T>(Vector512<T> v) : ILanes<Lanes512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector512<T> v = v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Broadcast(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> a, Lanes512<T> b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> a, Lanes512<T> b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> a, Lanes512<T> b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> a, Lanes512<T> b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> a) => new(-a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> MultiplyAdd(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c) => new(Vectors.MultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Lanes512<T>, T>.Accumulate(ref Lanes512<T> sum, T* factor, Lanes512<T> b) =>
        sum.v = Vectors.MultiplyAdd(Vector512.Create(*factor), b.v, sum.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Lanes512<T>, T>.Accumulate(ref Lanes512<T> sum, Lanes512<T> a, Lanes512<T> b) =>
        sum.v = Vectors.MultiplyAdd(a.v, b.v, sum.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>, T>.BroadcastFrom(T* source) => new(Vector512.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Lanes512<T>, T>.AccumulateFrom(ref Lanes512<T> sum, Lanes512<T> a, T* b) =>
        sum.v = Vectors.MultiplyAdd(a.v, Vector512.Load(b), sum.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> NegatedMultiplyAdd(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c) => new(Vectors.NegatedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Min(Lanes512<T> a, Lanes512<T> b) => new(Vectors.Min(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Max(Lanes512<T> a, Lanes512<T> b) => new(Vectors.Max(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Abs(Lanes512<T> a) => new(Vector512.Abs(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Sqrt(Lanes512<T> a) => new(Vector512.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> RoundToNearest(Lanes512<T> a) => new(Vectors.Round(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LessThan(Lanes512<T> a, Lanes512<T> b) => new(Vector512.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LessThanOrEqual(Lanes512<T> a, Lanes512<T> b) => new(Vector512.LessThanOrEqual(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Equal(Lanes512<T> a, Lanes512<T> b) => new(Vector512.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> IsNaN(Lanes512<T> a) => new(~Vector512.Equals(a.v, a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Select(Lanes512<T> mask, Lanes512<T> a, Lanes512<T> b) => new(Vector512.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>, T>.Load(T* source) => new(Vector512.Load(source));

    // Not Vector512.Store, for which the compiler computes the address separately.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Lanes512<T>, T>.Store(T* target, Lanes512<T> value) => *(Vector512<T>*)target = value.v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>, T>.Gather(T* source, int* indices) =>
        new(Vector512.Create(Vectors.Gather256(source, indices), Vectors.Gather256(source, indices + Vector256<T>.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ILanes<Lanes512<T>, T>.SumOfLanes(Lanes512<T> a)
    {
        return Vectors.SumOfLanes(Quarter(a));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>, T>.SumsOfLanes(T* bundles) => new(
        !Avx512F.IsSupported ? Vector512.Create(
            Vector256.Create(LaneSums.Quarter(bundles, 0), LaneSums.Quarter(bundles, 1)),
            Vector256.Create(LaneSums.Quarter(bundles, 2), LaneSums.Quarter(bundles, 3)))
        : typeof(T) == typeof(float) ? LaneSums.Of16((float*)bundles).As<float, T>()
        : LaneSums.Of8((double*)bundles).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ILanes<Lanes512<T>, T>.Lane(Lanes512<T> a, int lane) => a.v.GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>, T>.And(Lanes512<T> a, Lanes512<T> b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>, T>.ShiftToExponent(Lanes512<T> a) => new(Vectors.ShiftToExponent(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>, T>.ShiftFromExponent(Lanes512<T> a) => new(Vectors.ShiftFromExponent(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>, T>.SubtractBits(Lanes512<T> a, Lanes512<T> b) => new(Vectors.SubtractBits(a.v, b.v));

    /// <summary>The first two levels of the sum's tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Quarter(Lanes512<T> a)
    {
        var half = a.v.GetLower() + a.v.GetUpper();
        return half.GetLower() + half.GetUpper();
    }
}
