namespace Backprop.Figures;

/// <summary>A node of a cluster tree: one item, or two clusters joined at a distance.</summary>
internal sealed record Cluster(int First, int Count, double Distance, Cluster? Left, Cluster? Right)
{
    /// <summary>The items below, in the order of the tree's leaves.</summary>
    public IEnumerable<int> Items => Left is null ? [First] : Left.Items.Concat(Right!.Items);
}

/// <summary>Agglomerative clustering by average linkage on Euclidean distances; ties go to the items given first.</summary>
internal static class Clustering
{
    /// <summary>Joins the two nearest clusters until one is left.</summary>
    public static Cluster Of(IReadOnlyList<IReadOnlyList<double>> codes)
    {
        if (codes.Count == 0) throw new ArgumentException("A cluster tree needs at least one code.", nameof(codes));
        var clusters = Enumerable.Range(0, codes.Count).Select(item => new Cluster(item, 1, 0, null, null)).ToList();
        var distances = clusters.Select(a => clusters.Select(b => CodeSimilarity.Distance(codes[a.First], codes[b.First])).ToList()).ToList();
        while (clusters.Count > 1)
        {
            var (i, j) = Nearest(distances);
            var (a, b) = (clusters[i], clusters[j]);
            var joined = new Cluster(a.First, a.Count + b.Count, distances[i][j], a, b);
            for (var k = 0; k < clusters.Count; k++)
            {
                // Average linkage: the mean over all pairs of items (Lance and Williams' update).
                var mean = ((a.Count * distances[i][k]) + (b.Count * distances[j][k])) / joined.Count;
                distances[i][k] = distances[k][i] = mean;
            }

            distances[i][i] = 0;
            clusters[i] = joined;
            clusters.RemoveAt(j);
            distances.RemoveAt(j);
            foreach (var row in distances) row.RemoveAt(j);
        }

        return clusters[0];
    }

    private static (int, int) Nearest(List<List<double>> distances)
    {
        var (best, at) = (double.PositiveInfinity, (0, 1));
        for (var i = 0; i < distances.Count; i++)
        {
            for (var j = i + 1; j < distances.Count; j++)
            {
                if (distances[i][j] < best) (best, at) = (distances[i][j], (i, j));
            }
        }

        return at;
    }
}
