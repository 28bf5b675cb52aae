namespace Backprop.Lab;

/// <summary>All settings as texts, in the order in which they are shown and read.</summary>
internal static class LabSettingsTexts
{
    /// <summary>The texts of a setting that is on or off.</summary>
    public const string Yes = "yes", No = "no";

    private const string LimitId = "limit";

    private static readonly Phrase RuleText = new("Rule", "规则"),
        RuleAbout = new("How weights change: descent by equations 8 and 9 of the paper; the others are later. nesterov and doug are kinds of momentum; quickprop, delta-bar-delta, rprop, adam and adamw find a step for each weight; lbfgs, cg, scg and lm see all weights at once and look for the least E along a way.", "权重如何更新：descent 按论文公式 8、9 下降，其余均为后来的方法。nesterov 与 doug 是动量的变种；quickprop、delta-bar-delta、rprop、adam、adamw 为每个权重确定步长；lbfgs、cg、scg、lm 同时考虑所有权重，沿一个方向寻找最小的 E。"),
        RateName = new("ε, rate", "ε 学习率"), RateAbout = new("How far a weight moves against its derivative (equation 8). Phases have their own; iRPROP and rules that search have none.", "权重沿导数反方向移动的步长（公式 8）。分阶段时各阶段自有其值；iRPROP 与搜索类方法没有。"),
        MomentumName = new("α, momentum", "α 动量"), MomentumAbout = new("How much of the last change is added to this one (equation 9); from 0 to below 1, of descent, nesterov, doug and delta-bar-delta.", "上一次更新中被加入本次更新的比例（公式 9）；从 0 到小于 1，用于 descent、nesterov、doug 与 delta-bar-delta。"),
        PhasesName = new("Phases", "阶段"), PhasesAbout = new("ε/α for so many sweeps each, the last to the end: 0.005/0.5:20,0.01/0.9 as the paper has them for the family trees; empty for one ε and α.", "各阶段的 ε/α 与遍数，最后一个持续到结束：论文家谱网络为 0.005/0.5:20,0.01/0.9；留空则只用一个 ε 和 α。"),
        NumbersName = new("Numbers of the rule", "该方法的参数"), NumbersAbout = new("What only this rule has, as name=number with commas: growth-limit of quickprop, beta1 of adam, memory of lbfgs and so on; empty for the usual ones.", "只有该方法才有的参数，写作 名称=数值，用逗号分开：quickprop 的 growth-limit、adam 的 beta1、lbfgs 的 memory 等；留空则用通常的值。"),
        ScheduleName = new("Schedule of the rate", "学习率的变化"), ScheduleAbout = new("Factors of the rate by sweeps: warm-up:20,cosine:480 rises for 20 sweeps and falls along a cosine for 480; also steps:every:factor and factor:sweeps; empty for a constant rate.", "各遍的学习率系数：warm-up:20,cosine:480 先在 20 遍内上升，再在 480 遍内按余弦下降；也可用 steps:间隔:系数 与 系数:遍数；留空则不变。"),
        PenaltyName = new("λ, penalty", "λ 惩罚项"), PenaltyAbout = new("½λ Σw² is added to the E that is minimized, so that each weight's derivative grows by λw; 0 for none.", "在被最小化的 E 上加 ½λ Σw²，于是每个权重的导数增加 λw；0 表示没有。"),
        DerivativeLimitName = new("Limit of each derivative", "每个导数的上限"), DerivativeLimitAbout = new("Every ∂E/∂w beyond ± this is cut to it; empty for none.", "超过 ± 此值的 ∂E/∂w 被截断；留空则没有。"),
        GradientLimitName = new("Limit of the gradient's length", "梯度长度的上限"), GradientLimitAbout = new("A gradient longer than this is shortened to it and keeps its direction; empty for none.", "比它长的梯度被缩短到它，方向不变；留空则没有。"),
        BoundsName = new("Bounds of weights", "权重的范围"), BoundsAbout = new("Weights and biases stay from the least to the greatest, as -5:5, one of which may be missing; empty for none.", "权重与偏置保持在最小值与最大值之间，写作 -5:5，可以只写一端；留空则没有。"),
        DecayName = new("Decay", "权重衰减"), DecayAbout = new("The part of itself that each weight loses after each change: w ← w(1 − decay) (point 7); 0.002 in the paper's family trees.", "每次更新后各权重减少的比例：w ← w(1 − 衰减)（第 7 点）；论文家谱网络为 0.002。"),
        DecayBiasesName = new("Biases decay too", "偏置也衰减"), DecayBiasesAbout = new("Whether biases lose it as well (point 7); only with a decay.", "偏置是否也衰减（第 7 点）；只在有衰减时有意义。"),
        ErrorName = new("Error measure", "误差函数"), ErrorAbout = new("E: squares is half the sum of squares (equation 3); cross-entropy suits classes; group=cross-entropy gives one output group another measure.", "E：squares 为平方和的一半（公式 3）；cross-entropy 适合分类；组名=cross-entropy 为某个输出组指定另一种。"),
        ToleranceName = new("Tolerance", "容差"), ToleranceAbout = new("The band around a target in which a unit has no error (point 8): dead:0.2 measures from the target outside it, edge:0.2 from the band's edge; none for no band.", "目标附近没有误差的范围（第 8 点）：dead:0.2 在范围外从目标算起，edge:0.2 从边缘算起；none 表示没有。"),
        UpdateName = new("Weights change", "更新时机"), UpdateAbout = new("After each sweep, each case, or so many cases (point 5); of sequences also sequence, sequence:N or window.", "每遍（sweep）、每个样例（case）或若干样例之后（第 5 点）；序列还可用 sequence、sequence:N 或 window。"),
        ShuffleName = new("New order each sweep", "每遍打乱顺序"), ShuffleAbout = new("Whether each sweep takes the cases in a new order; where a sweep is one change the order does not matter.", "每遍是否以新的顺序取样例；一遍只更新一次时顺序无关。"),
        NoiseName = new("Noise", "噪声"), NoiseAbout = new("Normally distributed noise while the net learns: group=deviation, on total inputs (equation 1), of input groups on states; empty for none.", "学习时加入的正态噪声：组名=标准差，加在总输入上（公式 1），输入组则加在状态上；留空则没有。"),
        UntilName = new("Stop when", "停止条件"), UntilAbout = new("within:0.2 when every output is that near to its target, right when all are on the right side of 0.5, error:X when E is below X, no-better:N after N sweeps without a lower E; sweeps for the limit alone; several with commas.", "within:0.2：所有输出与目标之差都小于它；right：都在 0.5 的正确一侧；error:X：E 小于 X；no-better:N：N 遍内 E 未再下降；sweeps：只按上限；多个用逗号分开。"),
        SweepsName = new("Limit of sweeps", "遍数上限"), SweepsAbout = new("The most sweeps; a sweep is one pass through all cases.", "最多的遍数；一遍即把所有样例过一次。"),
        RangeName = new("Range of starting weights", "初始权重范围"), RangeAbout = new("Weights and biases start uniformly within ± this (point 9), except where the net says otherwise; the lab starts again.", "权重与偏置从 ± 此值内均匀取值（第 9 点），网络另有说明者除外；实验会重新开始。"),
        SeedName = new("Seed", "种子"), SeedAbout = new("Fixes the starting weights, the orders and the noise: the same seed gives the same bits; the lab starts again.", "决定初始权重、顺序与噪声：相同的种子得到完全相同的比特；实验会重新开始。"),
        PrecisionName = new("Precision", "精度"), PrecisionAbout = new("Numbers of 32 bits (single) or 64 bits (double); the lab starts again.", "32 位（single）或 64 位（double）的数；实验会重新开始。");

