namespace Backprop.Tests;

public sealed class WeightNoiseTests
{
    private static Network<double> Net() => new Network<double>(Topology.Layered(40, 50, 20)).Initialize(1, Initialization.Constant(0));

    [Fact]
    public void Noise_has_the_moments_of_the_normal_distribution()
    {
        var noise = Net().AddNoise(0.5, seed: 1).Weights.ToArray();
        double Moment(int power) => noise.Average(w => Math.Pow(w / 0.5, power));

        Assert.Equal(3070, noise.Length);
        Assert.Equal(0, Moment(1), 0.06);
        Assert.Equal(1, Moment(2), 0.1);
        Assert.Equal(0, Moment(3), 0.2);
        Assert.Equal(3, Moment(4), 0.5);
        Assert.Equal(0.6827, noise.Count(static w => Math.Abs(w) < 0.5) / 3070.0, 0.03);
    }

    [Fact]
    public void The_first_numbers_of_seed_1_are_these_on_every_machine() =>
        Assert.Equal("1.884396104787977 0.18978089448693036", string.Join(' ', Net().AddNoise(1, seed: 1).Weights[..2].ToArray().Select(static w => w.ToString("R", System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void Noise_grows_in_proportion_to_its_deviation_and_depends_on_the_seed()
    {
        var (one, two) = (Net().AddNoise(1, seed: 1).Weights.ToArray(), Net().AddNoise(2, seed: 1).Weights.ToArray());

        Assert.Equal(one.Select(static w => 2 * w), two);
        Assert.NotEqual(one, Net().AddNoise(1, seed: 2).Weights.ToArray());
        Assert.All(Net().AddNoise(0, seed: 1).Weights.ToArray(), static w => Assert.Equal(0, w));
    }

    [Fact]
    public void Only_the_named_projections_get_noise_and_it_is_the_one_that_they_have_in_noise_for_all()
    {
        var (all, some) = (Net().AddNoise(1, seed: 1), Net().AddNoise(1, seed: 1, "hidden->output"));

        Assert.Equal(all["hidden->output"], some["hidden->output"]);
        Assert.All(some["input->hidden"].ToArray(), static w => Assert.Equal(0, w));
        Assert.All(some.GetBiases("output").ToArray(), static w => Assert.Equal(0, w));
        Assert.Throws<KeyNotFoundException>(() => Net().AddNoise(1, seed: 1, "hidden->input"));
    }

    [Fact]
    public void Noise_brings_no_lesioned_link_back_and_leaves_the_noise_of_the_others_as_it_is()
    {
        var lesioned = Net().WithLesion(Lesion.ShareOfLinks("input->hidden", 0.5, 1)).AddNoise(1, seed: 1)["input->hidden"].ToArray();
        var whole = Net().AddNoise(1, seed: 1)["input->hidden"].ToArray();

        Assert.Equal(1000, lesioned.Count(static w => w == 0));
        Assert.All(lesioned.Zip(whole), static pair => Assert.True(pair.First == 0 || pair.First == pair.Second));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_impossible_deviation_is_refused(double deviation) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Net().AddNoise(deviation, seed: 1));
}
