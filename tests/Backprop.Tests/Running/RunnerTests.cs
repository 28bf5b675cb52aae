using System.Numerics;

namespace Backprop.Tests;

public sealed class RunnerTests
{
    [Theory]
    [InlineData(6, 2, 1)]
    [InlineData(37, 70, 10)]
    [InlineData(130, 100, 33)]
    public void A_row_has_the_bits_of_the_network(int inputs, int hidden, int outputs)
    {
        Same<float>(Topology.Layered(inputs, hidden, outputs));
        Same<double>(Topology.Layered(inputs, hidden, outputs));
    }

    [Fact]
    public void Skips_several_inputs_one_to_one_and_softmax_have_the_bits_of_the_network()
    {
        var topology = Topology.Build(net =>
        {
            var a = net.Input("a", 5);
            var b = net.Input("b", 20);
            var hidden = net.Group("hidden", 20, UnitFunction.Tanh).From(a).From(b, oneToOne: true);
            var more = net.Group("more", 3, UnitFunction.Softplus, biases: false).From(hidden, a);
            net.Output("class", 4, UnitFunction.Softmax).From(hidden, more);
            net.Output("number", 2, UnitFunction.Identity).From(more);
        });
        Same<float>(topology);
        Same<double>(topology);
    }

    [Theory]
    [InlineData("logistic")]
    [InlineData("tanh")]
    [InlineData("rectified linear")]
    public void Small_groups_of_one_unit_function_have_the_bits_of_the_network_whatever_their_projections(string function)
    {
        var units = UnitFunction.FromName(function);
        var topology = Topology.Build(net =>
        {
            var (a, b) = (net.Input("a", 5), net.Input("b", 3));
            var first = net.Output("first", 3, units).From(b, a);
            var hidden = net.Group("hidden", 8, units, biases: false).From(a, first);
            net.Output("last", 2, units).From(hidden, b, first);
        });
        Same<float>(topology);
        Same<double>(topology);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void An_input_that_is_not_finite_leaves_the_outputs_as_they_were(int hidden)
    {
        var runner = new Runner<double>(new Network<double>(Topology.Layered(2, hidden, 1)).Randomize(1));
        double[] outputs = [7];
        foreach (var input in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
            Assert.Throws<CasesException>(() => runner.Run([1, input], outputs));
        Assert.Equal([7], outputs);
    }

    /// <summary>Before the first iteration it has its initial states, and in each iteration those of its biases.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_group_that_receives_nothing_has_the_bits_of_the_network_too(int iterations)
    {
        var topology = Topology.Iterative(static net =>
        {
            var clock = net.Group("clock", 2, UnitFunction.Tanh, initialState: 0.25);
            net.Output("out", 2).From(net.Input("in", 3)).From(clock, delay: 1);
        }).Unroll(iterations);

        Same<float>(topology);
        Same<double>(topology);

        var network = new Network<double>(topology).Randomize(3, 0.7);
        var bias = network.GetBiases($"clock@{iterations}")[1];
        Assert.Equal(Math.Tanh(bias), network.Run(new SequencesBuilder(topology, 1).Input(0, "in", [[1, 2, 3]]).ToCases())[$"clock@{iterations}", 0][1], 1e-15);
        Assert.True(topology.Groups[0].IsInput);
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        var runner = new Runner<float>(new Network<float>(Topology.Layered(6, 2, 1)).Randomize(1));
        var (inputs, outputs) = (new float[6], new float[1]);
        runner.Run(inputs, outputs);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 100; k++)
            runner.Run(inputs, outputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Later_changes_of_the_net_do_not_reach_it()
    {
        var network = new Network<float>(Topology.Layered(2, 2, 1)).Randomize(1);
        var runner = new Runner<float>(network);
        var before = runner.Run(1, 0);
        network.Weights.Clear();
        Assert.Equal(before, runner.Run(1, 0));
    }

    [Fact]
    public void Wrong_inputs_are_refused_in_words()
    {
        var runner = new Runner<float>(new Network<float>(Topology.Layered(2, 2, 1)));
        Assert.Contains("2 input", Assert.Throws<CasesException>(() => runner.Run(1)).Message, StringComparison.Ordinal);
        Assert.Equal("The net has 2 input and 1 output units, but 2 inputs came with room for 2 outputs.", Assert.Throws<CasesException>(() => runner.Run([1, 2], new float[2])).Message);
        Assert.Equal((2, 1), (runner.InputCount, runner.OutputCount));
        Assert.Equal("Input 1 is NaN; it must be a finite number.", Assert.Throws<CasesException>(() => runner.Run(1, float.NaN)).Message);
        Assert.Contains("finite", Assert.Throws<CasesException>(() => new Runner<float>(new Network<float>(Topology.Layered(40, 2))).Run([.. Enumerable.Repeat(float.PositiveInfinity, 40)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Copies_that_share_weights_have_the_bits_of_the_network_with_lesions_too()
    {
        var topology = Recurrent(4);
        Same<float>(topology);
        Same<double>(topology.WithLesion(Lesion.OfUnits("in", 1) | Lesion.OfUnits("hidden", 0)));
        Same<float>(Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 3, UnitFunction.Tanh).From(net.Input("in", 3), oneToOne: true);
            hidden.From(hidden, oneToOne: true, delay: 1);
            net.Output("out", 2).From(hidden);
        }).Unroll(3).WithLesion(Lesion.OfUnits("in", 2)));
    }

    [Fact]
    public void Shared_weights_are_laid_out_once_whatever_the_number_of_iterations()
    {
        const int iterations = 200;
        var network = new Network<float>(Recurrent(iterations)).Randomize(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var runner = new Runner<float>(network);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(runner);
        Assert.InRange(allocated, 1, iterations * network.Weights.Length * sizeof(float) / 2);
    }

    private static Topology Recurrent(int iterations) => Topology.Iterative(static net =>
    {
        var hidden = net.Group("hidden", 40, UnitFunction.Tanh).From(net.Input("in", 5));
        hidden.From(hidden, delay: 1);
        net.Output("out", 20).From(hidden);
    }).Unroll(iterations);

    private static void Same<T>(Topology topology)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var network = new Network<T>(topology).Randomize(3, 0.7);
        var runner = new Runner<T>(network);
        var random = new RandomSource(5);
        for (var k = 0; k < 5; k++)
        {
            T[] inputs = [.. Enumerable.Range(0, runner.InputCount).Select(_ => T.CreateTruncating(random.NextSigned()))];
            Assert.Equal(network.Run(inputs), runner.Run(inputs));
        }
    }
}
