namespace Backprop;

/// <summary>What a block of cases gives one group.</summary>
internal readonly record struct GroupShape
{
    /// <summary>Whether there are desired states.</summary>
    internal bool HasTargets { get; init; }

    /// <summary>Whether units may be clamped.</summary>
    internal bool HasClamps { get; init; }

    /// <summary>Whether it is an input group whose states are 0 in all cases, so that what comes from it is left out.</summary>
    internal bool IsAlwaysZero { get; init; }

    /// <summary>Of an input group that is kept sparse: the number of states per case; null for any other group.</summary>
    internal int? Slots { get; init; }
}

/// <summary>What a block of cases gives each group of a net, by the index of the group, whatever the numbers are. Blocks of the same shape and count have the same plans.</summary>
internal sealed class BlockShape(GroupShape[] groups) : IEquatable<BlockShape>
{
    /// <summary>Rows are padded to a multiple of this number of cases, in both precisions.</summary>
    internal const int Padding = 16;

    internal GroupShape this[Group group] => groups[group.Index];

    /// <summary>The number of cases that the kernels compute: the count, padded.</summary>
    internal static int Padded(int count) => (count + Padding - 1) / Padding * Padding;

    public bool Equals(BlockShape? other) => other is not null && (ReferenceEquals(this, other) || groups.AsSpan().SequenceEqual(other.Groups));

    public override bool Equals(object? obj) => Equals(obj as BlockShape);

    public override int GetHashCode() => groups.Aggregate(0, HashCode.Combine);

    private ReadOnlySpan<GroupShape> Groups => groups;
}
