namespace Backprop;

/// <summary>y = 1/(1 + e^−x), dy/dx = y(1 − y). Equations (2) and (5).</summary>
internal readonly struct LogisticFunction : IUnitFunction
{
    public static string Name => "logistic";

    public static bool UsesTotalInput => false;

    public static double Least => 0;

    public static double Greatest => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementary.Logistic<TLanes, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.NegatedMultiplyAdd(y, y, y);
}

/// <summary>y = tanh x, dy/dx = 1 − y².</summary>
internal readonly struct TanhFunction : IUnitFunction
{
    public static string Name => "tanh";

    public static bool UsesTotalInput => false;

    public static double Least => -1;

    public static double Greatest => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementary.Tanh<TLanes, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.NegatedMultiplyAdd(y, y, TLanes.One);
}

/// <summary>y = x, dy/dx = 1.</summary>
internal readonly struct IdentityFunction : IUnitFunction
{
    public static string Name => "identity";

    public static bool UsesTotalInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.One;
}

/// <summary>y = x above 0, else 0; dy/dx = 1 above 0, else 0. NaN stays NaN.</summary>
internal readonly struct RectifiedLinearFunction : IUnitFunction
{
    public static string Name => "rectified linear";

    public static bool UsesTotalInput => false;

    public static double Least => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Max(TLanes.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.And(TLanes.LessThan(TLanes.Zero, y), TLanes.One);
}

/// <summary>y = log(1 + e^x), dy/dx = 1/(1 + e^−x).</summary>
internal readonly struct SoftplusFunction : IUnitFunction
{
    public static string Name => "softplus";

    public static bool UsesTotalInput => true;

    public static double Least => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementary.Softplus<TLanes, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementary.Logistic<TLanes, T>(x);
}

/// <summary>y = λx above 0, λα(e^x − 1) below, with which states tend to mean 0 and deviation 1 (Klambauer and others 2017); dy/dx = λ above 0, λαe^x below.</summary>
internal readonly struct SeluFunction : IUnitFunction
{
    public static string Name => "selu";

    public static bool UsesTotalInput => true;

    public static double Least => -Scaled;

    private const double Scale = 1.0507009873554805; // λ

    private const double Scaled = 1.7580993408473768; // λα

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Select(TLanes.LessThan(x, TLanes.Zero), TLanes.Constant(Scaled) * Elementary.Expm1<TLanes, T>(TLanes.Min(TLanes.Zero, x)), TLanes.Constant(Scale) * x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Select(TLanes.LessThan(TLanes.Zero, x), TLanes.Constant(Scale), TLanes.Constant(Scaled) * Elementary.ExpOfNonPositive<TLanes, T>(TLanes.Min(TLanes.Zero, x)));
}

/// <summary>y = x · Φ(x), Φ the normal distribution (Hendrycks and Gimpel 2016); dy/dx = Φ(x) + x · φ(x), φ its density.</summary>
internal readonly struct GeluFunction : IUnitFunction
{
    public static string Name => "gelu";

    public static bool UsesTotalInput => true;

    public static double Least => -0.1699712074799037;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Max(TLanes.Constant(-100), x) * Elementary.Normal<TLanes, T>(x, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var distribution = Elementary.Normal<TLanes, T>(x, out var density);
        return TLanes.MultiplyAdd(Bounded.Of<TLanes, T>(x, 100), density * TLanes.Constant(0.3989422804014327), distribution); // 1/√2π
    }
}

/// <summary>y = x/2 · (1 + tanh u) = x/(1 + e^−2u), u = √(2/π) (x + 0.044715 x³): the approximation of <see cref="GeluFunction"/> that some tools compute; dy/dx = s + 2x · s(1 − s) · du/dx, s = 1/(1 + e^−2u).</summary>
internal readonly struct GeluTanhFunction : IUnitFunction
{
    public static string Name => "gelu tanh";

    public static bool UsesTotalInput => true;

    public static double Least => -0.1700407505712541;

    private const double Linear = 1.5957691216057308, LinearLow = -9.96930880911092e-17; // 2√(2/π) in two parts

    private const double Cubic = 0.07135481627260025, CubicLow = -6.175149918155315e-19; // times 0.044715

    private const double Farthest = 24;

    /// <summary>2u, and what rounding takes from it: a small part of it is a large one of e^2u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Twice<TLanes, T>(TLanes x, out TLanes low)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        x = Bounded.Of<TLanes, T>(x, Farthest);
        var linear = TLanes.Constant(Linear);
        var cubic = TLanes.Constant(Cubic);
        var square = x * x;
        var squareLow = TLanes.MultiplyAdd(x, x, -square);
        var product = square * cubic;
        var productLow = TLanes.MultiplyAdd(square, cubic, -product);
        var sum = linear + product;
        var back = sum - linear;
        var sumLow = linear - (sum - back) + (product - back) + productLow;
        sumLow = TLanes.MultiplyAdd(squareLow, cubic, sumLow);
        sumLow = TLanes.MultiplyAdd(square, TLanes.Constant(typeof(T) == typeof(float) ? Cubic - (float)Cubic : CubicLow), sumLow) + TLanes.Constant(typeof(T) == typeof(float) ? Linear - (float)Linear : LinearLow);
        var u = x * sum;
        low = TLanes.MultiplyAdd(x, sum, -u) + (x * sumLow);
        return u;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Max(TLanes.Constant(-100), x) * Bounded.Chances<TLanes, T>(Twice<TLanes, T>(x, out var low), low, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s = Bounded.Chances<TLanes, T>(Twice<TLanes, T>(x, out var low), low, out var other);
        var c = Bounded.Of<TLanes, T>(x, Farthest);
        var slope = TLanes.MultiplyAdd(TLanes.Constant(3 * Cubic), c * c, TLanes.Constant(Linear));
        return TLanes.MultiplyAdd(c * s, other * slope, s);
    }
}

/// <summary>y = x · s with s = 1/(1 + e^−x), also called swish (Elfwing and others 2017); dy/dx = s + x · s(1 − s).</summary>
internal readonly struct SiluFunction : IUnitFunction
{
    public static string Name => "silu";

    public static bool UsesTotalInput => true;

    public static double Least => -0.2784645427610739;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Max(TLanes.Constant(-1000), x) * Elementary.Logistic<TLanes, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s = Bounded.Chances<TLanes, T>(x, TLanes.Zero, out var other);
        return TLanes.MultiplyAdd(Bounded.Of<TLanes, T>(x, 1000) * s, other, s);
    }
}

/// <summary>y = x · t with t = tanh log(1 + e^x) (Misra 2019); dy/dx = t + x · (1 − t²)/(1 + e^−x).</summary>
internal readonly struct MishFunction : IUnitFunction
{
    public static string Name => "mish";

    public static bool UsesTotalInput => true;

    public static double Least => -0.3088434130172505;

    /// <summary>t = (e² + 2e)/(e² + 2e + 2) with e = e^x, where x is above 0 divided by e², so that nothing overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Parts<TLanes, T>(TLanes x, out TLanes g, out TLanes divisor)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var two = TLanes.Constant(2);
        g = Elementary.ExpOfNonPositive<TLanes, T>(-TLanes.Abs(x));
        var below = g * (g + two);
        var above = TLanes.MultiplyAdd(two, g, TLanes.One);
        var isBelow = TLanes.LessThan(x, TLanes.Zero);
        divisor = TLanes.Select(isBelow, below + two, TLanes.MultiplyAdd(two * g, g, above));
        return TLanes.Select(isBelow, below, above) / divisor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var t = Parts<TLanes, T>(x, out _, out _);
        return TLanes.Max(TLanes.Constant(-1000), x) * t;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // With g = e^−|x| and d the divisor of t, (1 − t²)/(1 + e^−x) = 4(1 + g)g/d² below 0 and, divided by e^4x, 4(1 + g)g²/d² above.
        var t = Parts<TLanes, T>(x, out var g, out var divisor);
        var slope = TLanes.Constant(4) * g * TLanes.Select(TLanes.LessThan(x, TLanes.Zero), TLanes.One, g) * (TLanes.One + g) / (divisor * divisor);
        return TLanes.MultiplyAdd(Bounded.Of<TLanes, T>(x, 1000), slope, t);
    }
}

