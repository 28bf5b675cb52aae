namespace Backprop.Figures.Tests;

public sealed class CodeCategoriesTests
{
    private static Code[] Codes(int categories) => [.. Enumerable.Range(0, categories).SelectMany(k => Enumerable.Repeat(new Code("x", [0], $"class {k}"), k + 1))];

    [Fact]
    public void A_single_category_needs_no_key() => Assert.Empty(new CodeCategories(Codes(1)).Names);

    [Fact]
    public void Few_categories_are_all_told_in_their_order() => Assert.Equal(["class 0", "class 1", "class 2"], new CodeCategories(Codes(3)).Names);

    [Fact]
    public void Of_many_the_most_frequent_are_told_and_the_others_counted()
    {
        var names = new CodeCategories(Codes(40)).Names;
        Assert.Equal(18, names.Count);
        Assert.Equal(("class 23", "class 39", "23 others"), (names[0], names[16], names[17]));
    }
}
