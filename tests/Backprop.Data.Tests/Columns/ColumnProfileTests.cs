namespace Backprop.Data.Tests;

public class ColumnProfileTests
{
    [Theory]
    [InlineData("007", "008", ColumnKind.Category)]
    [InlineData("095", "096", ColumnKind.Category)]
    [InlineData("-01", "-02", ColumnKind.Category)]
    [InlineData("+01", "+02", ColumnKind.Category)]
    [InlineData("7", "80", ColumnKind.Number)]
    [InlineData("-7", "0", ColumnKind.Number)]
    [InlineData("0.7", "0.8", ColumnKind.Number)]
    [InlineData("00.7", "0.8", ColumnKind.Number)] // a code has no decimals
    public void Whole_numbers_that_begin_with_a_needless_0_are_codes(string first, string second, ColumnKind kind) =>
        Assert.Equal(kind, Read("x,y\n" + Lines(first, second, "3"), new ColumnChoices { Targets = ["y"] }).Kind);

    [Theory]
    [InlineData("0.5", "0.50")]
    [InlineData("5", "5.0")]
    [InlineData("1000", "1e3")]
    public void One_number_written_in_two_ways_is_one_category(string first, string second) =>
        Assert.Equal(2, ((CategoryColumn)Read("x,y\n" + Lines(first, second, "7"), new ColumnChoices { Targets = ["y"], Categories = ["x"] })).Categories.Count);

    [Fact]
    public void Codes_written_in_two_ways_are_two_categories() =>
        Assert.Equal(["07", "7", "8"], ((CategoryColumn)Read("x,y\n" + Lines("07", "7", "8"), new ColumnChoices { Targets = ["y"] })).Categories);

    [Fact]
    public void As_many_codes_as_rows_are_more_categories_than_can_be_learned_from()
    {
        var refused = Assert.Throws<DataException>(() => Read("x,y\n" + string.Concat(Enumerable.Range(10, 30).Select(static i => $"0{i},{i}\n")), new ColumnChoices { Targets = ["y"] }));
        Assert.Contains("has 30 different words in 30 rows", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Of cells that are kept, those like earlier ones are only counted; the other way reads each.</summary>
    [Fact]
    public void Cells_that_are_kept_say_the_same_as_one_by_one()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 1500; trial++)
        {
            var cells = new RandomCells(random, random.Next(10) == 0 ? 4_000 : 1 + random.Next(100));
            var reader = new CellReader(random.Next(4) == 0 ? ',' : '.', random.Next(2) == 0 ? ["NA"] : ["true", "-9", "b", "1"], null, areWordsUsual: random.Next(2) == 0);
            var (single, kept) = (new ColumnProfile("a", reader), new ColumnProfile("a", reader));
            var column = new CellColumn();
            for (var row = 0; row < cells.Count;)
            {
                var first = row;
                for (var end = row + 1 + random.Next(200); row < Math.Min(end, cells.Count); row++)
                {
                    single.Add(cells[row], row + 1);
                    column.Add(cells[row]);
                }
                kept.Add(column, first, static row => row + 1);
                column.EndRows();
                Assert.Equal(All(single), All(kept));
            }
        }

        static string All(ColumnProfile profile) => string.Join("; ", typeof(ColumnProfile).GetProperties().Where(static property => property.Name is not ("Cells" or "Words" or "Decimals"))
            .Select(property => $"{property.Name} {property.GetValue(profile)}").Concat(typeof(DecimalEvidence).GetProperties().Select(property => $"{property.Name} {property.GetValue(profile.Decimals)}")).Append(string.Join('|', profile.Words)));
    }

    private static string Lines(params string[] values) => string.Concat(Enumerable.Range(0, 12).Select(i => $"{values[i % values.Length]},{i}.5\n"));

    private static TableColumn Read(string text, ColumnChoices choices)
    {
        using var file = new TemporaryFile(text);
        return Table.Read(file.Path, choices)["x"];
    }
}
