namespace Backprop;

/// <summary>
/// The function that gives the state y of a unit from its total input x. Every group has one. Two are equal if they are the same function.
/// </summary>
public abstract class UnitFunction
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

    /// <summary>y_j = e^x_j / Σ_k e^x_k over the units of the group, case by case: the states are positive and sum to 1.</summary>
    public static UnitFunction Softmax { get; } = new SoftmaxFunction();

    /// <summary>The functions of the library.</summary>
    public static IReadOnlyList<UnitFunction> All { get; } = [Logistic, Tanh, Identity, RectifiedLinear, Softplus, Softmax];

    /// <summary>The name in descriptions and model files.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a state depends on the other units of its group, as in softmax, so that the group is computed as a whole.</summary>
    public virtual bool IsGroupWide => false;

    /// <summary>Whether the derivative depends on the total input, not on the state alone.</summary>
    public abstract bool UsesTotalInput { get; }

    /// <summary>The lower bound of the states; minus infinity if there is none.</summary>
    public abstract double Least { get; }

    /// <summary>The upper bound of the states; infinity if there is none.</summary>
    public abstract double Greatest { get; }

    /// <summary>Gets the unit function that <typeparamref name="TFunction"/> defines; the same object each time.</summary>
    /// <typeparam name="TFunction">An empty struct that defines the function.</typeparam>
    /// <returns>The unit function.</returns>
    public static UnitFunction Of<TFunction>()
        where TFunction : struct, IUnitFunction => Elementwise<TFunction>.Instance;

    /// <summary>Gets the function named <paramref name="name"/>, one of the library or of <paramref name="custom"/>.</summary>
    /// <param name="name">The name, as in descriptions of nets.</param>
    /// <param name="custom">Functions of your own to choose from.</param>
    /// <returns>The function.</returns>
    /// <exception cref="ArgumentException">There is no function of that name.</exception>
    public static UnitFunction FromName(string name, params ReadOnlySpan<UnitFunction> custom)
    {
        foreach (var function in custom)
            if (function.Name == name)
                return function;
        foreach (var function in All)
            if (function.Name == name)
                return function;
        throw new ArgumentException($"There is no unit function '{name}'; {Known(name, custom)}. Functions of your own must be passed together with the name.", nameof(name));
    }

    /// <summary>Lists the known names, the most likely one first, for the message about an unknown name.</summary>
    internal static string Known(string name, params ReadOnlySpan<UnitFunction> custom)
    {
        var names = new List<string>();
        foreach (var function in custom)
            names.Add(function.Name);
        names.AddRange(All.Select(static function => function.Name));
        var meant = OfShortName(name)?.Name ?? NearestName.Of(name, names);
        return $"{(meant is null ? "known" : $"did you mean '{meant}'? Known")}: {string.Join(", ", names)}";
    }

    /// <summary>The short names that other tools use.</summary>
    internal static IReadOnlyList<string> ShortNames { get; } = ["sigmoid", "relu", "linear"];

    /// <summary>Gets the function that other tools call by one of <see cref="ShortNames"/>; null for other names. Files hold full names only, because a custom function may have a short one.</summary>
    internal static UnitFunction? OfShortName(string name) => name.ToUpperInvariant() switch
    {
        "SIGMOID" => Logistic,
        "RELU" => RectifiedLinear,
        "LINEAR" => Identity,
        _ => null,
    };

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The kernels of a group with this function, for the element type and a lane width, by default that of this process; bind once, keep, and call.</summary>
    internal abstract GroupKernels<T> Bind<T>(LaneWidth? width = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private sealed class Elementwise<TFunction> : UnitFunction
        where TFunction : struct, IUnitFunction
    {
        public static readonly Elementwise<TFunction> Instance = new();

        public override string Name => TFunction.Name;

        public override bool UsesTotalInput => TFunction.UsesTotalInput;

        public override double Least => TFunction.Least;

        public override double Greatest => TFunction.Greatest;

        internal override GroupKernels<T> Bind<T>(LaneWidth? width) => Lanes.Create(new Factory<T>(), width);

        private sealed class Factory<T> : ILanesFactory<T, GroupKernels<T>>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public GroupKernels<T> Create<TLanes>()
                where TLanes : unmanaged, ILanes<TLanes, T> => new GroupKernels<TFunction, TLanes, T>();
        }
    }

    private sealed class SoftmaxFunction : UnitFunction
    {
        public override string Name => "softmax";

        public override bool IsGroupWide => true;

        public override bool UsesTotalInput => false;

        public override double Least => 0;

        public override double Greatest => 1;

        internal override GroupKernels<T> Bind<T>(LaneWidth? width) => Lanes.Create(new Factory<T>(), width);

        private sealed class Factory<T> : ILanesFactory<T, GroupKernels<T>>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public GroupKernels<T> Create<TLanes>()
                where TLanes : unmanaged, ILanes<TLanes, T> => new SoftmaxKernels<TLanes, T>();
        }
    }
}
