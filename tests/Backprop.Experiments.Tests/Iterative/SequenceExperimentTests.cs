namespace Backprop.Experiments.Tests;

public class SequenceExperimentTests
{
    [Fact]
    public void Twenty_sequences_are_learned_and_most_digits_of_the_other_five_follow()
    {
        var experiment = new SequenceExperiment();
        var report = experiment.Run(experiment.Defaults with { Seeds = 8 }, threads: 2);
        // 20 independent runs: all learned, in 160–237 sweeps; 18 of the 20 held-out digits right on average.
        Assert.Equal(8, report.Summary.Sweeps.Reached.Count);
        Assert.InRange(report.Summary.Sweeps.Median!.Value, 120, 280);
        Assert.InRange(report.Summary.MeanDigitsRight, 16, 20);
        Assert.All(report.Runs, run => Assert.Equal(5, run.HeldOut.Count));
        Assert.All(report.Runs, run => Assert.True(run.DigitsRight >= 4 * run.SequencesRight));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    public void Holding_out_none_or_all_is_refused(int heldOut)
    {
        var experiment = new SequenceExperiment();
        Assert.Throws<ArgumentOutOfRangeException>(() => experiment.Run(experiment.Defaults with { Seeds = 1, HeldOut = heldOut }, threads: 1));
    }

    [Fact]
    public void Letters_are_given_twice_and_digits_are_wanted_four_times()
    {
        var cases = SequenceCompletion.Cases;
        Assert.Equal(["digits@3", "digits@4", "digits@5", "digits@6"], cases.Targets.Select(values => values.Group));
        foreach (var letters in cases.Inputs)
            Assert.Equal(letters.Group is "letters@1" or "letters@2" ? 25 : 0, Enumerable.Range(0, 25).Sum(c => Enumerable.Range(0, 5).Sum(unit => letters[c, unit])));
    }
}
