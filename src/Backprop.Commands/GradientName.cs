namespace Backprop.Commands;

/// <summary>A gradient method by its name on the command line and in settings, with the names of its numbers.</summary>
internal sealed record GradientName
{
    /// <summary>The default.</summary>
    public const string BackPropagation = "back-propagation";

    private const string Feedback = "feedback", Direct = "direct-feedback", Sign = "sign-symmetry", SignFixed = "sign-symmetry-fixed", SignRedrawn = "sign-symmetry-redrawn",
        Node = "node-perturbation", Weight = "weight-perturbation", WeightByWeight = "weight-by-weight", Hebbian = "contrastive-hebbian";

    private const string Range = "return-range", Size = "return-size", Deviation = "deviation", Samples = "samples";

    private GradientName(string name, GradientMethod usual, params IReadOnlyList<GradientSetting> settings) => (Name, Usual, Settings) = (name, usual, settings);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The method with its defaults.</summary>
    public GradientMethod Usual { get; }

    /// <summary>Its numbers.</summary>
    public IReadOnlyList<GradientSetting> Settings { get; }

    /// <summary>All methods, the paper's first.</summary>
    public static IReadOnlyList<GradientName> All { get; } =
    [
        new(BackPropagation, new Backpropagation()),
        new(Feedback, new FeedbackAlignment(), GradientSetting.For<FeedbackAlignment>(Range, static method => method.Range, static (method, value) => method with { Range = value })),
        new(Direct, new DirectFeedbackAlignment(), GradientSetting.For<DirectFeedbackAlignment>(Range, static method => method.Range, static (method, value) => method with { Range = value })),
        new(Sign, new SignSymmetry(), OfSign),
        new(SignFixed, new SignSymmetry { Magnitude = SignMagnitude.Fixed }, OfSign),
        new(SignRedrawn, new SignSymmetry { Magnitude = SignMagnitude.Redrawn }, OfSign),
        new(Node, new NodePerturbation(),
            GradientSetting.For<NodePerturbation>(Deviation, static method => method.Deviation, static (method, value) => method with { Deviation = value }),
            GradientSetting.For<NodePerturbation>(Samples, static method => method.Samples, static (method, value) => method with { Samples = Whole(value) })),
        new(Weight, new WeightPerturbation(),
            GradientSetting.For<WeightPerturbation>(Deviation, static method => method.Deviation, static (method, value) => method with { Deviation = value }),
            GradientSetting.For<WeightPerturbation>(Samples, static method => method.Samples, static (method, value) => method with { Samples = Whole(value) })),
        new(WeightByWeight, new WeightPerturbation { OneByOne = true },
            GradientSetting.For<WeightPerturbation>(Deviation, static method => method.Deviation, static (method, value) => method with { Deviation = value })),
        new(Hebbian, new ContrastiveHebbian(),
            GradientSetting.For<ContrastiveHebbian>("feedback", static method => method.Feedback, static (method, value) => method with { Feedback = value }),
            GradientSetting.For<ContrastiveHebbian>("settling-tolerance", static method => method.Tolerance, static (method, value) => method with { Tolerance = value })),
    ];

    /// <summary>The names of all methods, in the order of <see cref="All"/>; by themselves, because help needs no more and should come at once.</summary>
    public static string[] Names => [BackPropagation, Feedback, Direct, Sign, SignFixed, SignRedrawn, Node, Weight, WeightByWeight, Hebbian];

    /// <summary>The names of all numbers, each once.</summary>
    public static IReadOnlyList<string> SettingNames { get; } = [.. All.SelectMany(static method => method.Settings).Select(static setting => setting.Name).Distinct(StringComparer.Ordinal)];

    private static GradientSetting[] OfSign => [GradientSetting.For<SignSymmetry>(Size, static method => method.Size, static (method, value) => method with { Size = value })];

    /// <summary>The method of a name.</summary>
    /// <exception cref="FormatException">There is no such method.</exception>
    public static GradientName Find(string name) => All.FirstOrDefault(method => method.Name == name)
        ?? throw new FormatException($"the gradient method '{DisplayText.Name(name)}' is not known; it can be {string.Join(", ", Names[..^1])} or {Names[^1]}{(NearestName.Hint(name, Names) is { Length: > 0 } hint ? hint : "")}");

    /// <summary>The name of a method.</summary>
    public static GradientName Of(GradientMethod method) => All.First(name => (name.Usual, method) switch
    {
        (SignSymmetry usual, SignSymmetry sign) => usual.Magnitude == sign.Magnitude,
        (WeightPerturbation usual, WeightPerturbation weight) => usual.OneByOne == weight.OneByOne,
        _ => name.Usual.GetType() == method.GetType(),
    });

    /// <summary>A number of the method by its name; null if the method has none of this name.</summary>
    public GradientSetting? Setting(string name) => Settings.FirstOrDefault(setting => setting.Name == name);

    private static int Whole(double value) => value == Math.Floor(value) && Math.Abs(value) < int.MaxValue ? (int)value : 0;
}

/// <summary>A number of one gradient method by the name that the command line and settings have for it.</summary>
/// <param name="Name">The name, for example "return-range".</param>
/// <param name="Of">The number in a method of the kind; null where the method chooses it by the net.</param>
/// <param name="With">The method with another number; the method itself says which are allowed.</param>
internal sealed record GradientSetting(string Name, Func<GradientMethod, double?> Of, Func<GradientMethod, double, GradientMethod> With)
{
    /// <summary>A setting of one kind of method.</summary>
    public static GradientSetting For<TMethod>(string name, Func<TMethod, double?> of, Func<TMethod, double, TMethod> with)
        where TMethod : GradientMethod => new(name, method => of((TMethod)method), (method, value) => with((TMethod)method, value));
}
