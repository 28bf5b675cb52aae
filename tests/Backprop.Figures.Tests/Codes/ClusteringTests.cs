namespace Backprop.Figures.Tests;

public sealed class ClusteringTests
{
    [Fact]
    public void The_nearest_join_first_and_distances_are_means_over_pairs()
    {
        var tree = Clustering.Of([[0.0], [10], [1], [12]]);
        Assert.Equal([0, 2, 1, 3], tree.Items);
        Assert.Equal(1, tree.Left!.Distance, 12);
        Assert.Equal(2, tree.Right!.Distance, 12);
        Assert.Equal((10 + 12 + 9 + 11) / 4.0, tree.Distance, 12);
    }

    [Fact]
    public void Unequal_clusters_weigh_by_their_items()
    {
        // {0, 1} joins 3 at the mean of 3 and 2; then 10 at the mean of 10, 9 and 7.
        var tree = Clustering.Of([[0.0], [1], [3], [10]]);
        Assert.Equal(26 / 3.0, tree.Distance, 12);
        Assert.Equal(2.5, tree.Left!.Distance, 12);
    }

    [Fact]
    public void Every_item_is_a_leaf_once()
    {
        var noise = new Noise(5);
        var tree = Clustering.Of([.. Enumerable.Range(0, 30).Select(_ => (IReadOnlyList<double>)[noise.Next(), noise.Next()])]);
        Assert.Equal(Enumerable.Range(0, 30), tree.Items.Order());
    }
}
