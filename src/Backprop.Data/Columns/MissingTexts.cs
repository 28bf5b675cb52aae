using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>What the missing cells of a column hold, and how many hold it; of many texts, the first.</summary>
internal sealed class MissingTexts
{
    private const int MostTexts = 16;

    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private long empty; // where there is room for them among the texts
    private bool countsEmpty;

    /// <summary>The cells in words: "'NA' 3, empty 2".</summary>
    public string Listed => string.Join(", ", counts.OrderBy(text => text.Key.Length == 0).Select(text =>
        string.Create(CultureInfo.InvariantCulture, $"{(text.Key.Length == 0 ? "empty" : $"'{DisplayText.Name(text.Key)}'")} {text.Value + (text.Key.Length == 0 ? empty : 0):N0}")));

    /// <summary>Whether some cell is missing by a word, not by being empty.</summary>
    public bool HasWord => counts.Keys.Any(text => text.Length > 0);

    /// <summary>Adds an empty cell.</summary>
    public void AddEmpty()
    {
        if (countsEmpty)
        {
            empty++;
            return;
        }
        Add(default);
        countsEmpty = counts.ContainsKey("");
    }

    /// <summary>Adds a cell.</summary>
    public void Add(ReadOnlySpan<byte> cell)
    {
        Span<char> text = stackalloc char[64];
        if (cell.Length > text.Length || !Encoding.UTF8.TryGetChars(cell, text, out var length))
            return;
        var known = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        var word = text[..length].Trim();
        if (known.TryGetValue(word, out var count))
            known[word] = count + 1;
        else if (counts.Count < MostTexts)
            known[word] = 1;
    }
}
