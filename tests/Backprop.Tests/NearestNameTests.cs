namespace Backprop.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["species", "sepal length", "sepal width", "petal_length", "Class", "id", "x1", "x2"];

    [Theory]
    [InlineData("specis", "species")]
    [InlineData("speceis", "species")] // neighbors swapped
    [InlineData("SPECIES", "species")]
    [InlineData("sepal_length", "sepal length")]
    [InlineData("Sepal Length ", "sepal length")]
    [InlineData("petal-length", "petal_length")]
    [InlineData("petal lenght", "petal_length")]
    [InlineData("class", "Class")]
    [InlineData("clas", "Class")]
    [InlineData("x3", "x1")] // the first of equals
    [InlineData("weather", null)]
    [InlineData("q", null)]
    [InlineData("ab", null)] // nothing in common is not near
    [InlineData("", null)]
    public void The_nearest_name_is_found_if_it_is_near(string wanted, string? name) => Assert.Equal(name, NearestName.Of(wanted, Known));

    [Fact]
    public void A_hint_is_put_behind_a_message()
    {
        Assert.Equal("; did you mean 'species'?", NearestName.Hint("specis", Known));
        Assert.Equal("; did you mean 'spe\uFFFDcies'?", NearestName.Hint("species", ["spe\u001bcies"]));
        Assert.Equal("", NearestName.Hint("weather", Known));
    }

    [Fact]
    public void Names_without_end_cost_nothing() => Assert.Null(NearestName.Of(new string('x', 10_000_000), [new string('x', 9_999_999)]));
}
