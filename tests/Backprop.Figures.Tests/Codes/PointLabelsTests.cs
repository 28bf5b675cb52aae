namespace Backprop.Figures.Tests;

public sealed class PointLabelsTests
{
    [Fact]
    public void Names_of_a_crowd_meet_neither_each_other_nor_a_point()
    {
        var noise = new Noise(11);
        var points = Enumerable.Range(0, 40).Select(_ => new Point(200 + noise.Bell(40), 200 + noise.Bell(40))).ToArray();
        var labels = PointLabels.Place(points, [.. points.Select((_, k) => $"person {k}")], new(0, 0, 400, 400), 13, 5).OfType<PointLabel>().ToArray();
        Assert.InRange(labels.Length, 34, 40);
        for (var i = 0; i < labels.Length; i++)
        {
            Assert.All(labels[..i], other => Assert.False(other.Box.Overlaps(labels[i].Box)));
            Assert.All(points, point => Assert.False(new Box(point.X - 4, point.Y - 4, 8, 8).Overlaps(labels[i].Box)));
        }
    }
}
