namespace Backprop.Experiments.Tests;

public sealed class ComparisonExperimentTests
{
    private static readonly ComparisonSettings Settings = new() { Seeds = 3, Sweeps = 3_000 };

    [Fact]
    public void The_setting_of_the_least_score_is_the_best_and_the_default_is_the_first()
    {
        var report = new Rates().Run(Settings, threads: 2, cancellationToken: TestContext.Current.CancellationToken);
        var descent = report.Summary.Tasks["xor"].Candidates["descent"];
        Assert.Equal(["0.001", "1", "0.1"], descent.Tried.Select(static tried => tried.Setting));
        Assert.Equal(("0.001", "1"), (descent.Default.Setting, descent.Best.Setting));
        // ε 0.001 learns nothing in 3,000 sweeps.
        Assert.Equal((0, 30_000), (descent.Tried[0].Learned.Count, descent.Tried[0].Score));
        Assert.Equal(descent.Best.Learned.Count, report.Runs.Count(static run => run.Tasks["xor"]["descent"].Best.IsLearned));
    }

    [Fact]
    public void Settings_are_chosen_on_other_seeds_than_those_of_the_report()
    {
        Assert.Equal(1_000_001ul, Settings.FirstSearchSeed);
        Assert.Equal((3, 5), (Settings.SearchSeeds, (Settings with { Seeds = 20 }).SearchSeeds));
    }

    [Fact]
    public void A_run_that_has_not_learned_counts_ten_times_the_budget()
    {
        Outcome learned = new() { Ending = Ending.Learned, Sweeps = 40, Cost = new(50, 30), Error = 0 };
        var tried = TriedSetting.Of(0, "", [learned, learned with { Ending = Ending.Budget }], budget: 100);
        Assert.Equal((1, 2, (40 + 1000) / 2.0), (tried.Learned.Count, tried.Learned.Of, tried.Score));
    }

    [Fact]
    public void Tables_have_a_line_per_run_and_per_setting()
    {
        var report = new Rates().Run(Settings, threads: 2, cancellationToken: TestContext.Current.CancellationToken);
        var runs = ComparisonTables.Outcomes(report).TrimEnd('\n').Split('\n');
        Assert.Equal(1 + (2 * Settings.Seeds), runs.Length);
        Assert.StartsWith("xor,descent,default,\"0.001\",1,budget,3000,3000,3000,3000,", runs[1], StringComparison.Ordinal);
        Assert.Equal(["xor,descent,\"0.001\",0,3,30000,", "yes"], [ComparisonTables.Search(report).Split('\n')[1], ComparisonTables.Search(report).Split('\n')[2].Split(',')[^1]]);
    }

    private sealed class Rates : ComparisonExperiment
    {
        public override string Name => "rates";

        public override string About => "";

        public override ComparisonSettings Defaults => Settings;

        public override IReadOnlyList<ComparisonTask> Tasks { get; } = [ComparisonTasks.All.Single(static task => task.Name == "xor")];

        public override IReadOnlyList<Candidate> Candidates { get; } =
            [new("descent", Rate("0.001", 0.001), Rate("1", 1), Rate("0.1", 0.1))];

        protected override IReadOnlyList<Claim> Claims(ComparisonSettings settings, ComparisonSummary summary) => [];

        private static CandidateSetting Rate(string text, double rate) => new(text, new GradientDescent { LearningRate = rate });
    }
}
