using System.Reflection;
using System.Text.Json;

namespace Backprop.Tests;

public sealed class TrainingJsonTests
{
    public static TheoryData<string> Rules() => ["descent", "adam", "rprop"];

    /// <summary>Rules in which no setting has its default, as the files in the folder Earlier were made with them.</summary>
    private static LearningRule Rule(string name) => name switch
    {
        "adam" => new Adam { LearningRate = 0.01, Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-7 },
        "rprop" => new Rprop { InitialStep = 0.02, IncreaseFactor = 1.3, DecreaseFactor = 0.4, MinimumStep = 1e-5, MaximumStep = 25, DecayBiases = true },
        _ => new GradientDescent { Phases = [new(0.05, 0.5, 4), new(0.02, 0.9)], WeightDecay = 0.001 },
    };

    private static Trainer<float> Trainer(LearningRule rule) =>
        new(new Network<float>(Topology.Layered(2, 3, 1)).Randomize(seed: 5), Xor.Cases, rule, null,
            new TrainerOptions { Batch = rule is Rprop ? Batch.All : Batch.Of(3), Shuffle = rule is not Rprop, Seed = 7, Validation = Xor.Cases });

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_checkpoint_of_before_the_hyper_parameters_were_renamed_is_resumed_to_the_same_bits(string name)
    {
        var whole = Trainer(Rule(name));
        whole.Run(StopWhen.Sweeps(3));
        whole.StepBatch();
        var resumed = Trainer(Rule(name));
        resumed.Network.Weights.Clear();

        resumed.Resume(Path.Combine(Repository.Root, "tests", "Backprop.Tests", "Storage", "Earlier", name + ".safetensors"));

        Assert.Equal(whole.Network.Weights.ToArray(), resumed.Network.Weights.ToArray());
        Assert.Equal(whole.Run(StopWhen.Sweeps(8)).Errors, resumed.Run(StopWhen.Sweeps(8)).Errors);
        Assert.Equal(whole.Network.Weights.ToArray(), resumed.Network.Weights.ToArray());
    }

    public static TheoryData<LearningRule> AllRules => [.. LearningRuleTests.All.Concat(SearchRulesTests.All).Select(static row => row.Data)];

