using System.Globalization;
using System.Text;

namespace Backprop.Data.Tests;

public class CellColumnTests
{
    /// <summary>A cell as a value that can be compared.</summary>
    internal static (CellKind Kind, long Bits, string Text) Seen(TableCell cell) => (cell.Kind, cell.Kind is CellKind.Number or CellKind.Date or CellKind.YesOrNo ? BitConverter.DoubleToInt64Bits(cell.Value) : 0, Encoding.UTF8.GetString(cell.Text));

    [Fact]
    public void Cells_of_every_kind_come_again()
    {
        var column = new CellColumn();
        for (var row = 0; row < 140_000; row++)
            column.Add(Cell(row));

        Assert.Equal(140_000, column.Count);
        for (var row = 0; row < 140_000; row++)
            if (Seen(Cell(row)) != Seen(column[row]))
                Assert.Fail($"row {row} comes again as another");

        static TableCell Cell(int row) => (row < 70_000 ? row % 2 : row % 9) switch
        {
            0 => TableCell.Number(row * 0.1),
            1 => TableCell.Missing,
            2 => TableCell.Word(Encoding.UTF8.GetBytes((row % 100).ToString(CultureInfo.InvariantCulture))),
            3 => TableCell.Days(row),
            4 => TableCell.YesOrNo(row % 3 == 0),
            5 => TableCell.Number((1L << 60) + row),
            6 => TableCell.Other("a list"u8),
            7 => TableCell.Number(double.NaN, default),
            _ => TableCell.OfText("text"u8),
        };
    }

    [Fact]
    public void Cells_that_are_added_together_are_those_that_are_added_one_by_one()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 50; trial++)
        {
            var (together, single) = (new CellColumn(), new CellColumn());
            for (var part = 0; part < 6; part++)
            {
                CellKind[] kinds = [CellKind.Number, CellKind.Date, CellKind.YesOrNo, CellKind.Word];
                var kind = kinds[trial % 3 == 0 ? random.Next(4) : trial % 4];
                var values = Enumerable.Range(0, random.Next(part == 0 ? 40 : 40_000)).Select(_ => random.Next(5) == 0 ? double.NaN : random.Next(2)).ToArray();
                foreach (var value in values)
                {
                    single.Add(double.IsNaN(value) ? TableCell.Missing : kind switch
                    {
                        CellKind.Number => TableCell.Number(value),
                        CellKind.Date => TableCell.Days(value),
                        CellKind.YesOrNo => TableCell.YesOrNo(value != 0),
                        _ => TableCell.Word(value == 0 ? "é"u8 : "one"u8),
                    });
                }
                if (kind == CellKind.Word)
                    values = [.. values.Select(value => double.IsNaN(value) ? value : value == 0 ? together.CodeOf("é") : together.CodeOf("one"u8))];
                together.Add(kind, values);
            }
            Assert.Equal(single.Count, together.Count);
            for (var row = 0L; row < single.Count; row++)
                if (Seen(single[row]) != Seen(together[row]))
                    Assert.Fail($"trial {trial}: row {row} is another");
        }
    }

    [Fact]
    public void Too_many_different_texts_are_not_kept_beyond_the_rows_that_are_looked_at()
    {
        var (words, numbers) = (new CellColumn(), new CellColumn());
        for (var row = 0; row < 201_000; row++)
        {
            words.Add(TableCell.Word(Text(row)));
            numbers.Add(TableCell.Number(row));
        }
        words.EndRows();
        numbers.EndRows();

        Assert.Equal((false, true), (words.IsWhole, numbers.IsWhole));
        for (var row = 201_000; row < 201_010; row++)
            words.Add(TableCell.Word(Text(row % 3)));
        Assert.Equal("1", Encoding.UTF8.GetString(words[201_001].Text));
        Assert.Equal(201_010, words.Count);

        static byte[] Text(int row) => Encoding.UTF8.GetBytes(row.ToString(CultureInfo.InvariantCulture));
    }
}
