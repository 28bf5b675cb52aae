namespace Backprop;

/// <summary>
/// Numbers with their derivatives along one direction: a function that is written over lanes, a unit function's derivative for one, is itself derived by being computed over these.
/// Of a comparison, a rounding, or an exponent the derivative is 0; at a corner it is that of the branch that is taken.
/// </summary>
/// <param name="value">The numbers.</param>
/// <param name="slope">Their derivatives.</param>
internal readonly unsafe struct DualLanes<TLanes, T>(TLanes value, TLanes slope) : ILanes<DualLanes<TLanes, T>, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TLanes value = value;
    private readonly TLanes slope = slope;

    /// <summary>Constants.</summary>
    private DualLanes(TLanes value)
        : this(value, TLanes.Zero)
    {
    }

    /// <summary>The numbers.</summary>
    public TLanes Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => value;
    }

    /// <summary>The derivatives.</summary>
    public TLanes Slope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => slope;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> Broadcast(T value) => new(TLanes.Broadcast(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> operator +(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b) => new(a.value + b.value, a.slope + b.slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> operator -(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b) => new(a.value - b.value, a.slope - b.slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> operator *(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b) => new(a.value * b.value, TLanes.MultiplyAdd(a.slope, b.value, a.value * b.slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> operator /(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b)
    {
        var quotient = a.value / b.value;
        return new(quotient, TLanes.NegatedMultiplyAdd(quotient, b.slope, a.slope) / b.value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> operator -(DualLanes<TLanes, T> a) => new(-a.value, -a.slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> MultiplyAdd(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b, DualLanes<TLanes, T> c) =>
        new(TLanes.MultiplyAdd(a.value, b.value, c.value), TLanes.MultiplyAdd(a.slope, b.value, TLanes.MultiplyAdd(a.value, b.slope, c.slope)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static DualLanes<TLanes, T> ILanes<DualLanes<TLanes, T>, T>.MultiplyAddToWhole(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b, DualLanes<TLanes, T> c) =>
        new(TLanes.MultiplyAddToWhole(a.value, b.value, c.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<DualLanes<TLanes, T>, T>.Accumulate(ref DualLanes<TLanes, T> sum, T* factor, DualLanes<TLanes, T> b) => sum = MultiplyAdd(Broadcast(*factor), b, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<DualLanes<TLanes, T>, T>.Accumulate(ref DualLanes<TLanes, T> sum, DualLanes<TLanes, T> a, DualLanes<TLanes, T> b) => sum = MultiplyAdd(a, b, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static DualLanes<TLanes, T> ILanes<DualLanes<TLanes, T>, T>.BroadcastFrom(T* source) => Broadcast(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<DualLanes<TLanes, T>, T>.AccumulateFrom(ref DualLanes<TLanes, T> sum, DualLanes<TLanes, T> a, T* b) => sum = MultiplyAdd(a, new(TLanes.Load(b)), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> NegatedMultiplyAdd(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b, DualLanes<TLanes, T> c) =>
        new(TLanes.NegatedMultiplyAdd(a.value, b.value, c.value), TLanes.NegatedMultiplyAdd(a.slope, b.value, TLanes.NegatedMultiplyAdd(a.value, b.slope, c.slope)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> Min(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b) => new(TLanes.Min(a.value, b.value), TLanes.Select(TLanes.LessThan(a.value, b.value), a.slope, b.slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> Max(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b) => new(TLanes.Max(a.value, b.value), TLanes.Select(TLanes.LessThan(b.value, a.value), a.slope, b.slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> Abs(DualLanes<TLanes, T> a) => new(TLanes.Abs(a.value), TLanes.Select(TLanes.LessThan(a.value, TLanes.Zero), -a.slope, a.slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> Sqrt(DualLanes<TLanes, T> a)
    {
        var root = TLanes.Sqrt(a.value);
        return new(root, a.slope / (root + root));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> RoundToNearest(DualLanes<TLanes, T> a) => new(TLanes.RoundToNearest(a.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> LessThan(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b) => new(TLanes.LessThan(a.value, b.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> LessThanOrEqual(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b) => new(TLanes.LessThanOrEqual(a.value, b.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> Equal(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b) => new(TLanes.Equal(a.value, b.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> IsNaN(DualLanes<TLanes, T> a) => new(TLanes.IsNaN(a.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DualLanes<TLanes, T> Select(DualLanes<TLanes, T> mask, DualLanes<TLanes, T> a, DualLanes<TLanes, T> b) =>
        new(TLanes.Select(mask.value, a.value, b.value), TLanes.Select(mask.value, a.slope, b.slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static DualLanes<TLanes, T> ILanes<DualLanes<TLanes, T>, T>.Load(T* source) => new(TLanes.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<DualLanes<TLanes, T>, T>.Store(T* target, DualLanes<TLanes, T> value) => TLanes.Store(target, value.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static DualLanes<TLanes, T> ILanes<DualLanes<TLanes, T>, T>.Gather(T* source, int* indices) => new(TLanes.Gather(source, indices));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ILanes<DualLanes<TLanes, T>, T>.SumOfLanes(DualLanes<TLanes, T> a) => TLanes.SumOfLanes(a.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static DualLanes<TLanes, T> ILanes<DualLanes<TLanes, T>, T>.SumsOfLanes(T* bundles) => new(TLanes.SumsOfLanes(bundles));

    /// <remarks>One of the two is a mask, which has the derivative 0, so that one of the two terms is 0.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static DualLanes<TLanes, T> ILanes<DualLanes<TLanes, T>, T>.And(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b) =>
        new(TLanes.And(a.value, b.value), TLanes.And(a.value, b.slope) + TLanes.And(b.value, a.slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static DualLanes<TLanes, T> ILanes<DualLanes<TLanes, T>, T>.ShiftToExponent(DualLanes<TLanes, T> a) => new(TLanes.ShiftToExponent(a.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static DualLanes<TLanes, T> ILanes<DualLanes<TLanes, T>, T>.ShiftFromExponent(DualLanes<TLanes, T> a) => new(TLanes.ShiftFromExponent(a.value));

    /// <remarks>Numbers have another exponent taken from them, so that they are multiplied by a power of two.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static DualLanes<TLanes, T> ILanes<DualLanes<TLanes, T>, T>.SubtractBits(DualLanes<TLanes, T> a, DualLanes<TLanes, T> b)
    {
        var difference = TLanes.SubtractBits(a.value, b.value);
        return new(difference, TLanes.Select(TLanes.Equal(a.slope, TLanes.Zero), TLanes.Zero, a.slope * (difference / a.value)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool ILanes<DualLanes<TLanes, T>, T>.Any(DualLanes<TLanes, T> mask) => TLanes.Any(mask.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static DualLanes<TLanes, T> ILanes<DualLanes<TLanes, T>, T>.ReduceAngle(DualLanes<TLanes, T> angle, out DualLanes<TLanes, T> rest, out DualLanes<TLanes, T> low)
    {
        var turns = TLanes.ReduceAngle(angle.value, out var restOfValue, out var lowOfValue);
        (rest, low) = (new(restOfValue, angle.slope), new(lowOfValue));
        return new(turns);
    }
}
