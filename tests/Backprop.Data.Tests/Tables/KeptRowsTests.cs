using System.Globalization;
using System.Text;

namespace Backprop.Data.Tests;

public class KeptRowsTests
{
    [Fact]
    public void Cells_of_every_kind_come_again_with_the_numbers_of_their_rows()
    {
        var kept = new KeptRows([new("a")], "row");
        for (var row = 0; row < 140_000; row++)
        {
            kept.Add(0, Cell(row));
            kept.EndRow(Number(row));
        }
        using var rows = kept.Replay();
        for (var row = 0; row < 140_000; row++)
        {
            var isRead = rows.Read();
            var expected = Cell(row);
            var cell = rows[0];
            if (!isRead || expected.Kind != cell.Kind || BitConverter.DoubleToInt64Bits(expected.Value) != BitConverter.DoubleToInt64Bits(cell.Value) || !expected.Text.SequenceEqual(cell.Text) || Number(row) != rows.Row)
                Assert.Fail($"row {row} comes again as another");
        }
        Assert.False(rows.Read());

        static long Number(int row) => row + 1 + (row / 1000);

        static TableCell Cell(int row) => (row < 70_000 ? row % 2 : row % 7) switch
        {
            0 => TableCell.Number(row * 0.1),
            1 => TableCell.Missing,
            2 => TableCell.Word(Encoding.UTF8.GetBytes((row % 100).ToString(CultureInfo.InvariantCulture))),
            3 => TableCell.Days(row),
            4 => TableCell.YesOrNo(row % 3 == 0),
            5 => TableCell.Number((1L << 60) + row),
            _ => TableCell.OfText("text"u8),
        };
    }

    [Fact]
    public void A_column_of_too_many_different_words_is_not_kept()
    {
        var kept = new KeptRows([new("a"), new("b")], "row");
        for (var row = 0; row < 201_000; row++)
        {
            kept.Add(0, TableCell.Word(Encoding.UTF8.GetBytes(row.ToString(CultureInfo.InvariantCulture))));
            kept.Add(1, TableCell.Number(row));
            kept.EndRow(row + 1);
        }

        Assert.Equal((false, true), (kept.IsWhole(0), kept.IsWhole(1)));
    }

    [Fact]
    public void A_column_that_is_not_kept_is_read_from_the_file_again()
    {
        var lines = new StringBuilder();
        for (var row = 0; row < 210_000; row++)
            lines.Append(CultureInfo.InvariantCulture, $"{{\"day\":\"{DateTime.UnixEpoch.AddMinutes(row):yyyy-MM-dd HH:mm}\",\"y\":{row % 3}}}\n");
        using var file = new TemporaryFile(lines.ToString());

        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Dates = ["day"] });

        Assert.Equal(210_000, table.Count);
        Assert.Equal((DateTime.UnixEpoch.AddMinutes(209_999) - DateTime.MinValue).TotalDays, ((NumberColumn)table["day"])[209_999], 1e-6);
    }
}
