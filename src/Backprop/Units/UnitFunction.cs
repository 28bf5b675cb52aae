namespace Backprop;

/// <summary>
/// The function that gives the state y of a unit from its total input x. Every group has one. Two are equal if they are the same function with the same parameters.
/// </summary>
public abstract class UnitFunction : IEquatable<UnitFunction>
{
    private protected UnitFunction()
    {
    }

    /// <summary>y = 1/(1 + e^−x): the function of the paper, equation (2).</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Logistic => Of<LogisticFunction>();

    /// <summary>y = tanh x.</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Tanh => Of<TanhFunction>();

    /// <summary>y = x.</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Identity => Of<IdentityFunction>();

    /// <summary>y = x where x &gt; 0, else 0.</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction RectifiedLinear => Of<RectifiedLinearFunction>();

    /// <summary>y = log(1 + e^x).</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Softplus => Of<SoftplusFunction>();

    /// <summary>y = λx where x &gt; 0, else λα(e^x − 1), with λ = 1.0507… and α = 1.6733…: states keep mean 0 and deviation 1 (Klambauer and others 2017).</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Selu => Of<SeluFunction>();

    /// <summary>y = x · Φ(x), Φ the normal distribution: the form with the error function (Hendrycks and Gimpel 2016).</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Gelu => Of<GeluFunction>();

    /// <summary>y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))): what some tools compute for <see cref="Gelu"/>, up to 0.0005 from it.</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction GeluTanh => Of<GeluTanhFunction>();

    /// <summary>y = x/(1 + e^−x), also called swish.</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Silu => Of<SiluFunction>();

    /// <summary>y = x · tanh log(1 + e^x) (Misra 2019).</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Mish => Of<MishFunction>();

    /// <summary>y = x/(1 + |x|).</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Softsign => Of<SoftsignFunction>();

    /// <summary>y = e^−x².</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Gaussian => Of<GaussianFunction>();

    /// <summary>y = sin x; NaN where x is infinite.</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Sine => Of<SineFunction>();

    /// <summary>y = cos x; NaN where x is infinite.</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Cosine => Of<CosineFunction>();

    /// <summary>y = 1 where x ≥ 0, else 0. Its derivative counts as 0, so that weights into such units cannot be learned: for nets that were made elsewhere.</summary>
    /// <returns>The unit function.</returns>
    public static UnitFunction Threshold => Of<ThresholdFunction>();

    /// <summary>y_j = e^x_j / Σ_k e^x_k over the units of the group, case by case: the states are positive and sum to 1.</summary>
    public static UnitFunction Softmax { get; } = new SoftmaxFunction();

    /// <summary>y = x where x &gt; 0, else slope · x. With a slope of 0 it is <see cref="RectifiedLinear"/>.</summary>
    /// <param name="slope">The slope below 0; 0.01 by default.</param>
    /// <returns>The unit function.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not finite.</exception>
    public static UnitFunction LeakyRectifiedLinear(double slope = 0.01) => Finite(slope, nameof(slope)) == 0 ? RectifiedLinear
        : new Elementwise<LeakyRectifiedLinearFunction>(new(slope), ParameterNames.Of(ParameterNames.LeakyRectifiedLinear, slope), slope < 0 ? 0 : double.NegativeInfinity);

    /// <summary>y = x where x &gt; 0, else α(e^x − 1): the exponential linear unit (Clevert and others 2015). With α = 0 it is <see cref="RectifiedLinear"/>.</summary>
    /// <param name="alpha">α; 1 by default.</param>
    /// <returns>The unit function.</returns>
    /// <exception cref="ArgumentOutOfRangeException">α is not finite.</exception>
    public static UnitFunction Elu(double alpha = 1) => Finite(alpha, nameof(alpha)) == 0 ? RectifiedLinear
        : new Elementwise<EluFunction>(new(alpha), ParameterNames.Of(ParameterNames.Elu, alpha), Math.Min(0, -alpha));

    /// <summary>y = αx + β, but 0 where that is below 0 and 1 where it is above 1.</summary>
    /// <param name="alpha">The slope α between the bounds; 0.2 by default.</param>
    /// <param name="beta">The state β at a total input of 0; 0.5 by default.</param>
    /// <returns>The unit function.</returns>
    /// <exception cref="ArgumentOutOfRangeException">α is 0, or a parameter is not finite.</exception>
    public static UnitFunction HardSigmoid(double alpha = 0.2, double beta = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfZero(alpha);
        return new Elementwise<HardSigmoidFunction>(new(Finite(alpha, nameof(alpha)), Finite(beta, nameof(beta))), ParameterNames.Of(ParameterNames.HardSigmoid, alpha, beta + 0.0), 0, 1);
    }

