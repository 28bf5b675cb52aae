namespace Backprop;

/// <summary>
/// Lanes that compute nothing: each operation is written as an instruction of a method that is being made (<see cref="LaneEmitter{T}"/>), and its result is a variable of that method.
/// A unit function or an error measure over these lanes writes down its own code.
/// </summary>
/// <param name="Number">Its number among the results; 0 is 0 in every lane.</param>
internal readonly unsafe record struct EmittedLanes<T>(int Number) : ILanes<EmittedLanes<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string IsEmitted = "Code without loops consists of operations on whole bundles.";

    /// <summary>Where this thread writes.</summary>
    [ThreadStatic]
    internal static LaneEmitter<T>? Emitter;

    public static EmittedLanes<T> Broadcast(T value) => Emitter!.Constant(value);

    public static EmittedLanes<T> operator +(EmittedLanes<T> a, EmittedLanes<T> b) => Emitter!.Call(LaneOperations<T>.Add, a, b);

    public static EmittedLanes<T> operator -(EmittedLanes<T> a, EmittedLanes<T> b) => Emitter!.Call(LaneOperations<T>.Subtract, a, b);

    public static EmittedLanes<T> operator *(EmittedLanes<T> a, EmittedLanes<T> b) => Emitter!.Call(LaneOperations<T>.Multiply, a, b);

    public static EmittedLanes<T> operator /(EmittedLanes<T> a, EmittedLanes<T> b) => Emitter!.Call(LaneOperations<T>.Divide, a, b);

    public static EmittedLanes<T> operator -(EmittedLanes<T> a) => Emitter!.Call(LaneOperations<T>.Negate, a);

    public static EmittedLanes<T> MultiplyAdd(EmittedLanes<T> a, EmittedLanes<T> b, EmittedLanes<T> c) => Emitter!.Call(LaneOperations<T>.MultiplyAdd, a, b, c);

    public static EmittedLanes<T> NegatedMultiplyAdd(EmittedLanes<T> a, EmittedLanes<T> b, EmittedLanes<T> c) => Emitter!.Call(LaneOperations<T>.NegatedMultiplyAdd, a, b, c);

    public static EmittedLanes<T> Min(EmittedLanes<T> a, EmittedLanes<T> b) => Emitter!.Call(LaneOperations<T>.Min, a, b);

    public static EmittedLanes<T> Max(EmittedLanes<T> a, EmittedLanes<T> b) => Emitter!.Call(LaneOperations<T>.Max, a, b);

    public static EmittedLanes<T> Abs(EmittedLanes<T> a) => Emitter!.Call(LaneOperations<T>.Abs, a);

    public static EmittedLanes<T> Sqrt(EmittedLanes<T> a) => Emitter!.Call(LaneOperations<T>.Sqrt, a);

    public static EmittedLanes<T> RoundToNearest(EmittedLanes<T> a) => Emitter!.Call(LaneOperations<T>.Round, a);

    public static EmittedLanes<T> LessThan(EmittedLanes<T> a, EmittedLanes<T> b) => Emitter!.Call(LaneOperations<T>.LessThan, a, b);

    public static EmittedLanes<T> LessThanOrEqual(EmittedLanes<T> a, EmittedLanes<T> b) => Emitter!.Call(LaneOperations<T>.LessThanOrEqual, a, b);

    public static EmittedLanes<T> Equal(EmittedLanes<T> a, EmittedLanes<T> b) => Emitter!.Call(LaneOperations<T>.Equal, a, b);

    public static EmittedLanes<T> IsNaN(EmittedLanes<T> a) => Emitter!.Call(LaneOperations<T>.Not, Equal(a, a));

    public static EmittedLanes<T> Select(EmittedLanes<T> mask, EmittedLanes<T> a, EmittedLanes<T> b) => Emitter!.Call(LaneOperations<T>.Select, mask, a, b);

    static EmittedLanes<T> ILanes<EmittedLanes<T>, T>.And(EmittedLanes<T> a, EmittedLanes<T> b) => Emitter!.Call(LaneOperations<T>.And, a, b);

    static EmittedLanes<T> ILanes<EmittedLanes<T>, T>.ShiftToExponent(EmittedLanes<T> a) => Emitter!.Call(LaneOperations<T>.ShiftToExponent, a);

    static EmittedLanes<T> ILanes<EmittedLanes<T>, T>.ShiftFromExponent(EmittedLanes<T> a) => throw new NotSupportedException(IsEmitted);

    static EmittedLanes<T> ILanes<EmittedLanes<T>, T>.SubtractBits(EmittedLanes<T> a, EmittedLanes<T> b) => throw new NotSupportedException(IsEmitted);

    static void ILanes<EmittedLanes<T>, T>.Accumulate(ref EmittedLanes<T> sum, EmittedLanes<T> a, EmittedLanes<T> b) => sum = MultiplyAdd(a, b, sum);

    static void ILanes<EmittedLanes<T>, T>.Accumulate(ref EmittedLanes<T> sum, T* factor, EmittedLanes<T> b) => throw new NotSupportedException(IsEmitted);

    static EmittedLanes<T> ILanes<EmittedLanes<T>, T>.BroadcastFrom(T* source) => throw new NotSupportedException(IsEmitted);

    static void ILanes<EmittedLanes<T>, T>.AccumulateFrom(ref EmittedLanes<T> sum, EmittedLanes<T> a, T* b) => throw new NotSupportedException(IsEmitted);

    static EmittedLanes<T> ILanes<EmittedLanes<T>, T>.Load(T* source) => throw new NotSupportedException(IsEmitted);

    static void ILanes<EmittedLanes<T>, T>.Store(T* target, EmittedLanes<T> value) => throw new NotSupportedException(IsEmitted);

    static EmittedLanes<T> ILanes<EmittedLanes<T>, T>.Gather(T* source, int* indices) => throw new NotSupportedException(IsEmitted);

    static T ILanes<EmittedLanes<T>, T>.SumOfLanes(EmittedLanes<T> a) => throw new NotSupportedException(IsEmitted);

    static EmittedLanes<T> ILanes<EmittedLanes<T>, T>.SumsOfLanes(T* bundles) => throw new NotSupportedException(IsEmitted);
}
