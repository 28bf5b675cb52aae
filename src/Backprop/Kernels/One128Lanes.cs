using System.Runtime.Intrinsics;

namespace Backprop;

/// <content>As lanes of its own, for groups of so few units that the rest of a bundle would be idle. Lanes never meet in a unit function, so each has the bits that it has in a bundle.</content>
internal unsafe partial struct One128<T> : ILanes<One128<T>, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> Broadcast(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> BroadcastFrom(T* source) => new(Vector128.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> operator -(One128<T> a, One128<T> b) => new(a.vector - b.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> operator /(One128<T> a, One128<T> b) => new(a.vector / b.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> operator -(One128<T> a) => new(-a.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> MultiplyAdd(One128<T> a, One128<T> b, One128<T> c) => new(Vectors.MultiplyAdd(a.vector, b.vector, c.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> NegatedMultiplyAdd(One128<T> a, One128<T> b, One128<T> c) => new(Vectors.NegatedMultiplyAdd(a.vector, b.vector, c.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref One128<T> sum, T* factor, One128<T> b) => sum.vector = Vectors.MultiplyAdd(Vector128.Create(*factor), b.vector, sum.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateFrom(ref One128<T> sum, One128<T> a, T* b) => sum.vector = Vectors.MultiplyAdd(a.vector, Vector128.Load(b), sum.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> Min(One128<T> a, One128<T> b) => new(Vectors.Min(a.vector, b.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> Max(One128<T> a, One128<T> b) => new(Vectors.Max(a.vector, b.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> Abs(One128<T> a) => new(Vector128.Abs(a.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> Sqrt(One128<T> a) => new(Vector128.Sqrt(a.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> RoundToNearest(One128<T> a) => new(Vectors.Round(a.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> LessThan(One128<T> a, One128<T> b) => new(Vector128.LessThan(a.vector, b.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> LessThanOrEqual(One128<T> a, One128<T> b) => new(Vector128.LessThanOrEqual(a.vector, b.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> Equal(One128<T> a, One128<T> b) => new(Vector128.Equals(a.vector, b.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> IsNaN(One128<T> a) => new(~Vector128.Equals(a.vector, a.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> Select(One128<T> mask, One128<T> a, One128<T> b) => new(Vector128.ConditionalSelect(mask.vector, a.vector, b.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> And(One128<T> a, One128<T> b) => new(a.vector & b.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> ShiftToExponent(One128<T> a) => new(Vectors.ShiftToExponent(a.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> ShiftFromExponent(One128<T> a) => new(Vectors.ShiftFromExponent(a.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> SubtractBits(One128<T> a, One128<T> b) => new(Vectors.SubtractBits(a.vector, b.vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> Gather(T* source, int* indices) => new(Vectors.Gather128(source, indices));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SumOfLanes(One128<T> a) => Vectors.SumOfLanes(a.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Lane(One128<T> a, int lane) => a.vector.GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> SumsOfLanes(T* bundles)
    {
        var sums = stackalloc T[Count];
        for (var k = 0; k < Count; k++)
            sums[k] = SumOfLanes(Load(bundles + (k * Count)));
        return Load(sums);
    }
}
