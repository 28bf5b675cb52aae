using System.Runtime.Intrinsics;

namespace Backprop;

/// <summary>Four 128-bit vectors: NEON, and the fallback of the runtime everywhere else.</summary>
internal unsafe struct Lanes128<T>(Vector128<T> a, Vector128<T> b, Vector128<T> c, Vector128<T> d) : ILanes<Lanes128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector128<T> a = a;
    private Vector128<T> b = b;
    private Vector128<T> c = c;
    private Vector128<T> d = d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Broadcast(T value) => new(Vector128.Create(value), Vector128.Create(value), Vector128.Create(value), Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> a, Lanes128<T> b) => new(a.a + b.a, a.b + b.b, a.c + b.c, a.d + b.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> a, Lanes128<T> b) => new(a.a - b.a, a.b - b.b, a.c - b.c, a.d - b.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> a, Lanes128<T> b) => new(a.a * b.a, a.b * b.b, a.c * b.c, a.d * b.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> a, Lanes128<T> b) => new(a.a / b.a, a.b / b.b, a.c / b.c, a.d / b.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> a) => new(-a.a, -a.b, -a.c, -a.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MultiplyAdd(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c) => new(Vectors.MultiplyAdd(a.a, b.a, c.a), Vectors.MultiplyAdd(a.b, b.b, c.b), Vectors.MultiplyAdd(a.c, b.c, c.c), Vectors.MultiplyAdd(a.d, b.d, c.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Lanes128<T>, T>.Accumulate(ref Lanes128<T> sum, T* factor, Lanes128<T> b)
    {
        var all = Vector128.Create(*factor);
        sum.a = Vectors.MultiplyAdd(all, b.a, sum.a);
        sum.b = Vectors.MultiplyAdd(all, b.b, sum.b);
        sum.c = Vectors.MultiplyAdd(all, b.c, sum.c);
        sum.d = Vectors.MultiplyAdd(all, b.d, sum.d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Lanes128<T>, T>.Accumulate(ref Lanes128<T> sum, Lanes128<T> a, Lanes128<T> b)
    {
        sum.a = Vectors.MultiplyAdd(a.a, b.a, sum.a);
        sum.b = Vectors.MultiplyAdd(a.b, b.b, sum.b);
        sum.c = Vectors.MultiplyAdd(a.c, b.c, sum.c);
        sum.d = Vectors.MultiplyAdd(a.d, b.d, sum.d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes128<T> ILanes<Lanes128<T>, T>.BroadcastFrom(T* source)
    {
        var all = Vector128.Create(*source);
        return new(all, all, all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Lanes128<T>, T>.AccumulateFrom(ref Lanes128<T> sum, Lanes128<T> a, T* b)
    {
        sum.a = Vectors.MultiplyAdd(a.a, Vector128.Load(b), sum.a);
        sum.b = Vectors.MultiplyAdd(a.b, Vector128.Load(b + Vector128<T>.Count), sum.b);
        sum.c = Vectors.MultiplyAdd(a.c, Vector128.Load(b + (2 * Vector128<T>.Count)), sum.c);
        sum.d = Vectors.MultiplyAdd(a.d, Vector128.Load(b + (3 * Vector128<T>.Count)), sum.d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> NegatedMultiplyAdd(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c) => new(Vectors.NegatedMultiplyAdd(a.a, b.a, c.a), Vectors.NegatedMultiplyAdd(a.b, b.b, c.b), Vectors.NegatedMultiplyAdd(a.c, b.c, c.c), Vectors.NegatedMultiplyAdd(a.d, b.d, c.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Min(Lanes128<T> a, Lanes128<T> b) => new(Vectors.Min(a.a, b.a), Vectors.Min(a.b, b.b), Vectors.Min(a.c, b.c), Vectors.Min(a.d, b.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Max(Lanes128<T> a, Lanes128<T> b) => new(Vectors.Max(a.a, b.a), Vectors.Max(a.b, b.b), Vectors.Max(a.c, b.c), Vectors.Max(a.d, b.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Abs(Lanes128<T> a) => new(Vector128.Abs(a.a), Vector128.Abs(a.b), Vector128.Abs(a.c), Vector128.Abs(a.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> a) => new(Vector128.Sqrt(a.a), Vector128.Sqrt(a.b), Vector128.Sqrt(a.c), Vector128.Sqrt(a.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> RoundToNearest(Lanes128<T> a) => new(Vectors.Round(a.a), Vectors.Round(a.b), Vectors.Round(a.c), Vectors.Round(a.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LessThan(Lanes128<T> a, Lanes128<T> b) => new(Vector128.LessThan(a.a, b.a), Vector128.LessThan(a.b, b.b), Vector128.LessThan(a.c, b.c), Vector128.LessThan(a.d, b.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LessThanOrEqual(Lanes128<T> a, Lanes128<T> b) => new(Vector128.LessThanOrEqual(a.a, b.a), Vector128.LessThanOrEqual(a.b, b.b), Vector128.LessThanOrEqual(a.c, b.c), Vector128.LessThanOrEqual(a.d, b.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Equal(Lanes128<T> a, Lanes128<T> b) => new(Vector128.Equals(a.a, b.a), Vector128.Equals(a.b, b.b), Vector128.Equals(a.c, b.c), Vector128.Equals(a.d, b.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> IsNaN(Lanes128<T> a) => new(~Vector128.Equals(a.a, a.a), ~Vector128.Equals(a.b, a.b), ~Vector128.Equals(a.c, a.c), ~Vector128.Equals(a.d, a.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Select(Lanes128<T> mask, Lanes128<T> a, Lanes128<T> b) => new(Vector128.ConditionalSelect(mask.a, a.a, b.a), Vector128.ConditionalSelect(mask.b, a.b, b.b), Vector128.ConditionalSelect(mask.c, a.c, b.c), Vector128.ConditionalSelect(mask.d, a.d, b.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes128<T> ILanes<Lanes128<T>, T>.Load(T* source) => new(Vector128.Load(source), Vector128.Load(source + Vector128<T>.Count), Vector128.Load(source + (2 * Vector128<T>.Count)), Vector128.Load(source + (3 * Vector128<T>.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Lanes128<T>, T>.Store(T* target, Lanes128<T> value)
    {
        value.a.Store(target);
        value.b.Store(target + Vector128<T>.Count);
        value.c.Store(target + (2 * Vector128<T>.Count));
        value.d.Store(target + (3 * Vector128<T>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes128<T> ILanes<Lanes128<T>, T>.Gather(T* source, int* indices)
    {
        var next = Vector128<T>.Count;
        return new(Vectors.Gather128(source, indices), Vectors.Gather128(source, indices + next), Vectors.Gather128(source, indices + (2 * next)), Vectors.Gather128(source, indices + (3 * next)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ILanes<Lanes128<T>, T>.SumOfLanes(Lanes128<T> a)
    {
        return Vectors.SumOfLanes(Quarter(a));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes128<T> ILanes<Lanes128<T>, T>.SumsOfLanes(T* bundles) => new(
        LaneSums.Quarter(bundles, 0), LaneSums.Quarter(bundles, 1), LaneSums.Quarter(bundles, 2), LaneSums.Quarter(bundles, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ILanes<Lanes128<T>, T>.Lane(Lanes128<T> a, int lane) => ((lane / Vector128<T>.Count) switch
    {
        0 => a.a,
        1 => a.b,
        2 => a.c,
        _ => a.d,
    }).GetElement(lane % Vector128<T>.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes128<T> ILanes<Lanes128<T>, T>.And(Lanes128<T> a, Lanes128<T> b) => new(a.a & b.a, a.b & b.b, a.c & b.c, a.d & b.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes128<T> ILanes<Lanes128<T>, T>.ShiftToExponent(Lanes128<T> a) => new(Vectors.ShiftToExponent(a.a), Vectors.ShiftToExponent(a.b), Vectors.ShiftToExponent(a.c), Vectors.ShiftToExponent(a.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes128<T> ILanes<Lanes128<T>, T>.ShiftFromExponent(Lanes128<T> a) => new(Vectors.ShiftFromExponent(a.a), Vectors.ShiftFromExponent(a.b), Vectors.ShiftFromExponent(a.c), Vectors.ShiftFromExponent(a.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes128<T> ILanes<Lanes128<T>, T>.SubtractBits(Lanes128<T> a, Lanes128<T> b) => new(Vectors.SubtractBits(a.a, b.a), Vectors.SubtractBits(a.b, b.b), Vectors.SubtractBits(a.c, b.c), Vectors.SubtractBits(a.d, b.d));

    /// <summary>The first two levels of the sum's tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Quarter(Lanes128<T> a) => (a.a + a.c) + (a.b + a.d);
}
