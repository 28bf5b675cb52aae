namespace Backprop.Experiments.Tests;

public class PatternsTests
{
    [Fact]
    public void Binary_vectors_count_upwards_with_the_last_unit_lowest()
    {
        var patterns = Patterns.OfAllBinary(3, vector => [vector[0]]);
        Assert.Equal([0, 0, 1], patterns.Inputs[1]);
        Assert.Equal([1, 1, 0], patterns.Inputs[6]);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], patterns.Targets.Select(t => t[0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void Lengths_that_make_no_sense_are_refused(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Patterns.OfAllBinary(length, vector => vector));
}
