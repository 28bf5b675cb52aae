namespace Backprop.Tests;

public sealed class SequenceRunnerTests
{
    private static IterativeTopology Net() => Topology.Iterative(net =>
    {
        var input = net.Input("input", 2);
        var hidden = net.Group("hidden", 5, UnitFunction.Tanh, initialState: 0.1).From(input).From(input, delay: 2);
        hidden.From(hidden, delay: 1).From(hidden, delay: 3);
        net.Output("output", 2).From(hidden).From(input, delay: 1);
    });

    private static double[][] Inputs(int iterations)
    {
        var random = new RandomSource(4);
        return [.. Enumerable.Range(0, iterations).Select(_ => new[] { random.NextSigned(), random.NextSigned() })];
    }

    [Fact]
    public void Running_on_from_call_to_call_gives_the_bits_of_the_unrolled_net()
    {
        const int Iterations = 9;
        var network = new Network<double>(Net().Unroll(Iterations)).Randomize(3, 0.7);
        var inputs = Inputs(Iterations);
        var activity = network.Run(new SequencesBuilder(network.Topology, 1).Input(0, "input", inputs).ToCases());
        var runner = new SequenceRunner<double>(network);
        for (var t = 1; t <= Iterations; t++)
        {
            var outputs = runner.Step(inputs[t - 1]);
            Assert.Equal(activity[$"output@{t}", 0].ToArray(), outputs);
            Assert.Equal(activity[$"hidden@{t}", 0].ToArray(), runner.State("hidden"));
        }
        Assert.Equal(Iterations, runner.Iterations);
    }

    [Fact]
    public void Reset_goes_back_to_the_beginning()
    {
        var runner = new SequenceRunner<float>(new Network<float>(Net().Unroll(1)).Randomize(3, 0.7));
        var first = runner.Step(1, 0);
        Assert.NotEqual(first, runner.Step(1, 0));
        runner.Reset();
        Assert.Equal(first, runner.Step(1, 0));
    }

    [Fact]
    public void Inputs_whose_states_no_projection_reads_at_once_are_kept_for_the_delayed_one()
    {
        // Only the input of the iteration before reaches the output.
        var network = new Network<double>(Topology.Iterative(static net => net.Output("out", 1, UnitFunction.Identity, biases: false).From(net.Input("unused", 1)).From(net.Input("in", 1), delay: 1)).Unroll(1));
        network["unused->out"][0] = 100;
        network["in->out"][0] = 1;
        var runner = new SequenceRunner<double>(network);

        Assert.Equal([0, 3, 4], [runner.Step(0, 3)[0], runner.Step(0, 4)[0], runner.Step(0, 5)[0]]);
        Assert.Equal("The net keeps no state of input group 'in' after an iteration: only delayed projections send from it.", Assert.Throws<KeyNotFoundException>(() => runner.State("in")).Message);
        Assert.Equal([0], runner.State("unused"));
        Assert.Equal(3, runner.Iterations);
        runner.Reset();
        Assert.Equal((0L, 0.0), (runner.Iterations, runner.Step(0, 1)[0]));
    }

    [Fact]
    public void A_set_state_is_the_state_before_the_next_iteration()
    {
        var network = new Network<double>(Net().Unroll(1)).Randomize(3, 0.7);
        var runner = new SequenceRunner<double>(network);
        runner.SetState("hidden", [0.1, 0.2, 0.3, 0.4, 0.5]);
        var cases = new SequencesBuilder(network.Topology, 1).Input(0, "input", [[1, 0]]).InitialState(0, "hidden", [0.1, 0.2, 0.3, 0.4, 0.5]).ToCases();
        Assert.Equal(network.Run(cases)["output@1", 0].ToArray(), runner.Step(1, 0));
    }

    [Fact]
    public void A_set_state_may_lie_further_back_where_delays_reach()
    {
        var network = new Network<double>(Net().Unroll(1)).Randomize(3, 0.7);
        var runner = new SequenceRunner<double>(network);
        runner.SetState("hidden", [0.1, 0.2, 0.3, 0.4, 0.5], iteration: -2);
        runner.SetState("input", [0.6, 0.7], iteration: -1);
        var cases = new SequencesBuilder(network.Topology, 1).Input(0, "input", [[1, 0]])
            .InitialState(0, "hidden", [0.1, 0.2, 0.3, 0.4, 0.5], iteration: -2).InitialState(0, "input", [0.6, 0.7], iteration: -1).ToCases();
        Assert.Equal(network.Run(cases)["output@1", 0].ToArray(), runner.Step(1, 0));
    }

