namespace Backprop.Experiments.Tests;

public class StudyTests
{
    private static readonly Cases Xor = BooleanTasks.ExclusiveOr().ToCases();
    private static readonly StopRule Within = StopWhen.AllWithin(0.2);

    private static StudyPoint Point(Topology topology, double rate, double range = 0.3) =>
        new() { Topology = topology, Rule = new GradientDescent { LearningRate = rate, Momentum = 0.9 }, Error = new SumOfSquares(), Range = range };

    private static Study<float> Of(int sweeps, TrainerOptions? options, params StudyPoint[] points) =>
        new(Xor, points, Within, rule => rule == Within, otherwise: null, sweeps, options ?? new TrainerOptions());

    private static List<StudyRun> Runs(Study<float> study, params StudyNet[] nets)
    {
        var runs = new List<StudyRun>();
        study.Run(nets, runs.Add, cancellationToken: TestContext.Current.CancellationToken);
        return runs;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_net_is_that_of_a_trainer_with_its_settings_and_seed(bool shuffled)
    {
        var options = shuffled ? new TrainerOptions { Batch = Batch.EachCase, Shuffle = true, Threads = 2 } : new TrainerOptions { Threads = 2 };
        StudyPoint[] points = [Point(Topology.Layered(2, 2, 1), 0.5), Point(Topology.Layered(2, 2, 1), 0.1, range: 1), Point(Topology.Layered(2, 3, 1), 0.5)];
        StudyNet[] nets = [.. Enumerable.Range(0, points.Length).SelectMany(point => Enumerable.Range(1, 20).Select(seed => new StudyNet(point, (ulong)seed)))];
        var runs = Runs(Of(600, options, points), nets);
        Assert.Equal(nets, runs.Select(static run => run.Net));
        foreach (var run in runs)
        {
            var point = points[run.Net.Point];
            var net = new Network<float>(point.Topology).Randomize(run.Net.Seed, point.Range);
            var history = new Trainer<float>(net, Xor, point.Rule, point.Error, options with { Threads = 1, Seed = run.Net.Seed }).Run(Within | StopWhen.Sweeps(600), cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal((history.Sweeps, history.Stopped == Within, history.Stopped!.Name, (double?)history.Error), (run.Sweeps, run.Learned, run.Stopped, run.Error));
        }
        Assert.Contains(runs, static run => run.Learned);
        Assert.Contains(runs, static run => !run.Learned);
    }

    [Fact]
    public void A_net_whose_numbers_are_no_longer_finite_has_neither_a_rule_nor_an_error()
    {
        var topology = Topology.Build(net => net.Output("output", 1, UnitFunction.Identity).From(net.Input("input", 2)));
        var run = Assert.Single(Runs(Of(100_000, null, Point(topology, 100)), new StudyNet(0, 1)));
        Assert.Equal((false, null, null), (run.Learned, run.Stopped, run.Error));
    }

    [Fact]
    public void A_rule_that_is_no_goal_ends_a_training_without_success()
    {
        var study = new Study<float>(Xor, [Point(Topology.Layered(2, 1), 0.5)], Within, rule => rule == Within, StopWhen.NoBetter(50), 100_000, new TrainerOptions());
        var run = Assert.Single(Runs(study, new StudyNet(0, 1)));
        Assert.Equal((false, "no better for 50 sweeps"), (run.Learned, run.Stopped));
        var summary = StudySummary.Of([run], "100000 sweeps", default);
        Assert.Equal((0, 1, 0), (summary.Limit, summary.Otherwise, summary.NotFinite));
    }

    [Fact]
    public void Nets_that_need_longer_are_told_from_those_that_never_learn()
    {
        // Without hidden units nothing learns exclusive-or: the only minimum answers one half to everything.
        var study = Of(60, null, Point(Topology.Layered(2, 2, 1), 0.5), Point(Topology.Layered(2, 1), 0.5));
        var causes = new List<(StudyNet Net, Stop? Stop)>();
        study.FindCauses([new(0, 189), new(1, 1)], (net, stop) => causes.Add((net, stop)), TestContext.Current.CancellationToken);
        Assert.Equal([(0, StopCause.Plateau, (int?)188), (1, StopCause.TrueMinimum, null)], causes.Select(static found => (found.Net.Point, found.Stop!.Cause, found.Stop.LearnedLater)));
        var counts = causes.Aggregate(default(CauseCounts), static (sum, found) => sum.With(found.Stop!));
        Assert.Equal(new CauseCounts(1, 0, 0, 1), counts);
    }

    [Fact]
    public void The_cause_is_sought_in_small_layered_nets_of_logistic_units()
    {
        Assert.True(Study<float>.CanFindCause(Point(Topology.Layered(2, 2, 1), 1)));
        Assert.False(Study<float>.CanFindCause(Point(Topology.Layered(20, 20, 1), 1)));
        Assert.False(Study<float>.CanFindCause(Point(Topology.Build(net => net.Output("output", 1, UnitFunction.Tanh).From(net.Input("input", 2))), 1)));
    }

    [Fact]
    public void Quantiles_are_numbers_of_sweeps_that_occurred()
    {
        StudyRun[] runs = [.. Enumerable.Range(1, 20).Select(k => new StudyRun(new StudyNet(0, (ulong)k), 10 * k, k <= 16, k <= 16 ? "all within 0.2" : "200 sweeps", 0.1))];
        var summary = StudySummary.Of(runs, "200 sweeps", default);
        Assert.Equal(new Share(16, 20), summary.Learned);
        Assert.Equal(new SweepQuantiles(10, 10, 40, 80, 120, 160, 160), summary.Sweeps);
        Assert.Equal((4, 0, 0), (summary.Limit, summary.Otherwise, summary.NotFinite));
    }
}
