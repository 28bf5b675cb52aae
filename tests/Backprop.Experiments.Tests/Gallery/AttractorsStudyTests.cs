namespace Backprop.Experiments.Tests;

public class AttractorsStudyTests
{
    [Fact]
    public void Most_untrained_starts_near_a_pattern_settle_into_it_and_stay()
    {
        var study = new AttractorsStudy();
        var run = study.Run(study.Defaults with { Seeds = 1 }, threads: 1).Runs[0];
        Assert.Equal(12, run.Starts[0]);
        Assert.True(run.Settled[2] > 0.8 * run.Starts[2]);
        Assert.True(run.Stay[2] > 0.8 * run.Starts[2]);
    }
}