/// <summary>y = x/(1 + |x|), dy/dx = 1/(1 + |x|)².</summary>
internal readonly struct SoftsignFunction : IUnitFunction
{
    public static string Name => "softsign";

    public static bool UsesTotalInput => true;

    public static double Least => -1;

    public static double Greatest => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Far out y is ±1, and an infinite x is not divided by itself.
        var c = Bounded.Of<TLanes, T>(x, 1e18);
        return c / (TLanes.One + TLanes.Abs(c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var inverse = TLanes.One / (TLanes.One + TLanes.Abs(x));
        return inverse * inverse;
    }
}

/// <summary>y = e^−x², dy/dx = −2x · y.</summary>
internal readonly struct GaussianFunction : IUnitFunction
{
    public static string Name => "gaussian";

    public static bool UsesTotalInput => true;

    public static double Least => 0;

    public static double Greatest => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = TLanes.Min(TLanes.Constant(30), TLanes.Abs(x));
        return Elementary.ExpOfMinus<TLanes, T>(a, a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Bounded.Of<TLanes, T>(x, 30) * TLanes.Constant(-2) * y;
}

/// <summary>y = sin x, dy/dx = cos x.</summary>
internal readonly struct SineFunction : IUnitFunction
{
    public static string Name => "sine";

    public static bool UsesTotalInput => true;

    public static double Least => -1;

    public static double Greatest => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementary.Sin<TLanes, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementary.Cos<TLanes, T>(x);
}

/// <summary>y = cos x, dy/dx = −sin x.</summary>
internal readonly struct CosineFunction : IUnitFunction
{
    public static string Name => "cosine";

    public static bool UsesTotalInput => true;

    public static double Least => -1;

    public static double Greatest => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementary.Cos<TLanes, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        -Elementary.Sin<TLanes, T>(x);
}

/// <summary>y = 1 from 0 up, 0 below; dy/dx counts as 0 everywhere. NaN stays NaN.</summary>
internal readonly struct ThresholdFunction : IUnitFunction
{
    public static string Name => "threshold";

    public static bool UsesTotalInput => false;

    public static double Least => 0;

    public static double Greatest => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Select(TLanes.LessThan(x, TLanes.Zero), TLanes.Zero, TLanes.Min(TLanes.One, x + TLanes.Constant(double.PositiveInfinity)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLanes.Zero;
}
