namespace Backprop.Tests;

public sealed class BatchTests
{
    [Fact]
    public void A_batch_is_all_cases_unless_it_has_a_size()
    {
        Assert.Equal(Batch.All, default);
        Assert.Null(Batch.All.Size);
        Assert.Equal((1, 7), (Batch.EachCase.Size, Batch.Of(7).Size));
        Assert.Equal(Batch.EachCase, Batch.Of(1));
    }

    [Fact]
    public void A_batch_of_no_cases_is_refused() => Assert.Equal("size", Assert.Throws<ArgumentOutOfRangeException>(() => Batch.Of(0)).ParamName);

    [Fact]
    public void A_batch_is_written_in_words() => Assert.Equal(["all cases", "each case", "2 cases"], [Batch.All.ToString(), Batch.EachCase.ToString(), Batch.Of(2).ToString()]);
}
