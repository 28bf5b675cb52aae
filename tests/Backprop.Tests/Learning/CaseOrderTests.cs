namespace Backprop.Tests;

public sealed class CaseOrderTests
{
    [Theory]
    [InlineData(1, new[] { 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(3, new[] { 3, 3, 1 })]
    [InlineData(7, new[] { 7 })]
    public void A_sweep_takes_every_case_once_batch_by_batch_and_the_last_batch_has_what_is_left(int batchSize, int[] sizes)
    {
        var order = new CaseOrder(7, batchSize, shuffle: false, seed: 1);
        for (var sweep = 0; sweep < 2; sweep++)
        {
            order.BeginSweep();
            var batches = Sweep(order);
            Assert.Equal(sizes, batches.Select(static batch => batch.Length));
            Assert.Equal([0, 1, 2, 3, 4, 5, 6], batches.SelectMany(static batch => batch));
            Assert.Equal(0, order.Position);
        }
    }

    [Fact]
    public void Each_sweep_has_a_new_order_that_follows_from_the_seed()
    {
        string[] Orders(ulong seed)
        {
            var order = new CaseOrder(20, 6, shuffle: true, seed);
            return [.. Enumerable.Range(0, 5).Select(_ =>
            {
                order.BeginSweep();
                return string.Join(' ', Sweep(order).SelectMany(static batch => batch));
            })];
        }

        Assert.Equal(5, Orders(1).Distinct().Count());
        Assert.Equal(Orders(1), Orders(1));
        Assert.NotEqual(Orders(1), Orders(2));
    }

    [Fact]
    public void A_captured_order_goes_on_where_it_was()
    {
        var order = new CaseOrder(10, 3, shuffle: true, seed: 5);
        order.BeginSweep();
        order.Advance();
        var (cases, generator) = order.Capture();
        var other = new CaseOrder(10, 3, shuffle: true, seed: 99);

        Assert.Null(other.Problem(cases, generator, 3));
        other.Restore(cases, generator, 3);

        Assert.Equal(1, other.BatchNumber);
        Assert.Equal(Sweep(order), Sweep(other));
        order.BeginSweep();
        other.BeginSweep();
        Assert.Equal(Sweep(order), Sweep(other));
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 }, 4, 0, "its order has 3 cases, expected 4")]
    [InlineData(new[] { 0, 1, 2, 2 }, 4, 0, "its case order is not a permutation")]
    [InlineData(new[] { 0, 1, 2, 4 }, 4, 0, "its case order is not a permutation")]
    [InlineData(new[] { 3, 1, 0, 2 }, 3, 0, "its random generator state is not four words, or all zeros")]
    [InlineData(new[] { 3, 1, 0, 2 }, 0, 0, "its random generator state is not four words, or all zeros")]
    [InlineData(new[] { 3, 1, 0, 2 }, 4, -2, "its position is impossible: case -2 of a sweep of 4 in batches of 2")]
    [InlineData(new[] { 3, 1, 0, 2 }, 4, 1, "its position is impossible: case 1 of a sweep of 4 in batches of 2")]
    [InlineData(new[] { 3, 1, 0, 2 }, 4, 4, "its position is impossible: case 4 of a sweep of 4 in batches of 2")]
    [InlineData(new[] { 3, 1, 0, 2 }, 4, 2, null)]
    public void An_order_that_is_none_is_refused(int[] cases, int words, int position, string? problem)
    {
        ulong[] generator = words == 0 ? new ulong[4] : [.. Enumerable.Repeat(1UL, words)];

        Assert.Equal(problem, new CaseOrder(4, 2, shuffle: true, seed: 1).Problem(cases, generator, position));
    }

    [Theory]
    [InlineData(4, 100, 30)]
    [InlineData(64, 150, 32)]
    [InlineData(7, 61, 61)]
    public void Shares_keep_their_cases_in_every_sweep_in_another_order(int shares, int count, int batchSize)
    {
        var tree = new ShareTree(shares, 1, 0);
        var cases = new ShareCases(tree, count, batchSize);
        var order = new CaseOrder(count, batchSize, shuffle: true, seed: 3, cases);
        var sweeps = new HashSet<string>();
        for (var sweep = 0; sweep < 5; sweep++)
        {
            order.BeginSweep();
            var batches = Sweep(order);
            Assert.Equal(Enumerable.Range(0, count), batches.SelectMany(static batch => batch).Order());
            for (var share = 0; share < shares; share++)
                Assert.All(batches.SelectMany(batch => batch[tree.CasesOf(share, batch.Length)]), @case => Assert.InRange(@case, cases.First(share), cases.First(share + 1) - 1));
            sweeps.Add(string.Join(' ', batches.SelectMany(static batch => batch)));
        }
        Assert.Equal(5, sweeps.Count);
    }

    [Fact]
    public void An_order_that_takes_cases_from_one_share_to_another_is_refused()
    {
        var shares = new ShareCases(new ShareTree(2, 1, 0), 6, 4);
        var order = new CaseOrder(6, 4, shuffle: true, seed: 1, shares);

        Assert.Null(order.Problem([2, 0, 4, 5, 1, 3], [1, 1, 1, 1], 4));
        Assert.Equal("its case order takes cases from one share to another", order.Problem([2, 3, 4, 5, 1, 0], [1, 1, 1, 1], 4));
    }

    private static List<int[]> Sweep(CaseOrder order)
    {
        var batches = new List<int[]>();
        do
            batches.Add(order.Batch.ToArray());
        while (!order.Advance());
        return batches;
    }
}
