namespace Backprop.Experiments.Tests;

public sealed class TaskTrainingTests
{
    private static readonly ComparisonTask Xor = ComparisonTasks.All.Single(static task => task.Name == "xor");
    private static readonly ComparisonSettings Settings = new() { Seeds = 1, Sweeps = 10_000 };

    public static TheoryData<string> Rules => [.. RuleCandidates.All.Select(static rule => rule.Name)];

    [Fact]
    public void A_run_is_that_of_a_trainer()
    {
        var setting = Candidate("descent").Default;
        var trainer = new Trainer<float>(new Network<float>(Xor.Net).Randomize(2, 0.5), Xor.Cases(2), setting.Rule);
        trainer.Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(5_000));
        var run = TaskTraining.Run(Xor, setting, 2, Settings, withDirections: false, TestContext.Current.CancellationToken);
        Assert.Equal((trainer.History.Sweeps, trainer.History.Error), (run.Sweeps, run.Error!.Value));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Measuring_directions_changes_neither_the_run_nor_its_cost(string rule)
    {
        var setting = Candidate(rule).Default;
        var with = TaskTraining.Run(Xor, setting, 3, Settings, withDirections: true, TestContext.Current.CancellationToken);
        var without = TaskTraining.Run(Xor, setting, 3, Settings, withDirections: false, TestContext.Current.CancellationToken);
        Assert.NotEmpty(with.Directions);
        Assert.Equal(without with { Time = default }, with with { Time = default, Directions = without.Directions });
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void No_run_that_learned_cost_more_than_was_allowed(string rule)
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var run = TaskTraining.Run(Xor, Candidate(rule).Default, seed, Settings with { Sweeps = 30 }, withDirections: false, TestContext.Current.CancellationToken);
            Assert.True(!run.IsLearned || run.Cost.Evaluations <= 30);
        }
    }

    [Fact]
    public void The_first_change_of_descent_goes_straight_down_and_the_gradient_is_the_exact_one()
    {
        var run = TaskTraining.Run(Xor, Candidate("descent").Default, 1, Settings with { Precision = Precision.Double }, withDirections: true, TestContext.Current.CancellationToken);
        Assert.Equal(1, run.Directions[0].Change!.Value, 1e-12);
        Assert.All(run.Directions, static direction => Assert.Equal(1, direction.Gradient!.Value, 1e-12));
        Assert.Equal([1, 2, 5, 10], run.Directions.Take(4).Select(static direction => direction.Sweep));
    }

    [Fact]
    public void Directions_of_nothing_are_none()
    {
        Assert.Equal(0.6, DirectionProbe<double>.Cosine([3, 4], [1, 0])!.Value, 1e-15);
        Assert.Equal(-1, DirectionProbe<double>.Cosine([1, 1], [-2, -2])!.Value, 1e-15);
        Assert.Null(DirectionProbe<double>.Cosine([0, 0], [1, 0]));
    }

    [Fact]
    public void A_run_that_is_not_finite_says_so()
    {
        var run = TaskTraining.Run(
            Xor with { Net = Topology.Build(static net => net.Output("output", 1, UnitFunction.Identity).From(net.Input("input", 2))) },
            new CandidateSetting("", new GradientDescent { LearningRate = 1e9 }), 1, Settings, withDirections: true, TestContext.Current.CancellationToken);
        Assert.Equal(Ending.NotFinite, run.Ending);
        Assert.Null(run.Error);
    }

    private static Candidate Candidate(string name) => RuleCandidates.All.Single(rule => rule.Name == name);
}
