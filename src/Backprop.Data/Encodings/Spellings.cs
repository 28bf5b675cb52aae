namespace Backprop.Data;

/// <summary>The usual spellings of a word: what a program that compares texts one by one, such as an ONNX graph, is to know beside the word itself.</summary>
internal static class Spellings
{
    /// <summary>Usual spellings of a category, its own first; each is read back as that category.</summary>
    public static IReadOnlyList<string> Of(CategoryEncoding column, int category)
    {
        var label = column.Categories[category];
        var words = new List<string> { label, UnicodeForm.Decompose(label) };
        if (column.Identity == CategoryIdentity.YesOrNo)
            words.AddRange(Of(yes: category == 1));
        else
            words.AddRange(OfNumber(Word.Key(Word.Clean(label), column.Identity, column.DecimalMark), column.DecimalMark));
        return [.. words.Distinct(StringComparer.Ordinal).Where(word => column.IndexOf(word) == category)];
    }

    /// <summary>Usual spellings of a yes or a no.</summary>
    public static IEnumerable<string> Of(bool yes) =>
        [.. YesOrNo.Pairs.SelectMany(pair => Cases(yes ? pair.Yes : pair.No)), .. OfNumber(yes ? "1" : "0", '.'), .. OfNumber(yes ? "1" : "0", ',')];

    /// <summary>Usual spellings of what means "no value": nothing, a blank, and each word in any usual case; a number in any usual form.</summary>
    public static IReadOnlyList<string> OfMissing(IReadOnlyList<string> words, char decimalMark) =>
        [.. words.SelectMany(word => Cases(word).Concat(OfNumber(Word.Key(word, CategoryIdentity.Numbers, decimalMark), decimalMark))).Prepend(" ").Prepend("").Distinct(StringComparer.Ordinal)];

    /// <summary>As written, small, CAPITALS, With a capital.</summary>
    private static IEnumerable<string> Cases(string word) =>
        [word, word.ToLowerInvariant(), word.ToUpperInvariant(), word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()];

    /// <summary>2, 2.0, +2 and -0 of a number in its one spelling; nothing of another word.</summary>
    private static string[] OfNumber(string key, char decimalMark)
    {
        if (!double.TryParse(key, System.Globalization.CultureInfo.InvariantCulture, out _))
            return [];
        var text = key.Replace('.', decimalMark);
        string[] forms = key.Contains('.', StringComparison.Ordinal) ? [text, text + "0"] : [text, text + decimalMark + "0"];
        return key[0] == '-' ? forms : [.. forms, .. forms.Select(form => "+" + form), .. key is "0" ? forms.Select(form => "-" + form) : []];
    }
}
