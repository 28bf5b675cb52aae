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
    public void The_rows_of_a_seed_stay_the_same_so_that_a_model_is_tested_on_what_it_was_not_trained_on()
    {
        int[] classes = [2, 0, 1, 1, 0, 2, 2, 1, 0, 1, -1, 2, 0, 1, 1, 2, 0, 0, 1, 2];
        var split = DataSplit.Random(classes, 0.2, 0.3, 1986);
        Assert.Equal("9 11 12 18", string.Join(' ', split.Validation));
        Assert.Equal("0 3 4 6 13 17", string.Join(' ', split.Test));
        var even = DataSplit.Random(new int[9], 0, 1.0 / 3, 1986);
        Assert.Equal("0 4 7", string.Join(' ', even.Test));
    }

    [Fact]
    public void Each_part_is_in_ascending_order()
    {
        int[] classes = [.. Enumerable.Range(0, 60).Select(row => row % 3)];
        var split = DataSplit.Random(classes, 0.2, 0.2, 5);
        Assert.All([split.Training, split.Validation, split.Test], part => Assert.Equal(part.Order(), part));
    }

    [Fact]
    public void Where_nearly_every_row_has_a_class_of_its_own_the_parts_share_what_is_left()
    {
        int[] classes = [0, 1, 2, 3, 4, 5, 5, 6, 6, 7];
        var split = DataSplit.Random(classes, 0, 0.5, 1);
        Assert.Equal(Enumerable.Range(0, 10), split.Training.Concat(split.Test).Order());
        Assert.Equal(2, split.Test.Length); // 5 are asked for; 8 classes keep a row each
    }

    [Fact]
    public void Splits_are_equal_where_each_part_has_the_same_rows()
    {
        DataSplit split = new([0, 3], [1], [2]);
        DataSplit same = new([0, 3], [1], [2]);
        Assert.Equal(split, same);
        Assert.Equal(split.GetHashCode(), same.GetHashCode());
        foreach (var other in new DataSplit?[] { null, new([0, 4], [1], [2]), new([0, 3], [4], [2]), new([0, 3], [1], [4]), new([0, 3], [], [2]) })
        {
            Assert.False(split.Equals(other));
            Assert.NotEqual(split.GetHashCode(), other?.GetHashCode());
        }
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

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.6, 0.6)]
    [InlineData(0, 1)]
    public void Shares_that_leave_nothing_to_train_on_are_refused_also_where_each_class_keeps_a_row(double validation, double test)
    {
        var e = Assert.Throws<DataException>(() => DataSplit.Random(Enumerable.Range(0, 100).Select(row => row % 2).ToArray(), validation, test, 1));
        Assert.EndsWith("must be 0 or more and leave something to train on", e.Message, StringComparison.Ordinal);
    }
}
