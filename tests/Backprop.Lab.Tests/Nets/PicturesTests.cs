using System.Globalization;
using System.Xml.Linq;
using Backprop.Experiments;

namespace Backprop.Lab.Tests;

public class PicturesTests
{
    private static readonly Topology Named = Topology.Build(static net =>
    {
        var input = net.Input("<in&>", 2, unitNames: ["a<b", "\"c\""]);
        var hidden = net.Group("hidden", 3).From(input, mask: new[,] { { true, false }, { true, true }, { false, true } });
        net.Output("out", 3).From(hidden, oneToOne: true).From(input, frozen: true);
    });

    public static TheoryData<string, int> Openings => [.. ExperimentOpenings.Experiments.SelectMany(static experiment => ExperimentOpenings.Of(experiment).Index().Select(entry => (experiment.Name, entry.Index)))];

    private static readonly PictureWords Words = new(static (group, unit) => $"{group.Name} {unit}", static weight => $"weight {weight}", static group => $"{group.Size} units", static link => $"from {link.From.Name}", "biases", static same => $"as above: {same}", static block => $"{block.Length} weights");

    private static string Units(ShownNet net) => UnitPicture.Of(net, Words, isNarrow: false);

    private static string Groups(ShownNet net) => GroupPicture.Of(net, Words, isNarrow: false);

    private static int[] Numbers(XElement picture, string attribute) => [.. picture.Descendants().Select(element => (string?)element.Attribute(attribute)).OfType<string>().Select(static text => int.Parse(text.TrimStart('u', 'w'), CultureInfo.InvariantCulture))];

    private static Topology Net(string experiment, int opening) => ExperimentOpenings.Of(ExperimentOpenings.Experiments.First(each => each.Name == experiment))[opening].Net;

    [Theory]
    [MemberData(nameof(Openings))]
    public void Every_experiment_has_a_picture_with_every_unit_bias_and_link(string experiment, int opening)
    {
        var net = Net(experiment, opening);
        foreach (var shown in new[] { ShownNet.Of(net, folded: true), ShownNet.Of(net, folded: false) })
        {
            if (UnitPicture.Fits(shown))
            {
                var picture = XElement.Parse(Units(shown));
                Assert.Equal(Enumerable.Range(0, shown.UnitCount), Numbers(picture, "data-unit").Order());
                Assert.Equal(shown.LinkCount, Numbers(picture, "data-weight").Length);
                Assert.Equal(shown.Groups.Sum(static group => group.Latest.Biases is null ? 0 : group.Size), picture.Descendants("text").Count(static text => ((string?)text.Attribute("class"))?.StartsWith("bias", StringComparison.Ordinal) == true));
            }
            if (shown.Projections.Sum(static projection => projection.Weights.Length) < GroupPicture.MostWeights)
            {
                var picture = XElement.Parse(Groups(shown));
                Assert.Equal(Enumerable.Range(0, shown.UnitCount), Numbers(picture, "data-unit").Order());
                Assert.Equal(net.Blocks.SelectMany(static block => Enumerable.Range(block.Offset, block.Length).Where(weight => block.Mask?[weight - block.Offset] != false)), Numbers(picture, "data-weight").Distinct().Order());
            }
        }
    }

