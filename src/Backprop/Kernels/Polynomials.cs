namespace Backprop;

/// <content>
/// The parts that the functions have in common. Coefficients: Chebyshev interpolation at 70 decimal digits on the reduced interval, rounded once;
/// the error of each polynomial is below a tenth of a unit in the last place of the function that uses it.
/// </content>
public static partial class Elementary
{
    // ln 2 in two parts: the high one has enough trailing zeros that n · high is exact.
    private const double Ln2HighSingle = 0.693145751953125;
    private const double Ln2LowSingle = 1.4286068203094173e-06;
    private const double Ln2HighDouble = 0.693147180559663;
    private const double Ln2LowDouble = 2.8235290563031577e-13;

    // 1.5 · 2^23 and 1.5 · 2^52, each with the bias of the exponent.
    private const double SingleShifter = 12582912.0 + 127;
    private const double DoubleShifter = 6755399441055744.0 + 1023;

    [MethodImpl(Inline)]
    private static TLanes ByType<TLanes, T>(double single, double @double)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Constant(typeof(T) == typeof(float) ? single : @double);

    [MethodImpl(Inline)]
    private static TLanes FromBits<TLanes, T>(int single, long @double)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? TLanes.Broadcast(Unsafe.BitCast<int, T>(single))
            : TLanes.Broadcast(Unsafe.BitCast<long, T>(@double));

    /// <summary>
    /// Adding this rounds to an integer n and leaves n + bias in the lowest bits, so that shifting them into the exponent field gives 2^n.
    /// </summary>
    [MethodImpl(Inline)]
    private static TLanes Shifter<TLanes, T>()
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ByType<TLanes, T>(SingleShifter, DoubleShifter);

