namespace Backprop.Experiments.Tests;

public class GradientCandidatesTests
{
    [Fact]
    public void Every_method_has_eight_settings_and_its_defaults_at_the_papers_rate_first()
    {
        GradientMethod[] defaults =
        [
            new Backpropagation(), new FeedbackAlignment(), new DirectFeedbackAlignment(), new SignSymmetry(),
            new NodePerturbation(), new WeightPerturbation(), new WeightPerturbation { OneByOne = true }, new ContrastiveHebbian(),
        ];

        Assert.Equal(defaults.Select(static method => method.WithSeed(7)), GradientCandidates.All.Select(static candidate => candidate.Default.Options(7).Gradient));
        Assert.All(GradientCandidates.All, static candidate =>
        {
            Assert.Equal(8, candidate.Settings.Select(static setting => setting.Text).Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(new GradientDescent { LearningRate = 0.1, Momentum = 0.9 }, candidate.Default.Rule);
        });
    }

    [Fact]
    public void A_method_is_left_out_of_tasks_for_which_it_is_not_defined()
    {
        static string[] TasksOf(string name) => [.. ComparisonTasks.All.Where(GradientCandidates.All.Single(candidate => candidate.Name == name).Fits).Select(static task => task.Name)];

        Assert.Equal(["symmetry", "xor", "encoder", "family-trees", "sequence"], TasksOf("feedback"));
        Assert.Equal(["symmetry", "xor", "encoder", "family-trees"], TasksOf("direct-feedback"));
        Assert.Equal(["symmetry", "xor", "encoder"], TasksOf("contrastive-hebbian"));
    }

    [Theory]
    [InlineData("back-propagation", 3, 3)]
    [InlineData("feedback", 3, 3)]
    [InlineData("sign-symmetry", 3, 3)]
    [InlineData("node-perturbation", 6, 1.5)] // each sweep a run as it is, one with noise, and equation 6
    [InlineData("weight-perturbation", 6, 0)]
    [InlineData("weight-by-weight", 30, 0)] // nine weights
    public void Passes_over_the_cases_are_counted(string name, double forward, double backward)
    {
        var task = ComparisonTasks.All.Single(static task => task.Name == "xor");
        var setting = GradientCandidates.All.Single(candidate => candidate.Name == name).Default;
        var trainer = new Trainer<double>(new Network<double>(task.Net).Randomize(1), task.Cases(1), setting.Rule, task.Error, setting.Options(1));
        for (var sweep = 0; sweep < 3; sweep++)
            trainer.Step();

        Assert.Equal(new Cost(forward, backward), Cost.Of(trainer, setting.SweepCost));
    }

    [Fact]
    public void Contrastive_Hebbian_learning_costs_its_rounds_of_settling()
    {
        var task = ComparisonTasks.All.Single(static task => task.Name == "xor");
        var setting = GradientCandidates.All.Single(static candidate => candidate.Name == "contrastive-hebbian").Default;
        var trainer = new Trainer<double>(new Network<double>(task.Net).Randomize(1), task.Cases(1), setting.Rule, task.Error, setting.Options(1));
        trainer.Step();
        var cost = Cost.Of(trainer, setting.SweepCost);

        // At least two rounds in each phase: one that changes the states, one that does not.
        Assert.InRange(cost.Forward, 1 + 4, 100);
        Assert.Equal(cost.Forward - 0.5, cost.Backward);
    }
}
