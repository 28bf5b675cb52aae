namespace Backprop.Figures.Tests;

public sealed class NetBoxTests
{
    [Fact]
    public void Very_many_groups_are_listed_up_to_a_limit_and_the_others_counted()
    {
        var box = new NetBox([.. Enumerable.Range(0, 1000).Select(k => new DiagramGroup($"column {k}", 2, IsInput: true))]);
        var canvas = new Canvas(box.Width, box.Height);
        box.Draw(canvas, new(0, 0, box.Width, box.Height));
        foreach (var text in (string[])[">1,000 input groups<", ">2,000 units in all<", ">column 58<", ">and 941 more<"]) Assert.Contains(text, canvas.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(">column 59<", canvas.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void More_units_make_a_wider_box() => Assert.True(new NetBox([new("a", 500)]).Width > new NetBox([new("a", 2)]).Width + 50);
}
