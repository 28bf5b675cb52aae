using System.Text;

namespace Backprop.Data;

/// <summary>The distinct words of a column, as <see cref="Word.Clean"/> writes them.</summary>
/// <param name="most">Spellings, of which one word may have several, are counted up to this number.</param>
internal sealed class DistinctWords(int most)
{
    private readonly HashSet<string> spellings = new(StringComparer.Ordinal);
    private readonly HashSet<string> words = new(StringComparer.Ordinal);

    /// <summary>The words, in the order in which they were met.</summary>
    public IEnumerable<string> All => words;

    /// <summary>The number of words.</summary>
    public int Count => words.Count;

    /// <summary>Whether further ones are not counted.</summary>
    public bool IsFull => spellings.Count >= most;

    /// <summary>Some word is digits with several points, as versions are: 2.0.1.</summary>
    public bool HasDotted { get; private set; }

    /// <summary>Adds a word; only a new spelling is cleaned.</summary>
    public void Add(ReadOnlySpan<byte> cell)
    {
        if (IsFull)
            return;
        Span<char> text = stackalloc char[256];
        var isNew = cell.Length > text.Length || !Encoding.UTF8.TryGetChars(cell, text, out var length)
            ? spellings.Add(Encoding.UTF8.GetString(cell))
            : spellings.GetAlternateLookup<ReadOnlySpan<char>>().Add(text[..length]);
        if (!isNew)
            return;
        var word = Word.Clean(Encoding.UTF8.GetString(cell));
        words.Add(word);
        HasDotted |= Word.IsDotted(word);
    }
}
