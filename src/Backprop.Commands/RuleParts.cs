using System.Globalization;

namespace Backprop.Commands;

/// <summary>A learning rule as the command line and settings say it: its name and every number by itself; what is null has its usual value.</summary>
internal sealed record RuleParts
{
    /// <summary>The name, one of <see cref="RuleName.Names"/>.</summary>
    public string Name { get; init; } = RuleName.Descent;

    /// <summary>The rate.</summary>
    public double? Rate { get; init; }

    /// <summary>The momentum.</summary>
    public double? Momentum { get; init; }

    /// <summary>Rates and momentums by sweeps, of descent; <see cref="PhaseText"/>.</summary>
    public string? Phases { get; init; }

    /// <summary>The decay after each change; of AdamW, which goes with the rate.</summary>
    public double? Decay { get; init; }

    /// <summary>Whether biases decay too, and have a penalty.</summary>
    public bool DecayBiases { get; init; }

    /// <summary>Numbers that only this rule has, as "growth-limit=2,…".</summary>
    public string? Settings { get; init; }

    /// <summary>λ of ½λ Σw² in E.</summary>
    public double? Penalty { get; init; }

    /// <summary>How the rate goes over the sweeps; <see cref="RateSchedule.Parse"/>.</summary>
    public string? Schedule { get; init; }

    /// <summary>The greatest |∂E/∂w|.</summary>
    public double? DerivativeLimit { get; init; }

    /// <summary>The greatest length of the gradient.</summary>
    public double? GradientLimit { get; init; }

    /// <summary>The least and the greatest weight, as "-5:5"; either may be missing.</summary>
    public string? Bounds { get; init; }

    /// <summary>The parts of a rule that differ from those of a usual one of the same name.</summary>
    public static RuleParts Of(LearningRule rule, LearningRule usual)
    {
        var name = RuleName.Of(rule);
        var phases = (rule as GradientDescent)?.Phases ?? [];
        double? Differing(string setting) => phases.Count == 0 && name.Setting(setting) is { } known && known.Of(rule) is var value && value != known.Of(usual) ? value : null;
        return new()
        {
            Name = name.Name,
            Rate = Differing(RuleSetting.Rate),
            Momentum = Differing(RuleSetting.Momentum),
            Phases = phases.Count == 0 ? null : PhaseText.Of(phases),
            Decay = RuleName.DecayOf(rule) is var decay && decay != RuleName.DecayOf(usual) ? decay : null,
            DecayBiases = rule.DecayBiases,
            Settings = string.Join(',', name.Special(rule).Select(static setting => $"{setting.Name}={Numeral.Text(setting.Value)}")) is { Length: > 0 } special ? special : null,
            Penalty = rule.Penalty == 0 ? null : rule.Penalty,
            Schedule = rule.Schedule?.ToString(),
            DerivativeLimit = double.IsPositiveInfinity(rule.DerivativeLimit) ? null : rule.DerivativeLimit,
            GradientLimit = double.IsPositiveInfinity(rule.GradientLengthLimit) ? null : rule.GradientLengthLimit,
            Bounds = rule.Bounds is { } bounds ? $"{End(bounds.Minimum)}:{End(bounds.Maximum)}" : null,
        };

        static string End(double bound) => double.IsInfinity(bound) ? "" : Numeral.Text(bound);
    }

    /// <summary>The rule.</summary>
    /// <param name="usual">A rule of this name with the usual numbers; by default those of trainings on case files.</param>
    /// <exception cref="UsageException">A part is wrong, or does not go with the rule.</exception>
    /// <exception cref="FormatException">There is no rule of this name.</exception>
    public LearningRule ToRule(LearningRule? usual = null)
    {
        var name = RuleName.Find(Name);
        var rule = usual ?? name.Usual;
        if (Phases is not null)
            rule = WithPhases(rule);
        rule = With(name, rule, RuleSetting.Rate, CaseTrainingWords.Rate, Rate);
        rule = With(name, rule, RuleSetting.Momentum, CaseTrainingWords.Momentum, Momentum);
        foreach (var (setting, value) in SettingsOf(name))
            rule = Checked(setting.With(rule, value), $"{CaseTrainingWords.RuleSettings} {setting.Name}", value);
        rule = rule with
        {
            DecayBiases = DecayBiases,
            Penalty = Penalty ?? 0,
            Schedule = Schedule is null ? null : ScheduleOf(rule, Schedule),
            DerivativeLimit = DerivativeLimit ?? double.PositiveInfinity,
            GradientLengthLimit = GradientLimit ?? double.PositiveInfinity,
            Bounds = Bounds is null ? null : BoundsOf(Bounds),
        };
        if (Decay is { } decay)
            rule = RuleName.WithDecay(rule, decay);
        if (DecayBiases && RuleName.DecayOf(rule) == 0 && rule.Penalty == 0)
            throw new UsageException("--decay-biases changes nothing without --decay or --penalty; add one, or leave it out.");
        if (rule.Searches && new[] { (rule.WeightDecay != 0, CaseTrainingWords.Decay), (DerivativeLimit is not null, CaseTrainingWords.DerivativeLimit), (GradientLimit is not null, CaseTrainingWords.GradientLimit), (Bounds is not null, CaseTrainingWords.Bounds) }.FirstOrDefault(static part => part.Item1).Item2 is { } extra)
            throw new UsageException($"--rule {Name} looks for the least E itself, so {extra} is not for it; {CaseTrainingWords.Penalty} keeps weights small as a part of E.");
        rule.Validate();
        return rule;
    }

