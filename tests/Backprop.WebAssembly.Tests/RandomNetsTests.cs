namespace Backprop.WebAssembly.Tests;

public sealed class RandomNetsTests
{
    private static readonly UnitFunction[] Functions = [UnitFunction.Logistic, UnitFunction.Tanh, UnitFunction.Softplus, UnitFunction.Sine, UnitFunction.Gelu, UnitFunction.Softmax, UnitFunction.RectifiedLinear];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    /// <summary>Nets of any shape, with any batch, rule and error measure; the seed says which.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_random_net_learns_with_the_same_bits(int seed)
    {
        var random = new RandomSource((ulong)seed);
        var topology = random.NextInt(3) == 0 ? Iterative(random) : Layered(random);
        var cases = TrainingModuleTests.Random(topology, 1 + random.NextInt(50), (ulong)seed, random.NextInt(3) == 0, random.NextInt(3) == 0, random.NextInt(3) == 0);
        var decay = random.NextInt(2) == 0 ? 0 : 0.01;
        LearningRule rule = random.NextInt(4) switch
        {
            0 => new Adam { LearningRate = 0.01, WeightDecay = decay },
            1 => new Rprop { WeightDecay = decay, DecayBiases = true },
            _ => new GradientDescent { LearningRate = 0.001 + (0.01 * random.NextDouble()), Momentum = 0.9 * random.NextDouble(), WeightDecay = decay },
        };
        ErrorMeasure error = random.NextInt(3) switch
        {
            0 => new SumOfSquares { Tolerance = Tolerance.Edge(0.1) },
            1 when topology.Outputs.All(static group => group.UnitFunction == UnitFunction.Logistic || group.UnitFunction == UnitFunction.Softmax) => new CrossEntropy(),
            _ => new SumOfSquares(),
        };
        SameBits.Check(topology, cases, rule, error, random.NextInt(2) == 0 ? Batch.All : Batch.Of(1 + random.NextInt(cases.Count)), sweeps: 4, seed: (ulong)seed, shuffle: random.NextInt(2) == 0);
    }

    private static Topology Layered(RandomSource random) => Topology.Build(net =>
    {
        var below = new List<GroupBuilder>();
        for (var k = random.NextInt(2); k >= 0; k--)
            below.Add(net.Input($"in {k}", Size(random)));
        var groups = 1 + random.NextInt(4);
        for (var k = 0; k < groups; k++)
        {
            var (size, function, frozen, biases) = (Size(random), Functions[random.NextInt(Functions.Length)], random.NextInt(6) == 0 && k < groups - 1, random.NextInt(4) > 0);
            var group = k == groups - 1 || random.NextInt(4) == 0
                ? net.Output($"group {k}", size, random.NextInt(2) == 0 ? UnitFunction.Logistic : function, biases: biases)
                : net.Group($"group {k}", size, function, biases: biases, frozen: frozen);
            group.From(below[^1]);
            foreach (var lower in below.SkipLast(1).Where(_ => random.NextInt(2) == 0 || k == groups - 1))
                group.From(lower);
            below.Add(group);
        }
    });

    private static Topology Iterative(RandomSource random) => Topology.Iterative(net =>
    {
        var hidden = net.Group("hidden", Size(random), Functions[random.NextInt(3)], leakRate: random.NextInt(2) == 0 ? 1 : 0.4, clampStrength: random.NextInt(2) == 0 ? 1 : 0.5);
        hidden.From(net.Input("in", Size(random))).From(hidden, delay: 1);
        if (random.NextInt(2) == 0)
            hidden.From(hidden, delay: 2, oneToOne: true);
        net.Output("out", Size(random)).From(hidden);
    }).Unroll(1 + random.NextInt(5), random.NextInt(2) == 0 ? SharedGradient.Mean : SharedGradient.Sum);

    private static int Size(RandomSource random) => 1 + random.NextInt(random.NextInt(4) == 0 ? 30 : 7);
}
