namespace Backprop;

/// <content>The error function and the tail of the normal distribution Φ, which is ½ + ½ erf(x/√2).</content>
public static partial class Elementary
{
    /// <summary>Computes the error function 2/√π · ∫ e^−t² dt from 0 to x; the relative error is small near zero too.</summary>
    /// <typeparam name="TLanes">The bundle of lanes, of the width that the machine runs.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The arguments, one per lane.</param>
    /// <returns>The function of every lane.</returns>
    [MethodImpl(Inline)]
    public static TLanes Erf<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Below 1 a polynomial; above, 1 − 2 · Φ(−√2 |x|).
        var z = TLanes.Min(ByType<TLanes, T>(4.5, 6.5), TLanes.Abs(x));
        var tail = ExpOfMinus<TLanes, T>(z, z) * TailRatio<TLanes, T>(z * TLanes.Constant(1.4142135623730951));
        var far = TLanes.NegatedMultiplyAdd(TLanes.Constant(2), tail, TLanes.One);
        far = TLanes.Select(TLanes.LessThan(x, TLanes.Zero), -far, far);
        return TLanes.Select(TLanes.LessThan(z, TLanes.One), TLanes.MultiplyAdd(x, ErfPolynomial<TLanes, T>(z * z), x), far);
    }

    /// <summary>Φ(x) of the normal distribution, and the e^(−x²/2) of its density; the relative error is small in the lower tail too. Exactly 0 where the density is below the smallest normal number.</summary>
    [MethodImpl(Inline)]
    internal static TLanes Normal<TLanes, T>(TLanes x, out TLanes density)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = TLanes.Min(ByType<TLanes, T>(14, 39), TLanes.Abs(x));
        density = ExpOfMinus<TLanes, T>(a * TLanes.Constant(0.5), a);
        var tail = density * TailRatio<TLanes, T>(a);
        return TLanes.Select(TLanes.LessThan(x, TLanes.Zero), tail, TLanes.One - tail);
    }

    /// <summary>e^(−u·v) for u·v ≥ 0, with what rounding takes from the product.</summary>
    [MethodImpl(Inline)]
    internal static TLanes ExpOfMinus<TLanes, T>(TLanes u, TLanes v)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var product = u * v;
        var e = ExpOfNonPositive<TLanes, T>(-product);
        return TLanes.NegatedMultiplyAdd(e, TLanes.MultiplyAdd(u, v, -product), e);
    }

    /// <summary>e^(a²/2)·Φ(−a) for a from 0 to 14 (39 in double).</summary>
    [MethodImpl(Inline)]
    private static TLanes TailRatio<TLanes, T>(TLanes a)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // t = (a − 4)/(a + 4), and the quotient by a + 4, each with its rounding errors corrected to first order.
        var four = TLanes.Constant(4);
        var inverse = TLanes.One / (a + four);
        var t = (a - four) * inverse;
        t = TLanes.MultiplyAdd(TLanes.NegatedMultiplyAdd(t, a, TLanes.NegatedMultiplyAdd(t + TLanes.One, four, a)), inverse, t);
        var p = TailPolynomial<TLanes, T>(t);
        var y = p * inverse;
        return TLanes.MultiplyAdd(TLanes.NegatedMultiplyAdd(y, a, TLanes.NegatedMultiplyAdd(y, four, p)), inverse, y);
    }

    /// <summary>(a + 4)·e^(a²/2)·Φ(−a), Φ the normal distribution, by t = (a − 4)/(a + 4); a from 0 to 14 (39 in double).</summary>
    [MethodImpl(Inline)]
    private static TLanes TailPolynomial<TLanes, T>(TLanes t)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var q = TLanes.MultiplyAdd(t, TLanes.Constant(-5.376394545509056e-05), TLanes.Constant(-0.0002375854837529489));
            q = TLanes.MultiplyAdd(t, q, TLanes.Constant(0.00016743339310396337));
            q = TLanes.MultiplyAdd(t, q, TLanes.Constant(0.0016472641518574522));
            q = TLanes.MultiplyAdd(t, q, TLanes.Constant(-0.0034867817305588387));
            q = TLanes.MultiplyAdd(t, q, TLanes.Constant(-0.007545209042583765));
            q = TLanes.MultiplyAdd(t, q, TLanes.Constant(0.06039706001168889));
            q = TLanes.MultiplyAdd(t, q, TLanes.Constant(-0.18652134021952688));
            q = TLanes.MultiplyAdd(t, q, TLanes.Constant(0.38713739546870846));
            q = TLanes.MultiplyAdd(t, q, TLanes.Constant(-0.6078966562741697));
            return TLanes.MultiplyAdd(t, q, TLanes.Constant(0.7552851303715247));
        }
        var p = TLanes.MultiplyAdd(t, TLanes.Constant(-7.262419810409579e-10), TLanes.Constant(-2.5220994578780736e-09));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(1.91827702037334e-09));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(1.961961086135556e-08));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(1.3280797787310328e-08));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(-8.540841815685125e-08));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(-1.549649174224745e-07));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(2.7180452962592834e-07));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(1.0215540371961016e-06));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(-6.296965605815823e-07));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(-5.9201733230161025e-06));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(7.166663245221031e-07));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(3.5144686053003464e-05));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(-1.9082584797734333e-06));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(-0.000231094935169459));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(0.00013334431240964574));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(0.0016308184575887011));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(-0.003479692367393595));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(-0.007540188966726791));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(0.06039657489093656));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(-0.18652185795965726));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(0.38713740074221453));
        p = TLanes.MultiplyAdd(t, p, TLanes.Constant(-0.6078966419718921));
        return TLanes.MultiplyAdd(t, p, TLanes.Constant(0.7552851304157515));
    }

    /// <summary>erf(√z)/√z − 1, for z ≤ 1.</summary>
    [MethodImpl(Inline)]
    private static TLanes ErfPolynomial<TLanes, T>(TLanes z)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var q = TLanes.MultiplyAdd(z, TLanes.Constant(7.875875062685488e-05), TLanes.Constant(-0.000801686428716587));
            q = TLanes.MultiplyAdd(z, q, TLanes.Constant(0.005189087423433974));
            q = TLanes.MultiplyAdd(z, q, TLanes.Constant(-0.026854212010626412));
            q = TLanes.MultiplyAdd(z, q, TLanes.Constant(0.11283594715160218));
            q = TLanes.MultiplyAdd(z, q, TLanes.Constant(-0.37612626666720334));
            return TLanes.MultiplyAdd(z, q, TLanes.Constant(0.12837916584835093));
        }
        var p = TLanes.MultiplyAdd(z, TLanes.Constant(-7.795898827002142e-10), TLanes.Constant(1.3720064546777686e-08));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(-1.6208483801871705e-07));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(1.6447424703317362e-06));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(-1.492473690741966e-05));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.00012055294904839707));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(-0.0008548325975389692));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.0052239776071164225));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(-0.02686617064323777));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.11283791670945006));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(-0.37612638903183543));
        return TLanes.MultiplyAdd(z, p, TLanes.Constant(0.12837916709551256));
    }
}
