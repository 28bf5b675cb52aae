using Backprop.SourceCode;

namespace Backprop.WebAssembly;

/// <summary>Operations on lanes that write down what is computed, by short names.</summary>
internal static class Lane<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static TracedLanes<T> Constant(double value) => Of<TracedLanes<T>>.Constant(value);

    public static TracedLanes<T> Select(TracedLanes<T> mask, TracedLanes<T> a, TracedLanes<T> b) => TracedLanes<T>.Select(mask, a, b);

    public static TracedLanes<T> IsNaN(TracedLanes<T> a) => TracedLanes<T>.IsNaN(a);

    public static TracedLanes<T> Abs(TracedLanes<T> a) => TracedLanes<T>.Abs(a);

    public static TracedLanes<T> Max(TracedLanes<T> a, TracedLanes<T> b) => TracedLanes<T>.Max(a, b);

    public static TracedLanes<T> LessThan(TracedLanes<T> a, TracedLanes<T> b) => TracedLanes<T>.LessThan(a, b);

    public static TracedLanes<T> Equal(TracedLanes<T> a, TracedLanes<T> b) => TracedLanes<T>.Equal(a, b);

    public static TracedLanes<T> MultiplyAdd(TracedLanes<T> a, TracedLanes<T> b, TracedLanes<T> c) => TracedLanes<T>.MultiplyAdd(a, b, c);

    private static class Of<TLanes>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        public static TLanes Constant(double value) => TLanes.Constant(value);
    }
}
