namespace Backprop.Experiments.Tests;

public class ShapesStudyTests
{
    [Fact]
    public void A_net_that_learned_one_position_is_right_at_all_others()
    {
        var study = new ShapesStudy();
        var run = study.Run(study.Defaults with { Seeds = 1 }, threads: 1).Runs[0];
        Assert.NotNull(run.Sweeps);
        Assert.Equal(24, run.Elsewhere);
    }
}