    private static readonly Phrase ButWas = new("{0}, but was '{1}'.", "{0}，但给出的是“{1}”。"),
        HasPhases = new("the phases give the rates and momentums of all sweeps; empty them first.", "各阶段已给出所有遍的学习率与动量；请先清空阶段。"),
        FindsSteps = new("the rule {0} finds its steps itself.", "规则 {0} 自行确定步长。"),
        NoMomentum = new("the rule {0} has no momentum.", "规则 {0} 没有动量。"),
        NoPhases = new("phases belong to the rule descent.", "阶段只属于规则 descent。"),
        NoDecay = new("biases decay only where weights do; give a decay or a penalty first.", "只有权重衰减时偏置才衰减；请先给出衰减或惩罚项。"),
        NoOrder = new("an order changes nothing where weights change once a sweep; let them change after each case, or after some, first.", "每遍只更新一次时顺序不起作用；请先让权重在每个或若干样例之后更新。"),
        NoSetting = new("There is no setting '{0}'.", "没有名为“{0}”的设置。"),
        NoLimit = new("the limit is a whole number of sweeps, at least 1", "上限是遍数，为至少 1 的整数"),
        NoRange = new("the range is a number from 0 to 1,000,000", "范围是 0 到 1,000,000 的数"),
        NoSeed = new("a seed is a whole number from 0 to 18446744073709551615", "种子是 0 到 18446744073709551615 的整数"),
        NoRate = new("a rate is a number above 0", "学习率是大于 0 的数"),
        NoMomentumNumber = new("a momentum is a number of at least 0 and below 1", "动量是至少 0 且小于 1 的数"),
        NoPenaltyNumber = new("a penalty is a number of at least 0", "惩罚项是至少为 0 的数"),
        NoLimitNumber = new("a limit is a number above 0, or empty", "上限是大于 0 的数，或留空"),
        NoDecayNumber = new("a decay is a number of at least 0 and below 1", "衰减是至少 0 且小于 1 的数"),
        NoFlag = new("it is yes or no", "只能是 yes 或 no");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LabSetting> All { get; } =
    [
        new()
        {
            Id = "rule", Name = RuleText, About = RuleAbout, Choices = RuleName.Names,
            Text = static settings => RuleName.Of(settings.Training.Rule).Name,
            With = static (settings, text) => text == RuleName.Of(settings.Training.Rule).Name ? settings : WithRule(settings, Another(settings.Training.Rule, RuleName.Find(text).Usual)),
        },
        new()
        {
            Id = "rate", Name = RateName, About = RateAbout,
            Text = static settings => Shared(settings.Training.Rule, RuleSetting.Rate) is { } setting ? Numeral.Text(setting.Of(settings.Training.Rule)) : null,
            With = static (settings, text) => WithRule(settings, Shared(settings.Training.Rule, RuleSetting.Rate)?.With(settings.Training.Rule, Rate(text))
                ?? throw new Refusal(settings.Training.Rule is GradientDescent ? HasPhases : FindsSteps, RuleName.Of(settings.Training.Rule).Name)),
        },
        new()
        {
            Id = "momentum", Name = MomentumName, About = MomentumAbout,
            Text = static settings => Shared(settings.Training.Rule, RuleSetting.Momentum) is { } setting ? Numeral.Text(setting.Of(settings.Training.Rule)) : null,
            With = static (settings, text) => Shared(settings.Training.Rule, RuleSetting.Momentum) is { } setting
                ? WithRule(settings, setting.With(settings.Training.Rule, Number(text, static value => value is >= 0 and < 1, NoMomentumNumber)))
                : throw new Refusal(settings.Training.Rule is GradientDescent ? HasPhases : NoMomentum, RuleName.Of(settings.Training.Rule).Name),
        },
        new()
        {
            Id = "phases", Name = PhasesName, About = PhasesAbout, Suggestions = ["0.005/0.5:20,0.01/0.9"],
            Text = static settings => settings.Training.Rule is GradientDescent descent ? descent.Phases.Count == 0 ? "" : PhaseText.Of(descent.Phases) : null,
            With = static (settings, text) => settings.Training.Rule is GradientDescent descent
                ? WithRule(settings, descent with { Phases = text.Length == 0 ? [] : PhaseText.Read(text) })
                : text.Length == 0 ? settings : throw new Refusal(NoPhases),
        },
        new()
        {
            Id = "rule-settings", Name = NumbersName, About = NumbersAbout,
            Text = static settings => RuleName.Of(settings.Training.Rule).Settings.All(static setting => setting.IsShared) ? null : Parts(settings).Settings ?? "",
            With = static (settings, text) => WithParts(settings, Parts(settings) with { Settings = Given(text) }),
        },
        new()
        {
            Id = "schedule", Name = ScheduleName, About = ScheduleAbout, Suggestions = ["warm-up:20,cosine:480", "steps:100:0.5"],
            Text = static settings => settings.Training.Rule is { HasRate: true } and not GradientDescent { Phases.Count: > 0 } ? settings.Training.Rule.Schedule?.ToString() ?? "" : null,
            With = static (settings, text) => WithParts(settings, Parts(settings) with { Schedule = Given(text) }),
        },
        new()
        {
            Id = "decay", Name = DecayName, About = DecayAbout,
            Text = static settings => settings.Training.Rule.Searches ? null : Numeral.Text(RuleName.DecayOf(settings.Training.Rule)),
            With = static (settings, text) => WithParts(settings, Parts(settings) with { Decay = Number(text, static value => value is >= 0 and < 1, NoDecayNumber) }),
        },
        new()
        {
            Id = "penalty", Name = PenaltyName, About = PenaltyAbout,
            Text = static settings => Numeral.Text(settings.Training.Rule.Penalty),
            With = static (settings, text) => WithParts(settings, Parts(settings) with { Penalty = Number(text, static value => value >= 0, NoPenaltyNumber) }),
        },
        new()
        {
            Id = "decay-biases", Name = DecayBiasesName, About = DecayBiasesAbout, IsFlag = true,
            Text = static settings => HasDecay(settings.Training.Rule) ? Flag(settings.Training.Rule.DecayBiases) : null,
            With = static (settings, text) => IsYes(text) && !HasDecay(settings.Training.Rule)
                ? throw new Refusal(NoDecay)
                : WithRule(settings, settings.Training.Rule with { DecayBiases = IsYes(text) }),
        },
        new()
        {
            Id = "derivative-limit", Name = DerivativeLimitName, About = DerivativeLimitAbout,
            Text = static settings => settings.Training.Rule.Searches ? null : Parts(settings).DerivativeLimit is { } limit ? Numeral.Text(limit) : "",
            With = static (settings, text) => WithParts(settings, Parts(settings) with { DerivativeLimit = Limit(text) }),
        },
        new()
        {
            Id = "gradient-limit", Name = GradientLimitName, About = GradientLimitAbout,
            Text = static settings => settings.Training.Rule.Searches ? null : Parts(settings).GradientLimit is { } limit ? Numeral.Text(limit) : "",
            With = static (settings, text) => WithParts(settings, Parts(settings) with { GradientLimit = Limit(text) }),
        },
        new()
        {
            Id = "bounds", Name = BoundsName, About = BoundsAbout, Suggestions = ["-5:5", "0:"],
            Text = static settings => settings.Training.Rule.Searches ? null : Parts(settings).Bounds ?? "",
            With = static (settings, text) => WithParts(settings, Parts(settings) with { Bounds = Given(text) }),
        },
        new()
        {
            Id = "error", Name = ErrorName, About = ErrorAbout, Suggestions = CaseError.Measures,
            Text = static settings => settings.Training.Error.Texts.Error,
            With = static (settings, text) => Of(settings, settings.Training with { Error = CaseError.Read(text, settings.Training.Error.Texts.Tolerance) }),
        },
        new()
        {
            Id = "tolerance", Name = ToleranceName, About = ToleranceAbout, Suggestions = ["none", "dead:0.2", "edge:0.2"],
            Text = static settings => settings.Training.Error.Texts.Tolerance,
            With = static (settings, text) => Of(settings, settings.Training with { Error = CaseError.Read(settings.Training.Error.Texts.Error, text.Length == 0 ? null : text) }),
        },
        new()
        {
            Id = "update", Name = UpdateName, About = UpdateAbout, Suggestions = [BatchText.Sweep, BatchText.Case, BatchText.Sequence, BatchText.Window],
            Text = static settings => BatchText.Of(settings.Training.Batch),
            With = static (settings, text) => BatchText.Read(text) is var batch
                ? Of(settings, settings.Training with { Batch = batch, Shuffle = settings.Training.Shuffle && batch != Batch.All }) : settings,
        },
        new()
        {
            Id = "shuffle", Name = ShuffleName, About = ShuffleAbout, IsFlag = true,
            Text = static settings => settings.Training.Batch != Batch.All ? Flag(settings.Training.Shuffle) : null,
            With = static (settings, text) => IsYes(text) && settings.Training.Batch == Batch.All
                ? throw new Refusal(NoOrder)
                : Of(settings, settings.Training with { Shuffle = IsYes(text) }),
        },
        new()
        {
            Id = "noise", Name = NoiseName, About = NoiseAbout, Suggestions = ["hidden=0.1"],
            Text = static settings => settings.Training.Noise.Text ?? "",
            With = static (settings, text) => Of(settings, settings.Training with { Noise = text.Length == 0 ? CaseNoise.None : CaseNoise.Read(text) }),
        },
        new()
        {
            Id = "until", Name = UntilName, About = UntilAbout, Suggestions = ["within:0.2", "within:0.1", "right", "error:0.01", "no-better:100", StopCondition.LimitOnly],
            Text = static settings => StopCondition.Text(settings.Training.Until),
            With = static (settings, text) => Of(settings, settings.Training with { Until = StopCondition.ReadAll(text) }),
        },
        new()
        {
            Id = LimitId, Name = SweepsName, About = SweepsAbout,
            Text = static settings => Numeral.Text(settings.Training.Sweeps),
            With = static (settings, text) => Of(settings, settings.Training with { Sweeps = Numeral.TryRead<int>(text, out var sweeps) && sweeps >= 1 ? sweeps : throw Refused(text, NoLimit) }),
        },
        new()
        {
            Id = "range", Name = RangeName, About = RangeAbout, StartsAgain = true,
            Text = static settings => Numeral.Text(settings.Training.Range),
            With = static (settings, text) => Of(settings, settings.Training with { Range = Number(text, static value => value is >= 0 and <= 1e6, NoRange) }),
        },
        new()
        {
            Id = "seed", Name = SeedName, About = SeedAbout, StartsAgain = true,
            Text = static settings => Numeral.Text(settings.Seed),
            With = static (settings, text) => settings with { Seed = Numeral.TryRead<ulong>(text, out var seed) ? seed : throw Refused(text, NoSeed) },
        },
        new()
        {
            Id = "precision", Name = PrecisionName, About = PrecisionAbout, StartsAgain = true, Choices = [PrecisionText.Single, PrecisionText.Double],
            Text = static settings => PrecisionText.Of(settings.Training.IsDouble),
            With = static (settings, text) => Of(settings, settings.Training with { IsDouble = PrecisionText.IsDouble(text) }),
        },
    ];

