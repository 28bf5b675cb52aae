using System.Text;
using Backprop.Data;

namespace Backprop.Cli.Tests;

public class KeptCellTests
{
    [Fact]
    public void A_cell_is_the_same_after_its_row_is_gone()
    {
        AssertKept(TableCell.Missing, "");
        AssertKept(TableCell.Number(1.5), "1,5");
        AssertKept(TableCell.Number(9_007_199_254_740_993), "9007199254740993");
        AssertKept(TableCell.Days(700_000.25), "1917-07-17");
        AssertKept(TableCell.YesOrNo(true), "true");
        AssertKept(TableCell.Word("ü"u8), "ü");
        AssertKept(TableCell.OfText("b, c"u8), "b, c");
    }

    private static void AssertKept(TableCell cell, string text)
    {
        var kept = KeptCell.Of(cell, text);
        Assert.Equal(text, kept.Text);
        Assert.Equal((cell.Kind, cell.Value, Encoding.UTF8.GetString(cell.Text)), (kept.Cell.Kind, kept.Cell.Value, Encoding.UTF8.GetString(kept.Cell.Text)));
    }
}
