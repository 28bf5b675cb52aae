using System.Runtime.CompilerServices;

namespace Backprop.Experiments.Tests;

public class AlternativesExperimentTests
{
    [Fact]
    public void A_claim_for_each_task_and_each_method_is_measured()
    {
        var experiment = new AlternativesExperiment();
        var report = experiment.Run(experiment.Defaults with { Seeds = 1, Sweeps = 60 }, threads: 2);

        Assert.Equal((2 * 5) + (2 * 7), report.Claims.Count);
        Assert.Contains(report.Claims, static claim => claim.What == "contrastive-hebbian against back-propagation, both at their best" && claim.Here.Contains("not defined: family-trees, sequence", StringComparison.Ordinal));
        // Nobody learns symmetry in 60 gradient evaluations, which is not a success of the others.
        Assert.Equal(Verdict.No, report.Claims[0].Holds);
        Assert.Equal(0, report.Summary.Tasks["xor"].Candidates["feedback"].Default.Directions.Count(static direction => direction.Gradient is null));
    }

    [Fact]
    public void Back_propagation_points_along_the_gradient_and_the_others_do_not()
    {
        var experiment = new AlternativesExperiment();
        var xor = experiment.Run(experiment.Defaults with { Seeds = 1, Sweeps = 20, Precision = Precision.Double }, threads: 2).Summary.Tasks["xor"];
        double First(string name) => xor.Candidates[name].Default.Directions[0].Gradient!.Value;

        Assert.Equal(1, First("back-propagation"), 1e-12);
        Assert.All((string[])["feedback", "direct-feedback", "sign-symmetry", "node-perturbation", "weight-perturbation", "contrastive-hebbian"], name => Assert.InRange(First(name), -1, 1 - 1e-6));
        Assert.InRange(First("weight-by-weight"), 0.99, 1);
    }

    [Theory]
    [InlineData("symmetry"), InlineData("xor"), InlineData("encoder")]
    public void The_page_of_the_documentation_shows_what_the_first_seed_gives_today(string name)
    {
        // When this fails: backprop paper alternatives --figures docs/studies/alternatives; then look at the figures and at docs/studies/alternatives.md.
        var written = File.ReadAllLines(Path.Combine(Folder(), "alternatives-runs.csv")).ToHashSet(StringComparer.Ordinal);
        var task = ComparisonTasks.All.Single(task => task.Name == name);
        foreach (var method in GradientCandidates.All)
        {
            // Thousands of rounds, or of runs with noise.
            if (name == "symmetry" && method.Name is "contrastive-hebbian" or "node-perturbation") continue;
            var run = TaskTraining.Run(task, method.Default, 1, new AlternativesExperiment().Defaults, withDirections: false, TestContext.Current.CancellationToken);
            var line = ComparisonTables.Line(task.Name, method.Name, "default", method.Default.Text, 1, run).TrimEnd('\n');
            Assert.True(written.Contains(line), $"the page has another line than {line}");
        }
    }

    private static string Folder([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../docs/studies/alternatives"));
}