    /// <summary>The id of the setting that an option of <c>backprop train</c>, without its dashes, stands for; there may be none.</summary>
    public static string IdOf(string option) => option == "sweeps" ? LimitId : option;

    /// <summary>A setting by its id; null for none.</summary>
    public static LabSetting? Find(string id) => All.FirstOrDefault(setting => setting.Id == id);

    /// <summary>The texts in which settings differ from the usual ones, by id, in the order in which they are read.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Differing(LabSettings settings)
    {
        var read = Usual;
        foreach (var setting in All)
        {
            if (setting.Text(settings) is not { } text || text == setting.Text(read)) continue;
            read = setting.With(read, text);
            yield return new(setting.Id, text);
        }
    }

    /// <summary>Settings from the texts that differ from the usual ones.</summary>
    /// <exception cref="UsageException">A text is not one of its setting, or there is no such setting.</exception>
    public static LabSettings Read(IReadOnlyDictionary<string, string> texts)
    {
        if (texts.Keys.FirstOrDefault(static id => Find(id) is null) is { } unknown)
            throw new Refusal(NoSetting, DisplayText.Name(unknown));
        return All.Aggregate(Usual, (settings, setting) => texts.TryGetValue(setting.Id, out var text) ? setting.With(settings, text) : settings);
    }

