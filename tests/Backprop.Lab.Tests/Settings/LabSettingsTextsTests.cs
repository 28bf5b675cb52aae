using System.Text;
using System.Text.Json;
using Backprop.Experiments;

namespace Backprop.Lab.Tests;

public class LabSettingsTextsTests
{
    public static TheoryData<string, string, string> Refused => new()
    {
        { "rule", "newton", "not known" }, { "rate", "0", "above 0" }, { "rate", "x", "above 0" }, { "momentum", "1", "below 1" }, { "phases", "0.1", "--phases" }, { "decay", "-1", "below 1" },
        { "decay-biases", "yes", "decay or a penalty first" }, { "rule-settings", "memory=3", "no numbers of its own" }, { "schedule", "linear:3", "is not known" }, { "penalty", "-1", "at least 0" }, { "derivative-limit", "0", "above 0" }, { "gradient-limit", "x", "above 0" }, { "bounds", "2:1", "--bounds" }, { "error", "cubes", "--error" }, { "tolerance", "dead:2", "--tolerance" }, { "update", "0", "--update" }, { "update", "window", "--update" }, { "shuffle", "yes", "changes nothing" },
        { "noise", "hidden", "--noise" }, { "noise", "hiden=1", "does not have" }, { "until", "soon", "--until" }, { "limit", "0", "at least 1" }, { "range", "-1", "range" }, { "seed", "-1", "seed" }, { "precision", "half", "--precision" },
    };

    private static LabSession Xor => new(ExperimentOpenings.Of(Paper.Find("xor"))[0]);

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_refused_text_says_why_and_changes_nothing(string id, string text, string why)
    {
        var session = Xor;
        session.Run(3);
        var (settings, model) = (session.Settings, session.Trainer.ToModel().ToBytes());
        var refusal = Assert.ThrowsAny<Exception>(() => session.Set(LabSettingsTexts.Find(id)!.With(session.Settings, text)));
        Assert.True(refusal is UsageException or FormatException or BackpropException or ArgumentException, refusal.ToString());
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(settings, session.Settings);
        Assert.Equal(model, session.Trainer.ToModel().ToBytes());
        Assert.Single(session.Deeds);
    }

    [Fact]
    public void The_panel_has_every_setting_once() =>
        Assert.Equal(LabSettingsTexts.All.Select(static setting => setting.Id).Order(StringComparer.Ordinal), SettingsPanel.Shown.Order(StringComparer.Ordinal));

    public static TheoryData<string> Rules => [.. RuleName.Names];

    /// <summary>Every part of a rule that the command has.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void A_model_of_the_command_opens_with_every_setting_of_its_rule(string name)
    {
        var kind = RuleName.Find(name);
        var searches = kind.Usual.Searches;
        var parts = new RuleParts
        {
            Name = name,
            Settings = kind.Settings.FirstOrDefault(static setting => !setting.IsShared) is { } own ? $"{own.Name}={Numeral.Text(own.Name == "memory" && name == "lbfgs" ? 7 : own.Name == "curvature-step" ? 0.001 : own.Of(kind.Usual) / 2)}" : null,
            Schedule = kind.Usual.HasRate ? "warm-up:5,cosine:20" : null,
            Penalty = 0.125,
            DecayBiases = true,
            Decay = searches ? null : 0.0625,
            DerivativeLimit = searches ? null : 2,
            GradientLimit = searches ? null : 3,
            Bounds = searches ? null : "-4:",
        };
        var session = Xor;
        session.Set(session.Settings with { Training = session.Training with { Rule = parts.ToRule() } });
        var texts = LabSettingsTexts.Differing(session.Settings).ToDictionary(StringComparer.Ordinal);

        Assert.Equal(session.Settings, LabSettingsTexts.Read(texts));
        var model = session.Trainer.ToModel() with { Settings = $"{{\"training\":{Written(parts.ToRule())}}}" };
        Assert.Equal(session.Training.Rule, ModelSettings.Of(model).Training.Rule);
    }

    private static string Written(LearningRule rule)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            RuleJson.Write(json, rule, decayBiases: true);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [Fact]
    public void A_rule_that_finds_no_lower_E_ends_the_training_until_something_is_changed()
    {
        var session = Xor;
        session.Set(LabSettingsTexts.Find("rule")!.With(session.Settings, "lm"));
        session.Set(LabSettingsTexts.Find("until")!.With(session.Settings, "sweeps"));

        Assert.True(session.Run(10_000));
        session.Run(0); // as the page does when the net pauses

        Assert.True(session.HasEnded && session.HasEndedWithoutDescent && !session.HasEndedAtLimit);
        session.Set(LabSettingsTexts.Find("rule")!.With(session.Settings, "descent"));
        session.Run(0);
        Assert.False(session.HasEnded || session.HasEndedWithoutDescent);
    }

