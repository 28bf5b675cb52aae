using System.Numerics;

namespace Backprop.Tests;

public sealed class BlockRunnerTests
{
    [Theory]
    [InlineData(1, 256)]
    [InlineData(7, 256)]
    [InlineData(300, 256)]
    [InlineData(100, 10)]
    [InlineData(600, 512)]
    public void Every_case_has_the_bits_that_it_has_alone_whatever_the_blocks(int count, int blockSize)
    {
        Same<float>(Topology.Layered(6, 2, 1), count, blockSize);
        Same<double>(Topology.Layered(37, 70, 10), count, blockSize);
        Same<float>(Topology.Layered(130, 100, 33), count, blockSize);
    }

    [Fact]
    public void Skips_several_inputs_one_to_one_softmax_and_lesions_have_the_bits_of_the_network()
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
        Same<float>(topology, 40, 16);
        Same<double>(topology, 40, 16);
        Same<float>(topology.WithLesion(Lesion.OfUnits("b", 3, 7) | Lesion.OfUnits("hidden", 0)), 40, 16);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Iterations_have_the_bits_of_the_network(int iterations)
    {
        var topology = Topology.Iterative(static net =>
        {
            var clock = net.Group("clock", 2, UnitFunction.Tanh, initialState: 0.25);
            net.Output("out", 2).From(net.Input("in", 3)).From(clock, delay: 1);
        }).Unroll(iterations);
        Same<float>(topology, 40, 16);
        Same<double>(topology, 40, 16);
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        var runner = new BlockRunner<float>(new Network<float>(Topology.Layered(6, 2, 1)).Randomize(1), blockSize: 32);
        var (inputs, outputs) = (new float[6 * 100], new float[100]);
        for (var k = 0; k < 2; k++) // the first run plans the two sizes of its blocks, the second goes from the one to the other for the first time
            runner.Run(inputs, outputs, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 100; k++)
            runner.Run(inputs, outputs, 100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Later_changes_of_the_net_reach_it()
    {
        var network = new Network<float>(Topology.Layered(2, 2, 1)).Randomize(1);
        var runner = new BlockRunner<float>(network);
        var outputs = new float[1];
        network.Weights.Clear();
        runner.Run([1, 0], outputs, 1);
        Assert.Equal([0.5f], outputs);
    }

    [Fact]
    public void Wrong_inputs_are_refused_in_words_and_leave_the_outputs_as_they_were()
    {
        var runner = new BlockRunner<float>(new Network<float>(Topology.Layered(2, 2, 1)), blockSize: 16);
        Assert.Equal((2, 1), (runner.InputCount, runner.OutputCount));
        var outputs = new float[100];
        outputs.AsSpan().Fill(7);
        Assert.Equal("100 cases have 200 input and 100 output states, but 2 inputs came with room for 100 outputs.", Assert.Throws<CasesException>(() => runner.Run([1, 2], outputs, 100)).Message);
        var inputs = new float[200];
        inputs[199] = float.NaN;
        Assert.Equal("Input 1 of case 99 is NaN; it must be a finite number.", Assert.Throws<CasesException>(() => runner.Run(inputs, outputs, 100)).Message);
        Assert.All(outputs, static output => Assert.Equal(7, output));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BlockRunner<float>(new Network<float>(Topology.Layered(2, 1)), 513));
    }

    private static void Same<T>(Topology topology, int count, int blockSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var network = new Network<T>(topology).Randomize(3, 0.7);
        var runner = new BlockRunner<T>(network, blockSize);
        var random = new RandomSource(5);
        T[] inputs = [.. Enumerable.Range(0, count * runner.InputCount).Select(_ => T.CreateTruncating(random.NextSigned()))];
        var outputs = new T[count * runner.OutputCount];
        runner.Run(inputs, outputs, count);
        for (var k = 0; k < count; k++)
            Assert.Equal(network.Run<T>(inputs.AsSpan(k * runner.InputCount, runner.InputCount)), outputs.AsSpan(k * runner.OutputCount, runner.OutputCount));
    }
}
