namespace Backprop.Defaults.Tests;

public sealed class ScoreTests
{
    [Fact]
    public void Classes_are_scored_by_their_probabilities()
    {
        var score = Score.OfClasses([[0.8, 0.2], [0.6, 0.4]], [0, 1]);

        Assert.Equal(0.5, score.Accuracy);
        Assert.Equal(-(Math.Log(0.8) + Math.Log(0.4)) / 2, score.LogLoss!.Value, 12);
        Assert.Equal(((0.04 + 0.04) + (0.36 + 0.36)) / 2, score.Brier!.Value, 12);
    }

    [Fact]
    public void A_class_that_the_method_does_not_know_has_probability_0_and_the_loss_of_the_floor()
    {
        var score = Score.OfClasses([[1, 0]], [-1]);

        Assert.Equal(0, score.Accuracy);
        Assert.Equal(-Math.Log(Score.Floor), score.LogLoss);
        Assert.Equal(2, score.Brier);
    }

    [Fact]
    public void Numbers_are_scored_against_their_mean()
    {
        var score = Score.OfNumbers([1, 2, 4], [1, 2, 3]);

        Assert.Equal(0.5, score.R2!.Value, 12);
        Assert.Equal(Math.Sqrt(1 / 3.0), score.Rmse!.Value, 12);
        Assert.Equal(0, Score.OfNumbers([2, 2, 2], [1, 2, 3]).R2!.Value, 12);
    }
}
