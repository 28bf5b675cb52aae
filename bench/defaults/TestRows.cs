using System.Globalization;
using Backprop.Data;

namespace Backprop.Defaults;

/// <summary>Which rows of a table each split tests with; a file holds them, for every program to read: a line per split, row numbers from 0.</summary>
internal static class TestRows
{
    public const int Splits = 10;

    /// <summary>A fifth of the rows per split, by class where there are classes.</summary>
    public static int[][] Draw(ReadOnlySpan<int> classes)
    {
        var splits = new int[Splits][];
        for (var i = 0; i < Splits; i++)
            splits[i] = [.. DataSplit.Random(classes, validation: 0, test: 0.2, seed: (ulong)(i + 1)).Test];
        return splits;
    }

    /// <summary>The classes that <see cref="Draw"/> divides by; zeros for numbers.</summary>
    public static int[] ClassesOf(BenchTable table, Table rows)
    {
        var classes = new int[rows.Count];
        if (table.HasClasses)
        {
            var target = (CategoryColumn)rows[table.Target];
            for (var row = 0; row < classes.Length; row++)
                classes[row] = target[row];
        }
        return classes;
    }

    public static void Write(string file, int[][] splits) => File.WriteAllText(file, string.Concat(splits.Select(rows => string.Join(' ', rows) + "\n")));

    public static int[][] Read(string file) => [.. File.ReadLines(file).Select(line => line.Split(' ').Select(row => int.Parse(row, CultureInfo.InvariantCulture)).ToArray())];
}
