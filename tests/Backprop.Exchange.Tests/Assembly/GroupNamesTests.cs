namespace Backprop.Exchange.Tests;

public sealed class GroupNamesTests
{
    [Fact]
    public void A_net_with_other_names_has_the_same_weights_and_answers()
    {
        var net = new Network<double>(Topology.Layered(2, 3, 1)).Randomize(seed: 1);

        var renamed = GroupNames.Renamed(net, new Dictionary<string, string>(StringComparer.Ordinal) { ["input"] = "hidden", ["output"] = "answer" });

        Assert.Equal(["hidden", "hidden'", "answer"], renamed.Topology.Groups.Select(static group => group.Name));
        Assert.Equal(net.Run(1, 2), renamed.Run(1, 2));
    }

    [Fact]
    public void Names_that_are_not_different_are_refused() => Assert.Throws<TopologyException>(() =>
        GroupNames.Renamed(new Network<double>(Topology.Layered(2, 3, 1)), new Dictionary<string, string>(StringComparer.Ordinal) { ["input"] = "a", ["output"] = "a" }));
}
