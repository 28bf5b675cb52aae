namespace Backprop.Experiments.Tests;

public class WordsStudyTests
{
    [Fact]
    public void Nouns_and_verbs_are_expected_where_they_follow_in_unseen_sequences()
    {
        var study = new WordsStudy();
        var run = study.Run(study.Defaults with { Seeds = 1 }, threads: 1).Runs[0];
        Assert.True(run.Nouns > 0.9);
        Assert.True(run.Verbs > 0.9);
        Assert.True(run.Food > 0.8);
        Assert.True(run.NearestOfClass > 10);
    }
}