    [Fact]
    public void Names_never_become_markup_and_what_does_not_exist_is_not_drawn()
    {
        var shown = ShownNet.Of(Named, folded: true);
        var (units, groups) = (Units(shown), Groups(shown));
        foreach (var picture in new[] { units, groups })
        {
            Assert.DoesNotContain("<in", picture, StringComparison.Ordinal);
            Assert.DoesNotContain("a<b", picture, StringComparison.Ordinal);
            Assert.Contains("&lt;in&amp;&gt;", picture, StringComparison.Ordinal);
            Assert.DoesNotContain("onclick", picture, StringComparison.Ordinal);
            _ = XElement.Parse(picture);
        }
        Assert.Equal(4 + 3 + 6, Numbers(XElement.Parse(units), "data-weight").Length);
        Assert.Equal(6, XElement.Parse(units).Descendants("path").Count(static path => ((string?)path.Attribute("class"))!.Contains("frozen", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_weight_that_is_frozen_by_itself_is_told_from_the_others()
    {
        var net = FrozenNet.Of(FrozenNet.Of(Topology.Layered(2, 3, 1), 4, frozen: true), 10, frozen: true);
        var shown = ShownNet.Of(net, folded: true);
        static string[] Frozen(string picture) => [.. XElement.Parse(picture).Descendants().Where(static part => ((string?)part.Attribute("class"))?.Contains("frozen", StringComparison.Ordinal) == true).Select(static part => part.Name.LocalName + (string?)(part.Attribute("data-weight") ?? part.Attribute("data-number"))).Distinct()];
        Assert.Equal(["path4", "text10", "text4"], Frozen(Units(shown)).Order());
        Assert.Equal(["rect10", "rect4"], Frozen(Groups(shown)).Order());
        Assert.Equal(2, XElement.Parse(Groups(shown)).Descendants().Count(static part => (string?)part.Attribute("class") == "frost"));
    }

    [Fact]
    public void A_block_that_is_too_large_is_said_not_drawn()
    {
        var picture = Groups(ShownNet.Of(Topology.Layered(100, 60, 1), folded: true));
        Assert.Contains("6000 weights", picture, StringComparison.Ordinal);
        Assert.Equal(60 + 60 + 1, Numbers(XElement.Parse(picture), "data-weight").Length);
    }

    [Fact]
    public void Weights_that_copies_share_are_drawn_once()
    {
        var net = Topology.Iterative(static net =>
        {
            var state = net.Group("state", 3).From(net.Input("letter", 2));
            state.From(state, delay: 1);
            net.Output("next", 2).From(state);
        }).Unroll(4);
        var picture = Groups(ShownNet.Of(net, folded: false));
        var weights = Numbers(XElement.Parse(picture), "data-weight");
        Assert.Equal(Enumerable.Range(0, net.WeightCount), weights.Order());
        Assert.Equal(3, picture.Split("as above: letter@").Length - 1);
        Assert.Equal(3 * 2, picture.Split("as above").Length - 1);
    }

    [Theory]
    [MemberData(nameof(Openings))]
    public void Units_shown_are_units_of_the_net_and_back(string experiment, int opening)
    {
        var net = Net(experiment, opening);
        var shown = ShownNet.Of(net, folded: true);
        for (var iteration = shown.FirstIteration; iteration <= shown.LastIteration; iteration++)
        {
            for (var unit = 0; unit < shown.UnitCount; unit++)
            {
                if (shown.Actual(unit, iteration) is not { } actual) continue;
                Assert.Equal(unit, shown.Shown(actual.Group, actual.Unit));
                if (net.Unrolling is not null) Assert.Equal(iteration, actual.Group.Iteration);
            }
        }
        var states = net.Groups.ToDictionary(static group => group, static group => Enumerable.Range(0, group.Size).Select(unit => (double)((group.Index * 1000) + unit)).ToArray());
        var painted = shown.Units(shown.LastIteration, group => states[group]);
        for (var unit = 0; unit < shown.UnitCount; unit++)
            Assert.Equal(shown.Actual(unit, shown.LastIteration) is { } actual ? (actual.Group.Index * 1000) + actual.Unit : float.NaN, painted[unit]);
    }

    [Fact]
    public void A_folded_net_shows_each_group_once_and_its_recurrent_links_as_such()
    {
        var net = Net("iterative", 0);
        var (folded, unrolled) = (ShownNet.Of(net, folded: true), ShownNet.Of(net, folded: false));
        Assert.Equal(net.Groups.Select(static group => group.Origin).Distinct().Count(), folded.Groups.Count);
        Assert.Equal(net.Groups.Count, unrolled.Groups.Count);
        Assert.Contains(folded.Projections, static projection => projection.IsDelayed && !projection.IsShared);
        Assert.All(unrolled.Projections, static projection => Assert.True(projection.IsShared == projection.Weights.Copies > 1 && projection.To.Layer > projection.From.Layer));
    }
}
