namespace Backprop.Data;

/// <summary>The names of the groups that stand for columns: the columns' own where a net can have them.</summary>
internal static class GroupNames
{
    /// <summary>The key of the group that the numbers share.</summary>
    public const string Numbers = "";

    /// <summary>A name for each column, and for the group of the numbers under <see cref="Numbers"/>; all different.</summary>
    /// <param name="columns">The columns that are a group each.</param>
    /// <param name="taken">All columns: the group of the numbers is called like none of them.</param>
    public static Dictionary<string, string> Of(IReadOnlyList<string> columns, IReadOnlyList<string> taken)
    {
        var used = taken.ToHashSet(StringComparer.Ordinal);
        var numbers = "numbers";
        while (used.Contains(numbers))
            numbers = "all " + numbers;
        used.Add(numbers);
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [Numbers] = numbers };
        foreach (var column in columns)
        {
            var usable = Usable(column);
            var name = usable;
            if (!string.Equals(name, column, StringComparison.Ordinal))
                for (var number = 2; !used.Add(name); number++)
                    name = $"{usable} {number}";
            names[column] = name;
        }
        return names;
    }

    /// <summary>The name without what a net's names of projections and its messages cannot hold.</summary>
    private static string Usable(string column)
    {
        var name = new string([.. column.Replace("->", "\u2192", StringComparison.Ordinal).Select(c => char.IsControl(c) ? ' ' : c)]);
        return string.IsNullOrWhiteSpace(name) ? "column" : name;
    }
}
