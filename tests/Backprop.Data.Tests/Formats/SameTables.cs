namespace Backprop.Data.Tests;

/// <summary>Compares tables that were read from files of different kinds.</summary>
internal static class SameTables
{
    /// <summary>Asserts that two tables have the same columns with the same values, bit by bit, and so the same encoding.</summary>
    public static void Check(Table expected, Table actual)
    {
        Assert.Equal(expected.Columns.Select(static c => (c.Name, c.Kind, c.IsTarget)), actual.Columns.Select(static c => (c.Name, c.Kind, c.IsTarget)));
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Columns.Zip(actual.Columns))
            for (var row = 0; row < expected.Count; row++)
                Assert.Equal(Value(one, row), Value(other, row));
        int[] rows = [.. Enumerable.Range(0, expected.Count)];
        Assert.Equal(EncodingFit.Fit(expected, rows), EncodingFit.Fit(actual, rows));
    }

    private static object Value(TableColumn column, int row) =>
        column.IsMissing(row) ? "missing" : column is NumberColumn numbers ? BitConverter.DoubleToInt64Bits(numbers[row]) : ((CategoryColumn)column).Categories[((CategoryColumn)column)[row]];
}
