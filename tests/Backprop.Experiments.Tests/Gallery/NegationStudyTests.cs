namespace Backprop.Experiments.Tests;

public class NegationStudyTests
{
    [Fact]
    public void Most_nets_learn_it_and_their_hidden_units_come_to_serve_one_bit_more_often_than_at_the_start()
    {
        var study = new NegationStudy();
        var summary = study.Run(study.Defaults with { Seeds = 20 }, threads: 2).Summary;
        Assert.True(summary.Sweeps.Reached.Value > 0.8);
        Assert.True(summary.Devoted.Low > summary.Untrained.High);
    }
}
