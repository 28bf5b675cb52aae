namespace Backprop.Data.Tests;

public class TrainedFormatTests
{
    private static readonly TrainedFormat Comma = new(';', '"', ',', ["x", "#2"]);

    [Fact]
    public void A_row_names_the_columns_where_it_has_all_of_them()
    {
        Assert.True(Comma.Names(["x", "", "more"]));
        Assert.True(Comma.Names(["", "", "x"]));
        Assert.Null(Comma.Names(["x", "y"]));
        Assert.Null(Comma.Names(["", ""]));
    }

    [Fact]
    public void A_row_holds_values_where_the_columns_had_no_names()
    {
        var unnamed = new TrainedFormat(',', '"', '.', ["column 1", "column 3"]);
        Assert.False(unnamed.Names(["a", "b", "c"]));
        Assert.Null(unnamed.Names(["a", "b"]));
    }

    [Fact]
    public void A_single_column_of_decimal_commas_is_not_split_at_commas()
    {
        Assert.NotEqual(',', Comma.Separator(',', 1));
        Assert.Equal([',', ';'], [Comma.Separator(',', 2), Comma.Separator(';', 1)]);
        Assert.Equal(',', (Comma with { DecimalMark = '.' }).Separator(',', 1));
    }
}
