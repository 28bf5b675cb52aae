using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Backprop.Experiments.Tests;

public class ExperimentTests
{
    private sealed record Settings : ExperimentSettings
    {
        public double LearningRate { get; init; } = 0.1;
    }

    private sealed record Outcome(ulong Seed, double? Value);

    private sealed class Doubling : Experiment<Settings, Outcome, Distribution>
    {
        public override string Name => "doubling";
        public override string About => "Doubles seeds.";
        public override Settings Defaults => new() { Seeds = 3, Sweeps = 10 };
        protected override IJsonTypeInfoResolver Json => new DefaultJsonTypeInfoResolver();
        protected override IReadOnlyList<ExampleNet> Examples(Settings settings) => [];
        protected override Outcome RunSeed(Settings settings, ulong seed, CancellationToken cancellationToken) => new(seed, seed == 2 ? null : 2.0 * seed);
        protected override Distribution Summarize(Settings settings, IReadOnlyList<Outcome> runs) => Distribution.Of(runs.Select(r => r.Value));
        protected override IReadOnlyList<Claim> Claims(Settings settings, Distribution summary) => [new("twice", "–", $"ε {settings.LearningRate}", Verdict.Yes)];
    }

    [Fact]
    public void The_report_as_json_has_settings_runs_summary_and_claims()
    {
        var json = new Doubling().RunAny(new Doubling().Defaults with { FirstSeed = 1 }, threads: 2).ToJson();
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        Assert.Equal(["experiment", "settings", "runs", "summary", "claims"], root.EnumerateObject().Select(p => p.Name));
        Assert.Equal("doubling", root.GetProperty("experiment").GetString());
        Assert.Equal(["learningRate", "seeds", "firstSeed", "sweeps", "precision"], root.GetProperty("settings").EnumerateObject().Select(p => p.Name));
        Assert.Equal("float", root.GetProperty("settings").GetProperty("precision").GetString());
        Assert.Equal([1, 2, 3], root.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("seed").GetInt32()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("runs")[1].GetProperty("value").ValueKind);
        Assert.Equal(6, root.GetProperty("summary").GetProperty("median").GetDouble());
        Assert.Equal("yes", root.GetProperty("claims")[0].GetProperty("holds").GetString());
        Assert.Contains("ε 0.1", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_threads_leaves_no_trace() => Assert.Equal(
        new Doubling().RunAny(new Doubling().Defaults with { Seeds = 40 }, threads: 1).ToJson(),
        new Doubling().RunAny(new Doubling().Defaults with { Seeds = 40 }, threads: 8).ToJson());

    [Fact]
    public void Settings_that_make_no_sense_are_refused()
    {
        var experiment = new Doubling();
        Assert.Throws<ArgumentOutOfRangeException>(() => experiment.RunAny(experiment.Defaults with { Seeds = 0 }, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => experiment.RunAny(experiment.Defaults with { Sweeps = 0 }, 1));
        Assert.Throws<ArgumentException>(() => experiment.RunAny(new OtherSettings { Seeds = 1, Sweeps = 1 }, 1));
        Assert.Throws<ArgumentException>(() => experiment.AnyExamples(new OtherSettings { Seeds = 1, Sweeps = 1 }));
    }

    private sealed record OtherSettings : ExperimentSettings;
}
