namespace Backprop.Defaults.Tests;

public sealed class TestRowsTests
{
    private static readonly int[] Classes = [.. Enumerable.Range(0, 200).Select(row => row % 10 == 0 ? 1 : 0)];

    [Fact]
    public void Each_split_tests_with_a_fifth_of_the_rows_and_of_each_class()
    {
        var splits = TestRows.Draw(Classes);

        Assert.Equal(TestRows.Splits, splits.Length);
        Assert.All(splits, rows =>
        {
            Assert.Equal(40, rows.Distinct().Count());
            Assert.InRange(rows.Count(row => Classes[row] == 1), 3, 5);
        });
    }

    [Fact]
    public void Splits_differ_and_are_the_same_each_time()
    {
        var splits = TestRows.Draw(Classes);

        Assert.Equal(splits, TestRows.Draw(Classes));
        Assert.Equal(splits.Length, splits.DistinctBy(rows => string.Join(' ', rows)).Count());
    }

    /// <summary>Rows that peers were trained on would not be ours any more if this changed.</summary>
    [Fact]
    public void The_first_rows_of_the_first_split_are_those_that_results_were_published_for() =>
        Assert.Equal("11 12 15 16 23 26 32 35", string.Join(' ', TestRows.Draw(Classes)[0].Take(8)));

    [Fact]
    public void Splits_are_read_as_they_are_written()
    {
        var file = Path.GetTempFileName();
        var splits = TestRows.Draw(Classes);
        try
        {
            TestRows.Write(file, splits);
            Assert.Equal(splits, TestRows.Read(file));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
