namespace Backprop.Tests;

public sealed class WeightPerturbationTests
{
    private static double Error(double[] weights) => PlainTwoLayers.Pairs.Sum(pair => new PlainTwoLayers(weights, pair.Input).Error(pair.Target));

    [Fact]
    public void Two_steps_are_those_of_the_changes_in_plain_arithmetic()
    {
        const double deviation = 0.1;
        PlainTwoLayers.TwoStepsAreThose(new WeightPerturbation { Deviation = deviation, Seed = 7 }, static (weights, sweep) =>
        {
            var normal = new NormalDistribution(new RandomSource(Noise.Mixed(Noise.Mixed(Noise.Mixed(7, (ulong)sweep), 0), 0)));
            double[] changes = [.. weights.Select(_ => deviation * normal.Next())];
            var difference = Error([.. weights.Zip(changes, static (w, change) => w + change)]) - Error(weights);
            return [.. changes.Select(change => difference * change / (deviation * deviation))];
        });
    }

    [Fact]
    public void One_by_one_two_steps_are_those_of_each_change_by_itself_in_plain_arithmetic() =>
        PlainTwoLayers.TwoStepsAreThose(new WeightPerturbation { Deviation = 0.01, OneByOne = true }, static (weights, _) =>
            [.. weights.Select((w, k) => (Error([.. weights.Select((other, at) => at == k ? other + 0.01 : other)]) - Error(weights)) / 0.01)], near: 1e-11);

    [Theory]
    [InlineData("links of all kinds")]
    [InlineData("iterative")]
    public void In_the_mean_it_is_the_derivative_and_one_by_one_at_once(string net)
    {
        var (topology, cases) = GradientNets.Of(net);
        var network = new Network<double>(topology).Randomize(5, range: 2);

        var few = GradientCheck.Angles(network, cases, new WeightPerturbation { Deviation = 1e-4, Samples = 200 }).Degrees;
        var many = GradientCheck.Angles(network, cases, new WeightPerturbation { Deviation = 1e-4, Samples = 5000 }).Degrees;
        Assert.InRange(many, 0, 12);
        Assert.True(many < few / 2, $"{many}° with many samples, {few}° with few");
        Assert.InRange(GradientCheck.Angles(network, cases, new WeightPerturbation { Deviation = 1e-6, OneByOne = true }).Degrees, 0, 1e-3);
    }
}
