using System.Globalization;

namespace Backprop.Data;

/// <summary>Rows in groups that are divided as wholes.</summary>
internal sealed class GroupParts
{
    private readonly List<int>[] rows; // of each group, ascending
    private readonly int[] order; // of the groups, random

    private GroupParts(List<int>[] rows, int[] order) => (this.rows, this.order) = (rows, order);

    /// <param name="groups">The group of each row, from 0; a group may have no row.</param>
    /// <param name="seed">The seed of the order in which groups are drawn.</param>
    public static GroupParts Of(ReadOnlySpan<int> groups, ulong seed)
    {
        var rows = new List<List<int>>();
        for (var row = 0; row < groups.Length; row++)
        {
            while (rows.Count <= groups[row])
                rows.Add([]);
            rows[groups[row]].Add(row);
        }
        List<int>[] filled = [.. rows.Where(static group => group.Count > 0)];
        int[] order = [.. Enumerable.Range(0, filled.Length)];
        new RandomSource(seed).Shuffle(order.AsSpan());
        return new(filled, order);
    }

    /// <inheritdoc cref="DataSplit.ByGroup"/>
    public DataSplit Divide(double validation, double test)
    {
        var left = order.ToList();
        var all = rows.Sum(static group => group.Count);
        return Split(left, Draw(left, test * all, test > 0), validation * all, validation, test);
    }

    /// <summary>Folds of whole groups: the largest first, each to the fold that has the fewest rows.</summary>
    /// <inheritdoc cref="DataSplit.Folds" path="/exception"/>
    public IReadOnlyList<DataSplit> Folds(int folds, double validation)
    {
        if (rows.Length < folds)
            throw DataSplit.TooFewForFolds(Found, folds, "groups");
        var parts = new List<int>[folds];
        var sizes = new int[folds];
        for (var fold = 0; fold < folds; fold++)
            parts[fold] = [];
        foreach (var group in order.OrderByDescending(group => rows[group].Count)) // stable: random among equals
        {
            var least = Array.IndexOf(sizes, sizes.Min());
            parts[least].Add(group);
            sizes[least] += rows[group].Count;
        }
        return [.. parts.Select(part =>
        {
            var left = order.Where(group => !part.Contains(group)).ToList();
            return Split(left, part, validation * left.Sum(group => rows[group].Count), validation, 1.0 / folds);
        })];
    }

    private string Found => rows.Length == 1 ? "1 group of rows is" : string.Create(CultureInfo.InvariantCulture, $"{rows.Length} groups of rows are");

    private DataSplit Split(List<int> left, List<int> tested, double validationRows, double validation, double test)
    {
        var validated = Draw(left, validationRows, validation > 0);
        if (left.Count == 0 || (test > 0 && tested.Count == 0) || (validation > 0 && validated.Count == 0))
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{Found} too few to be divided into training, validation ({validation}) and test ({test}); add groups, or set a share to 0"));
        return new([.. Rows(left)], [.. Rows(validated)], [.. Rows(tested)]);
    }

    private IEnumerable<int> Rows(List<int> groups) => groups.SelectMany(group => rows[group]).Order();

    /// <summary>Takes groups out that bring the part closer to its size; the smallest one where none does.</summary>
    private List<int> Draw(List<int> left, double wanted, bool isNeeded)
    {
        var drawn = new List<int>();
        var size = 0;
        foreach (var group in left)
        {
            if (Math.Abs(size + rows[group].Count - wanted) >= Math.Abs(size - wanted))
                continue;
            drawn.Add(group);
            size += rows[group].Count;
        }
        if (isNeeded && drawn.Count == 0 && left.Count > 1)
            drawn.Add(left.MinBy(group => rows[group].Count));
        left.RemoveAll(drawn.Contains);
        return drawn;
    }
}
