namespace Backprop.Data;

/// <summary>Finds what a column is called in a model and in a program: exactly, or, where that is one only, but for case, blanks and marks, so that SepalLength is 'sepal length'.</summary>
internal static class ColumnNames
{
    /// <summary>The index of a name, or −1.</summary>
    public static int Find(string name, IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
            if (string.Equals(Word.Clean(names[i]), Word.Clean(name), StringComparison.Ordinal))
                return i;
        int[] alike = [.. Enumerable.Range(0, names.Count).Where(i => AreAlike(names[i], name))];
        return alike is [var only] ? only : -1;
    }

    /// <summary>Whether names differ in nothing but case, blanks and marks.</summary>
    public static bool AreAlike(string one, string other) => Letters(one).SequenceEqual(Letters(other)) && Letters(one).Any();

    private static IEnumerable<char> Letters(string name) => name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant);
}
