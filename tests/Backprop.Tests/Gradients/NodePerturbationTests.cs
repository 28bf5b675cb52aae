namespace Backprop.Tests;

public sealed class NodePerturbationTests
{
    [Fact]
    public void Two_steps_are_those_of_the_noise_in_plain_arithmetic()
    {
        const double deviation = 0.1;
        var topology = Topology.Layered(2, 2, 1);
        var noise = new Noise { Seed = 7 };

        PlainTwoLayers.TwoStepsAreThose(new NodePerturbation { Deviation = deviation, Seed = 7 }, (weights, sweep) => PlainTwoLayers.Sum(PlainTwoLayers.Pairs.Select((pair, c) =>
        {
            var net = new PlainTwoLayers(weights, pair.Input);
            var drawn = noise.InSweep(sweep).InSweep(0);
            var ofHidden = drawn.Of(topology["hidden"], c, ofStates: false);
            double[] added = [deviation * ofHidden.Next(), deviation * ofHidden.Next(), deviation * drawn.Of(topology["output"], c, ofStates: false).Next()];
            // Noise on a total input is a change of the bias.
            double[] changed = [.. weights[..6], weights[6] + added[0], weights[7] + added[1], weights[8] + added[2]];
            var difference = new PlainTwoLayers(changed, pair.Input).Error(pair.Target) - net.Error(pair.Target);
            return net.Gradient([.. added.Select(number => difference * number / (deviation * deviation))]);
        })));
    }

    [Theory]
    [InlineData("layers")]
    [InlineData("links of all kinds")]
    [InlineData("iterative")]
    public void In_the_mean_it_is_the_derivative(string net)
    {
        var (topology, cases) = GradientNets.Of(net);
        var network = new Network<double>(topology).Randomize(5, range: 2);

        var few = GradientCheck.Angles(network, cases, new NodePerturbation { Deviation = 1e-4, Samples = 100 }).Degrees;
        var many = GradientCheck.Angles(network, cases, new NodePerturbation { Deviation = 1e-4, Samples = 3000 }).Degrees;
        Assert.InRange(many, 0, 12);
        Assert.True(many < few / 2, $"{many}° with many samples, {few}° with few");
    }

    [Fact]
    public void Weights_of_cases_count()
    {
        var network = Xor.Net<double>();
        var method = new NodePerturbation();
        var once = GradientCheck.Gradient(network, Cases.From([[0, 1]], [[1]]), method: method);
        var twice = GradientCheck.Gradient(network, new CasesBuilder(1).Input("input", [0, 1], 2).Target("output", [1], 1).Weights([2]).ToCases(), method: method);
        for (var k = 0; k < once.Length; k++)
            Assert.Equal(2 * once[k], twice[k], 1e-12);
    }

    [Fact]
    public void Noise_of_the_training_beside_it_is_refused()
    {
        var refusal = Assert.Throws<CasesException>(static () => new Trainer<float>(Xor.Net<float>(), Xor.Cases, new GradientDescent(),
            options: new TrainerOptions { Gradient = new NodePerturbation(), Noise = new Noise { TotalInputs = new Dictionary<string, double> { ["hidden"] = 0.1 } } }));
        Assert.Contains("'node perturbation' adds noise of its own", refusal.Message, StringComparison.Ordinal);
    }
}
