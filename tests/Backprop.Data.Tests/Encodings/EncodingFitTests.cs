namespace Backprop.Data.Tests;

public class EncodingFitTests
{
    [Fact]
    public void Without_rows_nothing_can_be_fitted() =>
        Assert.Contains("has no rows to train on", Assert.Throws<DataException>(() => Fit("x,y\n1,2\n2,3\n", [])).Message, StringComparison.Ordinal);

    [Fact]
    public void Numbers_whose_deviation_is_not_finite_are_refused_by_their_column()
    {
        var refused = Assert.Throws<DataException>(() => Fit("x,y\n1e200,2\n-1e200,3\n", [0, 1]));
        Assert.Equal("x", refused.Column);
        Assert.Contains("too large to be standardized", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.3", "0.30000000000000004")] // 0.1 + 0.2: the rounding of one number
    [InlineData("1", "1.00000000000000067")]
    [InlineData("0", "0")]
    public void Numbers_that_differ_by_no_more_than_their_rounding_have_the_deviation_1_and_no_influence(string first, string second)
    {
        var x = Assert.IsType<NumberEncoding>(Fit($"x,y\n{first},1\n{second},2\n7,3\n", [0, 1]).Inputs[0]);
        Assert.Equal((1, true), (x.Deviation, x.IsConstant));
    }

    [Theory]
    [InlineData("x;y\n1,5;1\n2,5;2\n1,5;3\n", true)]
    [InlineData("x;y\n1.5;1\n2.5;2\n1.5;3\n", false)]
    public void Numbers_as_categories_keep_the_decimal_mark_of_the_table(string text, bool isComma) =>
        Assert.Equal(isComma, Assert.IsType<CategoryEncoding>(Fit(text, [0, 1, 2], new ColumnChoices { Targets = ["y"], Categories = ["x"] }).Inputs[0]).DecimalComma);

    private static TableEncoding Fit(string text, ReadOnlySpan<int> rows, ColumnChoices? choices = null)
    {
        using var file = new TemporaryFile(text);
        return EncodingFit.Fit(Table.Read(file.Path, choices ?? new ColumnChoices { Targets = ["y"] }), rows);
    }
}