    /// <summary>x = n·ln 2 + r with |r| ≤ ln 2/2; returns e^r − 1, accurate relative to itself.</summary>
    [MethodImpl(Inline)]
    private static TLanes ReducedExp<TLanes, T>(TLanes x, out TLanes n)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shifter = Shifter<TLanes, T>();
        n = TLanes.MultiplyAddToWhole(x, TLanes.Constant(1.4426950408889634), shifter) - shifter;
        var r = TLanes.MultiplyAdd(n, ByType<TLanes, T>(-Ln2HighSingle, -Ln2HighDouble), x);
        r = TLanes.MultiplyAdd(n, ByType<TLanes, T>(-Ln2LowSingle, -Ln2LowDouble), r);
        return TLanes.MultiplyAdd(r * r, ExpPolynomial<TLanes, T>(r), r);
    }

    /// <summary>e^x for x ≤ 0, and exactly 0 where that is below the smallest normal number.</summary>
    [MethodImpl(Inline)]
    internal static TLanes ExpOfNonPositive<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var least = ByType<TLanes, T>(-87.3365478515625, -708.3964185322641); // log of the smallest normal number, rounded towards zero
        var p = ReducedExp<TLanes, T>(TLanes.Max(least, x), out var n);
        var scale = TLanes.ShiftToExponent(n + Shifter<TLanes, T>());
        return TLanes.Select(TLanes.LessThan(x, least), TLanes.Zero, TLanes.MultiplyAdd(scale, p, scale));
    }

    /// <summary>a/(d + low) for d from 1 to 2 and the part that rounding removed from it, without a division, which is slower than ten multiplications.</summary>
    [MethodImpl(Inline)]
    private static TLanes DivideByOneToTwo<TLanes, T>(TLanes a, TLanes d, TLanes low)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // 1/d to 1 in 577: the best cubic is (1 − T₄(2d − 3)/T₄(3))/d, with T₄ the Chebyshev polynomial. Each Newton step squares the error.
        var one = TLanes.One;
        var r = TLanes.MultiplyAdd(d, TLanes.Constant(-128.0 / 577), TLanes.Constant(768.0 / 577));
        r = TLanes.MultiplyAdd(d, r, TLanes.Constant(-1696.0 / 577));
        r = TLanes.MultiplyAdd(d, r, TLanes.Constant(1632.0 / 577));
        r = TLanes.MultiplyAdd(r, TLanes.NegatedMultiplyAdd(d, r, one), r);
        if (typeof(T) == typeof(double))
            r = TLanes.MultiplyAdd(r, TLanes.NegatedMultiplyAdd(d, r, one), r);
        var y = a * r;
        return TLanes.MultiplyAdd(TLanes.NegatedMultiplyAdd(low, y, TLanes.NegatedMultiplyAdd(d, y, a)), r, y);
    }

    /// <summary>e^−r in single precision for |r| ≤ ln 2/2, with its middle terms as two chains that the processor computes in parallel.</summary>
    [MethodImpl(Inline)]
    private static TLanes SingleExpOfMinus<TLanes, T>(TLanes r)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var square = r * r;
        var high = TLanes.MultiplyAdd(r, TLanes.Constant(-0.008363173246999926), TLanes.Constant(0.04166655466075674));
        var low = TLanes.MultiplyAdd(r, TLanes.Constant(-0.16666577024562307), TLanes.Constant(0.5));
        high = TLanes.MultiplyAdd(square, TLanes.Constant(0.0013926176335399584), high);
        var p = TLanes.MultiplyAdd(r, TLanes.MultiplyAdd(square, high, low), TLanes.Constant(-1));
        return TLanes.MultiplyAdd(r, p, TLanes.One);
    }

    /// <summary>e^−r in double precision for |r| ≤ ln 2/2.</summary>
    [MethodImpl(Inline)]
    private static TLanes DoubleExpOfMinus<TLanes, T>(TLanes r)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var p = TLanes.MultiplyAdd(r, TLanes.Constant(-2.510037611136142e-08), TLanes.Constant(2.7620076242527254e-07));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(-2.7557268479724004e-06));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(2.4801521321606647e-05));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(-0.00019841269863040922));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(0.0013888888917197209));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(-0.008333333333330065));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(0.041666666666624164));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(-0.16666666666666669));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(0.5));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(-1));
        return TLanes.MultiplyAdd(r, p, TLanes.Constant(1));
    }

    /// <summary>(e^r − 1 − r)/r² for |r| ≤ ln 2/2.</summary>
    [MethodImpl(Inline)]
    private static TLanes ExpPolynomial<TLanes, T>(TLanes r)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var s = TLanes.MultiplyAdd(r, TLanes.Constant(0.0013926176335399584), TLanes.Constant(0.008363173246999926));
            s = TLanes.MultiplyAdd(r, s, TLanes.Constant(0.04166655466075674));
            s = TLanes.MultiplyAdd(r, s, TLanes.Constant(0.16666577024562307));
            return TLanes.MultiplyAdd(r, s, TLanes.Constant(0.5));
        }
        var p = TLanes.MultiplyAdd(r, TLanes.Constant(2.510037611136142e-08), TLanes.Constant(2.7620076242527254e-07));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(2.7557268479724004e-06));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(2.4801521321606647e-05));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(0.00019841269863040922));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(0.0013888888917197209));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(0.008333333333330065));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(0.041666666666624164));
        p = TLanes.MultiplyAdd(r, p, TLanes.Constant(0.16666666666666669));
        return TLanes.MultiplyAdd(r, p, TLanes.Constant(0.5));
    }

    /// <summary>(log((1 + s)/(1 − s))/s − 2)/z with z = s², for z ≤ (3 − √8)².</summary>
    [MethodImpl(Inline)]
    private static TLanes LogPolynomial<TLanes, T>(TLanes z)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var q = TLanes.MultiplyAdd(z, TLanes.Constant(0.23331614471843498), TLanes.Constant(0.28550778633191964));
            q = TLanes.MultiplyAdd(z, q, TLanes.Constant(0.4000012221181065));
            return TLanes.MultiplyAdd(z, q, TLanes.Constant(0.6666666655404201));
        }
        var p = TLanes.MultiplyAdd(z, TLanes.Constant(0.14617807153417325), TLanes.Constant(0.15331611722055008));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.1818289243253687));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.22222211089379496));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.28571428626253836));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.3999999999989889));
        return TLanes.MultiplyAdd(z, p, TLanes.Constant(0.666666666666667));
    }
}
