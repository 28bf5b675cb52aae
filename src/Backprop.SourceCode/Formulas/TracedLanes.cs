using System.Numerics;

namespace Backprop.SourceCode;

/// <summary>
/// Lanes that compute nothing but write down what would be computed: a unit function that runs over them leaves its formula, step by step,
/// so that every function, one of a user's own too, can be written in another language with the same bits.
/// </summary>
/// <param name="step">The number of the step whose result this is; 0, the default, is the constant 0.</param>
internal readonly unsafe struct TracedLanes<T>(int step) : ILanes<TracedLanes<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of the step whose result this is.</summary>
    public int Step => step;

    public static TracedLanes<T> Broadcast(T value) => Of(new FormulaStep(FormulaOperation.Constant, Bits: FormulaTrace.BitsOf(value)));

    public static TracedLanes<T> operator +(TracedLanes<T> a, TracedLanes<T> b) => Of(FormulaOperation.Add, a, b);

    public static TracedLanes<T> operator -(TracedLanes<T> a, TracedLanes<T> b) => Of(FormulaOperation.Subtract, a, b);

    public static TracedLanes<T> operator *(TracedLanes<T> a, TracedLanes<T> b) => Of(FormulaOperation.Multiply, a, b);

    public static TracedLanes<T> operator /(TracedLanes<T> a, TracedLanes<T> b) => Of(FormulaOperation.Divide, a, b);

    public static TracedLanes<T> operator -(TracedLanes<T> a) => Of(FormulaOperation.Negate, a);

    public static TracedLanes<T> MultiplyAdd(TracedLanes<T> a, TracedLanes<T> b, TracedLanes<T> c) => Of(FormulaOperation.MultiplyAdd, a, b, c);

    public static TracedLanes<T> NegatedMultiplyAdd(TracedLanes<T> a, TracedLanes<T> b, TracedLanes<T> c) => Of(FormulaOperation.NegatedMultiplyAdd, a, b, c);

    public static TracedLanes<T> Min(TracedLanes<T> a, TracedLanes<T> b) => Of(FormulaOperation.Min, a, b);

    public static TracedLanes<T> Max(TracedLanes<T> a, TracedLanes<T> b) => Of(FormulaOperation.Max, a, b);

    public static TracedLanes<T> Abs(TracedLanes<T> a) => Of(FormulaOperation.Abs, a);

    public static TracedLanes<T> Sqrt(TracedLanes<T> a) => Of(FormulaOperation.Sqrt, a);

    public static TracedLanes<T> RoundToNearest(TracedLanes<T> a) => Of(FormulaOperation.RoundToNearest, a);

    public static TracedLanes<T> LessThan(TracedLanes<T> a, TracedLanes<T> b) => Of(FormulaOperation.LessThan, a, b);

    public static TracedLanes<T> LessThanOrEqual(TracedLanes<T> a, TracedLanes<T> b) => Of(FormulaOperation.LessThanOrEqual, a, b);

    public static TracedLanes<T> Equal(TracedLanes<T> a, TracedLanes<T> b) => Of(FormulaOperation.Equal, a, b);

    public static TracedLanes<T> IsNaN(TracedLanes<T> a) => Of(FormulaOperation.IsNaN, a);

    public static TracedLanes<T> Select(TracedLanes<T> mask, TracedLanes<T> a, TracedLanes<T> b) => Of(FormulaOperation.Select, mask, a, b);

    static TracedLanes<T> ILanes<TracedLanes<T>, T>.And(TracedLanes<T> a, TracedLanes<T> b) => Of(FormulaOperation.And, a, b);

    static TracedLanes<T> ILanes<TracedLanes<T>, T>.ShiftToExponent(TracedLanes<T> a) => Of(FormulaOperation.ShiftToExponent, a);

    static TracedLanes<T> ILanes<TracedLanes<T>, T>.ShiftFromExponent(TracedLanes<T> a) => Of(FormulaOperation.ShiftFromExponent, a);

    static TracedLanes<T> ILanes<TracedLanes<T>, T>.SubtractBits(TracedLanes<T> a, TracedLanes<T> b) => Of(FormulaOperation.SubtractBits, a, b);

    // Every way is written down; the masks of Select choose between them.
    static bool ILanes<TracedLanes<T>, T>.Any(TracedLanes<T> mask) => true;

    static TracedLanes<T> ILanes<TracedLanes<T>, T>.ReduceAngle(TracedLanes<T> angle, out TracedLanes<T> rest, out TracedLanes<T> low)
    {
        (rest, low) = (Of(FormulaOperation.AngleRest, angle), Of(FormulaOperation.AngleLow, angle));
        return Of(FormulaOperation.AngleTurns, angle);
    }

    static void ILanes<TracedLanes<T>, T>.Accumulate(ref TracedLanes<T> sum, T* factor, TracedLanes<T> b) => throw NoMemory();

    static void ILanes<TracedLanes<T>, T>.Accumulate(ref TracedLanes<T> sum, TracedLanes<T> a, TracedLanes<T> b) => sum = MultiplyAdd(a, b, sum);

    static void ILanes<TracedLanes<T>, T>.AccumulateFrom(ref TracedLanes<T> sum, TracedLanes<T> a, T* b) => throw NoMemory();

    static TracedLanes<T> ILanes<TracedLanes<T>, T>.BroadcastFrom(T* source) => throw NoMemory();

    static TracedLanes<T> ILanes<TracedLanes<T>, T>.Load(T* source) => throw NoMemory();

    static void ILanes<TracedLanes<T>, T>.Store(T* target, TracedLanes<T> value) => throw NoMemory();

    static TracedLanes<T> ILanes<TracedLanes<T>, T>.Gather(T* source, int* indices) => throw NoMemory();

    static T ILanes<TracedLanes<T>, T>.SumOfLanes(TracedLanes<T> a) => throw NoMemory();

    static TracedLanes<T> ILanes<TracedLanes<T>, T>.SumsOfLanes(T* bundles) => throw NoMemory();

    private static TracedLanes<T> Of(FormulaOperation operation, TracedLanes<T> a, TracedLanes<T> b = default, TracedLanes<T> c = default) =>
        Of(new FormulaStep(operation, a.Step, b.Step, c.Step));

    private static TracedLanes<T> Of(FormulaStep step) => new(FormulaTrace.Current.Add(step));

    private static NotSupportedException NoMemory() => new("A formula has no numbers in memory.");
}