    [Theory]
    [MemberData(nameof(AllRules))]
    public void Every_setting_of_a_rule_is_written_under_its_name_in_camel_case(LearningRule rule)
    {
        rule = rule with { Penalty = 0.1 };
        if (!rule.Searches)
            rule = rule with { Schedule = rule.HasRate ? RateSchedule.Cosine(3) : null, DerivativeLimit = 1, GradientLengthLimit = 2, Bounds = new WeightBounds(-1, 1) };
        if (rule is ScaledConjugateGradients scaled)
            rule = scaled with { CurvatureStep = 1e-4 };
        using var json = JsonDocument.Parse(TrainingJson.Write(new Trainer<float>(Xor.Net<float>(), Xor.Cases, rule)));
        var written = json.RootElement.GetProperty("rule").EnumerateObject().Select(static property => property.Name);

        // What the rule is, not how it is set, and what its name says.
        string[] none = ["HasRate", "Searches", "IsPlain", "Bounds", "Backtracks", .. rule.HasRate ? [] : (string[])["Schedule"], .. rule.Searches ? (string[])["DerivativeLimit", "GradientLengthLimit"] : []];
        var settings = rule.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(static property => property.Name).Except(none)
            .Concat(rule.Searches ? [] : ["MinimumWeight", "MaximumWeight"]).Select(JsonNamingPolicy.CamelCase.ConvertName);
        Assert.Equal(settings.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_rule_that_does_not_write_its_settings_as_it_should_is_refused_before_the_first_sweep()
    {
        Refused("one has a name that is written beside them: 'name'", static json => json.WriteString("name", "another"));
        Refused("two have the same name", static json =>
        {
            json.WriteNumber("rate", 1);
            json.WriteNumber("rate", 2);
        });
        Refused("a number is NaN or infinite", static json => json.WriteNumber("rate", double.NaN));
        Refused("close what it opens", static json => json.WriteStartArray("open"));
        Refused("members of the open object", static json => json.WriteEndObject());

        static void Refused(string expected, Action<Utf8JsonWriter> write)
        {
            using var folder = new TemporaryFolder();
            var options = new TrainerOptions { Checkpoints = new CheckpointOptions(new CheckpointFile(folder["net.checkpoint"])) };
            var trainer = new Trainer<float>(Xor.Net<float>(), Xor.Cases, new Odd(write), null, options);

            var error = Assert.Throws<ArgumentException>(() => trainer.Run(StopWhen.Sweeps(1)));

            Assert.StartsWith("The settings of the rule 'odd' cannot be written as JSON: ", error.Message, StringComparison.Ordinal);
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.Equal(0, trainer.Changes);
            Assert.Throws<ArgumentException>(() => Model.Of(trainer));
        }
    }

    [Theory]
    [InlineData("""{"rule":{"rate":0.1,"name":"x"},"batch":"all cases"}""", null)]
    [InlineData("""{"batch":"all cases","rule":{"name":"x","rate":1e-1}}""", null)]
    [InlineData("""{"rule":{"rate":0.2,"name":"x"},"batch":"all cases"}""", "'rule.rate' is 0.2 in the file, but 0.1 in this training")]
    [InlineData("""{"rule":{"rate":0.2,"name":"y"},"batch":"all cases"}""", "'rule.name' is \"y\" in the file, but \"x\" in this training")]
    [InlineData("""{"rule":{"rate":0.2,"name":"x"},"batch":"3 cases"}""", "'rule.rate' is 0.2 in the file, but 0.1 in this training; 'batch' is \"3 cases\" in the file, but \"all cases\" in this training")]
    [InlineData("""{"rule":{"name":"x"},"batch":"all cases"}""", "'rule.rate' is missing in the file, but 0.1 in this training")]
    [InlineData("""{"rule":{"rate":0.1,"name":"x","more":[1]},"batch":"all cases"}""", "'rule.more[0]' is 1 in the file, but missing in this training")]
    [InlineData("""{"rule":{}}""", "'rule.name' is missing in the file, but \"x\" in this training")]
    [InlineData("""{"\ud800":1}""", "they cannot be read")]
    [InlineData(null, "'rule.name' is missing in the file, but \"x\" in this training")]
    public void What_differs_is_said_by_its_name_with_both_values(string? inFile, string? difference) =>
        Assert.Equal(difference, TrainingJson.Difference(inFile, """{"rule":{"rate":0.1,"name":"x"},"batch":"all cases"}"""));

    [Theory]
    [InlineData("beta1", 0.8)]
    [InlineData("gradientMemory", 0.8)]
    public void A_former_name_counts_for_its_own_rule_only(string name, double value)
    {
        var here = TrainingJson.Write(Trainer(Rule("adam")));
        var inFile = here.Replace("\"beta1\":0.8", $"\"{name}\":{value.ToString(System.Globalization.CultureInfo.InvariantCulture)}", StringComparison.Ordinal);

        Assert.Null(TrainingJson.Difference(inFile, here));
        Assert.Contains("gradientMemory", TrainingJson.Difference(here.Replace("\"beta1\"", "\"gradientMemory\"", StringComparison.Ordinal).Replace("\"Adam\"", "\"x\"", StringComparison.Ordinal), here.Replace("\"Adam\"", "\"x\"", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private sealed record Odd(Action<Utf8JsonWriter> Write) : LearningRule
    {
        public override string Name => "odd";

        public override RuleState<T> Start<T>(int weightCount) => new StillRule().Start<T>(weightCount);

        protected internal override void WriteSettings(Utf8JsonWriter json) => Write(json);
    }
}