    [Theory]
    [InlineData("rule", "adam")]
    [InlineData("rule", "rprop")]
    [InlineData("rule", "quickprop")]
    [InlineData("rule", "lbfgs")]
    [InlineData("rule", "scg")]
    [InlineData("schedule", "warm-up:5,cosine:20")]
    [InlineData("penalty", "0.001")]
    [InlineData("derivative-limit", "0.5")]
    [InlineData("gradient-limit", "0.5")]
    [InlineData("bounds", "-1:1")]
    [InlineData("rate", "0.25")]
    [InlineData("momentum", "0")]
    [InlineData("phases", "0.1/0.5:20,0.2/0.9")]
    [InlineData("decay", "0.002")]
    [InlineData("error", "cross-entropy")]
    [InlineData("tolerance", "edge:0.2")]
    [InlineData("update", "case")]
    [InlineData("noise", "input=0.1")]
    [InlineData("until", "right,error:0.01")]
    [InlineData("limit", "77")]
    public void A_setting_is_changed_while_the_net_learns_and_the_count_of_sweeps_goes_on(string id, string text)
    {
        var session = Xor;
        session.Run(10);
        var before = session.Settings;
        session.Set(LabSettingsTexts.Find(id)!.With(before, text));
        Assert.Equal(text, LabSettingsTexts.Find(id)!.Text(session.Settings));
        Assert.Equal(10, session.Trainer.Sweeps);
        session.Run(5);
        Assert.Equal(15, session.Trainer.Sweeps);
        Assert.Equal(15, session.Trainer.History.Errors.Count);
        Assert.Equal(new Deed.Changed(session.Training), session.Deeds[1]);
        session.Undo();
        Assert.Equal(before, session.Settings);
    }

    [Theory]
    [InlineData("seed", "18446744073709551615")]
    [InlineData("range", "1.5")]
    [InlineData("precision", "double")]
    public void What_decides_the_start_starts_again(string id, string text)
    {
        var session = Xor;
        session.Run(10);
        session.Set(LabSettingsTexts.Find(id)!.With(session.Settings, text));
        Assert.Equal(text, LabSettingsTexts.Find(id)!.Text(session.Settings));
        Assert.Empty(session.Deeds);
        Assert.Equal(0, session.Trainer.Sweeps);
    }

    [Fact]
    public void Texts_that_differ_are_read_as_the_same_settings()
    {
        LabSettings[] all =
        [
            .. Paper.Experiments.Concat(Gallery.Studies).SelectMany(ExperimentOpenings.Of).Select(static opening => new LabSettings(opening.Training, opening.Seed)),
            new(new CaseTraining { Rule = new Adam { LearningRate = 0.02, WeightDecay = 0.1, DecayBiases = true }, Batch = Batch.Of(3), Shuffle = true, Noise = CaseNoise.Read("a=1,b=2"), IsDouble = true, Until = [], Sweeps = 3, Range = 2 }, 99),
            new(new CaseTraining { Rule = new Rprop(), Error = CaseError.Read("cross-entropy,a=squares", "dead:0.3"), Batch = Batch.EachWindow, Shuffle = true }, 1),
        ];
        foreach (var settings in all)
        {
            var texts = LabSettingsTexts.Differing(settings).ToDictionary(StringComparer.Ordinal);
            Assert.Equal(settings, LabSettingsTexts.Read(texts));
        }
        Assert.Empty(LabSettingsTexts.Differing(new LabSettings(new CaseTraining(), 1)));
        Assert.ThrowsAny<UsageException>(() => LabSettingsTexts.Read(new Dictionary<string, string>(StringComparer.Ordinal) { ["rat"] = "1" }));
    }

    [Fact]
    public void Every_deed_is_said_in_words()
    {
        var session = new LabSession(ExperimentOpenings.Of(Paper.Find("symmetry"))[0]);
        session.Run(10);
        session.Change();
        session.Set(session.Training with { Rule = new GradientDescent { LearningRate = 0.25 }, Batch = Batch.EachCase });
        session.SetWeight(13, 0.5);
        session.Destroy(Lesion.OfLinks("input->hidden", new Link(0, 2)));
        session.Freeze(session.Trainer.Net.GetWeights("hidden->output"), true);
        Assert.Equal(
            ["Learned to sweep 10 (changes: 10)", "Learned change by change: 1, in sweep 11", "Settings: rate 0.25, update case, shuffle no", "Set weight 2 of hidden->output to 0.5", "Destroyed input->hidden: 3→1", "Froze hidden->output"],
            DeedTexts.Of(session).Select(static deed => deed.Phrase.In(Language.English, [.. deed.Values])));
    }
}
