namespace Backprop.Experiments.Tests;

public class FamilyTreesExperimentTests
{
    private static readonly FamilyTreesExperiment Experiment = new();

    [Fact]
    public void The_printed_settings_do_not_learn_and_the_working_ones_do()
    {
        var summary = Experiment.Run(Experiment.Defaults with { Seeds = 6 }, threads: 2).Summary;
        Assert.Equal(0, summary.AsPrinted.AllTrainedByHalf.Count);
        Assert.Equal((1500, 1500, 3000), (summary.AsPrinted.Sweeps, summary.Working[0].Sweeps, summary.Working[1].Sweeps));
        // Independent runs: all 100 in 91 % by 3,000 sweeps, 2.2 of 4 held-out cases, person codes as in Fig. 4, 98–100 kept when continued as printed.
        Assert.True(summary.Working[1].TrainedByHalf.Median >= 98);
        Assert.True(summary.Working[1].AllTrainedByHalf.Count >= 2);
        Assert.InRange(summary.Working[1].MeanHeldOutByHalf, 1, 3.6);
        Assert.True(summary.ContinuedAsPrinted.TrainedByHalf.Median >= 90);
        Assert.InRange(summary.Codes.Nationality, 0.75, 1);
        Assert.InRange(summary.Codes.Generation, 0.6, 1);
        Assert.InRange(summary.Codes.Branch, 0.55, 1);
        Assert.InRange(summary.Codes.Sex, 0, 0.5);
        Assert.InRange(summary.UntrainedCodes.Nationality, 0.1, 0.55);
        Assert.True(summary.Codes.IsomorphicDistance < summary.UntrainedCodes.IsomorphicDistance - 0.1);
    }

    [Fact]
    public void Held_out_cases_are_told_apart_by_relation()
    {
        var report = Experiment.Run(Experiment.Defaults with { Seeds = 3, Sweeps = 40 }, threads: 1);
        Assert.Equal(12, report.Summary.HeldOutByRelation.Values.Sum(share => share.Of));
        Assert.All(report.Runs, run => Assert.Equal(4, run.HeldOut.Count));
        Assert.All(report.Runs, run => Assert.Equal(100, run.Working[1].Trained.Of));
        Assert.Equal(
            report.Runs[0].HeldOut.Select(answer => answer.Case),
            FamilyTreesExperiment.HeldOutCases(1, 4).Select(number => FamilyTrees.AllCases[number].ToString()));
    }

    [Fact]
    public void Each_seed_holds_out_other_cases_and_always_the_same()
    {
        Assert.Equal(FamilyTreesExperiment.HeldOutCases(1, 4), FamilyTreesExperiment.HeldOutCases(1, 4));
        var sets = Enumerable.Range(1, 200).Select(seed => FamilyTreesExperiment.HeldOutCases((ulong)seed, 4)).ToArray();
        Assert.All(sets, set => Assert.Equal(4, set.Distinct().Count()));
        Assert.Equal(104, sets.SelectMany(set => set).Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(53)]
    public void Holding_out_none_or_most_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FamilyTreesExperiment.HeldOutCases(1, count));

    [Fact]
    public void The_net_is_that_of_the_third_figure()
    {
        Assert.Equal([24, 12, 6, 6, 12, 6, 24], FamilyTrees.Net.Groups.Select(group => group.Size));
        Assert.Equal(24 * 6 + 12 * 6 + 6 * 12 * 2 + 12 * 6 + 6 * 24 + 6 + 6 + 12 + 6 + 24, FamilyTrees.Net.WeightCount);
    }

    [Fact]
    public void The_report_says_how_it_was_trained()
    {
        var json = Experiment.RunAny(Experiment.Defaults with { Seeds = 1, Sweeps = 2 }, 1).ToJson();
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var printed = document.RootElement.GetProperty("settings").GetProperty("asPrinted");
        Assert.Equal("Dead 0.2", printed.GetProperty("tolerance").GetString());
        Assert.Equal(0.005, printed.GetProperty("phases")[0].GetProperty("learningRate").GetDouble());
        Assert.Equal(20, printed.GetProperty("phases")[0].GetProperty("sweeps").GetInt32());
        Assert.Equal(0.002, printed.GetProperty("weightDecay").GetDouble());
    }
}
