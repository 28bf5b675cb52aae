namespace Backprop.Tests;

public sealed class SharePartsTests
{
    [Fact]
    public void Projections_are_final_from_the_top_and_biases_with_the_last_of_them()
    {
        var parts = ShareParts.Of(Topology.Layered(30, 20, 10, 5), ranks: 2, fewest: 1); // 600, 200 and 50 weights, 35 biases

        Assert.Equal([(3, [(800, 850)]), (2, [(600, 800)]), (1, [(0, 600), (850, 885)])], Waves(parts));
    }

    [Fact]
    public void What_is_too_little_for_a_wave_waits_for_the_next_one()
    {
        Assert.Equal([(2, [(600, 850)]), (1, [(0, 600), (850, 885)])], Waves(ShareParts.Of(Topology.Layered(30, 20, 10, 5), ranks: 2, fewest: 100)));
        Assert.Equal([(0, [(0, 885)])], Waves(ShareParts.Of(Topology.Layered(30, 20, 10, 5), ranks: 2, fewest: 300)));
    }

    [Fact]
    public void Weights_of_several_projections_are_final_after_the_lowest()
    {
        var topology = Topology.Build(static net =>
        {
            var first = net.Group("first", 10, biases: false).From(net.Input("input", 10), share: "same");
            var second = net.Group("second", 10, biases: false).From(first, share: "same");
            net.Output("output", 10, biases: false).From(second);
        });

        Assert.Equal([(3, [(100, 200)]), (1, [(0, 100)])], Waves(ShareParts.Of(topology, ranks: 2, fewest: 1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_number_is_in_one_part(int ranks)
    {
        foreach (var parts in new[] { ShareParts.Of(Topology.Layered(50, 400, 30, 5), ranks, 1), ShareParts.Whole(300_001, ranks) })
        {
            var ends = Enumerable.Range(0, parts.Count).Select(part => (First: parts.First(part), End: parts.First(part) + parts.Length(part))).Order().ToArray();

            Assert.Equal(0, ends[0].First);
            Assert.All(ends.Zip(ends.Skip(1)), static pair => Assert.Equal(pair.First.End, pair.Second.First));
            Assert.Equal(parts.Waves.Max(static wave => wave.Ranges.Max(static range => range.End)), ends[^1].End);
            Assert.Equal(Enumerable.Range(0, parts.Count), parts.Waves.SelectMany(static wave => Enumerable.Range(wave.FirstPart, wave.EndPart - wave.FirstPart)));
        }
    }

    private static IEnumerable<(int, (int, int)[])> Waves(ShareParts parts) => parts.Waves.Select(static wave => (wave.LowestGroup, wave.Ranges.ToArray()));
}
