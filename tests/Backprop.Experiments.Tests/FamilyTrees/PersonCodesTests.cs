namespace Backprop.Experiments.Tests;

public class PersonCodesTests
{
    [Fact]
    public void A_code_built_from_the_features_shows_them()
    {
        var people = FamilyTrees.People;
        double[] weights =
        [
            .. people.Select(p => FamilyTrees.TreeOf(p) == FamilyTree.English ? -3.0 : 3.0),
            .. people.Select(p => 2.0 * FamilyTrees.TreeOf(p).Generation(p)),
            .. people.Select(p => (double)FamilyTrees.TreeOf(p).Branch(p)),
        ];
        var codes = PersonCodes.Of(weights);
        Assert.Equal(1, codes.Nationality, 1e-12);
        Assert.Equal(1, codes.Generation, 1e-12);
        Assert.Equal(1, codes.Branch, 1e-12);
        Assert.InRange(codes.Sex, 0, 0.2);
        Assert.InRange(codes.IsomorphicDistance, 0.9, 0.99);
    }

    [Fact]
    public void People_with_the_same_place_are_near_if_nationality_is_not_encoded()
    {
        double[] weights = [.. FamilyTrees.People.Select((_, unit) => (double)(unit % 12 * (unit % 12)))];
        Assert.Equal(0, PersonCodes.Of(weights).IsomorphicDistance);
        Assert.Equal(0, PersonCodes.Of(weights).Nationality, 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    public void Weights_of_another_shape_are_refused(int count) =>
        Assert.Throws<ArgumentException>(() => PersonCodes.Of(new double[count]));
}
