using System.Globalization;
using Backprop.Data;

namespace Backprop.TableSpeed;

/// <summary>A table of 20 columns from a seed: doubles, singles, whole numbers, words, dates, yes or no; some cells are missing.</summary>
internal sealed class RandomTable
{
    /// <summary>How it is read: for the class, with all its dates.</summary>
    public static readonly ColumnChoices Choices = new() { Targets = ["class"], Dates = ["day", "time"] };

    private static readonly (string Name, int Words)[] WordColumns = [("class", 3), ("sort", 12), ("town", 100), ("code", 800)];

    public RandomTable(int rows, int seed)
    {
        Rows = rows;
        var random = new Random(seed);
        Columns =
        [
            .. Enumerable.Range(1, 6).Select(i => Column($"x{i}", () => Missing(i % 3 == 0) ? (double?)null : Math.Round(random.NextDouble() * 100, 4))),
            .. Enumerable.Range(7, 2).Select(i => Column($"x{i}", () => (double?)random.NextDouble())),
            .. Enumerable.Range(1, 2).Select(i => Column($"f{i}", () => Missing(i == 2) ? (float?)null : MathF.Round(random.NextSingle() * 10, 3))),
            Column("n1", () => (int?)random.Next(10)),
            Column("n2", () => Missing(true) ? (int?)null : random.Next(100_000)),
            Column("n3", () => (long?)random.NextInt64(1L << 40)),
            .. WordColumns.Select((column, i) => Column(column.Name, () => Missing(i == 1) ? null : Word(random.Next(column.Words)))),
            Column("day", () => (DateTime?)new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(random.Next(9000))),
            Column("time", () => Missing(true) ? (DateTime?)null : new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next(100_000_000))),
            Column("ok", () => (bool?)(random.Next(2) == 0)),
        ];

        bool Missing(bool some) => some && random.Next(20) == 0;

        (string, Array) Column<T>(string name, Func<T> next)
        {
            var values = new T[rows];
            for (var row = 0; row < rows; row++)
                values[row] = next();
            return (name, values);
        }
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The columns: arrays of nullable numbers, dates, yes or no, or of texts.</summary>
    public IReadOnlyList<(string Name, Array Values)> Columns { get; }

    private static string Word(int number) => string.Create(CultureInfo.InvariantCulture, $"word {number * 7919 % 1000:000}");
}
