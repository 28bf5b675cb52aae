namespace Backprop.Experiments.Tests;

public class StepSizeExperimentTests
{
    [Theory]
    [InlineData(Precision.Float)]
    [InlineData(Precision.Double)]
    public void Large_steps_oscillate_small_ones_crawl_and_momentum_hurries(object precision)
    {
        var experiment = new StepSizeExperiment();
        var summary = experiment.Run(experiment.Defaults with { Seeds = 8, Precision = (Precision)precision }, threads: 1).Summary;
        Assert.True(summary.TooLarge.MeanReversals > 0.9);
        Assert.Equal(0, summary.TooLarge.Arrived.Reached.Count);
        Assert.True(summary.TooSmall.MeanReversals < 0.01);
        Assert.True(summary.WithMomentum.Arrived.Median * 4 < summary.TooSmall.Arrived.Median);
    }

    [Fact]
    public void A_course_is_a_path_over_the_surface()
    {
        var experiment = new StepSizeExperiment();
        var run = experiment.Run(experiment.Defaults with { Seeds = 1, Sweeps = 150 }, threads: 1).Runs[0];
        Assert.Equal(101, run.TooSmall.Path.Count);
        Assert.Equal(run.TooSmall.Path[0], run.TooLarge.Path[0]);
        Assert.NotEqual(run.TooSmall.Path[1], run.TooLarge.Path[1]);
    }
}
