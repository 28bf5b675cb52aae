namespace Backprop.Experiments.Tests;

public class ShiftRegisterExperimentTests
{
    [Theory]
    [InlineData(Precision.Float)]
    [InlineData(Precision.Double)]
    public void Three_units_always_learn_it_and_five_mostly(object precision)
    {
        var experiment = new ShiftRegisterExperiment();
        var summary = experiment.Run(experiment.Defaults with { Seeds = 40, Precision = (Precision)precision }, threads: 2).Summary;
        Assert.Equal(40, summary.SweepsByUnits[3].Reached.Count);
        // 100 independent runs: 41–82 sweeps for three units, 80 % for five.
        Assert.InRange(summary.SweepsByUnits[3].Median!.Value, 41, 82);
        Assert.InRange(summary.SweepsByUnits[5].Reached.Value, 0.61, 0.99);
    }
}
