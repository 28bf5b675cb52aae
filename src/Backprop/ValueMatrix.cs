namespace Backprop;

/// <summary>A matrix that never changes, and equals another of the same shape with equal items: what <see cref="ValueList{T}"/> is for lists.</summary>
internal sealed class ValueMatrix<T> : IEquatable<ValueMatrix<T>>
{
    /// <summary>Copies a matrix.</summary>
    public ValueMatrix(T[,] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Items = (T[,])items.Clone();
    }

    /// <summary>The items, [row, column], to be read only.</summary>
    public T[,] Items { get; }

    /// <summary>A copy of the items.</summary>
    public T[,] ToArray() => (T[,])Items.Clone();

    public bool Equals(ValueMatrix<T>? other) =>
        other is not null && Items.GetLength(0) == other.Items.GetLength(0) && Items.GetLength(1) == other.Items.GetLength(1)
        && Items.Cast<T>().SequenceEqual(other.Items.Cast<T>());

    public override bool Equals(object? obj) => Equals(obj as ValueMatrix<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Items.GetLength(0));
        foreach (var item in Items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"{Items.GetLength(0)} × {Items.GetLength(1)}";
}
