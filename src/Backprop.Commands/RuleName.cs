namespace Backprop.Commands;

/// <summary>A learning rule by its name on the command line and in settings, with the names of its numbers.</summary>
internal sealed record RuleName
{
    /// <summary>Names that have defaults of their own.</summary>
    public const string Adam = "adam", AdamW = "adamw", Descent = "descent", Rprop = "rprop";

    private const string Nesterov = "nesterov", Doug = "doug", Quickprop = "quickprop", DeltaBarDelta = "delta-bar-delta", RpropMinus = "rprop-minus", Lbfgs = "lbfgs", Cg = "cg", Scg = "scg", Lm = "lm";

    private const string MemoryName = "memory";

    private RuleName(string name, LearningRule usual, params IReadOnlyList<RuleSetting> settings) => (Name, Usual, Settings) = (name, usual, settings);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The rule with the defaults of trainings on case files.</summary>
    public LearningRule Usual { get; }

    /// <summary>Its numbers, of which <see cref="RuleSetting.Rate"/> and <see cref="RuleSetting.Momentum"/> have options of their own.</summary>
    public IReadOnlyList<RuleSetting> Settings { get; }

    /// <summary>All rules, the paper's first.</summary>
    public static IReadOnlyList<RuleName> All { get; } =
    [
        new(Descent, new GradientDescent { LearningRate = CaseTraining.UsualRate, Momentum = CaseTraining.UsualMomentum },
            RuleSetting.For<GradientDescent>(RuleSetting.Rate, static rule => rule.LearningRate, static (rule, value) => rule with { LearningRate = value }),
            RuleSetting.For<GradientDescent>(RuleSetting.Momentum, static rule => rule.Momentum, static (rule, value) => rule with { Momentum = value })),
        new(Nesterov, new Backprop.Nesterov(),
            RuleSetting.For<Backprop.Nesterov>(RuleSetting.Rate, static rule => rule.LearningRate, static (rule, value) => rule with { LearningRate = value }),
            RuleSetting.For<Backprop.Nesterov>(RuleSetting.Momentum, static rule => rule.Momentum, static (rule, value) => rule with { Momentum = value })),
        new(Doug, new DougsMomentum(),
            RuleSetting.For<DougsMomentum>(RuleSetting.Rate, static rule => rule.LearningRate, static (rule, value) => rule with { LearningRate = value }),
            RuleSetting.For<DougsMomentum>(RuleSetting.Momentum, static rule => rule.Momentum, static (rule, value) => rule with { Momentum = value })),
        new(Quickprop, new Backprop.Quickprop(),
            RuleSetting.For<Backprop.Quickprop>(RuleSetting.Rate, static rule => rule.LearningRate, static (rule, value) => rule with { LearningRate = value }),
            RuleSetting.For<Backprop.Quickprop>("growth-limit", static rule => rule.GrowthLimit, static (rule, value) => rule with { GrowthLimit = value })),
        new(DeltaBarDelta, new Backprop.DeltaBarDelta(),
            RuleSetting.For<Backprop.DeltaBarDelta>(RuleSetting.Rate, static rule => rule.InitialRate, static (rule, value) => rule with { InitialRate = value }),
            RuleSetting.For<Backprop.DeltaBarDelta>(RuleSetting.Momentum, static rule => rule.Momentum, static (rule, value) => rule with { Momentum = value }),
            RuleSetting.For<Backprop.DeltaBarDelta>("increment", static rule => rule.Increment, static (rule, value) => rule with { Increment = value }),
            RuleSetting.For<Backprop.DeltaBarDelta>("decrement", static rule => rule.Decrement, static (rule, value) => rule with { Decrement = value }),
            RuleSetting.For<Backprop.DeltaBarDelta>(MemoryName, static rule => rule.Memory, static (rule, value) => rule with { Memory = value })),
        new(Rprop, new Backprop.Rprop(), OfRprop),
        new(RpropMinus, new Backprop.Rprop { Backtracks = false }, OfRprop),
        new(Adam, CaseTraining.UsualAdam,
            RuleSetting.For<Backprop.Adam>(RuleSetting.Rate, static rule => rule.LearningRate, static (rule, value) => rule with { LearningRate = value }),
            RuleSetting.For<Backprop.Adam>("beta1", static rule => rule.Beta1, static (rule, value) => rule with { Beta1 = value }),
            RuleSetting.For<Backprop.Adam>("beta2", static rule => rule.Beta2, static (rule, value) => rule with { Beta2 = value }),
            RuleSetting.For<Backprop.Adam>("epsilon", static rule => rule.Epsilon, static (rule, value) => rule with { Epsilon = value })),
        new(AdamW, new Backprop.AdamW(),
            RuleSetting.For<Backprop.AdamW>(RuleSetting.Rate, static rule => rule.LearningRate, static (rule, value) => rule with { LearningRate = value }),
            RuleSetting.For<Backprop.AdamW>("beta1", static rule => rule.Beta1, static (rule, value) => rule with { Beta1 = value }),
            RuleSetting.For<Backprop.AdamW>("beta2", static rule => rule.Beta2, static (rule, value) => rule with { Beta2 = value }),
            RuleSetting.For<Backprop.AdamW>("epsilon", static rule => rule.Epsilon, static (rule, value) => rule with { Epsilon = value })),
        new(Lbfgs, new Backprop.Lbfgs(),
            RuleSetting.For<Backprop.Lbfgs>(MemoryName, static rule => rule.Memory, static (rule, value) => rule with { Memory = value == Math.Floor(value) && Math.Abs(value) < int.MaxValue ? (int)value : -1 })),
        new(Cg, new ConjugateGradients()),
        new(Scg, new ScaledConjugateGradients(),
            RuleSetting.For<ScaledConjugateGradients>("curvature-step", static rule => rule.CurvatureStep ?? double.NaN, static (rule, value) => rule with { CurvatureStep = value }),
            RuleSetting.For<ScaledConjugateGradients>("initial-factor", static rule => rule.InitialFactor, static (rule, value) => rule with { InitialFactor = value })),
        new(Lm, new LevenbergMarquardt(),
            RuleSetting.For<LevenbergMarquardt>("initial-damping", static rule => rule.InitialDamping, static (rule, value) => rule with { InitialDamping = value }),
            RuleSetting.For<LevenbergMarquardt>("damping-factor", static rule => rule.DampingFactor, static (rule, value) => rule with { DampingFactor = value })),
    ];

