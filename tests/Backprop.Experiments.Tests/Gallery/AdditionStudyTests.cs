namespace Backprop.Experiments.Tests;

public class AdditionStudyTests
{
    [Fact]
    public void Two_hidden_units_are_enough_with_direct_connections_alone_and_seldom_found()
    {
        var study = new AdditionStudy();
        var sweeps = study.Run(study.Defaults with { Seeds = 20 }, threads: 2).Summary.Sweeps;
        Assert.InRange(sweeps["addition-direct-2"].Reached.Count, 1, 10);
        Assert.True(sweeps["addition-direct-3"].Reached.Count > sweeps["addition-direct-2"].Reached.Count);
        Assert.Equal(0, sweeps["addition-layers-2"].Reached.Count);
    }
}
