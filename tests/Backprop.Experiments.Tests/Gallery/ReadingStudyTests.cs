namespace Backprop.Experiments.Tests;

public class ReadingStudyTests
{
    [Fact]
    public void Rare_irregular_words_are_learned_last_and_lost_first()
    {
        var study = new ReadingStudy();
        var summary = study.Run(study.Defaults with { Seeds = 4 }, threads: 2).Summary;
        Assert.Equal(4, summary.Interacting.Count);
        Assert.Equal(new WordClasses(1, 1, 1, 1), summary.Right);
        Assert.True(summary.Lesioned.IrregularRare < summary.Lesioned.RegularRare);
    }

    [Fact]
    public void A_tenth_of_the_sweeps_is_early_enough_to_see_errors()
    {
        var study = new ReadingStudy();
        var early = study.Run(study.Defaults with { Seeds = 1, Sweeps = 10 }, threads: 1).Runs[0].Early;
        Assert.True(early.RegularFrequent > 0.5);
    }
}
