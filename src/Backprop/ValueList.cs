using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Backprop;

/// <summary>Makes <see cref="ValueList{T}"/>s.</summary>
internal static class ValueList
{
    /// <summary>A copy of the items; the list itself where it is one already, null where there is none.</summary>
    [return: NotNullIfNotNull(nameof(items))]
    public static IReadOnlyList<T>? Of<T>(IReadOnlyList<T>? items) => items switch
    {
        null => null,
        ValueList<T> list => list,
        { Count: 0 } => ValueList<T>.Empty,
        _ => new ValueList<T>([.. items]),
    };

    /// <summary>A copy of lists of items.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> OfLists<T>(IReadOnlyList<IReadOnlyList<T>> lists) =>
        lists as ValueList<IReadOnlyList<T>> ?? new ValueList<IReadOnlyList<T>>([.. lists.Select(items => Of(items))]);
}

/// <summary>
/// A list that never changes, and equals another with equal items in the same order. A record keeps one in place of the list that a
/// caller gives: then nobody can change the record, and two of the same content are equal.
/// </summary>
internal sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] items;

    internal ValueList(T[] items) => this.items = items;

    public static ValueList<T> Empty { get; } = new([]);

    public int Count => items.Length;

    public T this[int index] => items[index];

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    public bool Equals(ValueList<T>? other) => other is not null && items.AsSpan().SequenceEqual(other.items);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", items)}]";
}
