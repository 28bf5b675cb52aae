using System.Text;
using System.Text.Json;

namespace Backprop.Commands.Tests;

public class RulePartsTests
{
    public static TheoryData<string> Names => [.. RuleName.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_part_of_a_rule_is_read_from_words_and_from_settings_as_it_is_written(string name)
    {
        var kind = RuleName.Find(name);
        var parts = new RuleParts
        {
            Name = name,
            Rate = kind.Setting(RuleSetting.Rate) is null ? null : 0.25,
            Momentum = kind.Setting(RuleSetting.Momentum) is null ? null : 0.5,
            Settings = Special(kind),
            Penalty = 0.125,
            DecayBiases = true,
            Schedule = kind.Usual.HasRate ? "warm-up:5,cosine:20" : null,
            Decay = kind.Usual.Searches ? null : 0.0625,
            DerivativeLimit = kind.Usual.Searches ? null : 2,
            GradientLimit = kind.Usual.Searches ? null : 3,
            Bounds = kind.Usual.Searches ? null : "-4:",
        };

        var rule = parts.ToRule();

        Assert.Equal(parts, RuleParts.Of(rule, kind.Usual));
        Assert.Equal(rule, ByJson(rule));
        Assert.NotEqual(rule, kind.Usual);
        var words = parts.Words(RuleName.Descent).ToList();
        Assert.Equal(name == RuleName.Descent, !words.Contains("--rule"));
        Assert.Contains("--penalty", words);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_usual_rule_has_no_parts_but_its_name(string name)
    {
        var usual = RuleName.Find(name).Usual;
        Assert.Equal(new RuleParts { Name = name }, RuleParts.Of(usual, usual));
        Assert.Equal(usual, new RuleParts { Name = name }.ToRule());
        Assert.Equal(usual, ByJson(usual));
    }

    [Fact]
    public void The_names_are_those_of_all_rules() => Assert.Equal(RuleName.All.Select(static rule => rule.Name), RuleName.Names);

    [Fact]
    public void What_does_not_go_with_a_rule_is_refused_in_the_words_of_the_command()
    {
        Refused("--momentum is not for --rule adam, which has no momentum; it belongs to descent, nesterov, doug and delta-bar-delta.", new() { Name = "adam", Momentum = 0.5 });
        Refused("--rate is not for --rule lbfgs, which finds its steps itself; it belongs to descent,", new() { Name = "lbfgs", Rate = 0.5 });
        Refused("--phases belongs to --rule descent;", new() { Name = "nesterov", Phases = "0.1/0.5" });
        Refused("--phases gives the rates and momentums of all sweeps; leave --rate out.", new() { Phases = "0.1/0.5", Rate = 1 });
        Refused("--decay-biases changes nothing without --decay or --penalty", new() { DecayBiases = true });
        Refused("--rule scg looks for the least E itself, so --decay is not for it;", new() { Name = "scg", Decay = 0.1 });
        Refused("--rule lm looks for the least E itself, so --bounds is not for it;", new() { Name = "lm", Bounds = "-1:1" });
        Refused("--schedule is not for --rule rprop, which has no rate.", new() { Name = "rprop", Schedule = "cosine:5" });
        Refused("--schedule: the part 'linear:5' of a schedule is not known;", new() { Schedule = "linear:5" });
        Refused("--rule cg has no numbers of its own", new() { Name = "cg", Settings = "memory=3" });
        Refused("--rule-settings of --rule lbfgs must be name=number with one of memory, but has 'memry=3'; did you mean 'memory'?", new() { Name = "lbfgs", Settings = "memry=3" });
        Refused("--rule-settings memory must be from 1 to 1000, but was 0.", new() { Name = "lbfgs", Settings = "memory=0" });
        Refused("--rule-settings growth-limit must be a number, but is 'x'.", new() { Name = "quickprop", Settings = "growth-limit=x" });
        Refused("--rate must be a finite number above 0, but was -1.", new() { Rate = -1 });
        Refused("--bounds must be the least and the greatest weight, as -5:5", new() { Bounds = "5:-5" });
        Assert.Contains("the learning rule 'lbgfs' is not known; it can be descent,", Assert.Throws<FormatException>(() => new RuleParts { Name = "lbgfs" }.ToRule()).Message, StringComparison.Ordinal);

        static void Refused(string expected, RuleParts parts) => Assert.Contains(expected, Assert.Throws<UsageException>(() => parts.ToRule()).Message, StringComparison.Ordinal);
    }

    /// <summary>Another value for the first number that only this rule has; null if it has none.</summary>
    private static string? Special(RuleName kind) => kind.Settings.FirstOrDefault(static setting => !setting.IsShared) is not { } setting ? null
        : setting.Name == "memory" ? (kind.Name == "lbfgs" ? "memory=7" : "memory=0.5") : setting.Name == "curvature-step" ? "curvature-step=0.001" : $"{setting.Name}={Numeral.Text(setting.Of(kind.Usual) / 2)}";

    private static LearningRule ByJson(LearningRule rule)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            RuleJson.Write(json, rule, decayBiases: false);
            json.WriteEndObject();
        }
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        return RuleJson.Read(new StrictJsonObject(document.RootElement, "'settings'"));
    }
}
