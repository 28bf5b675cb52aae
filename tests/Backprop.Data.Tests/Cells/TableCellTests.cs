using System.Globalization;
using System.Text;

namespace Backprop.Data.Tests;

public class TableCellTests
{
    private static readonly CellReader Cells = new('.', [], null);

    [Fact]
    public void A_number_of_single_precision_is_the_double_that_its_text_stands_for()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var number = i % 2 == 0 ? BitConverter.Int32BitsToSingle(random.Next()) : (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 7)));
            if (float.IsNaN(number))
                continue;
            var cell = TableCell.Number(number);
            Assert.Equal(double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), cell.Value);
        }
    }

    [Fact]
    public void Not_a_number_is_missing() => Assert.Equal((CellKind.Missing, CellKind.Missing), (TableCell.Number(double.NaN).Kind, TableCell.Number(float.NaN).Kind));

    [Theory]
    [InlineData(9007199254740992, "")]
    [InlineData(9007199254740993, "9007199254740993")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    public void A_whole_number_keeps_the_digits_that_a_double_cannot_hold(long number, string digits) => Assert.Equal(digits, Encoding.UTF8.GetString(TableCell.Number(number).Text));

    [Theory]
    [InlineData("2024-02-03", "2024-02-03")]
    [InlineData("2024-02-03T04:05:00", "2024-02-03T04:05")]
    [InlineData("2024-02-03T04:05:06", "2024-02-03T04:05:06")]
    [InlineData("2024-02-03T04:05:06.125", "2024-02-03T04:05:06.125")]
    public void A_date_is_written_to_its_last_part(string date, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(TableCell.Date(DateTime.Parse(date, CultureInfo.InvariantCulture)).Written(Cells)));

    [Fact]
    public void Numbers_are_written_with_the_decimal_mark_of_the_table() =>
        Assert.Equal("-0,5", Encoding.UTF8.GetString(TableCell.Number(-0.5).Written(new CellReader(',', [], null))));
}