    private static LabSettings Usual => new(new CaseTraining(), 1);

    /// <summary>A rate or momentum of a rule; null where it has none, or has phases instead.</summary>
    private static RuleSetting? Shared(LearningRule rule, string setting) => rule is GradientDescent { Phases.Count: > 0 } ? null : RuleName.Of(rule).Setting(setting);

    /// <summary>Another rule with the decay, the penalty and the limits of the present one, as far as it takes them.</summary>
    private static LearningRule Another(LearningRule rule, LearningRule usual)
    {
        var next = usual with { Penalty = rule.Penalty, DecayBiases = rule.DecayBiases, Schedule = usual.HasRate ? rule.Schedule : null };
        if (!next.Searches)
            next = next with { DerivativeLimit = rule.DerivativeLimit, GradientLengthLimit = rule.GradientLengthLimit, Bounds = rule.Bounds };
        if (!next.Searches && rule.WeightDecay != 0)
            next = RuleName.WithDecay(next, rule.WeightDecay);
        return next with { DecayBiases = next.DecayBiases && HasDecay(next) };
    }

    private static bool HasDecay(LearningRule rule) => RuleName.DecayOf(rule) > 0 || rule.Penalty > 0;

    private static RuleParts Parts(LabSettings settings) => RuleParts.Of(settings.Training.Rule, RuleName.Of(settings.Training.Rule).Usual);

