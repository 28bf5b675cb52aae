using System.Globalization;
using System.Text;

namespace Backprop.Data.Tests;

public class KeptRowsTests
{
    [Fact]
    public void Rows_come_again_with_their_numbers_in_the_words_of_the_file()
    {
        var kept = new KeptRows([new("a")], "line");
        for (var row = 0; row < 5_000; row++)
        {
            kept[0].Add(TableCell.Number(row));
            kept.EndRow(Number(row));
        }
        kept[0].Add(CellKind.Number, [1, 2, 3]);
        kept.EndRows(9_000, 3);
        using var rows = kept.Replay();
        for (var row = 0; row < 5_000; row++)
            Assert.Equal((true, Number(row), (double)row), (rows.Read(), rows.Row, rows[0].Value));
        for (var row = 0; row < 3; row++)
            Assert.Equal((true, 9_000L + row, row + 1.0), (rows.Read(), rows.Row, rows[0].Value));
        Assert.False(rows.Read());
        rows.MoveTo(4_999);
        Assert.Equal((Number(4_999), 4_999.0), (rows.Row, rows[0].Value));

        static long Number(int row) => row + 1 + (row / 7);
    }

    [Fact]
    public void A_column_that_is_not_kept_is_read_from_the_file_again_and_the_others_are_as_they_were_kept()
    {
        var lines = new StringBuilder();
        for (var row = 0; row < 210_000; row++)
            lines.Append(CultureInfo.InvariantCulture, $"{{\"day\":\"{DateTime.UnixEpoch.AddMinutes(row):yyyy-MM-dd HH:mm}\",\"y\":{row % 3},\"z\":{row * 7 % 1000}}}\n");
        using var file = new TemporaryFile(lines.ToString());

        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Dates = ["day"] });

        Assert.Equal(210_000, table.Count);
        Assert.All([0, 65_535, 65_536, 209_999], row => Assert.Equal(row * 7 % 1000, ((NumberColumn)table["z"])[row]));
        Assert.Equal((DateTime.UnixEpoch.AddMinutes(209_999) - DateTime.MinValue).TotalDays, ((NumberColumn)table["day"])[209_999], 1e-6);
    }
}
