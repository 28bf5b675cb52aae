namespace Backprop;

/// <summary>
/// A unit function y = f(x) of the total input of one unit, written once over lanes.
/// Implement it as an empty struct and pass it to a net with <see cref="UnitFunction.Of{TFunction}"/>:
/// it is compiled into the same loops as the library's own functions.
/// </summary>
/// <example>
/// <code>
/// var topology = Topology.Build(net =&gt; net.Output("out", 1, UnitFunction.Of&lt;InverseRoot&gt;()).From(net.Input("in", 2)));
///
/// readonly struct InverseRoot : IUnitFunction
/// {
///     public static string Name =&gt; "inverse root";
///
///     public static bool UsesTotalInput =&gt; true;
///
///     public static TLanes Value&lt;TLanes, T&gt;(TLanes x)
///         where TLanes : unmanaged, ILanes&lt;TLanes, T&gt;
///         where T : unmanaged, IBinaryFloatingPointIeee754&lt;T&gt; =&gt; x / TLanes.Sqrt(TLanes.MultiplyAdd(x, x, TLanes.One));
///
///     public static TLanes Derivative&lt;TLanes, T&gt;(TLanes x, TLanes y)
///         where TLanes : unmanaged, ILanes&lt;TLanes, T&gt;
///         where T : unmanaged, IBinaryFloatingPointIeee754&lt;T&gt;
///     {
///         var d = TLanes.Sqrt(TLanes.MultiplyAdd(x, x, TLanes.One));
///         return TLanes.One / (d * d * d);
///     }
/// }
/// </code>
/// </example>
public interface IUnitFunction
{
    /// <summary>The name in descriptions and model files; unique among the functions of a net.</summary>
    static abstract string Name { get; }

    /// <summary>Whether <see cref="Derivative"/> reads x. If not, only the states are kept, and x is undefined there.</summary>
    static abstract bool UsesTotalInput { get; }

    /// <summary>A lower bound of the states, reached or not: 0 for the logistic function. Minus infinity by default.</summary>
    static virtual double Least => double.NegativeInfinity;

    /// <summary>An upper bound of the states, reached or not: 1 for the logistic function. Infinity by default.</summary>
    static virtual double Greatest => double.PositiveInfinity;

    /// <summary>y = f(x), lane by lane. With <c>MultiplyAdd</c> for a·b + c and <see cref="Elementary"/> for functions such as e^x, every machine computes the same bits.</summary>
    /// <typeparam name="TLanes">The bundle of lanes, of the width that the machine runs.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">Total inputs, one per lane.</param>
    /// <returns>The states, one per lane.</returns>
    static abstract TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>dy/dx, lane by lane, from the total input x and the state y = f(x). Finite for every finite x.</summary>
    /// <typeparam name="TLanes">The bundle of lanes, of the width that the machine runs.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">Total inputs, one per lane; undefined unless <see cref="UsesTotalInput"/>.</param>
    /// <param name="y">States, one per lane.</param>
    /// <returns>The derivatives, one per lane.</returns>
    static abstract TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
