namespace Backprop.Tests;

public sealed class ShareTreeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(64, 3)]
    [InlineData(64, 64)]
    public void Ranks_have_neighboring_shares_that_are_all_of_them(int shares, int ranks)
    {
        var tree = new ShareTree(shares, ranks, 0);

        Assert.Equal(0, tree.FirstOf(0));
        Assert.Equal(shares, tree.FirstOf(ranks));
        Assert.All(Enumerable.Range(0, ranks), rank => Assert.InRange(tree.FirstOf(rank + 1) - tree.FirstOf(rank), shares / ranks, (shares + ranks - 1) / ranks));
        Assert.All(Enumerable.Range(0, shares), share => Assert.InRange(share, tree.FirstOf(tree.OwnerOf(0, share)!.Value), tree.FirstOf(tree.OwnerOf(0, share)!.Value + 1) - 1));
    }

    [Fact]
    public void Shares_have_all_cases_and_as_many_as_one_another_but_for_one()
    {
        var tree = new ShareTree(7, 1, 0);

        Assert.Equal(Enumerable.Range(0, 61), Enumerable.Range(0, 7).SelectMany(share => Enumerable.Range(0, 61).ToArray()[tree.CasesOf(share, 61)]));
        Assert.Equal(9, tree.MostCases(61));
        Assert.All(Enumerable.Range(0, 7), share => Assert.InRange(tree.FirstCase(share + 1, 61) - tree.FirstCase(share, 61), 8, 9));
    }

    [Fact]
    public void Sums_are_those_of_a_binary_tree_whose_last_branches_may_be_missing()
    {
        double[] numbers = [1e16, 1, -1e16, 1, 3];

        Assert.Equal(((numbers[0] + numbers[1]) + (numbers[2] + numbers[3])) + numbers[4], new ShareTree(5, 2, 1).Sum(numbers));
        Assert.Equal(3, new ShareTree(5, 2, 1).Levels);
    }

    [Fact]
    public void A_node_without_cases_is_empty()
    {
        var tree = new ShareTree(8, 2, 0);

        Assert.Equal([true, true, false, true, true, false, true, false], Enumerable.Range(0, 8).Select(share => tree.IsEmpty(0, share, 3)));
        Assert.False(tree.IsEmpty(1, 2, 3));
        Assert.True(tree.IsEmpty(1, 0, 3));
    }

    [Fact]
    public void A_node_of_several_ranks_has_no_owner()
    {
        var tree = new ShareTree(8, 3, 0); // shares 0–1, 2–4, 5–7

        Assert.Equal(0, tree.OwnerOf(1, 0));
        Assert.Equal(1, tree.OwnerOf(1, 1));
        Assert.Null(tree.OwnerOf(1, 2));
        Assert.Null(tree.OwnerOf(3, 0));
    }
}
