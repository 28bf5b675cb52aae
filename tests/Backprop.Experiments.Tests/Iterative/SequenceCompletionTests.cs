namespace Backprop.Experiments.Tests;

public class SequenceCompletionTests
{
    [Fact]
    public void Two_letters_determine_four_digits()
    {
        Assert.Equal(25, SequenceCompletion.All.Count);
        Assert.Equal(25, SequenceCompletion.All.Select(s => s.Digits).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(new LetterDigitSequence("AB", "1223"), SequenceCompletion.All);
        Assert.Contains(new LetterDigitSequence("EC", "1331"), SequenceCompletion.All);
        Assert.All(SequenceCompletion.All, s => Assert.All(s.Digits, digit => Assert.Contains(digit, SequenceCompletion.Digits)));
    }
}
