namespace Backprop;

/// <summary>
/// Elementary functions for unit functions and error measures, over lanes: polynomials of the library itself, so that every machine computes the same bits.
/// Each is within 2 units in the last place in both precisions, saturates to the right limit, and gives NaN for NaN.
/// </summary>
public static partial class Elementary
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Computes e^x, down into the subnormal numbers; +∞ from 88.73 (709.79 in double).</summary>
    /// <typeparam name="TLanes">The bundle of lanes, of the width that the machine runs.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The arguments, one per lane.</param>
    /// <returns>The function of every lane.</returns>
    [MethodImpl(Inline)]
    public static TLanes Exp<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        x = TLanes.Min(ByType<TLanes, T>(89, 710), TLanes.Max(ByType<TLanes, T>(-104, -746), x));
        var p = ReducedExp<TLanes, T>(x, out var n);
        // 2^n leaves the exponent's range at both ends, so it is applied as 2^half · 2^(n − half).
        var shifter = Shifter<TLanes, T>();
        var half = TLanes.MultiplyAddToWhole(n, TLanes.Constant(0.5), shifter);
        var rest = n - (half - shifter);
        var scale = TLanes.ShiftToExponent(half);
        return TLanes.MultiplyAdd(scale, p, scale) * TLanes.ShiftToExponent(rest + shifter);
    }

    /// <summary>Computes e^x − 1; the relative error is small near zero too, −1 at −∞, +∞ from 88.73 (709.79 in double).</summary>
    /// <typeparam name="TLanes">The bundle of lanes, of the width that the machine runs.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The arguments, one per lane.</param>
    /// <returns>The function of every lane.</returns>
    [MethodImpl(Inline)]
    public static TLanes Expm1<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // 2^n · (e^r − 1) + (2^n − 1), with twice half of 2^n, which may be 2^128 (2^1024).
        x = TLanes.Min(ByType<TLanes, T>(89, 710), TLanes.Max(ByType<TLanes, T>(-40, -80), x));
        var p = ReducedExp<TLanes, T>(x, out var n);
        var half = TLanes.ShiftToExponent(n - TLanes.One + Shifter<TLanes, T>());
        var y = TLanes.MultiplyAdd(half, p, half - TLanes.Constant(0.5));
        return y + y;
    }

    /// <summary>Computes 1/(1 + e^−x), equation (2) of the paper: exactly 0 from x = −86.99 (−708.05 in double) down, where the function is 1.4 times the smallest normal number, and 1 at the other end.</summary>
    /// <typeparam name="TLanes">The bundle of lanes, of the width that the machine runs.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The arguments, one per lane.</param>
    /// <returns>The function of every lane.</returns>
    [MethodImpl(Inline)]
    public static TLanes Logistic<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // e^−x = 2^n · e^−r with x = −n·ln 2 + r, and 1/(1 + e^−x) = 4/(4 + 2^(n+2) · e^−r):
        // 2^(n+2) becomes infinite, and the quotient 0, just before the quotient would be subnormal.
        var r = LogisticRest<TLanes, T>(x, out var shifted);
        return TLanes.Constant(4) / LogisticDivisor<TLanes, T>(r, shifted);
    }

    /// <summary>
    /// Computes y = 1/(1 + e^−x) of a stretch of whole bundles, with the operations of <see cref="Logistic"/>, bundle by bundle, in three stages: while one bundle is divided,
    /// the next has its polynomial and the one after that is reduced. A processor that looks ahead over two or three bundles would otherwise wait for their long chains.
    /// y may be x. There is one bundle or more; the stages pay from about twenty on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static unsafe void LogisticOfAll<TLanes, T>(T* x, T* y, nint count)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The first two quotients are of nothing and go nowhere, and the last bundle is read three times: each stage is in the code once, so that all fit into the registers.
        var nowhere = stackalloc T[TLanes.Count];
        var last = count - TLanes.Count;
        TLanes rest = default, shifted = default, divisor = default;
        for (nint c = -2 * TLanes.Count; c < count; c += TLanes.Count)
        {
            var quotient = TLanes.Constant(4) / divisor;
            divisor = LogisticDivisor<TLanes, T>(rest, shifted);
            rest = LogisticRest<TLanes, T>(TLanes.Load(x + Math.Min(c + (2 * TLanes.Count), last)), out shifted);
            TLanes.Store(c < 0 ? nowhere : y + c, quotient);
        }
    }

    /// <summary>The first stage: x = −n·ln 2 + r; n + 2 is left in the lowest bits of <paramref name="shifted"/>.</summary>
    [MethodImpl(Inline)]
    private static TLanes LogisticRest<TLanes, T>(TLanes x, out TLanes shifted)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var inside = TLanes.Min(ByType<TLanes, T>(87, 708), TLanes.Max(ByType<TLanes, T>(-87, -708.5), x));
        var shifter = ByType<TLanes, T>(SingleShifter + 2, DoubleShifter + 2);
        shifted = TLanes.MultiplyAddToWhole(inside, TLanes.Constant(-1.4426950408889634), shifter);
        var n = shifted - shifter;
        var r = TLanes.MultiplyAdd(n, ByType<TLanes, T>(Ln2HighSingle, Ln2HighDouble), inside);
        return TLanes.MultiplyAdd(n, ByType<TLanes, T>(Ln2LowSingle, Ln2LowDouble), r);
    }

    /// <summary>The second stage: 4 + 2^(n+2) · e^−r.</summary>
    [MethodImpl(Inline)]
    private static TLanes LogisticDivisor<TLanes, T>(TLanes r, TLanes shifted)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var p = typeof(T) == typeof(float) ? SingleExpOfMinus<TLanes, T>(r) : DoubleExpOfMinus<TLanes, T>(r);
        return TLanes.MultiplyAdd(TLanes.ShiftToExponent(shifted), p, TLanes.Constant(4));
    }

    /// <summary>Computes tanh x; the relative error is small near zero too.</summary>
    /// <typeparam name="TLanes">The bundle of lanes, of the width that the machine runs.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The arguments, one per lane.</param>
    /// <returns>The function of every lane.</returns>
    [MethodImpl(Inline)]
    public static TLanes Tanh<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // With m = e^(−2|x|) − 1, tanh |x| = −m/(2 + m).
        var t = TLanes.Max(ByType<TLanes, T>(-40, -80), TLanes.Abs(x) * TLanes.Constant(-2));
        var p = ReducedExp<TLanes, T>(t, out var n);
        var scale = TLanes.ShiftToExponent(n + Shifter<TLanes, T>());
        var m = TLanes.MultiplyAdd(scale, p, scale - TLanes.One);
        var two = TLanes.Constant(2);
        var d = two + m;
        var y = DivideByOneToTwo<TLanes, T>(m, d, m - (d - two));
        return TLanes.Select(TLanes.LessThan(TLanes.Zero, x), -y, y);
    }

    /// <summary>Computes the natural logarithm: −∞ at 0, NaN below, +∞ at +∞; subnormal numbers included.</summary>
    /// <typeparam name="TLanes">The bundle of lanes, of the width that the machine runs.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The arguments, one per lane.</param>
    /// <returns>The function of every lane.</returns>
    [MethodImpl(Inline)]
    public static TLanes Log<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var one = TLanes.One;
        var subnormal = TLanes.LessThan(x, ByType<TLanes, T>(1.17549435082228751e-38, 2.2250738585072014e-308));
        var normal = TLanes.Select(subnormal, x * ByType<TLanes, T>(8388608.0, 4503599627370496.0), x);

        // x = 2^k · (1 + f) with 1 + f from √½ to √2. The biased k is the exponent of x after √½ has been moved to 1.
        // In two steps, bits − √½ + 1, because the constant of a single step would be a signaling NaN in its bits: a compiler that folds it makes it a quiet one.
        var fromRootHalf = TLanes.SubtractBits(normal, FromBits<TLanes, T>(0x3f3504f3, 0x3fe6a09e667f3bcd));
        var biased = TLanes.ShiftFromExponent(TLanes.SubtractBits(fromRootHalf, FromBits<TLanes, T>(-0x3f800000, -0x3ff0000000000000)));
        var f = TLanes.SubtractBits(normal, TLanes.SubtractBits(TLanes.ShiftToExponent(biased), one)) - one;
        var whole = ByType<TLanes, T>(8388608.0, 4503599627370496.0); // 2^23, 2^52: an integer in the lowest bits, as a number
        var k = TLanes.SubtractBits(biased, FromBits<TLanes, T>(-0x4b000000, -0x4330000000000000)) - (whole + ByType<TLanes, T>(127, 1023));
        k -= TLanes.And(subnormal, ByType<TLanes, T>(23, 52));

        // log(1 + f) = f − (f²/2 − s·(f²/2 + R)), s = f/(2 + f), R = s²·P(s²): the series of 2·artanh s.
        var s = f / (TLanes.Constant(2) + f);
        var z = s * s;
        var halfSquare = f * f * TLanes.Constant(0.5);
        var r = z * LogPolynomial<TLanes, T>(z);
        var low = TLanes.MultiplyAdd(s, halfSquare + r, k * ByType<TLanes, T>(Ln2LowSingle, Ln2LowDouble));
        var result = TLanes.MultiplyAdd(k, ByType<TLanes, T>(Ln2HighSingle, Ln2HighDouble), f - (halfSquare - low));

        var infinity = TLanes.Constant(double.PositiveInfinity);
        result = TLanes.Select(TLanes.LessThan(x, infinity), result, x); // +∞ and NaN are their own logarithms
        result = TLanes.Select(TLanes.Equal(x, TLanes.Zero), -infinity, result);
        return TLanes.Select(TLanes.LessThan(x, TLanes.Zero), TLanes.Constant(double.NaN), result);
    }

    /// <summary>Computes log(1 + x), −∞ at −1 and NaN below; the relative error is small near zero too.</summary>
    /// <typeparam name="TLanes">The bundle of lanes, of the width that the machine runs.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The arguments, one per lane.</param>
    /// <returns>The function of every lane.</returns>
    [MethodImpl(Inline)]
    public static TLanes Log1p<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Corrects the rounding of 1 + x to first order.
        var one = TLanes.One;
        var sum = one + x;
        var log = Log<TLanes, T>(sum);
        var result = log + ((x - (sum - one)) / sum);
        result = TLanes.Select(TLanes.Equal(sum, TLanes.Zero), log, result);
        return TLanes.Select(TLanes.LessThan(x, TLanes.Constant(double.PositiveInfinity)), result, x);
    }

    /// <summary>Computes log(1 + e^x), the smooth rectifier.</summary>
    /// <typeparam name="TLanes">The bundle of lanes, of the width that the machine runs.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The arguments, one per lane.</param>
    /// <returns>The function of every lane.</returns>
    [MethodImpl(Inline)]
    public static TLanes Softplus<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Max(TLanes.Zero, x) + Log1p<TLanes, T>(ExpOfNonPositive<TLanes, T>(-TLanes.Abs(x)));
}
