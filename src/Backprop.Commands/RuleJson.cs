using System.Text.Json;

namespace Backprop.Commands;

/// <summary>A learning rule as members of the settings in a model: its name, its rate, momentum and decay; what else it has only where that is not the usual.</summary>
internal static class RuleJson
{
    /// <summary>The names of the members.</summary>
    public static string[] Members { get; } = ["rule", RuleSetting.Rate, RuleSetting.Momentum, "phases", "ruleSettings", "schedule", "decay", "decayBiases", "penalty", "derivativeLimit", "gradientLimit", "bounds"];

    /// <summary>Writes a rule.</summary>
    /// <param name="json">Receives the members.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="decayBiases">Whether to say of every rule if biases decay.</param>
    public static void Write(Utf8JsonWriter json, LearningRule rule, bool decayBiases)
    {
        var name = RuleName.Of(rule);
        var parts = RuleParts.Of(rule, name.Usual);
        json.WriteString("rule", name.Name);
        if (parts.Phases is not null) json.WriteString("phases", parts.Phases);
        foreach (var setting in parts.Phases is null ? name.Settings.Where(static setting => setting.IsShared) : [])
            json.WriteNumber(setting.Name, setting.Of(rule));
        if (parts.Settings is not null) json.WriteString("ruleSettings", parts.Settings);
        if (parts.Schedule is not null) json.WriteString("schedule", parts.Schedule);
        json.WriteNumber("decay", RuleName.DecayOf(rule));
        if (decayBiases || rule.DecayBiases) json.WriteBoolean("decayBiases", rule.DecayBiases);
        if (parts.Penalty is { } penalty) json.WriteNumber("penalty", penalty);
        if (parts.DerivativeLimit is { } derivative) json.WriteNumber("derivativeLimit", derivative);
        if (parts.GradientLimit is { } gradient) json.WriteNumber("gradientLimit", gradient);
        if (parts.Bounds is not null) json.WriteString("bounds", parts.Bounds);
    }

    /// <summary>Reads a rule, with exactly the numbers that its kind has: a default of this version may not be that of the one that wrote the file.</summary>
    /// <exception cref="FormatException">It is not one, or a member does not go with it.</exception>
    /// <exception cref="UsageException">A number is not allowed.</exception>
    public static LearningRule Read(StrictJsonObject json)
    {
        var rule = RuleName.Find(json.Text("rule") ?? throw json.Missing("rule"));
        var hasPhases = json.Kind("phases") is not null;
        bool Has(string setting) => rule.Setting(setting) is not null && !hasPhases;
        foreach (var (property, fits) in new[] { ("phases", rule.Name == RuleName.Descent), (RuleSetting.Momentum, Has(RuleSetting.Momentum)), (RuleSetting.Rate, Has(RuleSetting.Rate)) })
        {
            if (json.Kind(property) is not null && !fits)
                throw new FormatException($"{json.Name} has '{property}', which does not go with the rule '{DisplayText.Name(rule.Name)}'{(hasPhases ? " and phases" : "")}.");
        }
        return new RuleParts
        {
            Name = rule.Name,
            Rate = Has(RuleSetting.Rate) ? Number(RuleSetting.Rate, double.Epsilon, double.MaxValue) : null,
            Momentum = Has(RuleSetting.Momentum) ? Number(RuleSetting.Momentum, 0, double.BitDecrement(1)) : null,
            Phases = json.Text("phases"),
            Settings = json.Text("ruleSettings"),
            Schedule = json.Text("schedule"),
            Decay = Number("decay", 0, rule.Name == RuleName.AdamW ? double.MaxValue : double.BitDecrement(1)),
            DecayBiases = json.Flag("decayBiases") ?? false,
            Penalty = Optional("penalty"),
            DerivativeLimit = Optional("derivativeLimit"),
            GradientLimit = Optional("gradientLimit"),
            Bounds = json.Text("bounds"),
        }.ToRule();

        double? Optional(string property) => json.Kind(property) is null ? null : Number(property, double.Epsilon, double.MaxValue);

        double Number(string property, double least, double most) =>
            (json.Number(property) ?? throw json.Missing(property)) is var value && value >= least && value <= most ? value
                : throw new FormatException($"{json.Name} has '{property}' {Numeral.Text(value)}, which is out of range.");
    }
}
