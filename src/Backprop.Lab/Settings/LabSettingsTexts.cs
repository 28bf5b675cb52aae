namespace Backprop.Lab;

/// <summary>All settings as texts, in the order in which they are shown and read.</summary>
internal static class LabSettingsTexts
{
    /// <summary>The texts of a setting that is on or off.</summary>
    public const string Yes = "yes", No = "no";

    private const string LimitId = "limit";

    private static readonly Phrase RuleText = new("Rule", "规则"),
        RuleAbout = new("How weights change: descent by equations 8 and 9 of the paper; Adam and iRPROP+, which are later, find a step for each weight.", "权重如何更新：descent 按论文公式 8、9 下降；后来的 Adam 与 iRPROP+ 为每个权重确定步长。"),
        RateName = new("ε, rate", "ε 学习率"), RateAbout = new("How far a weight moves against its derivative (equation 8). Phases have their own; iRPROP+ has none.", "权重沿导数反方向移动的步长（公式 8）。分阶段时各阶段自有其值；iRPROP+ 没有。"),
        MomentumName = new("α, momentum", "α 动量"), MomentumAbout = new("How much of the last change is added to this one (equation 9); from 0 to below 1, of descent only.", "上一次更新中被加入本次更新的比例（公式 9）；从 0 到小于 1，仅用于 descent。"),
        PhasesName = new("Phases", "阶段"), PhasesAbout = new("ε/α for so many sweeps each, the last to the end: 0.005/0.5:20,0.01/0.9 as the paper has them for the family trees; empty for one ε and α.", "各阶段的 ε/α 与遍数，最后一个持续到结束：论文家谱网络为 0.005/0.5:20,0.01/0.9；留空则只用一个 ε 和 α。"),
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
        HasPhases = new("the phases give the rates of all sweeps; empty them first.", "各阶段已给出所有遍的学习率；请先清空阶段。"),
        FindsSteps = new("the rule rprop finds the step of each weight itself.", "规则 rprop 自行确定每个权重的步长。"),
        NoMomentum = new("a momentum belongs to the rule descent without phases.", "动量只属于不分阶段的规则 descent。"),
        NoPhases = new("phases belong to the rule descent.", "阶段只属于规则 descent。"),
        NoDecay = new("biases decay only where weights do; give a decay first.", "只有权重衰减时偏置才衰减；请先给出衰减。"),
        NoOrder = new("an order changes nothing where weights change once a sweep; let them change after each case, or after some, first.", "每遍只更新一次时顺序不起作用；请先让权重在每个或若干样例之后更新。"),
        NoSetting = new("There is no setting '{0}'.", "没有名为“{0}”的设置。"),
        NoLimit = new("the limit is a whole number of sweeps, at least 1", "上限是遍数，为至少 1 的整数"),
        NoRange = new("the range is a number from 0 to 1,000,000", "范围是 0 到 1,000,000 的数"),
        NoSeed = new("a seed is a whole number from 0 to 18446744073709551615", "种子是 0 到 18446744073709551615 的整数"),
        NoRate = new("a rate is a number above 0", "学习率是大于 0 的数"),
        NoMomentumNumber = new("a momentum is a number of at least 0 and below 1", "动量是至少 0 且小于 1 的数"),
        NoDecayNumber = new("a decay is a number of at least 0 and below 1", "衰减是至少 0 且小于 1 的数"),
        NoFlag = new("it is yes or no", "只能是 yes 或 no");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LabSetting> All { get; } =
    [
        new()
        {
            Id = "rule", Name = RuleText, About = RuleAbout, Choices = [RuleName.Descent, RuleName.Adam, RuleName.Rprop],
            Text = static settings => RuleName.Of(settings.Training.Rule),
            With = static (settings, text) => text == RuleName.Of(settings.Training.Rule) ? settings
                : WithRule(settings, RuleName.Rule(text, null, null, []) with { WeightDecay = settings.Training.Rule.WeightDecay, DecayBiases = settings.Training.Rule.DecayBiases }),
        },
        new()
        {
            Id = "rate", Name = RateName, About = RateAbout,
            Text = static settings => settings.Training.Rule switch
            {
                GradientDescent { Phases.Count: 0 } descent => Numeral.Text(descent.LearningRate),
                Adam adam => Numeral.Text(adam.LearningRate),
                _ => null,
            },
            With = static (settings, text) => WithRule(settings, settings.Training.Rule switch
            {
                GradientDescent { Phases.Count: 0 } descent => descent with { LearningRate = Rate(text) },
                Adam adam => adam with { LearningRate = Rate(text) },
                GradientDescent => throw new Refusal(HasPhases),
                _ => throw new Refusal(FindsSteps),
            }),
        },
        new()
        {
            Id = "momentum", Name = MomentumName, About = MomentumAbout,
            Text = static settings => settings.Training.Rule is GradientDescent { Phases.Count: 0 } descent ? Numeral.Text(descent.Momentum) : null,
            With = static (settings, text) => settings.Training.Rule is GradientDescent { Phases.Count: 0 } descent
                ? WithRule(settings, descent with { Momentum = Number(text, static value => value is >= 0 and < 1, NoMomentumNumber) })
                : throw new Refusal(NoMomentum),
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
            Id = "decay", Name = DecayName, About = DecayAbout,
            Text = static settings => Numeral.Text(settings.Training.Rule.WeightDecay),
            With = static (settings, text) => Number(text, static value => value is >= 0 and < 1, NoDecayNumber) is var decay
                ? WithRule(settings, settings.Training.Rule with { WeightDecay = decay, DecayBiases = settings.Training.Rule.DecayBiases && decay > 0 }) : settings,
        },
        new()
        {
            Id = "decay-biases", Name = DecayBiasesName, About = DecayBiasesAbout, IsFlag = true,
            Text = static settings => settings.Training.Rule.WeightDecay > 0 ? Flag(settings.Training.Rule.DecayBiases) : null,
            With = static (settings, text) => IsYes(text) && settings.Training.Rule.WeightDecay == 0
                ? throw new Refusal(NoDecay)
                : WithRule(settings, settings.Training.Rule with { DecayBiases = IsYes(text) }),
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

    private static LabSettings WithRule(LabSettings settings, LearningRule rule) => Of(settings, settings.Training with { Rule = rule });

    private static LabSettings Of(LabSettings settings, CaseTraining training) => settings with { Training = training };

    private static double Rate(string text) => Number(text, static value => value > 0, NoRate);

    private static double Number(string text, Func<double, bool> fits, Phrase what) => Numeral.TryRead<double>(text, out var value) && fits(value) ? value : throw Refused(text, what);

    private static Refusal Refused(string text, Phrase what) => new(ButWas, what, DisplayText.Name(text));

    private static string Flag(bool value) => value ? Yes : No;

    private static bool IsYes(string text) => text is Yes ? true : text is No ? false : throw Refused(text, NoFlag);
}
