using System.Globalization;

namespace Backprop.Data;

/// <summary>Classes of targets that a net cannot learn, since no row that it is trained on has them.</summary>
internal static class UnlearnableClasses
{
    private const int MostNamed = 5;

    /// <summary>One line per target that has such classes.</summary>
    /// <param name="encoding">The encoding, with the classes of the whole table.</param>
    /// <param name="table">The table.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="weights">The factor of each row in E; none: 1 for all.</param>
    public static IEnumerable<string> Notes(TableEncoding encoding, Table table, IReadOnlyList<int> rows, double[] weights)
    {
        var encoder = new TableRowEncoder(encoding, table, withTargets: true);
        for (var target = 0; target < encoding.Targets.Count; target++)
        {
            if (encoding.Targets[target] is not CategoryEncoding classes)
                continue;
            var rowsOf = new int[classes.Categories.Count];
            var weighing = new int[classes.Categories.Count];
            for (var i = 0; i < rows.Count; i++)
            {
                if (encoder.Target(rows[i], target) is not (>= 0 and var index))
                    continue;
                rowsOf[(int)index]++;
                weighing[(int)index] += weights.Length == 0 || (float)weights[i] > 0 ? 1 : 0; // as single precision has it
            }
            if (Note(classes, rowsOf, "no training row has") is { } none)
                yield return none;
            if (Note(classes, [.. rowsOf.Select((count, index) => count == 0 ? 1 : weighing[index])], "no training row with a weight above 0 has") is { } weightless)
                yield return weightless;
        }
    }

    private static string? Note(CategoryEncoding target, int[] counts, string which)
    {
        string[] lacking = [.. target.Categories.Where((_, index) => counts[index] == 0).Select(name => $"'{DisplayText.Name(name)}'")];
        if (lacking.Length == 0)
            return null;
        var named = lacking.Length <= MostNamed ? string.Join(", ", lacking) : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", lacking.Take(MostNamed))} and {lacking.Length - MostNamed} more");
        var (word, them) = lacking.Length == 1 ? ("class", "it") : ("one of the classes", "them");
        return $"{which} {word} {named} of '{DisplayText.Name(target.Column)}'; the net cannot learn {them}";
    }
}
