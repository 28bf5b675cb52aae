namespace Backprop.Data.Tests;

public class ClassWeightsTests
{
    [Fact]
    public void Every_class_weighs_the_same_and_the_mean_is_1()
    {
        var column = new CategoryColumn("y", ColumnKind.Category, isTarget: true, [0, 0, 0, 0, 0, 0, 1, 1, 1, 2], ["a", "b", "c", "never"]);
        var weights = ClassWeights.Balanced(column, Enumerable.Range(0, 10).ToArray());
        Assert.Equal(1, weights.Average(), 1e-12);
        Assert.Equal([10.0 / 18, 10.0 / 9, 10.0 / 3], [weights[0], weights[6], weights[9]]);
    }

    [Fact]
    public void A_row_without_a_class_weighs_1() =>
        Assert.Equal([1, 1, 1], ClassWeights.Balanced(new CategoryColumn("y", ColumnKind.Category, isTarget: true, [0, -1, 1], ["a", "b"]), [0, 1, 2]));
}
