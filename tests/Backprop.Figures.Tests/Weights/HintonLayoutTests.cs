namespace Backprop.Figures.Tests;

public sealed class HintonLayoutTests
{
    [Theory]
    [InlineData(100, 5.4)]
    [InlineData(1000, 2.4)]
    [InlineData(3, 4)]
    [InlineData(20, 60)]
    public void Blocks_hold_every_row_and_fit_the_page(int rows, double columns)
    {
        var layout = HintonLayout.Of(rows, columns, 30);
        Assert.InRange(rows, ((layout.Blocks - 1) * layout.RowsPerBlock) + 1, layout.Blocks * layout.RowsPerBlock);
        Assert.True((layout.Blocks * ((columns * layout.Cell) + 30)) + ((layout.Blocks - 1) * HintonLayout.Gap) <= HintonLayout.MostWidth + 1e-9);
        Assert.True(layout.RowsPerBlock * layout.Cell <= HintonLayout.MostHeight + 1e-9);
    }

    [Fact]
    public void Many_rows_of_few_columns_stand_side_by_side()
    {
        Assert.True(HintonLayout.Of(100, 5.4, 30).Blocks > 1);
        Assert.Equal(1, HintonLayout.Of(20, 20, 30).Blocks);
    }

    [Fact]
    public void As_many_rows_as_are_promised_fit() =>
        Assert.True(HintonLayout.Of(HintonLayout.MostRows(5.4, 40), 5.4, 40).Cell >= HintonLayout.LeastCell - 1e-9);
}
