namespace Backprop;

/// <summary>What somebody meant who wrote a name that does not exist.</summary>
internal static class NearestName
{
    /// <summary>", did you mean 'species'?" to be put behind a message that names the wrong name; empty where nothing is near.</summary>
    public static string Hint(string wanted, IEnumerable<string> known) => Of(wanted, known) is { } name ? $"; did you mean '{DisplayText.Name(name)}'?" : "";

    /// <summary>
    /// The known name that is nearest: first one that differs in case, blanks, hyphens and underscores only; then the one that takes the
    /// fewest letters inserted, left out, replaced or swapped with their neighbor, if these are at most a third of the letters. Null where none is near.
    /// </summary>
    /// <param name="wanted">The name that does not exist.</param>
    /// <param name="known">The names that do.</param>
    public static string? Of(string wanted, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        const int longest = 200; // nobody mistypes more, and the time grows with the square
        var plain = Plain(wanted);
        if (plain.Length is 0 or > longest)
            return null;
        (string? Name, int Distance) best = (null, (plain.Length + 2) / 3 + 1);
        foreach (var name in known)
        {
            var other = Plain(name);
            if (other.Length is 0 or > longest || Math.Abs(other.Length - plain.Length) >= best.Distance)
                continue;
            var distance = string.Equals(plain, other, StringComparison.Ordinal) ? 0 : Distance(plain, other);
            // A third of the letters, and never all of them.
            if (distance < best.Distance && distance < Math.Max(plain.Length, other.Length) && (distance == 0 || distance <= (Math.Max(plain.Length, other.Length) + 2) / 3))
                best = (name, distance);
        }
        return best.Name;
    }

    private static string Plain(string name) =>
        new([.. name.Where(static c => !char.IsWhiteSpace(c) && c is not ('-' or '_')).Select(char.ToLowerInvariant)]);

    /// <summary>Letters inserted, left out, replaced, or swapped with their neighbor (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last, row) = (last, row, before);
        }
        return last[b.Length];
    }
}
