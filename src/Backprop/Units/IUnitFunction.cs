namespace Backprop;

/// <summary>
/// A unit function y = f(x) of one unit's total input, written once over lanes.
/// Implement it on an empty struct and hand it to a net with <see cref="UnitFunction.Of{TFunction}"/>:
/// it is compiled into the same loops as the library's own functions.
/// </summary>
/// <example>
/// <code>
/// readonly struct Softsign : IUnitFunction
/// {
///     public static string Name =&gt; "softsign";
///     public static bool UsesTotalInput =&gt; true;
///     public static TLanes Value&lt;TLanes, T&gt;(TLanes x) … =&gt; x / (TLanes.One + TLanes.Abs(x));
///     public static TLanes Derivative&lt;TLanes, T&gt;(TLanes x, TLanes y) … { var d = TLanes.One + TLanes.Abs(x); return TLanes.One / (d * d); }
/// }
/// </code>
/// </example>
public interface IUnitFunction
{
    /// <summary>The name in descriptions and model files; unique among the functions of a net.</summary>
    static abstract string Name { get; }

    /// <summary>Whether <see cref="Derivative"/> reads x. If not, only the states are kept, and its x is undefined.</summary>
    static abstract bool UsesTotalInput { get; }

    /// <summary>No state is below this: 0 for the logistic function. Minus infinity by default. Whether the bound itself is reached does not matter.</summary>
    static virtual double Least => double.NegativeInfinity;

    /// <summary>No state is above this: 1 for the logistic function. Infinity by default. Whether the bound itself is reached does not matter.</summary>
    static virtual double Greatest => double.PositiveInfinity;

    /// <summary>y = f(x), lane by lane. Use <c>MultiplyAdd</c> for a·b + c and <see cref="Elementary"/> for e^x and its like, and every machine gives the same bits.</summary>
    static abstract TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>dy/dx, lane by lane, from the total input x and the state y = f(x). Finite for every finite x.</summary>
    static abstract TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
