using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Backprop;

/// <summary>Makes <see cref="ValueDictionary{TValue}"/>s.</summary>
internal static class ValueDictionary
{
    /// <summary>A copy of the entries; the dictionary itself where it is one already, null where there is none.</summary>
    [return: NotNullIfNotNull(nameof(entries))]
    public static IReadOnlyDictionary<string, TValue>? Of<TValue>(IReadOnlyDictionary<string, TValue>? entries) =>
        entries as ValueDictionary<TValue> ?? (entries is null ? null : new ValueDictionary<TValue>(entries));
}

/// <summary>Entries by name that never change, and equal others with equal names and values in any order: what <see cref="ValueList{T}"/> is for lists.</summary>
internal sealed class ValueDictionary<TValue> : IReadOnlyDictionary<string, TValue>, IEquatable<ValueDictionary<TValue>>
{
    private readonly Dictionary<string, TValue> entries;

    internal ValueDictionary(IEnumerable<KeyValuePair<string, TValue>> entries) => this.entries = new(entries, StringComparer.Ordinal);

    public static ValueDictionary<TValue> Empty { get; } = new([]);

    public int Count => entries.Count;

    public IEnumerable<string> Keys => entries.Keys;

    public IEnumerable<TValue> Values => entries.Values;

    public TValue this[string key] => entries[key];

    public bool ContainsKey(string key) => entries.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TValue value) => entries.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, TValue>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => entries.GetEnumerator();

    public bool Equals(ValueDictionary<TValue>? other) =>
        other is not null && Count == other.Count
        && entries.All(entry => other.entries.TryGetValue(entry.Key, out var value) && EqualityComparer<TValue>.Default.Equals(entry.Value, value));

    public override bool Equals(object? obj) => Equals(obj as ValueDictionary<TValue>);

    /// <summary>The order does not matter.</summary>
    public override int GetHashCode() => entries.Aggregate(Count, (hash, entry) => hash ^ HashCode.Combine(entry.Key, entry.Value));

    public override string ToString() => $"{{{string.Join(", ", entries.Select(entry => $"{entry.Key}: {entry.Value}"))}}}";
}
