namespace Backprop.Tests;

public sealed unsafe class PropagationTests
{
    private const int Count = 60;

    [Theory]
    [InlineData(3, 4, 1)] // a net whose gradient is kept in lanes
    [InlineData(60, 4, 1)]
    [InlineData(200, 60, 1)] // a net of which sparse gradients are cleared by columns
    [InlineData(50, 6000, 3)] // a net of which threads share a group
    public void From_block_to_block_and_gradient_to_gradient_it_gives_what_a_new_one_gives(int inputs, int hidden, int threads)
    {
        var random = new RandomSource(1);
        var nets = new[] { Net(inputs, hidden, 1), Net(inputs, hidden, 2) };
        var cases = Data(nets[0].Topology, inputs);
        var blocks = new[] { new CaseBlock<float>(cases, 40), new CaseBlock<float>(cases, 40) };
        var team = threads > 1 ? new ThreadTeam(threads) : null;
        var propagation = Make();
        var gradients = new[] { Gradients(), Gradients() };
        var derived = 0;
        for (var k = 0; k < 80; k++)
        {
            var (block, weights) = (blocks[random.NextInt(2)], nets[random.NextInt(2)].WeightBuffer);
            block.Fill([.. Enumerable.Range(random.NextInt(4), ((int[])[40, 16, 5, 1])[random.NextInt(4)])]);
            var other = Make();
            if (random.NextInt(4) == 0)
            {
                propagation.Forward(block, weights.Pointer);
                other.Forward(block, weights.Pointer);
                Assert.Equal(other.Error(block), propagation.Error(block));
                Assert.Equal(other.GreatestDistance(block), propagation.GreatestDistance(block));
                continue;
            }
            var (own, expected) = gradients[random.NextInt(2)];
            var fresh = derived++ < 2 || random.NextInt(2) == 0;
            if (derived <= 2)
                (own, expected) = gradients[derived - 1];
            Assert.Equal(other.Derive(block, weights.Pointer, expected, fresh), propagation.Derive(block, weights.Pointer, own, fresh));
            own.Finish();
            expected.Finish();
            Assert.True(expected.Values.SequenceEqual(own.Values), $"pass {k}");
        }
        Assert.True(derived > 40);

        Propagation<float> Make() => new(nets[0].Topology, 40, new SumOfSquares(), team: team);
        (Gradient<float> Own, Gradient<float> Expected) Gradients() => (new(nets[0].Topology, blocks[0].IsDense), new(nets[0].Topology, blocks[0].IsDense));
    }

    /// <summary>Units that stand in single file, in one net and in copies that share the weights, in one block of cases and in two.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(700)]
    public void Each_gradient_of_one_to_one_weights_begins_from_zero(int count)
    {
        foreach (var topology in (Topology[])[
            Topology.Build(static net =>
            {
                var input = net.Input("in", 3);
                net.Output("out", 3).From(net.Group("hidden", 3).From(input, oneToOne: true), oneToOne: true).From(input);
            }),
            Topology.Build(static net =>
            {
                var input = net.Input("in", 3);
                var first = net.Group("first", 3).From(input, share: "both", oneToOne: true);
                net.Output("out", 3).From(net.Group("second", 3).From(first, share: "both", oneToOne: true));
            })])
        {
            var random = new RandomSource(7);
            var cases = Backprop.Cases.From([.. Enumerable.Range(0, count).Select(_ => Row())], [.. Enumerable.Range(0, count).Select(_ => Row())]);
            var trainer = new Trainer<double>(new Network<double>(topology).Randomize(seed: 2), cases, new StillRule());
            var expected = GradientCheck.Gradient(trainer.Network, cases);
            Assert.DoesNotContain(0, expected);
            for (var sweep = 0; sweep < 3; sweep++)
            {
                trainer.Step();
                Assert.Equal(expected, trainer.LastGradient.ToArray());
            }

            double[] Row() => [random.NextDouble(), random.NextDouble(), random.NextDouble()];
        }
    }

    [Fact]
    public void Going_from_block_to_block_allocates_nothing()
    {
        var net = Net(60, 4, 1);
        var cases = Data(net.Topology, 60);
        CaseBlock<float>[] blocks = [new(cases, 16), new(cases, 16)];
        blocks[0].Fill([.. Enumerable.Range(0, 16)]);
        blocks[1].Fill([16, 17, 18, 19]);
        var propagation = new Propagation<float>(net.Topology, 16, new SumOfSquares());
        var gradient = new Gradient<float>(net.Topology, dense: false);
        Sweep();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var sweep = 0; sweep < 100; sweep++)
            Sweep();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Sweep()
        {
            for (var k = 0; k < 4; k++)
                propagation.Derive(blocks[k % 2], net.WeightBuffer.Pointer, gradient, fresh: k == 0);
        }
    }

    private static Network<float> Net(int inputs, int hidden, ulong seed) => new Network<float>(Topology.Build(net =>
    {
        var input = net.Input("in", inputs);
        var middle = net.Group("hidden", hidden).From(input).From(net.Input("other", 2));
        net.Output("out", 2).From(net.Output("shares", 3, UnitFunction.Softmax).From(middle)).From(middle);
    })).Randomize(seed, 0.2);

    /// <summary>One input unit of each case is not 0, so that a group of many is kept sparse; some units are clamped, some targets are missing.</summary>
    private static BoundCases Data(Topology topology, int inputs)
    {
        var random = new RandomSource(5);
        var states = new double[Count * inputs];
        for (var c = 0; c < Count; c++)
            states[(c * inputs) + random.NextInt(inputs)] = 1;
        return new BoundCases(topology, new CasesBuilder(Count).Input("in", states, inputs).Input("other", Numbers(2), 2)
            .Target("out", [.. Numbers(2).Select(value => value < 0.2 ? Backprop.Cases.DontCare : value)], 2).Target("shares", Numbers(3), 3)
            .Clamp("out", [.. Numbers(2).Select(value => value < 0.8 ? Backprop.Cases.DontCare : value)], 2).ToCases());

        double[] Numbers(int size) => [.. Enumerable.Range(0, Count * size).Select(_ => random.NextDouble())];
    }
}
