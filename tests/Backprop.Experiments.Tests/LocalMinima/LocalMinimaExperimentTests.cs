namespace Backprop.Experiments.Tests;

public class LocalMinimaExperimentTests
{
    [Fact]
    public void Barely_enough_units_are_stopped_where_more_are_not()
    {
        var experiment = new LocalMinimaExperiment();
        var report = experiment.Run(experiment.Defaults with { Seeds = 12, Sweeps = 1500, Patience = 4 }, threads: 2);
        var nets = report.Summary.Nets;
        Assert.Equal(12, nets["XOR 2-1"].TrueMinimum);
        Assert.Equal(12, nets["XOR 2-4-1"].Learned.Count);
        Assert.True(nets["XOR 2-2-1"].Stuck.Count + nets["parity 4-4-1"].Stuck.Count > nets["XOR 2-4-1"].Stuck.Count + nets["parity 4-8-1"].Stuck.Count);
        Assert.All(nets.Values, net => Assert.Equal(12, net.Learned.Count + net.Plateau + net.Saturation + net.TrueMinimum));
        Assert.All(report.Runs.SelectMany(run => run.Nets.Values), outcome => Assert.Equal(outcome.Sweeps is null, outcome.Stop is not null));
    }
}
