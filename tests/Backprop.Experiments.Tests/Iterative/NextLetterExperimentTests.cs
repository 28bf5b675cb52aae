namespace Backprop.Experiments.Tests;

public class NextLetterExperimentTests
{
    [Fact]
    public void Vowels_and_the_ends_of_words_are_predicted_but_not_which_word_comes()
    {
        var experiment = new NextLetterExperiment();
        var summary = experiment.Run(experiment.Defaults with { Seeds = 2 }, threads: 2).Summary;
        Assert.True(summary.Vowels > 0.95);
        Assert.True(summary.WordEnds > 0.95);
        Assert.InRange(summary.Consonants, 0.2, 0.47);
    }

    [Fact]
    public void A_stream_is_made_of_whole_words()
    {
        var streams = LetterStream.Draw(new RandomSource(1), 20);
        Assert.All(streams, stream => Assert.Matches("^(ba|dii|guuu)+(b|d|di|g|gu|guu)?$", stream));
        Assert.All(streams, stream => Assert.Equal(LetterStream.Length, stream.Length));
        Assert.True(LetterStream.IsConsonant('g') && !LetterStream.IsConsonant('u'));
    }
}
