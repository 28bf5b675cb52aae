namespace Backprop.Figures.Tests;

public sealed class NetShapeTests
{
    private static NetShape Inputs(int count, Func<int, int>? to = null) => NetShape.Of(
        [.. Enumerable.Range(0, count).Select(k => new DiagramGroup($"column {k}", k + 1, IsInput: true)), new("hidden", 8, "tanh"), new("deep", 8, "tanh"), new("out", 1, "logistic", IsOutput: true)],
        [.. Enumerable.Range(0, count).Select(k => new DiagramProjection(k, to?.Invoke(k) ?? count, $"8 × {k + 1}")), new(count, count + 1), new(count + 1, count + 2)]);

    [Fact]
    public void Groups_that_fit_side_by_side_have_a_box_each() => Assert.Equal(6, Inputs(3).Boxes.Count);

    [Fact]
    public void Parallel_groups_that_do_not_fit_share_a_box_that_lists_them()
    {
        var shape = Inputs(40);
        Assert.Equal(4, shape.Boxes.Count);
        Assert.Equal(40, shape.Boxes[0].Groups.Count);
        Assert.Equal(820, shape.Boxes[0].Units);
        Assert.Equal("40 projections", shape.Links.Single(link => link.From == 0).Label);
        Assert.True(shape.Boxes[0].Width < 760);
    }

    [Fact]
    public void Groups_that_project_elsewhere_stay_apart()
    {
        var shape = Inputs(30, k => k == 7 ? 31 : 30);
        Assert.Equal([29, 1, 1, 1, 1], shape.Boxes.Select(box => box.Groups.Count));
    }

    [Fact]
    public void Every_projection_is_in_one_link()
    {
        var shape = NetShape.Of([new("a", 2, IsInput: true), new("b", 3, IsOutput: true)], [new(0, 1, "3 × 2"), new(1, 1, "delay 1"), new(1, 1, "delay 2")]);
        Assert.Equal(["3 × 2", "delay 1", "delay 2"], shape.Links.Select(link => link.Label));
        Assert.Equal([false, true, true], shape.Links.Select(link => link.IsLoop));
    }
}
