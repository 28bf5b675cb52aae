namespace Backprop.Tests;

public sealed class NetworkTests
{
    [Fact]
    public void More_weights_than_an_array_holds_are_refused_by_their_number()
    {
        var topology = Topology.Layered(1, 1_073_741_795);
        Assert.Contains("2,147,483,590 weights", Assert.Throws<TopologyException>(() => new Network<float>(topology)).Message, StringComparison.Ordinal);
    }

    private static Topology Masked(bool[,]? mask) => Topology.Build(net =>
    {
        var input = net.Input("in", 2);
        net.Output("out", 2).From(net.Group("hid", 3).From(input, mask: mask));
    });

    [Fact]
    public void A_seed_gives_the_same_weights_and_another_seed_others()
    {
        var topology = Topology.Layered(4, 3, 2);

        Assert.Equal(new Network<double>(topology).Randomize(1).Weights, new Network<double>(topology).Randomize(1).Weights);
        Assert.NotEqual(new Network<double>(topology).Randomize(1).Weights.ToArray(), new Network<double>(topology).Randomize(2).Weights.ToArray());
    }

    [Fact]
    public void A_mask_changes_no_weight_but_those_that_it_leaves_out()
    {
        var mask = new[,] { { true, false }, { false, true }, { true, true } };

        var (masked, full) = (new Network<double>(Masked(mask)).Randomize(3), new Network<double>(Masked(null)).Randomize(3));

        Assert.Equal(full.Weights.Length, masked.Weights.Length);
        for (var k = 0; k < full.Weights.Length; k++)
            Assert.Equal(k is 1 or 2 ? 0 : full.Weights[k], masked.Weights[k]);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.5)]
    public void Random_weights_fill_their_range_evenly_and_biases_too(double range)
    {
        var net = new Network<double>(Topology.Layered(60, 50, 40)).Randomize(7, range);

        Assert.All(net.Weights.ToArray(), weight => Assert.InRange(weight, -range, range));
        // The standard error of the mean of n uniform numbers is range / √(3n); of their mean square 2 range² / √(45 n).
        var n = net.Weights.Length;
        Assert.InRange(net.Weights.ToArray().Average(), -5 * range / Math.Sqrt(3 * n), 5 * range / Math.Sqrt(3 * n));
        Assert.Equal(range * range / 3, net.Weights.ToArray().Average(static weight => weight * weight), 5 * 2 * range * range / Math.Sqrt(45 * n));
        Assert.All(net.GetBiases("hidden").ToArray(), static bias => Assert.NotEqual(0, bias));
        Assert.All(net.Randomize(7, range, biases: 0).GetBiases("hidden").ToArray(), static bias => Assert.Equal(0, bias));
    }

    [Fact]
    public void Glorot_and_He_spread_weights_by_the_units_that_send_and_leave_biases_at_zero()
    {
        var topology = Topology.Build(static net =>
        {
            var (a, b) = (net.Input("a", 100), net.Input("b", 50));
            net.Output("out", 30).From(a, b);
        });
        var net = new Network<double>(topology);

        // Both projections run into the same units: 150 units send.
        var glorot = Math.Sqrt(6.0 / (150 + 30));
        Assert.InRange(net.Initialize(1, Initialization.Glorot)["a->out"].ToArray().Max(), 0.97 * glorot, glorot);
        Assert.InRange(net["b->out"].ToArray().Min(), -glorot, -0.97 * glorot);
        Assert.All(net.GetBiases("out").ToArray(), static bias => Assert.Equal(0, bias));
        Assert.InRange(net.Initialize(1, Initialization.He)["a->out"].ToArray().Max(), 0.97 * Math.Sqrt(6.0 / 150), Math.Sqrt(6.0 / 150));
    }

    [Fact]
    public void What_the_topology_says_of_a_start_goes_before_what_the_net_is_told()
    {
        var net = new Network<float>(Topology.Build(static net =>
            net.Output("out", 2, initialBiases: Initialization.Constant(-1)).From(net.Input("in", 2), initial: Initialization.Uniform(0)))).Randomize(1, 5);

        Assert.Equal([0, 0, 0, 0, -1, -1], net.Weights);
    }

    [Fact]
    public void A_copy_has_the_same_weights_and_is_another_net()
    {
        var net = new Network<float>(Topology.Layered(2, 2)).Randomize(1);

        var copy = net.Copy();
        copy.Weights[0] = 9;

        Assert.NotEqual(9, net.Weights[0]);
        Assert.Equal(net.Weights[1..], copy.Weights[1..]);
        Assert.Equal((double)net.Weights[1], net.Copy<double>().Weights[1]);
    }

    [Fact]
    public void Only_float_and_double_are_computed_in() =>
        Assert.Contains("float or double", Assert.Throws<NotSupportedException>(static () => new Network<Half>(Topology.Layered(1, 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_run_takes_as_many_finite_inputs_as_there_are_input_units()
    {
        var net = new Network<double>(Topology.Layered(2, 1));

        Assert.Equal("The net has 2 input units, but 3 values came.", Assert.Throws<CasesException>(() => net.Run(1, 2, 3)).Message);
        Assert.Equal("Input 1 is NaN; it must be a finite number.", Assert.Throws<CasesException>(() => net.Run(1, double.NaN)).Message);
        Assert.Equal("The net has 1 output units, but there is room for 2 values.", Assert.Throws<CasesException>(() => net.Run([1, 2], new double[2])).Message);
    }

    [Fact]
    public void Several_threads_may_run_one_net_at_once()
    {
        var net = new Network<double>(Topology.Layered(5, 8, 3)).Randomize(2, 2);
        var inputs = Enumerable.Range(0, 200).Select(static k => Enumerable.Range(0, 5).Select(i => Math.Sin((k * 5) + i)).ToArray()).ToArray();
        var expected = inputs.Select(input => net.Run(input)).ToArray();
        var actual = new double[inputs.Length][];

        Parallel.For(0, inputs.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, k => actual[k] = net.Run(inputs[k]));

        Assert.Equal(expected, actual);
    }
}
