namespace Backprop.Tests;

public sealed class ShareScheduleTests
{
    [Fact]
    public void Two_ranks_exchange_half_of_the_vector_each()
    {
        var (first, second) = (Steps(new ShareSchedule(new ShareTree(8, 2, 0), 100, [0, 1])), Steps(new ShareSchedule(new ShareTree(8, 2, 1), 100, [0, 1])));

        Assert.Equal([new ShareStep(0, 0, 1, IsSend: false, 0), new ShareStep(1, 0, 1, IsSend: true, -1)], first);
        Assert.Equal([new ShareStep(0, 0, 0, IsSend: true, -1), new ShareStep(1, 0, 0, IsSend: false, 0)], second);
    }

    [Theory]
    [InlineData(8, 4)]
    [InlineData(64, 8)]
    [InlineData(16, 16)]
    public void Of_a_power_of_two_of_ranks_each_ends_with_one_part(int shares, int ranks)
    {
        var schedule = new ShareSchedule(new ShareTree(shares, ranks, 0), 1000, [.. Enumerable.Range(0, ranks)]);

        Assert.Equal(Enumerable.Range(0, ranks), schedule.Owners.Order());
        Assert.Equal(1, schedule.Vectors);
    }

    [Theory]
    [InlineData(64, 3)]
    [InlineData(7, 5)]
    [InlineData(12, 8)]
    public void What_one_rank_sends_another_receives_in_the_same_order(int shares, int ranks)
    {
        var all = Enumerable.Range(0, ranks).Select(rank => Steps(new ShareSchedule(new ShareTree(shares, ranks, rank), 1000, [0, 1, 2, 3]))).ToArray();

        for (var from = 0; from < ranks; from++)
        {
            for (var to = 0; to < ranks; to++)
                Assert.Equal(all[from].Where(step => step.Peer == to && step.IsSend).Select(static step => step.Part), all[to].Where(step => step.Peer == from && !step.IsSend).Select(static step => step.Part));
        }
    }

    [Fact]
    public void Nothing_is_sent_of_shares_without_cases() =>
        Assert.DoesNotContain(Steps(new ShareSchedule(new ShareTree(8, 2, 1), 1, [0])), static step => !step.IsSend);

    private static ShareStep[] Steps(ShareSchedule schedule) => [.. schedule.Steps.SelectMany(static level => level)];
}