    private GradientDescent WithPhases(LearningRule rule)
    {
        if (rule is not GradientDescent descent)
            throw new UsageException($"{CaseTrainingWords.Phases} belongs to --rule {RuleName.Descent}; {CaseTrainingWords.Schedule} is for every rule with a rate.");
        if (Rate is not null || Momentum is not null || Schedule is not null)
            throw new UsageException($"{CaseTrainingWords.Phases} gives the rates and momentums of all sweeps; leave {(Rate is not null ? CaseTrainingWords.Rate : Momentum is not null ? CaseTrainingWords.Momentum : CaseTrainingWords.Schedule)} out.");
        return descent with { Phases = PhaseText.Read(Phases!) };
    }

    private LearningRule With(RuleName name, LearningRule rule, string setting, string option, double? value)
    {
        if (value is not { } number)
            return rule;
        if (name.Setting(setting) is { } known)
            return Checked(known.With(rule, number), option, number);
        var others = RuleName.All.Where(other => other.Setting(setting) is not null).Select(static other => other.Name).ToArray();
        var why = setting == RuleSetting.Rate ? " finds its steps itself" : $" has no {setting}";
        throw new UsageException($"{option} is not for --rule {Name}, which{why}; it belongs to {string.Join(", ", others[..^1])} and {others[^1]}.");
    }

    /// <summary>The rule, if this number of it is allowed.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static LearningRule Checked(LearningRule rule, string what, double value)
    {
        try
        {
            rule.Validate();
            return rule;
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw Refusal(e, what, value);
        }
    }

    /// <summary>The refusal of the library in the words of the command line.</summary>
    public static UsageException Refusal(ArgumentOutOfRangeException refusal, string what, double value)
    {
        var (sentence, must) = (refusal.Message.Split('\n')[0], " must be ");
        var interval = sentence[(sentence.IndexOf(must, StringComparison.Ordinal) + must.Length)..].Split(". (")[0].Split(" (Parameter")[0].TrimEnd('.');
        return new($"{what} must be {interval}, but was {Numeral.Text(value)}.");
    }

    private IEnumerable<(RuleSetting Setting, double Value)> SettingsOf(RuleName name)
    {
        var special = name.Settings.Where(static setting => !setting.IsShared).ToList();
        foreach (var part in Settings is null ? [] : Settings.Split(',', StringSplitOptions.TrimEntries))
        {
            var sign = part.IndexOf('=', StringComparison.Ordinal);
            var setting = sign > 0 ? special.Find(setting => setting.Name == part[..sign].Trim()) : null;
            if (setting is null)
            {
                var names = special.ConvertAll(static setting => setting.Name);
                throw new UsageException(names.Count == 0 ? $"--rule {Name} has no numbers of its own, so {CaseTrainingWords.RuleSettings} is not for it."
                    : $"{CaseTrainingWords.RuleSettings} of --rule {Name} must be name=number with one of {string.Join(", ", names)}, but has '{DisplayText.Name(part)}'{(sign > 0 && NearestName.Hint(part[..sign], names) is { Length: > 0 } hint ? hint : ".")}");
            }
            yield return Numeral.TryRead<double>(part[(sign + 1)..].Trim(), out var value) ? (setting, value)
                : throw new UsageException($"{CaseTrainingWords.RuleSettings} {setting.Name} must be a number, but is '{DisplayText.Name(part[(sign + 1)..])}'.");
        }
    }

    private RateSchedule ScheduleOf(LearningRule rule, string text)
    {
        if (!rule.HasRate)
            throw new UsageException($"{CaseTrainingWords.Schedule} is not for --rule {Name}, which has no rate.");
        try
        {
            return RateSchedule.Parse(text);
        }
        catch (FormatException e)
        {
            throw new UsageException($"{CaseTrainingWords.Schedule}: {e.Message}.");
        }
    }

    private static WeightBounds BoundsOf(string text)
    {
        var ends = text.Split(':', StringSplitOptions.TrimEntries);
        double End(string end, double otherwise) => end.Length == 0 ? otherwise : Numeral.TryRead<double>(end, out var number) ? number : double.NaN;
        if (ends.Length == 2 && End(ends[0], double.NegativeInfinity) is var least && End(ends[1], double.PositiveInfinity) is var greatest && least <= greatest && (double.IsFinite(least) || double.IsFinite(greatest)))
            return new WeightBounds(least, greatest);
        throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{CaseTrainingWords.Bounds} must be the least and the greatest weight, as -5:5, one of which may be missing, but was '{DisplayText.Name(text)}'."));
    }

    /// <summary>The words of the command line that are read as these parts.</summary>
    /// <param name="usual">The rule of a command that names none.</param>
    public IEnumerable<string> Words(string usual) =>
    [
        .. Name == usual ? [] : Shell.Words(CaseTrainingWords.Rule, Name),
        .. Number(CaseTrainingWords.Rate, Rate), .. Number(CaseTrainingWords.Momentum, Momentum), .. Shell.Words(CaseTrainingWords.Phases, Phases),
        .. Shell.Words(CaseTrainingWords.RuleSettings, Settings), .. Shell.Words(CaseTrainingWords.Schedule, Schedule),
        .. Number(CaseTrainingWords.Decay, Decay), .. Number(CaseTrainingWords.Penalty, Penalty), .. DecayBiases ? [CaseTrainingWords.DecayBiases] : Array.Empty<string>(),
        .. Number(CaseTrainingWords.DerivativeLimit, DerivativeLimit), .. Number(CaseTrainingWords.GradientLimit, GradientLimit), .. Shell.Words(CaseTrainingWords.Bounds, Bounds),
    ];

    private static string[] Number(string option, double? value) => Shell.Words(option, value is { } number ? Numeral.Text(number) : null);
}