    /// <summary>y = x, but <paramref name="least"/> below it and <paramref name="greatest"/> above it: (0, 6) for ReLU6, (−1, 1) for the hard tanh. Without a bound on either side it is <see cref="Identity"/>, between 0 and infinity <see cref="RectifiedLinear"/>.</summary>
    /// <param name="least">The lower bound of the states; minus infinity for none.</param>
    /// <param name="greatest">The upper bound of the states; infinity for none.</param>
    /// <returns>The unit function.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A bound is NaN, or the lower one is not below the upper one.</exception>
    public static UnitFunction Clip(double least, double greatest)
    {
        if (!(least < greatest))
            throw new ArgumentOutOfRangeException(nameof(least), least, $"The lower bound must be below the upper one, {greatest}.");
        return double.IsInfinity(greatest) && (least == 0 || double.IsInfinity(least)) ? least == 0 ? RectifiedLinear : Identity
            : new Elementwise<ClipFunction>(new(least, greatest), ParameterNames.Of(ParameterNames.Clip, least + 0.0, greatest + 0.0), least, greatest);
    }

    /// <summary>The functions of the library; those with parameters once each, with usual ones.</summary>
    public static IReadOnlyList<UnitFunction> All { get; } =
    [
        Logistic, Tanh, Identity, RectifiedLinear, Softplus, Softmax,
        LeakyRectifiedLinear(), Elu(), Selu, Gelu, GeluTanh, Silu, Mish, Softsign, HardSigmoid(), Clip(0, 6), Gaussian, Sine, Cosine, Threshold,
    ];

    /// <summary>The name in descriptions and model files.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a state depends on the other units of its group, as in softmax, so that the group is computed as a whole.</summary>
    public virtual bool IsGroupWide => false;

    /// <summary>Whether the derivative depends on the total input, not on the state alone.</summary>
    public abstract bool UsesTotalInput { get; }

    /// <summary>Whether the derivative counts as 0 everywhere, so that nothing is learned through such units.</summary>
    public virtual bool IsStep => false;

    /// <summary>Whether the library made the function, so that it is known to pass on no sign of a 0.</summary>
    internal virtual bool IsOfLibrary => true;

    /// <summary>The lower bound of the states; minus infinity if there is none.</summary>
    public abstract double Least { get; }

    /// <summary>The upper bound of the states; infinity if there is none.</summary>
    public abstract double Greatest { get; }

    /// <summary>Gets the unit function that <typeparamref name="TFunction"/> defines; the same object each time.</summary>
    /// <typeparam name="TFunction">An empty struct that defines the function.</typeparam>
    /// <returns>The unit function.</returns>
    public static UnitFunction Of<TFunction>()
        where TFunction : struct, IUnitFunction => Instances<TFunction>.Function;

    /// <summary>Whether two are the same function, with the same parameters if there are any.</summary>
    /// <param name="left">A function, or null.</param>
    /// <param name="right">A function, or null.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(UnitFunction? left, UnitFunction? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two are different functions, or one function with different parameters.</summary>
    /// <param name="left">A function, or null.</param>
    /// <param name="right">A function, or null.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(UnitFunction? left, UnitFunction? right) => !(left == right);

    /// <summary>Gets the function named <paramref name="name"/>, one of the library or of <paramref name="custom"/>. Parameters stand behind the name: "clip(0, 6)".</summary>
    /// <param name="name">The name, as in descriptions of nets.</param>
    /// <param name="custom">Functions of your own to choose from.</param>
    /// <returns>The function.</returns>
    /// <exception cref="ArgumentException">There is no function of that name, or the parameters behind it are not those of the function.</exception>
    public static UnitFunction FromName(string name, params ReadOnlySpan<UnitFunction> custom) => Find(name, custom, out var problem)
        ?? throw new ArgumentException($"There is no unit function '{name}'; {problem}. Functions of your own must be passed together with the name.", nameof(name));

    /// <summary>The same; null where there is none, and what is wrong with the name: its parameters, or the known names, the most likely one first.</summary>
    internal static UnitFunction? Find(string name, ReadOnlySpan<UnitFunction> custom, out string problem)
    {
        problem = "";
        foreach (var function in custom)
            if (function.Name == name)
                return function;
        foreach (var function in All)
            if (function.Name == name)
                return function;
        if (ParameterNames.Read(name, out problem) is { } withParameters)
            return withParameters;
        if (problem.Length == 0)
            problem = Known(name, custom);
        return null;
    }

