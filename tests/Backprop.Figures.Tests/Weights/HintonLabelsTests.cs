namespace Backprop.Figures.Tests;

public sealed class HintonLabelsTests
{
    [Fact]
    public void Names_stand_where_a_cell_has_room_for_a_line()
    {
        var labels = HintonLabels.OfRows(["first", "second"], 2, 1, 20);
        Assert.Equal("second", labels[1]);
        Assert.True(labels.IsDense);
    }

    [Fact]
    public void Small_cells_are_numbered_at_round_places()
    {
        var labels = HintonLabels.OfRows(null, 100, 1, 4);
        Assert.Equal(["", "5", "", "100"], ((int[])[3, 4, 98, 99]).Select(row => labels[row]));
    }

    [Fact]
    public void Places_that_stand_for_several_have_no_labels() => Assert.False(HintonLabels.OfColumns(null, 50, 7, 10).Any);
}
