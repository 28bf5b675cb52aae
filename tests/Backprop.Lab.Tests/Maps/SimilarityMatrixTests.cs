using Backprop.Figures;

namespace Backprop.Lab.Tests;

public class SimilarityMatrixTests
{
    private static readonly Code[] Codes = [new("a", [0.0, 1]), new("<b>", [1.0, 0]), new("c", [0.1, 0.9]), new("flat", [0.5, 0.5])];

    [Fact]
    public void Correlation_and_distance_are_those_of_each_pair()
    {
        var (correlation, distance) = (new SimilarityMatrix(Codes, isDistance: false, isOrdered: false), new SimilarityMatrix(Codes, isDistance: true, isOrdered: false));
        Assert.Equal(-1, correlation[0, 1], 1e-12);
        Assert.Equal(1, correlation[0, 2], 1e-12);
        Assert.True(double.IsNaN(correlation[0, 3]));
        Assert.Equal(Math.Sqrt(2), distance[0, 1], 1e-12);
        Assert.Equal(distance[2, 1], distance[1, 2]);
        Assert.Equal([2, 3, 1], distance.Likest(0, 3));
        Assert.Equal([2, 1], correlation.Likest(0, 3));
    }

    [Fact]
    public void In_the_order_of_the_tree_like_cases_are_neighbors()
    {
        var order = new SimilarityMatrix(Codes, isDistance: true, isOrdered: true).Order;
        Assert.Equal([0, 1, 2, 3], order.Order());
        Assert.Equal(1, Math.Abs(Array.IndexOf(order, 0) - Array.IndexOf(order, 2)));
    }

    [Fact]
    public void Names_do_not_become_markup()
    {
        var svg = new SimilarityMatrix(Codes, isDistance: false, isOrdered: false).ToSvg("\"<i>", chosen: 0);
        Assert.DoesNotContain("<b>", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", svg, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", svg, StringComparison.Ordinal);
        Assert.Equal("svg", System.Xml.Linq.XElement.Parse(svg).Name.LocalName);
    }

    [Fact]
    public void Of_many_rows_every_so_many_has_its_name_and_the_chosen_one()
    {
        int[] order = [.. Enumerable.Range(0, 100).Reverse()];
        Assert.Equal(order.Take(40), SimilarityMatrix.Named(order[..40], 7, 40).Select(static row => row.Code!.Value));
        var named = SimilarityMatrix.Named(order, 50, 40);
        Assert.Equal(34, named.Count);
        Assert.Equal(100, named.Sum(static row => row.Rows));
        Assert.Equal([99, 96, 93], named.Take(3).Select(static row => row.Code!.Value));
        Assert.Contains(named, static row => row.Code == 50);
    }
}