    private static string Known(string name, ReadOnlySpan<UnitFunction> custom)
    {
        var names = new List<string>();
        foreach (var function in custom)
            names.Add(function.Name);
        names.AddRange(All.Select(static function => function.Name));
        var meant = OfShortName(name)?.Name ?? NearestName.Of(name, names);
        return $"{(meant is null ? "known" : $"did you mean '{meant}'? Known")}: {string.Join(", ", names)}";
    }

    /// <summary>The short names that other tools use.</summary>
    internal static IReadOnlyList<string> ShortNames => ParameterNames.ShortNames;

    /// <summary>Gets the function that other tools call by one of <see cref="ShortNames"/>, with parameters behind it or with the usual ones; null for other names. Files hold full names only, because a custom function may have a short one.</summary>
    internal static UnitFunction? OfShortName(string name) => ParameterNames.OfShortName(name);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as UnitFunction);

    /// <summary>Whether the other is the same function, with the same parameters if there are any.</summary>
    /// <param name="other">A function, or null.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(UnitFunction? other) => ReferenceEquals(this, other) || (other is not null && GetType() == other.GetType() && Name == other.Name);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The kernels of a group with this function, for the element type and a lane width, by default that of this process; bind once, keep, and call.</summary>
    internal abstract GroupKernels<T> Bind<T>(LaneWidth? width = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Creates an object whose code is compiled for this function; null where the factory has none, and for a function of a whole group.</summary>
    internal virtual TProduct? Create<TProduct>(IFormulaFactory<TProduct> factory)
        where TProduct : class => null;

    /// <summary>The states that follow from total inputs, lane by lane, over lanes of any kind: those that compute, or those that write down what is computed. Not of a function of a whole group.</summary>
    internal abstract TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>dy/dx, likewise; x is undefined unless the function <see cref="UsesTotalInput"/>.</summary>
    internal abstract TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private static double Finite(double parameter, string name) => double.IsFinite(parameter) ? parameter
        : throw new ArgumentOutOfRangeException(name, parameter, "A parameter of a unit function must be a finite number.");

    /// <summary>One object for each function without parameters.</summary>
    private static class Instances<TFunction>
        where TFunction : struct, IUnitFunction
    {
        public static readonly Elementwise<Plain<TFunction>> Function =
            new(default, TFunction.Name, TFunction.Least, TFunction.Greatest, typeof(TFunction).Assembly == typeof(UnitFunction).Assembly);
    }

    private sealed class Elementwise<TFormula>(TFormula formula, string name, double least, double greatest = double.PositiveInfinity, bool isOfLibrary = true) : UnitFunction
        where TFormula : struct, IUnitFormula
    {
        public override string Name => name;

        public override bool UsesTotalInput => TFormula.UsesTotalInput;

        public override bool IsStep => typeof(TFormula) == typeof(Plain<ThresholdFunction>);

        public override double Least => least;

        public override double Greatest => greatest;

        internal override TLanes Value<TLanes, T>(TLanes x) => formula.Value<TLanes, T>(x);

        internal override TLanes Derivative<TLanes, T>(TLanes x, TLanes y) => formula.Derivative<TLanes, T>(x, y);

        internal override bool IsOfLibrary => isOfLibrary;

        internal override GroupKernels<T> Bind<T>(LaneWidth? width) => Lanes.Create(new Factory<T>(formula), width);

        internal override TProduct? Create<TProduct>(IFormulaFactory<TProduct> factory)
            where TProduct : class => factory.Create(formula);

        private sealed class Factory<T>(TFormula formula) : ILanesFactory<T, GroupKernels<T>>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public GroupKernels<T> Create<TLanes>()
                where TLanes : unmanaged, ILanes<TLanes, T> => new GroupKernels<TFormula, TLanes, T>(formula);
        }
    }

    private sealed class SoftmaxFunction : UnitFunction
    {
        public override string Name => "softmax";

        public override bool IsGroupWide => true;

        public override bool UsesTotalInput => false;

        public override double Least => 0;

        public override double Greatest => 1;

        internal override TLanes Value<TLanes, T>(TLanes x) => throw new NotSupportedException("Softmax sets a whole group together.");

        internal override TLanes Derivative<TLanes, T>(TLanes x, TLanes y) => throw new NotSupportedException("Softmax derives a whole group together.");

        internal override GroupKernels<T> Bind<T>(LaneWidth? width) => Lanes.Create(new Factory<T>(), width);

        private sealed class Factory<T> : ILanesFactory<T, GroupKernels<T>>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public GroupKernels<T> Create<TLanes>()
                where TLanes : unmanaged, ILanes<TLanes, T> => new SoftmaxKernels<TLanes, T>();
        }
    }
}