    /// <summary>The names of all rules, in the order of <see cref="All"/>; by themselves, because help needs no more and should come at once.</summary>
    public static string[] Names => [Descent, Nesterov, Doug, Quickprop, DeltaBarDelta, Rprop, RpropMinus, Adam, AdamW, Lbfgs, Cg, Scg, Lm];

    private static RuleSetting[] OfRprop =>
    [
        RuleSetting.For<Backprop.Rprop>("initial-step", static rule => rule.InitialStep, static (rule, value) => rule with { InitialStep = value }),
        RuleSetting.For<Backprop.Rprop>("increase-factor", static rule => rule.IncreaseFactor, static (rule, value) => rule with { IncreaseFactor = value }),
        RuleSetting.For<Backprop.Rprop>("decrease-factor", static rule => rule.DecreaseFactor, static (rule, value) => rule with { DecreaseFactor = value }),
        RuleSetting.For<Backprop.Rprop>("minimum-step", static rule => rule.MinimumStep, static (rule, value) => rule with { MinimumStep = value }),
        RuleSetting.For<Backprop.Rprop>("maximum-step", static rule => rule.MaximumStep, static (rule, value) => rule with { MaximumStep = value }),
    ];

    /// <summary>The rule of a name.</summary>
    /// <exception cref="FormatException">There is no such rule.</exception>
    public static RuleName Find(string name) => All.FirstOrDefault(rule => rule.Name == name)
        ?? throw new FormatException($"the learning rule '{DisplayText.Name(name)}' is not known; it can be {string.Join(", ", Names[..^1])} or {Names[^1]}{(NearestName.Hint(name, Names) is { Length: > 0 } hint ? hint : "")}");

    /// <summary>The name of a rule that the command line can say.</summary>
    public static RuleName Of(LearningRule rule) => All.First(name => name.Usual.GetType() == rule.GetType() && name.Usual.Name == rule.Name);

    /// <summary>A number of the rule by its name; null if the rule has none of this name.</summary>
    public RuleSetting? Setting(string name) => Settings.FirstOrDefault(setting => setting.Name == name);

    /// <summary>The names of all numbers without options of their own, each once.</summary>
    public static IReadOnlyList<string> SpecialNames { get; } = [.. All.SelectMany(static rule => rule.Settings).Where(static setting => !setting.IsShared).Select(static setting => setting.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>Numbers without options of their own, with values other than the usual ones.</summary>
    public IEnumerable<(string Name, double Value)> Special(LearningRule rule) =>
        from setting in Settings
        where !setting.IsShared && setting.Of(rule) is var value && !value.Equals(setting.Of(Usual))
        select (setting.Name, setting.Of(rule));

    /// <summary>The decay of the weights by whatever name the rule has it: that of AdamW goes with the rate.</summary>
    public static double DecayOf(LearningRule rule) => rule is Backprop.AdamW adam ? adam.Decay : rule.WeightDecay;

    /// <summary>The rule with another decay.</summary>
    public static LearningRule WithDecay(LearningRule rule, double decay) => rule is Backprop.AdamW adam ? adam with { Decay = decay } : rule with { WeightDecay = decay };
}
