using Backprop.Data;
using Backprop.Onnx;

namespace Backprop.Cli;

/// <summary>
/// The columns of a table for an ONNX graph. A graph compares texts character by character, so every word that predict reads is listed with
/// its usual spellings; docs/onnx.md says what cannot be listed (more than one blank around a word, other Unicode forms).
/// </summary>
internal static class GraphColumns
{
    // A word of six letters has 64 spellings in upper and lower case.
    private const int MostLetters = 6;

    public static OnnxOptions Add(OnnxOptions options, TableEncoding table) => options with
    {
        Inputs = [.. table.InputGroups.Select(group => Of(table, group))],
        Outputs = [.. table.TargetGroups.Select(group => Of(table, group))],
    };

    private static OnnxGroup Of(TableEncoding table, EncodedGroup group) => new(group.Name, [.. group.Columns.Select(column => Of(table, column))]);

    private static OnnxColumn Of(TableEncoding table, ColumnEncoding column) => column switch
    {
        NumberEncoding number => Number(table, number),
        DateEncoding date => Number(table, date.Number) with { MissingNumbers = table.MissingValuesOf(date) },
        BooleanEncoding boolean => new OnnxBoolean(boolean.Column, boolean.No, boolean.Yes)
        {
            MissingUnit = boolean.MissingUnit,
            IsConstant = boolean.IsConstant,
            MissingTexts = [.. Written(table.MissingWords, anyCase: true)],
            Spellings = Spellings([([boolean.No], false), ([boolean.Yes], true)], [([.. boolean.WordsFor(yes: false).Skip(1)], false), ([.. boolean.WordsFor(yes: true).Skip(1)], true)]),
        },
        CategoryEncoding category => new OnnxCategory(category.Column, category.Categories)
        {
            MissingUnit = category.MissingUnit,
            IsConstant = category.IsConstant,
            MissingTexts = [.. Written(table.MissingWords, anyCase: true)],
            Spellings = category.Identity == CategoryIdentity.YesOrNo
                ? Spellings([], category.Categories.Select((_, index) => (category.WordsFor(index), index)))
                : Spellings(category.Categories.Select((_, index) => (category.WordsFor(index), index)), []),
        },
        _ => throw new InputException($"column '{column.Column}' has an encoding that ONNX export does not know; leave out --encodings"),
    };

    private static OnnxNumber Number(TableEncoding table, NumberEncoding number) => new(number.Column, number.Mean, number.Deviation)
    {
        MissingUnit = number.MissingUnit,
        IsConstant = number.IsConstant,
        MissingNumbers = table.MissingValuesOf(number),
    };

    private static Dictionary<string, T> Spellings<T>(IEnumerable<(IReadOnlyList<string> Words, T Meaning)> asWritten, IEnumerable<(IReadOnlyList<string> Words, T Meaning)> anyCase)
    {
        var spellings = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (words, meaning) in asWritten)
            foreach (var text in Written(words, anyCase: false)) spellings.TryAdd(text, meaning);
        foreach (var (words, meaning) in anyCase)
            foreach (var text in Written(words, anyCase: true)) spellings.TryAdd(text, meaning);
        return spellings;
    }

    /// <summary>The spellings of words in a cell: with a blank before or after, and in any case where case does not matter.</summary>
    private static IEnumerable<string> Written(IEnumerable<string> words, bool anyCase) =>
        words.SelectMany(word => anyCase ? Cases(word) : [word]).SelectMany(word => new[] { word, $" {word}", $"{word} ", $" {word} " }).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Cases(string word)
    {
        int[] letters = [.. Enumerable.Range(0, word.Length).Where(at => char.IsAsciiLetter(word[at]))];
        if (letters.Length > MostLetters) return [word];
        return Enumerable.Range(0, 1 << letters.Length).Select(mask => string.Create(word.Length, (word, letters, mask), static (text, from) =>
        {
            from.word.CopyTo(text);
            for (var k = 0; k < from.letters.Length; k++)
            {
                ref var letter = ref text[from.letters[k]];
                letter = (from.mask >> k & 1) == 0 ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter);
            }
        }));
    }
}
