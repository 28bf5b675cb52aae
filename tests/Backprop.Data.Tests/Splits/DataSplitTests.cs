namespace Backprop.Data.Tests;

public class DataSplitTests
{
    [Theory]
    [InlineData(0.2, 0.2)]
    [InlineData(0.1, 0.25)]
    [InlineData(0, 0.5)]
    [InlineData(0.3, 0)]
    public void Every_row_is_in_one_part_and_classes_keep_their_shares(double validation, double test)
    {
        int[] sizes = [50, 90, 11, 49];
        var classes = sizes.SelectMany((n, k) => Enumerable.Repeat(k, n)).ToArray();
        for (ulong seed = 0; seed < 20; seed++)
        {
            var split = DataSplit.Random(classes, validation, test, seed);
            Assert.Equal(Enumerable.Range(0, 200), split.Training.Concat(split.Validation).Concat(split.Test).Order());
            Assert.Equal((int)(200 * validation), split.Validation.Length);
            Assert.Equal((int)(200 * test), split.Test.Length);
            for (var k = 0; k < sizes.Length; k++)
            {
                Assert.InRange(split.Test.Count(r => classes[r] == k), (sizes[k] * test) - 1.5, (sizes[k] * test) + 1.5);
                Assert.InRange(split.Validation.Count(r => classes[r] == k), (sizes[k] * validation) - 1.5, (sizes[k] * validation) + 1.5);
            }
        }
    }

    [Fact]
    public void The_seed_decides()
    {
        var classes = new int[100];
        Assert.Equal(DataSplit.Random(classes, 0.2, 0.2, 7).Test, DataSplit.Random(classes, 0.2, 0.2, 7).Test);
        Assert.NotEqual(DataSplit.Random(classes, 0.2, 0.2, 7).Test, DataSplit.Random(classes, 0.2, 0.2, 8).Test);
    }

    [Fact]
    public void Every_row_is_tested_about_equally_often()
    {
        var counts = new int[40];
        for (ulong seed = 0; seed < 2_000; seed++)
            foreach (var row in DataSplit.Random(new int[40], 0.25, 0.25, seed).Test)
                counts[row]++;
        Assert.All(counts, c => Assert.InRange(c, 400, 600)); // 500 expected, deviation 19
    }

    [Fact]
    public void A_rare_class_is_always_trained_on()
    {
        int[] classes = [0, .. Enumerable.Repeat(1, 30), 2, 2];
        for (ulong seed = 0; seed < 50; seed++)
            Assert.Equal([0, 1, 2], DataSplit.Random(classes, 0.3, 0.3, seed).Training.Select(r => classes[r]).Distinct().Order());
    }

    [Theory]
    [InlineData(3, 0.2, 0.1)]
    [InlineData(1, 0.5, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(100, 0.5, 0.5)]
    [InlineData(100, -0.1, 0)]
    [InlineData(100, double.NaN, 0)]
    public void Too_few_rows_or_senseless_shares_are_refused(int rows, double validation, double test) =>
        Assert.Throws<DataException>(() => DataSplit.Random(new int[rows], validation, test, 1));
}
