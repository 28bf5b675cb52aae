namespace Backprop.Experiments.Tests;

public class WordsTests
{
    [Fact]
    public void A_median_of_the_runs_that_learned_says_so_and_how_many_they_are() =>
        Assert.Equal("3 of 5 runs learned; of these median 4 (5–95 %: 3–1,005) sweeps", Words.Learned(Distribution.Of([null, 1005, null, 3, 4])));

    [Fact]
    public void Where_all_learned_the_median_is_of_all() =>
        Assert.Equal("all 3 runs learned, median 4 (5–95 %: 3–5) sweeps", Words.Learned(Distribution.Of([3.0, 4, 5])));

    [Fact]
    public void Where_none_learned_there_is_no_median() => Assert.Equal("none of 2 runs learned", Words.Learned(Distribution.Of([null, null])));
}
