using System.Globalization;

namespace Backprop.Data;

/// <summary>The words of one column, numbered as they come, each with the ways in which it is spelled.</summary>
/// <param name="identity">When two words are the same.</param>
/// <param name="decimalMark">The decimal mark of the numbers among them.</param>
internal sealed class ColumnWords(CategoryIdentity identity, char decimalMark)
{
    private const int MostSpellings = 200_000; // beyond, a spelling is looked at each time that it comes
    private readonly Dictionary<string, int> codeOfSpelling = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> codeOfKey = new(StringComparer.Ordinal);
    private readonly List<string> keys = [];
    private readonly List<SortedSet<string>> spellings = [];

    public CategoryIdentity Identity => identity;

    /// <summary>The number of different words.</summary>
    public int Count => keys.Count;

    /// <summary>The code of a spelling that has come before.</summary>
    public bool TryGetKnown(ReadOnlySpan<char> spelling, out int code) => codeOfSpelling.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(spelling, out code);

    /// <summary>The code of a word: a new one where it is a new word.</summary>
    public int CodeOf(string spelling)
    {
        if (codeOfSpelling.TryGetValue(spelling, out var code))
            return code;
        var word = Word.Clean(spelling);
        var key = Word.Key(word, identity, decimalMark);
        if (!codeOfKey.TryGetValue(key, out code))
        {
            code = keys.Count;
            codeOfKey.Add(key, code);
            keys.Add(key);
            spellings.Add(new SortedSet<string>(StringComparer.Ordinal));
        }
        if (codeOfSpelling.Count < MostSpellings)
            codeOfSpelling.Add(spelling, code);
        if (codeOfSpelling.Count < MostSpellings || spellings[code].Count == 0)
            spellings[code].Add(word);
        return code;
    }

    /// <summary>The labels in order, by value where all are numbers, else by character codes; and for each code its place among them.</summary>
    public (string[] Labels, int[] Place) InOrder()
    {
        var labels = Enumerable.Range(0, keys.Count).Select(Label).ToArray();
        var values = keys.Select(w => double.TryParse(w, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : double.NaN).ToArray();
        var byValue = !values.Any(double.IsNaN);
        var order = Enumerable.Range(0, labels.Length).ToArray();
        Array.Sort(order, (a, b) =>
        {
            var compared = byValue ? values[a].CompareTo(values[b]) : 0;
            return compared != 0 ? compared : string.CompareOrdinal(labels[a], labels[b]);
        });
        var place = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
            place[order[i]] = i;
        return ([.. order.Select(i => labels[i])], place);
    }

    /// <summary>The labels of no and yes, and for each code its place: 0 for no, 1 for yes.</summary>
    public (string[] Labels, int[] Place) YesAndNo()
    {
        IReadOnlyCollection<string> Of(string key) => codeOfKey.TryGetValue(key, out var code) ? spellings[code] : [];
        var (no, yes) = YesOrNo.Labels(Of("no"), Of("yes"));
        return ([no, yes], [.. keys.Select(key => string.Equals(key, "yes", StringComparison.Ordinal) ? 1 : 0)]);
    }

    /// <summary>What may surprise, to be read after the column's name; null where nothing does.</summary>
    public string? Note
    {
        get
        {
            if (identity != CategoryIdentity.YesOrNo && Collapsed() is var (word, other))
                return $"has numbers that differ only in digits that a number does not keep ('{DisplayText.Name(word)}' and '{DisplayText.Name(other)}'); they are one category";
            if (spellings.FindIndex(s => s.Count > 1) is >= 0 and var several)
            {
                var shown = string.Join(" and ", spellings[several].Take(2).Select(s => $"'{DisplayText.Name(s)}'"));
                return identity != CategoryIdentity.YesOrNo ? $"writes one number in several ways ({shown}); each number is one category"
                    : YesOrNo.AreMixed(Words) ? $"writes yes and no in several ways ({string.Join(", ", Words.Order(StringComparer.Ordinal).Select(DisplayText.Name))}); they are taken as one pair" : null;
            }
            var differing = identity == CategoryIdentity.YesOrNo ? null : keys.GroupBy(k => k, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
            return differing is null ? null
                : $"has words that differ in case only ({string.Join(", ", differing.Order(StringComparer.Ordinal).Take(3).Select(k => $"'{DisplayText.Name(k)}'"))}); they are different categories";
        }
    }

    /// <summary>Two spellings of one category that are different numbers; null where there are none.</summary>
    private (string Word, string Other)? Collapsed()
    {
        foreach (var ways in spellings.Where(static s => s.Count > 1))
        {
            var first = ways.Min!;
            if (ways.FirstOrDefault(word => Word.AreDifferentNumbers(first, word, decimalMark)) is { } other)
                return (first, other);
        }
        return null;
    }

    private IEnumerable<string> Words => spellings.SelectMany(s => s);

    /// <summary>As the table writes it; a number that it writes in several ways in its one spelling.</summary>
    private string Label(int code) => spellings[code].Count == 1 ? spellings[code].Min! : keys[code].Replace('.', decimalMark);
}
