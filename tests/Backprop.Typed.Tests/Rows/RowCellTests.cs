using System.Text;

namespace Backprop.Data.Tests;

public sealed class RowCellTests
{
    private static (CellKind Kind, double Value, string Text) Read(RowCell cell)
    {
        var converted = cell.ToTableCell(new byte[cell.MostBytes]);
        return (converted.Kind, converted.Value, Encoding.UTF8.GetString(converted.Text));
    }

    [Fact]
    public void A_number_keeps_all_digits()
    {
        Assert.Equal((CellKind.Number, 9007199254740993.0, "9007199254740993"), Read(RowCell.Of(9007199254740993L)));
        Assert.Equal((CellKind.Number, 18446744073709551615.0, "18446744073709551615"), Read(RowCell.Of(ulong.MaxValue)));
        Assert.Equal("12345678901234567.89", Read(RowCell.Of(12345678901234567.89m)).Text);
        Assert.Equal((CellKind.Number, 9.9, ""), Read(RowCell.Of(9.90m)));
        Assert.Equal((CellKind.Number, 7.9228162514264338E+28, "79228162514264337593543950335"), Read(RowCell.Of(decimal.MaxValue)));
    }

    [Fact]
    public void A_number_of_single_precision_is_what_its_digits_say() => Assert.Equal(0.1, Read(RowCell.Of(0.1f)).Value);

    [Fact]
    public void Null_and_not_a_number_are_missing_values()
    {
        Assert.Equal(CellKind.Missing, RowCell.Of(double.NaN).Kind);
        Assert.Equal(CellKind.Missing, RowCell.Of(float.NaN).Kind);
        Assert.Equal(CellKind.Missing, RowCell.Of((int?)null).Kind);
        Assert.Equal(CellKind.Missing, RowCell.Of((string?)null).Kind);
        Assert.Equal(CellKind.Missing, RowCell.Of((DateTimeOffset?)null).Kind);
    }

    [Fact]
    public void A_date_with_an_offset_is_converted_to_UTC() =>
        Assert.Equal(new DateOnly(2026, 11, 28).DayNumber + (23 / 24.0), Read(RowCell.Of(new DateTimeOffset(2026, 11, 29, 1, 0, 0, TimeSpan.FromHours(2)))).Value, 1e-9);

    [Fact]
    public void A_word_stays_a_word_and_a_text_may_be_a_number()
    {
        Assert.Equal((CellKind.Word, "7"), (Read(RowCell.Of("7")).Kind, Read(RowCell.Of("7")).Text));
        Assert.Equal(CellKind.Text, Read(RowCell.OfText("7")).Kind);
    }
}
