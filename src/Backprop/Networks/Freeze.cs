namespace Backprop;

/// <summary>Which weights of a block learning leaves as they are.</summary>
/// <param name="All">Whether all that exist.</param>
/// <param name="Some">Which ones, in the order of the block; null: all, or none.</param>
internal readonly record struct Freeze(bool All, bool[]? Some)
{
    /// <summary>What is said of a projection and of its receiving group.</summary>
    internal static Freeze Of(ProjectionDescription projection, GroupDescription to) =>
        projection.Frozen || to.Frozen ? new(true, null)
        : projection.FrozenWeights is { } frozen ? Of([.. frozen.Cast<bool>()], projection.Mask is { } mask ? [.. mask.Cast<bool>()] : null)
        : default;

    /// <summary>What is said of a group's biases.</summary>
    internal static Freeze OfBiases(GroupDescription group) =>
        group.Frozen ? new(true, null) : group.FrozenBiases.Count > 0 ? Of([.. group.FrozenBiases], null) : default;

    /// <summary>Whether a block is frozen in this way.</summary>
    internal bool IsThatOf(WeightBlock block) =>
        All == block.Frozen && (Some is null ? block.FrozenArray is null : block.FrozenArray is { } frozen && frozen.AsSpan().SequenceEqual(Some));

    // All weights that exist make a frozen block, and none one that is not, so that nets that learn alike have the same blocks.
    private static Freeze Of(bool[] frozen, bool[]? mask)
    {
        for (var k = 0; k < frozen.Length; k++)
            frozen[k] &= mask?[k] != false;
        var count = frozen.Count(static one => one);
        return count == 0 ? default : count == (mask?.Count(static exists => exists) ?? frozen.Length) ? new(true, null) : new(false, frozen);
    }
}
