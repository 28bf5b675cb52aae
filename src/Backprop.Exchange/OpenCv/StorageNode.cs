namespace Backprop.Exchange;

/// <summary>
/// A node of the tree that OpenCV's FileStorage writes as YAML, XML or JSON: a value, a list or a map. XML has lists of numbers as one text with
/// blanks between them.
/// </summary>
internal sealed class StorageNode
{
    private const int LongestQuote = 40;

    private StorageNode(long line) => Line = line;

    /// <summary>Where it begins in the file, from 1.</summary>
    public long Line { get; }

    /// <summary>The text of a value; null for lists and maps.</summary>
    public string? Value { get; private init; }

    /// <summary>The nodes of a list; null for others.</summary>
    public List<StorageNode>? Items { get; private init; }

    /// <summary>The nodes of a map; null for others.</summary>
    public Dictionary<string, StorageNode>? Members { get; private init; }

    public static StorageNode OfValue(string value, long line) => new(line) { Value = value };

    public static StorageNode OfList(long line) => new(line) { Items = [] };

    public static StorageNode OfMap(long line) => new(line) { Members = new(StringComparer.Ordinal) };

    /// <summary>The node of a key; null where there is none or it is empty.</summary>
    public StorageNode? Find(string key) => Members?.GetValueOrDefault(key) is { } node && node.Value != "" ? node : null;

    /// <summary>The values of a list, or the words of a value.</summary>
    public IEnumerable<(string Word, long Line)> Words =>
        Items is not null ? Items.Select(static item => (item.Value ?? "a list or a map", item.Line))
        : Value is null ? [("a map", Line)]
        : Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => (word, Line));

    /// <summary>What stands here, for a message.</summary>
    public string Shown => Value is { } value ? $"'{DisplayText.Of(value.Trim(), LongestQuote)}'" : Items is not null ? "a list" : "a map";
}
