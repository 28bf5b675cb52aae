namespace Backprop.Experiments.Tests;

public class LivingThingsStudyTests
{
    [Fact]
    public void Kingdoms_come_apart_before_families_and_these_before_species()
    {
        var study = new LivingThingsStudy();
        var summary = study.Run(study.Defaults with { Seeds = 2 }, threads: 2).Summary;
        Assert.Equal(2, summary.InOrder.Count);
        Assert.Equal(summary.Answers.Of, summary.Answers.Count);
    }
}
