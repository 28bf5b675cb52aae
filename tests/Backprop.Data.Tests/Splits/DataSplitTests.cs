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

    [Theory]
    [InlineData(0.1, 0.2)]
    [InlineData(0, 0.3)]
    [InlineData(0.25, 0)]
    public void Rows_of_a_group_are_in_one_part_and_the_shares_are_near(double validation, double test)
    {
        int[] groups = [.. Enumerable.Range(0, 400).Select(static row => row * 7 % 61 % 40)];
        for (ulong seed = 0; seed < 10; seed++)
        {
            var split = DataSplit.ByGroup(groups, validation, test, seed);
            Assert.Equal(Enumerable.Range(0, 400), split.Training.Concat(split.Validation).Concat(split.Test).Order());
            Assert.Empty(Of(split.Training).Intersect(Of(split.Validation)));
            Assert.Empty(Of(split.Training).Concat(Of(split.Validation)).Intersect(Of(split.Test)));
            Assert.InRange(split.Test.Length, (400 * test) - 10, (400 * test) + 10);
            Assert.InRange(split.Validation.Length, (400 * validation) - 10, (400 * validation) + 10);
            Assert.Equal(split, DataSplit.ByGroup(groups, validation, test, seed));
        }
        Assert.NotEqual(DataSplit.ByGroup(groups, 0.1, 0.2, 1), DataSplit.ByGroup(groups, 0.1, 0.2, 2));

        IEnumerable<int> Of(IEnumerable<int> rows) => rows.Select(row => groups[row]).Distinct();
    }

    [Fact]
    public void Too_few_groups_are_refused_and_a_large_one_is_not_tested_on()
    {
        Assert.Contains("1 group of rows is too few", Assert.Throws<DataException>(() => DataSplit.ByGroup([0, 0], 0.2, 0.2, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("2 groups of rows are too few", Assert.Throws<DataException>(() => DataSplit.ByGroup([0, 0, 1, 1], 0.2, 0.2, 1)).Message, StringComparison.Ordinal);
        int[] large = [.. Enumerable.Repeat(0, 90), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        for (ulong seed = 0; seed < 5; seed++)
            Assert.DoesNotContain(0, DataSplit.ByGroup(large, 0, 0.1, seed).Test);
    }

    [Fact]
    public void Later_rows_are_validated_and_the_last_are_tested()
    {
        double[] times = [5, 1, 3, 2, 4, 9, 8, 7, 6, 0];
        var split = DataSplit.ByTime(times, 0.2, 0.3);
        Assert.Equal([0, 1, 2, 3, 4], split.Training.Select(row => times[row]).Order());
        Assert.Equal([5, 6], split.Validation.Select(row => times[row]).Order());
        Assert.Equal([7, 8, 9], split.Test.Select(row => times[row]).Order());
        Assert.Equal(split.Test.Order(), split.Test);
    }

    [Fact]
    public void Rows_of_the_same_time_are_in_one_part()
    {
        double[] times = [1, 1, 1, 2, 2, 2, 3, 3, 3, 3];
        var split = DataSplit.ByTime(times, 0.2, 0.3);
        Assert.Equal(new DataSplit([0, 1, 2], [3, 4, 5], [6, 7, 8, 9]), split);
        Assert.Contains("1 time of 3 rows is too few", Assert.Throws<DataException>(() => DataSplit.ByTime([4, 4, 4], 0, 0.3)).Message, StringComparison.Ordinal);
        Assert.Equal(3, DataSplit.ByTime([4, 4, 4], 0, 0).Training.Length);
    }

    [Fact]
    public void Every_row_is_tested_in_one_fold_and_classes_keep_their_shares()
    {
        int[] classes = [.. Enumerable.Repeat(0, 50), .. Enumerable.Repeat(1, 33), .. Enumerable.Repeat(2, 17)];
        var folds = DataSplit.Folds(classes, 5, 0.1, 3);
        Assert.Equal(Enumerable.Range(0, 100), folds.SelectMany(static fold => fold.Test).Order());
        foreach (var fold in folds)
        {
            Assert.Equal(Enumerable.Range(0, 100), fold.Training.Concat(fold.Validation).Concat(fold.Test).Order());
            Assert.Equal((20, 8), (fold.Test.Length, fold.Validation.Length));
            for (var k = 0; k < 3; k++)
                Assert.InRange(fold.Test.Count(row => classes[row] == k), (classes.Count(c => c == k) / 5.0) - 1, (classes.Count(c => c == k) / 5.0) + 1);
        }
        Assert.Contains("too few for 7 folds", Assert.Throws<DataException>(() => DataSplit.Folds(new int[5], 7, 0, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_of_groups_are_whole_and_folds_in_time_go_forward()
    {
        int[] groups = [.. Enumerable.Range(0, 60).Select(static row => row % 13)];
        var byGroup = GroupParts.Of(groups, 1).Folds(4, 0.1);
        Assert.Equal(Enumerable.Range(0, 60), byGroup.SelectMany(static fold => fold.Test).Order());
        foreach (var fold in byGroup)
        {
            Assert.Empty(fold.Training.Concat(fold.Validation).Select(row => groups[row]).Intersect(fold.Test.Select(row => groups[row])));
            Assert.InRange(fold.Test.Length, 12, 19);
        }
        var byTime = TimeParts.Of([.. Enumerable.Range(0, 60).Select(static row => -(double)row)]).Folds(4, 0.25);
        Assert.Equal([(9, 3, 12), (18, 6, 12), (27, 9, 12), (36, 12, 12)], byTime.Select(static fold => (fold.Training.Length, fold.Validation.Length, fold.Test.Length)));
        foreach (var fold in byTime) // later rows have smaller numbers
            Assert.True(fold.Training.Min() > fold.Validation.Max() && fold.Validation.Min() > fold.Test.Max());
        Assert.Contains("too few for 3 folds", Assert.Throws<DataException>(() => GroupParts.Of([0, 1], 1).Folds(3, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("too few for 3 folds", Assert.Throws<DataException>(() => TimeParts.Of([1, 1, 1, 2]).Folds(3, 0)).Message, StringComparison.Ordinal);
    }
}
