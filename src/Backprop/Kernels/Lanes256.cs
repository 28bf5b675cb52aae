using System.Runtime.Intrinsics;

namespace Backprop;

/// <summary>Two 256-bit vectors, for machines with AVX2 but without AVX-512.</summary>
internal unsafe struct Lanes256<T>(Vector256<T> a, Vector256<T> b) : ILanes<Lanes256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector256<T> a = a;
    private Vector256<T> b = b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Broadcast(T value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> a, Lanes256<T> b) => new(a.a + b.a, a.b + b.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> a, Lanes256<T> b) => new(a.a - b.a, a.b - b.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> a, Lanes256<T> b) => new(a.a * b.a, a.b * b.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> a, Lanes256<T> b) => new(a.a / b.a, a.b / b.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> a) => new(-a.a, -a.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MultiplyAdd(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c) => new(Vectors.MultiplyAdd(a.a, b.a, c.a), Vectors.MultiplyAdd(a.b, b.b, c.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Lanes256<T>, T>.Accumulate(ref Lanes256<T> sum, T* factor, Lanes256<T> b)
    {
        var all = Vectors.Broadcast256(factor);
        sum.a = Vectors.MultiplyAdd(all, b.a, sum.a);
        sum.b = Vectors.MultiplyAdd(all, b.b, sum.b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Lanes256<T>, T>.Accumulate(ref Lanes256<T> sum, Lanes256<T> a, Lanes256<T> b)
    {
        sum.a = Vectors.MultiplyAdd(a.a, b.a, sum.a);
        sum.b = Vectors.MultiplyAdd(a.b, b.b, sum.b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes256<T> ILanes<Lanes256<T>, T>.BroadcastFrom(T* source)
    {
        var all = Vectors.Broadcast256(source);
        return new(all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Lanes256<T>, T>.AccumulateFrom(ref Lanes256<T> sum, Lanes256<T> a, T* b)
    {
        sum.a = Vectors.MultiplyAdd(a.a, Vector256.Load(b), sum.a);
        sum.b = Vectors.MultiplyAdd(a.b, Vector256.Load(b + Vector256<T>.Count), sum.b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> NegatedMultiplyAdd(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c) => new(Vectors.NegatedMultiplyAdd(a.a, b.a, c.a), Vectors.NegatedMultiplyAdd(a.b, b.b, c.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Min(Lanes256<T> a, Lanes256<T> b) => new(Vectors.Min(a.a, b.a), Vectors.Min(a.b, b.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Max(Lanes256<T> a, Lanes256<T> b) => new(Vectors.Max(a.a, b.a), Vectors.Max(a.b, b.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Abs(Lanes256<T> a) => new(Vector256.Abs(a.a), Vector256.Abs(a.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> a) => new(Vector256.Sqrt(a.a), Vector256.Sqrt(a.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> RoundToNearest(Lanes256<T> a) => new(Vectors.Round(a.a), Vectors.Round(a.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LessThan(Lanes256<T> a, Lanes256<T> b) => new(Vector256.LessThan(a.a, b.a), Vector256.LessThan(a.b, b.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LessThanOrEqual(Lanes256<T> a, Lanes256<T> b) => new(Vector256.LessThanOrEqual(a.a, b.a), Vector256.LessThanOrEqual(a.b, b.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Equal(Lanes256<T> a, Lanes256<T> b) => new(Vector256.Equals(a.a, b.a), Vector256.Equals(a.b, b.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> IsNaN(Lanes256<T> a) => new(~Vector256.Equals(a.a, a.a), ~Vector256.Equals(a.b, a.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Select(Lanes256<T> mask, Lanes256<T> a, Lanes256<T> b) => new(Vector256.ConditionalSelect(mask.a, a.a, b.a), Vector256.ConditionalSelect(mask.b, a.b, b.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes256<T> ILanes<Lanes256<T>, T>.Load(T* source) => new(Vector256.Load(source), Vector256.Load(source + Vector256<T>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Lanes256<T>, T>.Store(T* target, Lanes256<T> value)
    {
        value.a.Store(target);
        value.b.Store(target + Vector256<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes256<T> ILanes<Lanes256<T>, T>.Gather(T* source, int* indices) =>
        new(Vectors.Gather256(source, indices), Vectors.Gather256(source, indices + Vector256<T>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ILanes<Lanes256<T>, T>.SumOfLanes(Lanes256<T> a)
    {
        return Vectors.SumOfLanes(Quarter(a));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes256<T> ILanes<Lanes256<T>, T>.SumsOfLanes(T* bundles) => new(
        Vector256.Create(LaneSums.Quarter(bundles, 0), LaneSums.Quarter(bundles, 1)),
        Vector256.Create(LaneSums.Quarter(bundles, 2), LaneSums.Quarter(bundles, 3)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ILanes<Lanes256<T>, T>.Lane(Lanes256<T> a, int lane) => lane < Vector256<T>.Count ? a.a.GetElement(lane) : a.b.GetElement(lane - Vector256<T>.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes256<T> ILanes<Lanes256<T>, T>.And(Lanes256<T> a, Lanes256<T> b) => new(a.a & b.a, a.b & b.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes256<T> ILanes<Lanes256<T>, T>.ShiftToExponent(Lanes256<T> a) => new(Vectors.ShiftToExponent(a.a), Vectors.ShiftToExponent(a.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes256<T> ILanes<Lanes256<T>, T>.ShiftFromExponent(Lanes256<T> a) => new(Vectors.ShiftFromExponent(a.a), Vectors.ShiftFromExponent(a.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes256<T> ILanes<Lanes256<T>, T>.SubtractBits(Lanes256<T> a, Lanes256<T> b) => new(Vectors.SubtractBits(a.a, b.a), Vectors.SubtractBits(a.b, b.b));

    /// <summary>The first two levels of the sum's tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Quarter(Lanes256<T> a)
    {
        var half = a.a + a.b;
        return half.GetLower() + half.GetUpper();
    }
}