    /// <summary>Without a decay or a penalty, nothing is said of biases.</summary>
    private static LabSettings WithParts(LabSettings settings, RuleParts parts)
    {
        var rule = (parts with { DecayBiases = false }).ToRule();
        return WithRule(settings, rule with { DecayBiases = parts.DecayBiases && HasDecay(rule) });
    }

    private static string? Given(string text) => text.Trim() is { Length: > 0 } given ? given : null;

    private static double? Limit(string text) => Given(text) is { } given ? Number(given, static value => value > 0, NoLimitNumber) : null;

    private static LabSettings WithRule(LabSettings settings, LearningRule rule) => Of(settings, settings.Training with { Rule = rule });

    private static LabSettings Of(LabSettings settings, CaseTraining training) => settings with { Training = training };

    private static double Rate(string text) => Number(text, static value => value > 0, NoRate);

    private static double Number(string text, Func<double, bool> fits, Phrase what) => Numeral.TryRead<double>(text, out var value) && fits(value) ? value : throw Refused(text, what);

    private static Refusal Refused(string text, Phrase what) => new(ButWas, what, DisplayText.Name(text));

    private static string Flag(bool value) => value ? Yes : No;

    private static bool IsYes(string text) => text is Yes ? true : text is No ? false : throw Refused(text, NoFlag);
}
