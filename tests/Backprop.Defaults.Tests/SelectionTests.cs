namespace Backprop.Defaults.Tests;

public sealed class SelectionTests
{
    [Theory]
    [InlineData("--splits", "0")]
    [InlineData("--splits", "11")]
    [InlineData("--splits", "many")]
    [InlineData("--cells", "0")]
    [InlineData("--split", "1")]
    public void A_number_out_of_range_and_an_unknown_option_are_refused_by_name(string option, string value) =>
        Assert.Contains(option, Assert.Throws<RunException>(() => new Selection("tables", [option, value])).Message, StringComparison.Ordinal);

    [Fact]
    public void All_splits_are_taken_unless_some_are_asked_for()
    {
        Assert.Equal(TestRows.Splits, new Selection("tables", []).Splits);
        Assert.Equal(1, new Selection("tables", ["--splits", "1"]).Splits);
    }
}
