namespace Backprop;

/// <content>Sine and cosine of angles of any size.</content>
public static partial class Elementary
{
    // π/2 in three parts, each rounded from what the ones before leave.
    private const double HalfPi1Single = 1.5707963705062866, HalfPi2Single = -4.371138828673793e-08, HalfPi3Single = -1.7151245100058819e-15;
    private const double HalfPi1Double = 1.5707963267948966, HalfPi2Double = 6.123233995736766e-17, HalfPi3Double = -1.4973849048591698e-33;

    /// <summary>Computes sin x of any finite x, also near its zeros and at 10³⁰; NaN for an infinite x.</summary>
    /// <typeparam name="TLanes">The bundle of lanes, of the width that the machine runs.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The arguments, one per lane.</param>
    /// <returns>The function of every lane.</returns>
    [MethodImpl(Inline)]
    public static TLanes Sin<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Sine<TLanes, T>(x, TLanes.Zero);

    /// <summary>Computes cos x of any finite x, also near its zeros and at 10³⁰; NaN for an infinite x.</summary>
    /// <typeparam name="TLanes">The bundle of lanes, of the width that the machine runs.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The arguments, one per lane.</param>
    /// <returns>The function of every lane.</returns>
    [MethodImpl(Inline)]
    public static TLanes Cos<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Sine<TLanes, T>(x, TLanes.One);

    /// <summary>sin(x + quarters · π/2).</summary>
    [MethodImpl(Inline)]
    private static TLanes Sine<TLanes, T>(TLanes x, TLanes quarters)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // x = n · π/2 + r. The first difference is exact: it is a multiple of the last place of π/2, and below 1. The second keeps what rounding takes from it.
        var n = TLanes.RoundToNearest(x * TLanes.Constant(0.6366197723675814));
        var first = TLanes.NegatedMultiplyAdd(n, ByType<TLanes, T>(HalfPi1Single, HalfPi1Double), x);
        var part = ByType<TLanes, T>(HalfPi2Single, HalfPi2Double);
        var product = n * part;
        var r = first - product;
        var back = r - first;
        var low = first - (r - back) - (product + back) - TLanes.MultiplyAdd(n, part, -product);
        low = TLanes.NegatedMultiplyAdd(n, ByType<TLanes, T>(HalfPi3Single, HalfPi3Double), low);
        var y = SineOfReduced<TLanes, T>(n + quarters, r, low);

        // Nets have no such angles, unless something is wrong with them: one comparison for all lanes.
        return TLanes.Any(TLanes.LessThan(LargeAngle<TLanes, T>(), TLanes.Abs(x))) ? SineOfLarge<TLanes, T>(x, quarters, y) : y;
    }

    /// <summary>The largest angle for which three parts of π/2 are enough.</summary>
    [MethodImpl(Inline)]
    private static TLanes LargeAngle<TLanes, T>()
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ByType<TLanes, T>(1e5, 1e9);

    /// <summary>sin(n · π/2 + r + low), r at most a little above π/4 in size, and low small beside 1.</summary>
    [MethodImpl(Inline)]
    private static TLanes SineOfReduced<TLanes, T>(TLanes n, TLanes r, TLanes low)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var one = TLanes.One;
        var sum = r + low;
        low = r - sum + low;
        r = sum;
        var z = r * r;
        var half = z * TLanes.Constant(0.5);
        var sine = r + TLanes.MultiplyAdd(z * r, SinPolynomial<TLanes, T>(z), TLanes.NegatedMultiplyAdd(half, low, low));
        var near = one - half;
        var cosine = near + (one - near - half + TLanes.MultiplyAdd(z * z, CosPolynomial<TLanes, T>(z), -(r * low)));

        // n less a multiple of 4, from −2 to 2: sin r, cos r, −sin r and −cos r for 0, 1, ±2 and −1.
        var quadrant = TLanes.NegatedMultiplyAdd(TLanes.RoundToNearest(n * TLanes.Constant(0.25)), TLanes.Constant(4), n);
        var y = TLanes.Select(TLanes.Equal(TLanes.Abs(quadrant), one), cosine, sine);
        y = TLanes.Select(TLanes.LessThan(quadrant, TLanes.Zero), -y, y);
        return TLanes.Select(TLanes.LessThan(one, quadrant), -y, y);
    }

    /// <summary>The same as <see cref="Sine"/> where the angle is large or infinite, and y elsewhere.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLanes SineOfLarge<TLanes, T>(TLanes x, TLanes quarters, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var turns = TLanes.ReduceAngle(x, out var rest, out var low);
        return TLanes.Select(TLanes.LessThanOrEqual(TLanes.Abs(x), LargeAngle<TLanes, T>()), y, SineOfReduced<TLanes, T>(turns + quarters, rest, low));
    }

    /// <summary>(sin(√z)/√z − 1)/z, for √z up to a little above π/4.</summary>
    [MethodImpl(Inline)]
    private static TLanes SinPolynomial<TLanes, T>(TLanes z)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var q = TLanes.MultiplyAdd(z, TLanes.Constant(2.7237577241177232e-06), TLanes.Constant(-0.000198399895773847));
            q = TLanes.MultiplyAdd(z, q, TLanes.Constant(0.008333331691203202));
            return TLanes.MultiplyAdd(z, q, TLanes.Constant(-0.16666666663373741));
        }
        var p = TLanes.MultiplyAdd(z, TLanes.Constant(1.5912461499839467e-10), TLanes.Constant(-2.505105158684691e-08));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(2.7557315709635293e-06));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(-0.00019841269835985584));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.008333333333330428));
        return TLanes.MultiplyAdd(z, p, TLanes.Constant(-0.16666666666666663));
    }

    /// <summary>(cos √z − 1 + z/2)/z², for the same z.</summary>
    [MethodImpl(Inline)]
    private static TLanes CosPolynomial<TLanes, T>(TLanes z)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var q = TLanes.MultiplyAdd(z, TLanes.Constant(2.4537750767027806e-05), TLanes.Constant(-0.0013888254915538885));
            return TLanes.MultiplyAdd(z, q, TLanes.Constant(0.04166666440691311));
        }
        var p = TLanes.MultiplyAdd(z, TLanes.Constant(-1.1379086634729336e-11), TLanes.Constant(2.0876096058995368e-09));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(-2.755731702592346e-07));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(2.4801587298282115e-05));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(-0.001388888888888707));
        return TLanes.MultiplyAdd(z, p, TLanes.Constant(0.041666666666666664));
    }
}
