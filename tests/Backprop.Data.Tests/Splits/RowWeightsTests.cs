namespace Backprop.Data.Tests;

public class RowWeightsTests
{
    private static double[] Relative(double[] training, double[]? others = null)
    {
        var column = Column(training);
        var weights = new RowWeights(column, Rows(training), "t.csv");
        return others is null ? weights.Of(column, Rows(training), "t.csv", "training") : weights.Of(Column(others), Rows(others), "v.csv", "validation");
    }

    private static NumberColumn Column(double[] values) => new DoubleColumn("w", ColumnKind.Number, isTarget: false, values);

    private static int[] Rows(double[] values) => [.. Enumerable.Range(0, values.Length)];

    [Fact]
    public void Weights_of_mean_1_keep_their_bits()
    {
        Assert.Equal([1, 1, 1], Relative([1, 1, 1]));
        Assert.Equal([2, 1, 0, 1], Relative([2, 1, 0, 1]));
        double[] rounded = [0.1, 0.7, 2.2, 1.3, 0.7]; // whose sum is 5 but for the rounding
        Assert.Equal(rounded, Relative(rounded));
        Assert.Equal([0.3, 17.1], Relative([1, 1], [0.3, 17.1]));
    }

    [Theory]
    [InlineData(1e308)]
    [InlineData(1.7e308)]
    [InlineData(1e30)]
    [InlineData(1e-15)]
    [InlineData(1e-300)]
    [InlineData(5e-324)]
    public void Weights_are_divided_by_their_mean_without_overflow(double unit)
    {
        Assert.Equal([1, 1, 1], Relative([unit, unit, unit]));
        Assert.Equal([2, 0], Relative([unit, 0]));
    }

    [Fact]
    public void A_weight_that_is_nothing_beside_the_others_is_0() =>
        Assert.Equal([2, 0], Relative([1e300, 1e-300]));

    [Fact]
    public void Other_rows_have_the_same_divisor() =>
        Assert.Equal([1, 2], Relative([1, 3], [2, 4]));

    [Fact]
    public void What_single_precision_cannot_hold_beside_the_mean_is_refused_by_name()
    {
        static string Of(double[] training, double[]? others = null) => Assert.Throws<DataException>(() => Relative(training, others)).Message;
        Assert.Equal("t.csv, column 'w': the weights of all training rows are 0", Of([0, 0]));
        Assert.Equal("v.csv, column 'w': the weights of all validation rows are 0", Of([1, 1], [0, 0]));
        Assert.Equal("v.csv, column 'w': the weight 1E+300 of a validation row is more than 1E+30 times the mean over the training rows, 3; make it smaller", Of([2, 4], [1, 1e300]));
        Assert.Equal("v.csv, column 'w': the weights of all validation rows are too small beside the mean over the training rows, 1E+300; make them greater", Of([1e300, 1e300], [1, 2]));
    }
}
