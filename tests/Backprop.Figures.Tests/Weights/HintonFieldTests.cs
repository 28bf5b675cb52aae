namespace Backprop.Figures.Tests;

public sealed class HintonFieldTests
{
    [Fact]
    public void Area_is_proportional_to_size()
    {
        var full = HintonField.Side(4, 20, 4);
        Assert.Equal(full * full / 4, Math.Pow(HintonField.Side(-1, 20, 4), 2), 9);
        Assert.InRange(full, 16, 20);
    }

    [Fact]
    public void A_value_beyond_the_scale_fills_its_cell_and_no_more() => Assert.Equal(HintonField.Side(4, 20, 4), HintonField.Side(9, 20, 4));

    [Fact]
    public void A_field_of_zeros_has_no_squares()
    {
        var canvas = new Canvas(40, 40);
        HintonField.Draw(canvas, default, new double[2, 2], 20, 0);
        Assert.DoesNotContain("path", canvas.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void The_wrong_number_of_names_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new HintonDiagram { Values = new double[2, 3], ColumnNames = ["a", "b"] }.ToSvg());
        Assert.Contains("needs 3 column names, but has 2", error.Message, StringComparison.Ordinal);
    }
}
