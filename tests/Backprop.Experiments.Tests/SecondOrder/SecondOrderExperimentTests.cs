using System.Globalization;
using System.Runtime.CompilerServices;

namespace Backprop.Experiments.Tests;

public sealed class SecondOrderExperimentTests
{
    public static TheoryData<string> CheapTasks => ["symmetry", "xor", "encoder"];

    [Fact]
    public void Every_rule_has_eight_settings_but_conjugate_gradients_which_have_nothing_to_set()
    {
        Assert.All(RuleCandidates.All, static rule => Assert.Equal(rule.Name == "cg" ? 1 : 8, rule.Settings.Count));
        Assert.All(RuleCandidates.All, static rule => Assert.Equal(rule.Settings.Count, rule.Settings.Select(static setting => setting.Text).Distinct(StringComparer.Ordinal).Count()));
    }

    [Fact]
    public void The_first_setting_of_every_rule_has_the_published_defaults()
    {
        LearningRule[] defaults =
        [
            new GradientDescent(), new Nesterov(), new DougsMomentum(), new Quickprop(), new DeltaBarDelta(), new Rprop(), new Rprop { Backtracks = false },
            new Adam(), new AdamW(), new Lbfgs(), new ConjugateGradients(), new ScaledConjugateGradients(), new LevenbergMarquardt(),
        ];
        Assert.Equal(defaults, RuleCandidates.All.Select(static rule => rule.Default.Rule));
    }

    [Theory]
    [MemberData(nameof(CheapTasks))]
    public void The_page_of_the_documentation_shows_what_the_first_seed_gives_today(string name)
    {
        // When this fails: backprop paper second-order --figures docs/studies/second-order; then look at the figures and at docs/studies/second-order.md.
        var written = File.ReadAllLines(Path.Combine(Folder(), "second-order-runs.csv")).ToHashSet(StringComparer.Ordinal);
        var task = ComparisonTasks.All.Single(task => task.Name == name);
        var settings = new SecondOrderExperiment().Defaults;
        foreach (var rule in RuleCandidates.All)
        {
            var run = TaskTraining.Run(task, rule.Default, 1, settings, withDirections: false, TestContext.Current.CancellationToken);
            Assert.Contains(ComparisonTables.Line(task.Name, rule.Name, "default", rule.Default.Text, 1, run).TrimEnd('\n'), written);
        }
    }

    [Fact]
    public void The_tables_of_the_page_are_those_of_its_runs()
    {
        var page = File.ReadAllText(Folder() + ".md");
        var runs = File.ReadLines(Path.Combine(Folder(), "second-order-runs.csv")).Skip(1).Select(static line => (Keys: line[..line.IndexOf('"', StringComparison.Ordinal)].Split(','), Numbers: line[(line.LastIndexOf('"') + 2)..].Split(',')))
            .ToLookup(static run => (run.Keys[0], run.Keys[1], run.Keys[2]), static run => run.Numbers[1] == "learned" ? double.Parse(run.Numbers[5], CultureInfo.InvariantCulture) : (double?)null);
        foreach (var role in new[] { "best", "default" })
        {
            foreach (var rule in RuleCandidates.All)
            {
                var cells = ComparisonTasks.All.Select(task => Distribution.Of(runs[(task.Name, rule.Name, role)]))
                    .Select(static evaluations => string.Create(CultureInfo.InvariantCulture, $"{Words.Number(evaluations.Median is { } median ? Math.Round(median) : null)} ({evaluations.Reached.Count})"));
                Assert.Contains($"\n| `{rule.Name}` | {string.Join(" | ", cells)} |\n", page, StringComparison.Ordinal);
            }
        }
    }

    private static string Folder([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../docs/studies/second-order"));
}
