namespace Backprop.Experiments.Tests;

public class HiddenUnitsExperimentTests
{
    [Theory]
    [InlineData(Precision.Float)]
    [InlineData(Precision.Double)]
    public void Without_hidden_units_nothing_is_learned_and_with_them_it_is(object precision)
    {
        var experiment = new HiddenUnitsExperiment();
        var summary = experiment.Run(experiment.Defaults with { Seeds = 5, Sweeps = 2500, Precision = (Precision)precision }, threads: 2).Summary;
        Assert.Equal(0, summary.Nets["XOR 2-1"].Sweeps.Reached.Count);
        Assert.Equal(0, summary.Nets["symmetry 6-1"].Sweeps.Reached.Count);
        // The best that no hidden units allow is the same answer to everything: ½ · 4 · ½², and ½ (8 · (7/8)² + 56 · (1/8)²).
        Assert.Equal(0.5, summary.Nets["XOR 2-1"].MeanError, 0.001);
        Assert.Equal(3.5, summary.Nets["symmetry 6-1"].MeanError, 0.01);
        foreach (var net in (string[])["XOR 2-2-1", "XOR 2-1-1 direct", "parity 3-3-1"])
            Assert.InRange(summary.Nets[net].Sweeps.Reached.Count, 3, 5);
    }
}