    [Fact]
    public void Units_are_held_in_the_next_step_only()
    {
        var network = new Network<double>(Net().Unroll(3)).Randomize(3, 0.7);
        double[] held = [double.NaN, 0.9, double.NaN, -0.9, double.NaN];
        double[] zeros = [0, 0, 0, 0, 0];
        var cases = new SequencesBuilder(network.Topology, 1).Input(0, "input", [[1, 0], [0, 1], [1, 1]]).Clamp(0, "hidden", [held], first: 2).ToCases();
        var activity = network.Run(cases);
        var runner = new SequenceRunner<double>(network);

        Assert.Equal(activity["output@1", 0].ToArray(), runner.Step(1, 0));
        runner.Clamp("hidden", zeros);
        runner.Clamp("hidden", held);
        Assert.Equal(activity["output@2", 0].ToArray(), runner.Step(0, 1));
        Assert.Equal((0.9, -0.9), (runner.State("hidden")[1], runner.State("hidden")[3]));
        Assert.Equal(activity["output@3", 0].ToArray(), runner.Step(1, 1));

        runner.Clamp("hidden", zeros);
        runner.Reset();
        Assert.Equal(activity["output@1", 0].ToArray(), runner.Step(1, 0));
    }

    [Fact]
    public void A_step_with_clamps_allocates_nothing_after_the_first()
    {
        var runner = new SequenceRunner<float>(new Network<float>(Net().Unroll(1)).Randomize(3));
        float[] inputs = [1, 0];
        float[] held = [1, 0, 1, 0, float.NaN];
        var outputs = new float[2];
        runner.Clamp("hidden", held);
        runner.Step(inputs, outputs);
        var before = GC.GetAllocatedBytesForCurrentThread();
        runner.Step(inputs, outputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var runner = new SequenceRunner<float>(new Network<float>(Net().Unroll(1)).Randomize(3));
        float[] inputs = [1, 0];
        var outputs = new float[2];
        runner.Step(inputs, outputs);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 100; k++)
            runner.Step(inputs, outputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_layered_net_and_wrong_numbers_are_refused_in_words()
    {
        Assert.Contains("layered", Assert.Throws<CasesException>(() => new SequenceRunner<float>(new Network<float>(Topology.Layered(2, 1)))).Message, StringComparison.Ordinal);
        var runner = new SequenceRunner<float>(new Network<float>(Net().Unroll(1)));
        Assert.Contains("2 input", Assert.Throws<CasesException>(() => runner.Step(1)).Message, StringComparison.Ordinal);
        Assert.Equal("The net has 2 input and 2 output units, but 2 inputs were given and room for 1 outputs.", Assert.Throws<CasesException>(() => runner.Step([1, 0], new float[1])).Message);
        Assert.Equal((2, 2), (runner.InputCount, runner.OutputCount));
        Assert.Equal(["input"], runner.InputNames);
        Assert.Contains("finite", Assert.Throws<CasesException>(() => runner.Step(1, float.NaN)).Message, StringComparison.Ordinal);
        Refused("'output'", () => runner.SetState("output", [1, 2]));
        Refused("'hidden' at iteration -3", () => runner.SetState("hidden", [1, 2, 3, 4, 5], iteration: -3));
        Refused("0 or below", () => runner.SetState("hidden", [1, 2, 3, 4, 5], iteration: 1));
        Refused("unit 1 is NaN", () => runner.SetState("hidden", [1, float.NaN, 3, 4, 5]));
        Refused("has no group 'hiden'; its groups are 'input', 'hidden', 'output'", () => runner.Clamp("hiden", [1, 2, 3, 4, 5]));
        Refused("give its states to Step", () => runner.Clamp("input", [1, 2]));
        Refused("5 units, but 1", () => runner.Clamp("hidden", [1]));
        Refused("unit 0 is Infinity", () => runner.Clamp("hidden", [float.PositiveInfinity, 2, 3, 4, 5]));
        var shares = new SequenceRunner<float>(new Network<float>(Topology.Iterative(static net => net.Output("shares", 2, UnitFunction.Softmax).From(net.Input("input", 1))).Unroll(1)));
        Refused("all of them or none", () => shares.Clamp("shares", [1, float.NaN]));

        Assert.Equal("The net has no group 'hiden'; its groups are 'input', 'hidden', 'output'.", Assert.Throws<KeyNotFoundException>(() => runner.State("hiden")).Message);
        Refused("no projection of this delay sends from it", () => runner.SetState("hidden", [1, 2, 3, 4, 5], iteration: -3));
        Refused("The net has no group 'hiden'", () => runner.SetState("hiden", [1, 2, 3, 4, 5]));
        Assert.Equal(0, runner.Iterations);

        static void Refused(string expected, Action attempt) => Assert.Contains(expected, Assert.Throws<CasesException>(attempt).Message, StringComparison.Ordinal);
    }
}
