namespace Backprop.Data.Tests;

public class ColumnFillerTests
{
    /// <summary>Kept cells are copied, or taken as those like them were before; the other way reads each.</summary>
    [Fact]
    public void A_column_that_is_kept_is_filled_as_if_cell_by_cell()
    {
        var random = new Random(2);
        var (filled, refused) = (0, 0);
        for (var trial = 0; trial < 600; trial++)
        {
            var cells = new RandomCells(random, 1 + random.Next(300));
            var kept = new KeptRows([new("a")], "row");
            for (var row = 0; row < cells.Count; row++)
            {
                kept[0].Add(cells[row]);
                kept.EndRow(row + 1);
            }
            var plan = new ColumnPlan((ColumnKind)random.Next(4), IsTarget: false) { Identity = (CategoryIdentity)random.Next(3), Sign = random.Next(4) == 0 ? "%" : null };
            if (plan.Kind == ColumnKind.Number && random.Next(3) == 0)
                plan = plan with { Role = RowRole.Weight };
            var format = new TableFormat { Missing = random.Next(2) == 0 ? ["NA"] : ["b", "-9", "1"] };

            var expected = Filled(static (filler, rows, kept) =>
            {
                for (var row = 0; rows.Read(); row++)
                    filler.Add(row);
            });
            var actual = Filled(static (filler, rows, kept) => filler.Add(kept[0], rows.MoveTo));
            Assert.Equal(expected, actual);
            _ = expected[0].Contains("column 'a'", StringComparison.Ordinal) ? refused++ : filled++;

            string[] Filled(Action<ColumnFiller, ReplayedRows, KeptRows> fill)
            {
                var rows = kept.Replay();
                using var reader = new TableReader(rows, "file", format, trained: null);
                var filler = new ColumnFiller(reader, 0, plan, cells.Count);
                try
                {
                    fill(filler, rows, kept);
                }
                catch (DataException e)
                {
                    return [e.Message];
                }
                var column = filler.Build();
                return [filler.Note ?? "", $"{filler.Filled}", .. Enumerable.Range(0, cells.Count).Select(row => column is NumberColumn numbers ? $"{BitConverter.DoubleToInt64Bits(numbers[row])}" : $"{((CategoryColumn)column)[row]}"), .. (column as CategoryColumn)?.Categories ?? []];
            }
        }
        Assert.True(filled > 100 && refused > 100, $"{filled} filled, {refused} refused");
    }
}
