namespace Backprop.WebAssembly.Tests;

/// <summary>Sequences longer than the net is unrolled, cut into windows that carry their states on.</summary>
public sealed class WindowsTests
{
    private static readonly GradientDescent Descent = new() { LearningRate = 0.05, Momentum = 0.5 };

    public static TheoryData<string> Nets => ["elman", "delays over windows", "leaky", "clamps", "two outputs, large"];

    public static TheoryData<string, Batch> Ways
    {
        get
        {
            var ways = new TheoryData<string, Batch>();
            foreach (var net in Nets)
            {
                foreach (var batch in (Batch[])[Batch.All, Batch.Of(5), Batch.EachWindow, Batch.EachSequence, Batch.OfSequences(2), Batch.OfSequences(5)])
                    ways.Add(net.Data, batch);
            }
            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Windows_learn_with_the_same_bits(string name, Batch batch)
    {
        var topology = Net(name);
        SameBits.Check(topology, Sequences(topology, [7, 3, 9, 4, 7], seed: 2), Descent, batch: batch, sweeps: 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public void So_do_one_sequence_and_very_many(int count)
    {
        var topology = Net("elman");
        int[] lengths = [.. Enumerable.Range(0, count).Select(static sequence => 2 + (sequence % 4))];
        foreach (var batch in (Batch[])[Batch.All, Batch.Of(count), Batch.EachWindow, Batch.OfSequences(270)])
            SameBits.Check(topology, Sequences(topology, lengths, seed: 3), Descent, batch: batch, sweeps: 3);
    }

    [Fact]
    public void By_other_rules_with_weights_of_sequences_too()
    {
        var topology = Net("leaky");
        foreach (var rule in (LearningRule[])[new Rprop(), new Adam { Penalty = 0.01 }])
            SameBits.Check(topology, Sequences(topology, [7, 3, 9], seed: 4, weighted: true), rule, batch: Batch.All, sweeps: 8);
    }

    private static Topology Net(string name) => name switch
    {
        "elman" => Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 4).From(net.Input("in", 2));
            hidden.From(hidden, delay: 1);
            net.Output("out", 2).From(hidden);
        }).Unroll(1),
        "delays over windows" => Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 3, UnitFunction.Tanh, initialState: 0.25).From(net.Input("in", 2));
            hidden.From(hidden, delay: 1).From(hidden, delay: 3);
            net.Output("out", 2).From(hidden, delay: 2).From(hidden);
        }).Unroll(2),
        "leaky" => Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 4, UnitFunction.Tanh, leakRate: 0.4).From(net.Input("in", 2));
            hidden.From(hidden, delay: 1);
            net.Output("out", 2).From(hidden);
        }).Unroll(3, SharedGradient.Sum),
        "clamps" => Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 4, clampStrength: 0.5).From(net.Input("in", 2));
            hidden.From(hidden, delay: 1);
            net.Output("out", 2, UnitFunction.Tanh).From(hidden);
        }).Unroll(2),
        _ => Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 30).From(net.Input("in", 2));
            hidden.From(hidden, delay: 1);
            net.Output("out", 2).From(hidden);
            net.Output("also", 3, UnitFunction.Softmax).From(hidden);
        }).Unroll(2),
    };

    internal static Cases Sequences(Topology topology, int[] lengths, ulong seed, bool weighted = false)
    {
        var random = new RandomSource(seed);
        var builder = new SequencesBuilder(topology, lengths.Length, lengths.Max());
        for (var sequence = 0; sequence < lengths.Length; sequence++)
        {
            builder.Input(sequence, "in", Rows(2, random.NextSigned));
            builder.Target(sequence, "out", Rows(2, () => random.NextInt(5) == 0 ? Cases.DontCare : random.NextDouble()));
            if (topology.Outputs.Any(static group => group.Origin == "also")) builder.Target(sequence, "also", Rows(3, random.NextDouble));
            if (topology.Groups.Any(static group => group.ClampStrength < 1)) builder.Clamp(sequence, "hidden", Rows(4, () => random.NextInt(3) == 0 ? random.NextDouble() : double.NaN));

            double[]?[] Rows(int size, Func<double> value) => [.. Enumerable.Range(0, lengths[sequence]).Select(_ => Enumerable.Range(0, size).Select(_ => value()).ToArray())];
        }
        if (weighted)
            builder.Weights([.. lengths.Select(static length => length / 4.0)]);
        return builder.ToCases();
    }
}
