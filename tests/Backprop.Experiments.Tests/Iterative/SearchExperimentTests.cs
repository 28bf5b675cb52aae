namespace Backprop.Experiments.Tests;

public class SearchExperimentTests
{
    [Fact]
    public void More_iterations_find_what_is_farther_away()
    {
        var experiment = new SearchExperiment();
        var summary = experiment.Run(experiment.Defaults with { Seeds = 2, Sweeps = 1500 }, threads: 2).Summary;
        Assert.True(summary.AccuracyByTraining[6] > 0.8);
        Assert.True(summary.AccuracyByTraining[0] < summary.AccuracyByTraining[6] - 0.2);
        Assert.True(summary.AccuracyByIteration[0] < 0.1);
        Assert.True(summary.AccuracyByIteration[3] < summary.AccuracyByIteration[6]);
    }

    [Fact]
    public void The_read_out_at_the_trained_number_of_iterations_is_that_of_the_trained_net()
    {
        var experiment = new SearchExperiment();
        var run = experiment.Run(experiment.Defaults with { Seeds = 1, Sweeps = 300 }, threads: 1).Runs[0];
        Assert.Equal(run.AccuracyByTraining[Search.Cells - 1], run.AccuracyByIteration[Search.Cells - 1]);
    }

    [Fact]
    public void Reachable_cells_are_those_joined_to_the_start_by_open_ones()
    {
        Assert.Equal(Search.Cells * (1 << (Search.Cells - 1)), Search.All.Inputs.Count);
        var number = Search.All.Inputs.Index().Single(entry => entry.Item.SequenceEqual(new double[] { 1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0 })).Index;
        Assert.Equal([0, 0, 1, 1, 1, 0, 0], Search.All.Targets[number]);
        Assert.Equal(2, Search.Distances[number]);
    }
}
