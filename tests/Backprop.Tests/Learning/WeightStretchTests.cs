namespace Backprop.Tests;

public sealed class WeightStretchTests
{
    /// <summary>Three blocks of weights, of which the second may be frozen, then the biases of three groups.</summary>
    private static Topology Net(bool frozen) => Topology.Build(net =>
    {
        var input = net.Input("in", 2);
        var hidden = net.Group("hidden", 3).From(input);
        net.Output("out", 1).From(hidden, frozen: frozen).From(input);
    });

    [Fact]
    public void Blocks_in_a_row_are_one_stretch_of_weights_and_one_of_biases() =>
        Assert.Equal([new(0, 11, IsBias: false), new(11, 4, IsBias: true)], WeightStretch.Of(Net(frozen: false), joined: false));

    [Fact]
    public void Joined_weights_and_biases_are_one_stretch_that_counts_as_weights() =>
        Assert.Equal([new(0, 15, IsBias: false)], WeightStretch.Of(Net(frozen: false), joined: true));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Frozen_blocks_are_left_out_and_part_what_is_beside_them(bool joined)
    {
        var topology = Net(frozen: true);
        var stretches = WeightStretch.Of(topology, joined);

        var frozen = Assert.Single(topology.Blocks, static block => block.Frozen);
        Assert.Equal(12, stretches.Sum(static stretch => stretch.Length));
        Assert.All(stretches, stretch => Assert.True(stretch.Offset + stretch.Length <= frozen.Offset || stretch.Offset >= frozen.Offset + frozen.Length));
        Assert.Equal(joined ? 2 : 3, stretches.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Frozen_weights_part_what_is_beside_them(bool joined)
    {
        var topology = Topology.Build(static net => net.Output("out", 2, frozenBiases: [false, true])
            .From(net.Input("in", 3), frozenWeights: new[,] { { false, false, true }, { true, false, false } }));

        Assert.Equal(
            joined ? [new(0, 2, IsBias: false), new(4, 3, IsBias: false)] : [new(0, 2, IsBias: false), new(4, 2, IsBias: false), new(6, 1, IsBias: true)],
            WeightStretch.Of(topology, joined));
    }

    [Fact]
    public void A_net_in_which_all_is_frozen_has_none() =>
        Assert.Empty(WeightStretch.Of(Topology.Build(static net => net.Output("out", 1, frozen: true).From(net.Input("in", 2), frozen: true)), joined: true));
}
