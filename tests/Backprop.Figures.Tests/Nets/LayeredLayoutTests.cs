namespace Backprop.Figures.Tests;

public sealed class LayeredLayoutTests
{
    [Fact]
    public void Nodes_of_a_layer_keep_apart()
    {
        double[] widths = [100, 80, 120, 60, 60, 200];
        var layout = new LayeredLayout(widths, [0, 0, 1, 1, 1, 2], [(0, 2), (1, 2), (0, 3), (1, 4), (2, 5), (3, 5), (4, 5), (0, 5)]);
        foreach (var layer in layout.Layers)
        {
            foreach (var (left, right) in layer.Zip(layer.Skip(1)))
            {
                var half = (Width(left) + Width(right)) / 2;
                Assert.True(layout.X(right) - layout.X(left) >= half + 30, $"{left} and {right}");
            }
        }

        double Width(int node) => node < widths.Length ? widths[node] : 0;
    }

    [Fact]
    public void A_skip_gets_a_lane_in_each_layer_that_it_passes()
    {
        var layout = new LayeredLayout([10, 10, 10, 10], [0, 1, 2, 3], [(0, 1), (1, 2), (2, 3), (0, 3)]);
        Assert.Equal(4, layout.Routes[3].Count);
        Assert.All(layout.Layers.Skip(1).Take(2), layer => Assert.Equal(2, layer.Count));
    }

    [Fact]
    public void Crossings_that_can_be_avoided_are()
    {
        var layout = new LayeredLayout([10, 10, 10, 10], [0, 0, 1, 1], [(0, 3), (1, 2)]);
        Assert.True((layout.X(0) - layout.X(1)) * (layout.X(3) - layout.X(2)) > 0);
    }

    [Fact]
    public void A_chain_is_straight()
    {
        var layout = new LayeredLayout([50, 90, 30], [0, 1, 2], [(0, 1), (1, 2)]);
        Assert.Equal(layout.X(0), layout.X(1), 6);
        Assert.Equal(layout.X(1), layout.X(2), 6);
    }
}
