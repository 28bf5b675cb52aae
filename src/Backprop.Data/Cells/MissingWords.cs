using System.Text;

namespace Backprop.Data;

/// <summary>The words that mean "no value": compared without case, and by value where a word is a number. Thread-safe.</summary>
internal sealed class MissingWords
{
    private readonly IReadOnlyList<string> words;
    private readonly byte[][] texts;
    private readonly double[] values;
    private readonly bool[] met;

    /// <param name="words">The words.</param>
    /// <param name="cells">How numbers are written.</param>
    public MissingWords(IReadOnlyList<string> words, CellReader cells)
    {
        this.words = words;
        texts = [.. words.Select(Encoding.UTF8.GetBytes)];
        values = Array.ConvertAll(texts, text => cells.TryNumber(text, out var value) || cells.Other.TryNumber(text, out value) ? value : double.NaN);
        met = new bool[texts.Length];
        HasNumbers = values.Any(v => !double.IsNaN(v));
    }

    /// <summary>The words as they were given.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>Whether some word is a number.</summary>
    public bool HasNumbers { get; }

    /// <summary>The values of the words that are numbers.</summary>
    public IEnumerable<double> Values => values.Where(value => !double.IsNaN(value)).Distinct();

    /// <summary>The words that no cell was yet; a word that is a number was met where another of its value was.</summary>
    public IEnumerable<string> Unmet => words.Where((word, i) =>
        !string.IsNullOrWhiteSpace(word) && !met[i] && !Enumerable.Range(0, met.Length).Any(j => met[j] && values[j] == values[i]));

    /// <summary>Whether a trimmed cell is one of the words, or a number equal to one.</summary>
    public bool Matches(ReadOnlySpan<byte> cell, CellReader cells)
    {
        for (var i = 0; i < texts.Length; i++)
            if (texts[i].Length == cell.Length && Ascii.EqualsIgnoreCase(texts[i], cell))
                return met[i] = true;
        return HasNumbers && !IsCode(cell) && cells.TryNumber(cell, out var number) && Matches(number);
    }

    /// <summary>Whether a number, which is not NaN, is the value of one of the words.</summary>
    public bool Matches(double number)
    {
        var at = HasNumbers ? Array.IndexOf(values, number) : -1;
        return at >= 0 && (met[at] = true);
    }

    /// <summary>Digits with a needless 0 before them are a code: 0999 is not 999.</summary>
    private static bool IsCode(ReadOnlySpan<byte> cell) => cell.Length > 1 && cell[0] == '0' && char.IsAsciiDigit((char)cell[1]);
}
