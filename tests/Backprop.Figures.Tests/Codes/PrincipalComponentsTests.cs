namespace Backprop.Figures.Tests;

public sealed class PrincipalComponentsTests
{
    [Fact]
    public void The_first_component_lies_along_the_greatest_variance()
    {
        // Points on the line (3, 4) t with a little off it along (4, −3): shares 25·2 against 25·0.08.
        var components = PrincipalComponents.Of([[-6, -8], [-3.8, -3.6 - 0.9], [3.8, 3.6 + 0.9], [6, 8]]);
        Assert.True(components.Shares[0] > 0.99);
        Assert.Equal(1, components.Shares.Sum(), 9);
        Assert.Equal(10, components.Places[3][0], 1);
    }

    [Fact]
    public void Distances_are_kept_when_all_components_are()
    {
        var noise = new Noise(1);
        double[][] codes = [.. Enumerable.Range(0, 9).Select(_ => Enumerable.Range(0, 4).Select(_ => noise.Spread(1)).ToArray())];
        var places = PrincipalComponents.Of(codes, 4).Places;
        for (var i = 1; i < codes.Length; i++) Assert.Equal(Distance(codes[0], codes[i]), Distance(places[0], places[i]), 9);
    }

    [Fact]
    public void Components_are_uncorrelated_and_in_falling_order()
    {
        var noise = new Noise(2);
        double[][] codes = [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 5).Select(unit => noise.Bell(unit + 1)).ToArray())];
        var components = PrincipalComponents.Of(codes, 5);
        Assert.Equal(0, components.Places.Sum(place => place[0] * place[1]) / 40, 9);
        Assert.Equal(components.Shares.OrderDescending(), components.Shares);
    }

    [Fact]
    public void Codes_of_one_unit_have_a_flat_second_component() => Assert.All(PrincipalComponents.Of([[0.0], [1], [2]]).Places, place => Assert.Equal(0, place[1]));

    [Fact]
    public void Codes_of_different_lengths_are_refused() => Assert.Throws<ArgumentException>(() => PrincipalComponents.Of([[1, 2], [1]]));

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
