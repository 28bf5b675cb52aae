namespace Backprop.Tests;

public sealed class ShareOrderTests
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(64, 3)]
    [InlineData(7, 5)]
    [InlineData(12, 8)]
    public void What_one_rank_sends_another_receives_in_the_same_order(int shares, int ranks)
    {
        var parts = ShareParts.Of(Topology.Layered(100, 80, 60, 40), ranks, fewest: 1);
        var all = Enumerable.Range(0, ranks).Select(rank => new ShareOrder(new ShareTree(shares, ranks, rank), 1000, parts)).ToArray();

        for (var from = 0; from < ranks; from++)
        {
            for (var to = 0; to < ranks; to++)
                Assert.Equal(Messages(all[from], to, isSend: true), Messages(all[to], from, isSend: false));
        }
    }

    [Fact]
    public void The_sum_of_a_wave_is_spread_before_the_next_one_is_joined()
    {
        var order = new ShareOrder(new ShareTree(2, 2, 0), 1000, ShareParts.Of(Topology.Layered(100, 80, 60), 2, fewest: 1));

        Assert.Equal([(0, true), (0, false), (1, true), (1, false)], order.Operations.Select(static operation => (operation.Wave, operation.IsSum)).Distinct());
    }

    private static IEnumerable<(int Part, int Round)> Messages(ShareOrder order, int peer, bool isSend) =>
        order.Queues.Where(queue => order.Operations[queue[0]].Step is var step && step.Peer == peer && step.IsSend == isSend)
            .SelectMany(queue => queue.Select(place => (order.Operations[place].Step.Part, order.Operations[place].Round)));
}
